"""Levels as pictures: by county in one year, and year by year; behind each picture the table it was drawn from."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from eldercare.bars import stacked
from eldercare.directory import counties
from eldercare.level_figures import counting_day, figures_by_year, whole_city, years_with_levels
from eldercare.rating_vocabulary import LEVELS


def level_figures(request: HttpRequest, year: int | None = None) -> HttpResponse:
    today = timezone.localdate()
    years = years_with_levels(today=today)
    if year is None and not years:
        return render(request, "eldercare/level_figures.html", {"years": years})
    chosen = years[-1] if year is None else year
    if chosen not in years:
        missing = {"year": chosen, "years": years}
        return render(request, "eldercare/level_figures_missing.html", missing, status=404)
    found = figures_by_year(years, today=today)
    by_county = [(place.short_name, found[chosen].get(place.code, {})) for place in counties()]
    by_year = [(str(each), whole_city(found[each])) for each in years]
    keys = [level.value for level in LEVELS]
    context = {
        "years": years,
        "year": chosen,
        "on": counting_day(chosen, today=today),
        "levels": LEVELS,
        "by_county": by_county,
        "county_bars": stacked(by_county, keys),
        "by_year": by_year,
        "year_bars": stacked(by_year, keys),
        "city": whole_city(found[chosen]),
    }
    return render(request, "eldercare/level_figures.html", context)
