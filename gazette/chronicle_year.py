"""A year of the chronicle as a picture: every day with what happened on it, counted where its entry begins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from django.db.models import Count
from django.urls import reverse

from foundation.pictures import year as year_picture
from foundation.pictures.picture import Figure, Picture, Table, TableRow
from gazette.calendar import day_anchor
from gazette.models.chronicle import EventQuerySet

HOW_TO_READ = (
    "一个小格是一天，从上到下是周一到周日，格里的数字是那天的件数，颜色越深事越多。点小格看那一天，点月份看那个月。"
    "跨几天的事算在开始那天。"
)


def events_by_year(events: EventQuerySet) -> dict[int, int]:
    """The count of each year, newest first, in one query."""
    counts = events.order_by().values_list("entry__start__year").annotate(count=Count("pk"))
    return dict(sorted(counts, reverse=True))


def events_by_day(events: EventQuerySet, year: int) -> dict[date, int]:
    counts = events.filter(entry__start__year=year).order_by().values_list("entry__start")
    return dict(counts.annotate(count=Count("pk")))


def year_of_days(year: int, counts: Mapping[date, int]) -> Picture:
    drawing = year_picture.draw(
        year,
        counts,
        day_url=lambda day: f"{_month_url(year, day.month)}#{day_anchor(day)}",
        month_url=lambda month: _month_url(year, month),
    )
    days = Counter(day.month for day, count in counts.items() if count)
    rows = tuple(
        TableRow(
            f"{month.month}月",
            (Figure(str(days[month.month])), Figure(str(month.count)), Figure(str(_most(month)))),
            month.url,
        )
        for month in drawing.months
    )
    foot = TableRow(
        "全年",
        (Figure(str(days.total())), Figure(str(drawing.total)), Figure(str(max(counts.values(), default=0)))),
    )
    table = Table(("月份", "有记载的天数", "件数", "最多的一天"), rows, foot)
    return Picture("year", f"{year}年，每天几件事", HOW_TO_READ, drawing, table)


def _most(month: year_picture.MonthDays) -> int:
    return max(square.count for square in month.squares)


def _month_url(year: int, month: int) -> str:
    return reverse("gazette:chronicle_month", args=[year, month])
