"""The directory of institutions, one institution, and how to register and file."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from eldercare.api import InstitutionJson, as_json, services_by_part
from eldercare.cartogram import cartogram
from eldercare.directory import (
    count_by_county,
    count_by_township,
    county_of,
    latest_accepted,
    on_file,
    with_public_facts,
)
from eldercare.filters import PLACE, WITHIN, InstitutionFilter, settled
from eldercare.linked_data import institution
from eldercare.public_levels import history_of, plaque_of
from foundation.active_filters import active_filters
from foundation.site_address import full_address

INSTITUTIONS_A_PAGE = 30
MOST_NEIGHBOURS = 6


def institution_list(request: HttpRequest) -> HttpResponse:
    query, today = settled(request.GET), timezone.localdate()
    filters = InstitutionFilter(query, queryset=on_file(), on=today)
    page = Paginator(with_public_facts(filters.qs, on=today), INSTITUTIONS_A_PAGE).get_page(query.get("page"))
    context = {
        "form": filters.form,
        "query": query,
        "page": page,
        "page_range": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "institutions": [as_json(filing) for filing in page],
        "active": active_filters(filters.form, query, within=WITHIN),
        **_places(filters),
    }
    return render(request, "eldercare/institution_list.html", context)


def _places(filters: InstitutionFilter) -> dict[str, Any]:
    """The map of what fits the other conditions, and the townships of the chosen county."""
    names = {county.code: county.short_name for county in filters.counties}
    answers = filters.answers()
    county = answers.get("county", "")
    counts = count_by_township(filters.anywhere())
    conditions = {name for name, value in answers.items() if value and name != "sort"}
    return {
        "map": cartogram(names, count_by_county(counts), chosen=county),
        "narrowed": not conditions <= set(PLACE),
        "county": names.get(county, ""),
        "township": answers.get("township", ""),
        "townships": [
            (place.code, place.name, counts[place.code])
            for place in filters.townships
            if place.code in counts and county_of(place.code) == county
        ],
    }


def institution_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """An institution on file; a gravestone for one that was on file once; nothing for any other."""
    today = timezone.localdate()
    filing = latest_accepted(pk, on=today)
    if filing is None:
        raise Http404("没有这个机构，或尚未备案。")
    said = as_json(filing)
    if not filing.is_public:
        ended = {"said": said, "closed_on": filing.institution.closed_on, "ended_on": filing.ended_on}
        return render(request, "eldercare/institution_ended.html", ended, status=410)
    context: dict[str, Any] = {
        "said": said,
        "parts": services_by_part(said["services"]),
        "plaque": plaque_of(filing, on=today),
        "history": history_of(pk),
        "neighbours": _neighbours(said, on=today),
        "linked_data": [institution(said, address=full_address(request, said["url"]))],
    }
    return render(request, "eldercare/institution_detail.html", context)


def _neighbours(said: InstitutionJson, *, on: date) -> list[InstitutionJson]:
    """The others of its township."""
    others = on_file().filter(institution__township__code=said["township_code"])
    shown = with_public_facts(others.exclude(institution=said["id"]), on=on)[:MOST_NEIGHBOURS]
    return [as_json(filing) for filing in shown]


def guide(request: HttpRequest) -> HttpResponse:
    """How to register and file, in our own words."""
    return render(request, "eldercare/guide.html")
