"""大事记 by year and month, by text and person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from foundation.active_filters import active_filters
from gazette.calendar import day_anchor, last_day, month_weeks
from gazette.chronicle_year import events_by_day, events_by_year, year_of_days
from gazette.filters import ChronicleFilter, EventFilter
from gazette.linking import link
from gazette.models import ChronicleEntry, Event

PUBLIC = AnonymousUser()
EVENTS_A_PAGE = 50


@dataclass(frozen=True)
class ChronicleDay:
    """A day and what is told under it, longer affairs that began on it too."""

    start: date
    events: list[Event]

    @property
    def anchor(self) -> str:
        return day_anchor(self.start)


def chronicle_index(request: HttpRequest) -> HttpResponse:
    """The newest year day by day; with a filter set, the events themselves."""
    filters = ChronicleFilter(request.GET, queryset=Event.objects.visible_to(PUBLIC))
    active = active_filters(filters.form, request.GET)
    if not active:
        return _year_page(request, None, filters)
    page = Paginator(with_people(filters.qs.newest_first()), EVENTS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": filters.form,
        "active": active,
        "page": page,
        "events": link(page),
        "page_range": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
    }
    return render(request, "gazette/chronicle_found.html", context)


def chronicle_year(request: HttpRequest, year: int) -> HttpResponse:
    return _year_page(request, year, ChronicleFilter(None, queryset=Event.objects.visible_to(PUBLIC)))


def _year_page(request: HttpRequest, year: int | None, filters: ChronicleFilter) -> HttpResponse:
    events = Event.objects.visible_to(PUBLIC)
    years = events_by_year(events)
    if year is not None and year not in years:
        raise Http404("这一年的大事记还没有收录。")
    chosen = next(iter(years), None) if year is None else year
    context = {
        "form": filters.form,
        "years": years,
        "year": chosen,
        "chosen_in_address": year,
        "picture": year_of_days(chosen, events_by_day(events, chosen)) if chosen else None,
    }
    return render(request, "gazette/chronicle_index.html", context)


def with_people(events: QuerySet[Event]) -> QuerySet[Event]:
    """Events with their entry, its issue and the people named, in a fixed number of queries."""
    return events.select_related("entry__issue").prefetch_related("appearances__official")


def chronicle_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """A month as calendar and as days one after the other; what began before it and lasts into it stands last."""
    if not 1 <= month <= 12 or not 1949 <= year <= 2999:
        raise Http404("没有这个月份。")
    first = date(year, month, 1)
    entries = ChronicleEntry.objects.visible_to(PUBLIC)
    inside = entries.touching(first=first, last=last_day(first))
    filters = EventFilter(request.GET, queryset=Event.objects.filter(entry__in=inside))
    events = link(with_people(filters.qs.oldest_first()))
    active = active_filters(filters.form, request.GET)
    days = [day for day in by_day(events) if day.start >= first]
    context = {
        "first": first,
        "form": filters.form,
        "active": active,
        "days": days,
        "carried": [event for event in events if event.entry.start < first],
        "count": sum(len(day.events) for day in days),
        "weeks": month_weeks(year, month, Counter({day.start: len(day.events) for day in days})),
        "previous": entries.filter(start__lt=first).order_by("-start", "pk").first(),
        "next": entries.filter(start__gt=last_day(first)).order_by("start", "pk").first(),
    }
    if not events and not active:
        return render(request, "gazette/chronicle_month_missing.html", context, status=404)
    context["issue"] = inside.select_related("issue").order_by("pk").first()
    return render(request, "gazette/chronicle_month.html", context)


def by_day(events: Iterable[Event]) -> list[ChronicleDay]:
    """Events in order, under the day their entry begins on."""
    return [
        ChronicleDay(day, list(found)) for day, found in groupby(events, key=lambda event: event.entry.start)
    ]
