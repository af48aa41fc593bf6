"""A year as twelve small drawings of days and weeks, each day as dark as it was busy. Pure.

Weeks are columns and weekdays rows: two months fit beside each other on a phone with squares a finger can hit.
"""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from foundation.pictures.scales import weight

SQUARE, PITCH = 23, 25
LEFT, TOP = 8, 8
WEEKS = 6
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class DaySquare:
    day: date
    count: int
    weight: int
    url: str
    x: int
    y: int
    size: int = SQUARE

    @property
    def middle(self) -> int:
        return self.x + SQUARE // 2

    @property
    def baseline(self) -> int:
        return self.y + 17

    @property
    def label(self) -> str:
        weekday = WEEKDAYS[self.day.weekday()]
        return f"{self.day.month}月{self.day.day}日（周{weekday}），{self.count}件"


@dataclass(frozen=True)
class MonthDays:
    month: int
    count: int
    url: str
    squares: tuple[DaySquare, ...]
    width: int = WEEKS * PITCH + LEFT
    height: int = 7 * PITCH + TOP


@dataclass(frozen=True)
class Year:
    template = "components/_picture_year.html"
    year: int
    months: tuple[MonthDays, ...]

    @property
    def total(self) -> int:
        return sum(month.count for month in self.months)


def draw(
    year: int,
    counts: Mapping[date, int],
    *,
    day_url: Callable[[date], str],
    month_url: Callable[[int], str],
) -> Year:
    """The twelve months of a year; a day with nothing on it and a month with nothing in it lead nowhere."""
    inside = {day: count for day, count in counts.items() if day.year == year and count > 0}
    most = max(inside.values(), default=0)
    months = []
    for month in range(1, 13):
        squares = tuple(
            DaySquare(
                day,
                inside.get(day, 0),
                weight(inside.get(day, 0), most),
                day_url(day) if day in inside else "",
                LEFT + week * PITCH,
                TOP + day.weekday() * PITCH,
            )
            for week, days in enumerate(Calendar(firstweekday=0).monthdatescalendar(year, month))
            for day in days
            if day.month == month
        )
        count = sum(square.count for square in squares)
        months.append(MonthDays(month, count, month_url(month) if count else "", squares))
    return Year(year, tuple(months))
