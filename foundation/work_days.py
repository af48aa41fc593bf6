"""Working days (工作日) by the State Council's calendar of days off and days worked. Pure: no model, no clock.

A period of n working days begins with the first working day after the day it counts from (期间开始的当天不计入), and
ends with the n-th. A year is either known from end to end or not at all: whoever would have to look into an unknown
year answers None, and the page says CANNOT_COMPUTE. Nothing is ever guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from chinese_calendar.constants import Holiday, holidays, workdays

CANNOT_COMPUTE = "无法计算（待国务院办公厅公布放假安排）"
ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_CHINESE = {holiday.value: str(holiday.chinese) for holiday in Holiday}


@dataclass(frozen=True, order=True)
class SpecialDate:
    """A day the plain week does not tell: off although perhaps a weekday, or worked although a weekend."""

    date: date
    is_worked: bool
    name: str = ""


@dataclass(frozen=True)
class WorkCalendar:
    """Which years are known, and in them the days off besides plain weekends and the weekend days worked."""

    years: frozenset[int]
    off: frozenset[date]
    worked: frozenset[date]

    def is_working_day(self, day: date) -> bool | None:
        """Whether offices work that day; None in a year that is not known."""
        if day.year not in self.years:
            return None
        return day in self.worked or (day.weekday() < _SATURDAY and day not in self.off)

    def corrected(self, years: Mapping[int, Iterable[SpecialDate]]) -> WorkCalendar:
        """This calendar with whole years put in the place of what it says of them."""
        days = [day for special in years.values() for day in special]
        return WorkCalendar(
            self.years | years.keys(),
            _outside(self.off, years) | {day.date for day in days if not day.is_worked},
            _outside(self.worked, years) | {day.date for day in days if day.is_worked},
        )

    def working_days_of(self, year: int) -> int | None:
        """How many days of the year are worked, e.g. to check a year that was typed in."""
        return work_days_between(date(year - 1, 12, 31), date(year, 12, 31), self)


def _outside(days: frozenset[date], years: Mapping[int, object]) -> frozenset[date]:
    return frozenset(day for day in days if day.year not in years)


def due_date(start: date, days: int, calendar: WorkCalendar) -> date | None:
    """The last day of a period of `days` working days after `start`; later starts are never due earlier."""
    _require_a_period(days)
    return _nth_working_day(_days_after(start), days, calendar)


def latest_start(due_before: date, days: int, calendar: WorkCalendar) -> date | None:
    """The last start whose due date lies before `due_before`.

    Due dates never fall as starts rise, so what began on or before this day was due before `due_before`, and nothing
    else was: `filter(started_on__lte=latest_start(today, 10, calendar))` finds everything overdue.
    """
    _require_a_period(days)
    first = _nth_working_day(_days_before(due_before), days, calendar)
    return None if first is None else first - ONE_DAY


def latest_sure_start(due_before: date, days: int, calendar: WorkCalendar) -> date | None:
    """As `latest_start`; where that would look into an unknown year, the last start that is over all the same.

    What was due in a known year is over in an unknown one that comes later: while nobody has entered the new year yet,
    what was overdue on 31 December does not stop being so. None when no year before is known.
    """
    turns = [date(year + 1, 1, 1) for year in sorted(calendar.years, reverse=True) if year < due_before.year]
    found = (latest_start(day, days, calendar) for day in (due_before, *turns))
    return next((start for start in found if start is not None), None)


def work_days_between(start: date, end: date, calendar: WorkCalendar) -> int | None:
    """Working days after `start` up to and including `end`; 0 when `end` does not lie after `start`."""
    passed = 0
    for day in _days_after(start):
        if day > end:
            break
        works = calendar.is_working_day(day)
        if works is None:
            return None
        passed += works
    return passed


def _require_a_period(days: int) -> None:
    if days < 1:
        raise ValueError(f"a period has at least one working day, not {days}")


def _nth_working_day(candidates: Iterator[date], days: int, calendar: WorkCalendar) -> date | None:
    for day in candidates:
        works = calendar.is_working_day(day)
        if works is None:
            return None
        days -= works
        if not days:
            return day
    return None


def _days_after(day: date) -> Iterator[date]:
    while day < date.max:
        day += ONE_DAY
        yield day


def _days_before(day: date) -> Iterator[date]:
    while day > date.min:
        day -= ONE_DAY
        yield day


def published_days(year: int) -> list[SpecialDate]:
    """What the chinesecalendar library knows of a year, with the Chinese names of the holidays; [] when nothing."""
    days = [
        SpecialDate(day, is_worked, _CHINESE.get(name, name))
        for known, is_worked in ((holidays, False), (workdays, True))
        for day, name in known.items()
        if day.year == year
    ]
    return sorted(days)


LIBRARY = WorkCalendar(
    frozenset(range(min(holidays).year, max(holidays).year + 1)), frozenset(holidays), frozenset(workdays)
)


def in_words(years: Iterable[int]) -> str:
    """Years as people write them: 2004—2026、2028."""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return "、".join(f"{run[0]}—{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
