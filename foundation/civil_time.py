"""Periods of years and months as the Civil Code counts them (民法典 第二百零一条、第二百零二条). Pure.

The day something happens is not counted; the period begins with the next day, and its last day is the day of the same
number in the last month. Where that month has no such day, it is the month's last.
"""

from calendar import monthrange
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


def last_day(start: date, *, years: int = 0, months: int = 0) -> date:
    """The last day of a period that runs from `start`: 2024-02-29 and one year end on 2025-02-28."""
    if years < 0 or months < 0 or not (years or months):
        raise ValueError("a period has at least one month")
    whole = start.year * 12 + start.month - 1 + years * 12 + months
    year, month = whole // 12, whole % 12 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def is_full(start: date, *, on: date, years: int = 0, months: int = 0) -> bool:
    """Whether the period has run out (满) before that day begins."""
    return on > last_day(start, years=years, months=months)


def first_day_after(start: date, *, years: int = 0, months: int = 0) -> date:
    """The first day on which the period is full."""
    return last_day(start, years=years, months=months) + ONE_DAY
