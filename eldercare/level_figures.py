"""How many institutions held which level: by county on a day, and year by year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, F, Min, Q

from eldercare.models import Rating

Figures = dict[str, dict[str, int]]  # county → level → how many


def years_with_levels(*, today: date) -> list[int]:
    """From the first year any level held to this one; none while no level has begun."""
    first: date | None = Rating.objects.current().aggregate(first=Min("period__startswith"))["first"]
    return list(range(first.year, today.year + 1)) if first and first <= today else []


def counting_day(year: int, *, today: date) -> date:
    """A year is counted on its last day, this year today."""
    return min(date(year, 12, 31), today)


def figures_by_year(years: Sequence[int], *, today: date) -> dict[int, Figures]:
    """Levels in force on the counting day of each year, of institutions that had not closed; one query."""
    county = "institution__township__parent__code"
    counts = {f"in_{year}": Count("pk", filter=_in_force(counting_day(year, today=today))) for year in years}
    grouped = Rating.objects.current().order_by().values("level", county=F(county))
    rows: Iterable[Any] = grouped.annotate(**counts) if years else ()
    found: dict[int, Figures] = {year: {} for year in years}
    for row in rows:
        for year in years:
            if row[f"in_{year}"]:
                found[year].setdefault(row["county"], {})[row["level"]] = row[f"in_{year}"]
    return found


def _in_force(day: date) -> Q:
    running = Q(institution__closed_on__isnull=True) | Q(institution__closed_on__gt=day)
    return Q(period__contains=day) & running


def whole_city(figures: Figures) -> dict[str, int]:
    levels: dict[str, int] = {}
    for counts in figures.values():
        for level, count in counts.items():
            levels[level] = levels.get(level, 0) + count
    return levels
