"""How often people are named, month by month: one person over the years, or everybody in one year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count
from django.urls import reverse

from foundation.pictures import grid
from foundation.pictures.picture import Figure, Picture, Table, TableRow
from gazette.models import Appearance, Event, Official

PUBLIC = AnonymousUser()
TOP_PEOPLE = 20
LAYOUT = grid.Layout(names=92, width=42, height=64, bars=True)
MONTHS = tuple(grid.Head(month, f"{month}月") for month in range(1, 13))
Activity = dict[tuple[int, int, int], int]  # person, year, month → events


def public_activity(official: Official | None = None) -> Activity:
    """Events naming each person, or one, by the month their entry begins in; one query."""
    seen = Appearance.objects.filter(event__in=Event.objects.visible_to(PUBLIC).values("pk"))
    of = seen.filter(official=official) if official else seen
    by_month = of.order_by().values_list(
        "official", "event__entry__start__year", "event__entry__start__month"
    )
    return {
        (person, year, month): count for person, year, month, count in by_month.annotate(count=Count("pk"))
    }


def years_of(activity: Activity) -> list[int]:
    return sorted({year for _, year, _ in activity}, reverse=True)


def person_over_years(official: Official, activity: Activity) -> Picture:
    """One row a year, the newest first."""
    years = years_of(activity)
    rows = [(year, f"{year}年", _list_url(official.pk, year), official.pk, year) for year in years]
    return _picture(f"{official.name}：逐月几件事", "年份", rows, activity)


def people_in_year(year: int, people: Sequence[Official], activity: Activity) -> Picture:
    """One row a person, those named most in that year first; the rest stand in the list below."""
    totals: Counter[int] = Counter()
    for (person, of, _), count in activity.items():
        if of == year:
            totals[person] += count
    by_pk = {person.pk: person for person in people}
    busiest = sorted(totals, key=lambda pk: (-totals[pk], by_pk[pk].name, pk))[:TOP_PEOPLE]
    rows = [(pk, by_pk[pk].name, by_pk[pk].get_absolute_url(), pk, year) for pk in busiest]
    title = f"{year}年，逐月几件事"
    if len(totals) > TOP_PEOPLE:
        title += f"（最多的{TOP_PEOPLE}人）"
    return _picture(title, "人物", rows, activity)


def _picture(
    title: str, first: str, rows: Sequence[tuple[int, str, str, int, int]], activity: Activity
) -> Picture:
    """Rows as key, name, address, person and year."""
    lines, table, spots = [], [], {}
    for key, name, url, person, year in rows:
        months = [activity.get((person, year, month), 0) for month in range(1, 13)]
        total = sum(months)
        listed = _list_url(person, year)
        lines.append(grid.Line(key, name, url, f"全年{total}件"))
        figures = [
            Figure(str(count), _list_url(person, year, at) if count else "")
            for at, count in enumerate(months, 1)
        ]
        table.append(TableRow(name, (*figures, Figure(str(total), listed)), url))
        for month, count in enumerate(months, 1):
            if count:
                label = f"{name}，{month}月，{count}件"
                spots[key, month] = grid.Spot(count, label, _list_url(person, year, month))
    text = "一格一个月，柱子越高事越多，数字是件数。点一格看是哪些事。"
    drawing = grid.draw(lines, _between([month for _, month in spots]), spots, LAYOUT)
    head = (first, *(month.name for month in MONTHS), "全年")
    return Picture("activity", title, text, drawing, Table(head, tuple(table)))


def _between(months: Sequence[int]) -> Sequence[grid.Head]:
    """The months from the first to the last with an event: a phone shows half a year, and empty months tell nothing."""
    return MONTHS[min(months) - 1 : max(months)] if months else MONTHS


def _list_url(person: int, year: int, month: int | None = None) -> str:
    query = {"person": person, "year": year} | ({"month": month} if month else {})
    return f"{reverse('gazette:chronicle_index')}?{urlencode(query)}"
