"""Months of the chronicle as calendars: weeks of days, each with its address when something happened. Pure."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Day:
    """One square; ``number`` 0 is a blank of the neighbouring month."""

    number: int
    events: int
    anchor: str


def month_weeks(year: int, month: int, events: Mapping[date, int]) -> list[list[Day]]:
    """The weeks of a month from Monday on, each day with the count of its events."""
    return [
        [_day(day, month=month, events=events) for day in week]
        for week in Calendar(firstweekday=0).monthdatescalendar(year, month)
    ]


def day_anchor(day: date) -> str:
    return f"d{day:%m%d}"


def _day(day: date, *, month: int, events: Mapping[date, int]) -> Day:
    if day.month != month:
        return Day(0, 0, "")
    return Day(day.day, events.get(day, 0), day_anchor(day))


def last_day(first: date) -> date:
    """The last day of the month that begins on that day."""
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)
