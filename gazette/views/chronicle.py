"""大事记 by month, by person and by text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from foundation.active_filters import active_filters
from foundation.linked_data import thing
from foundation.site_address import full_address
from gazette.calendar import day_anchor, last_day, month_weeks
from gazette.filters import EventFilter
from gazette.models import ChronicleEntry, Event, Official

PUBLIC = AnonymousUser()
EVENTS_A_PAGE = 50


@dataclass(frozen=True)
class ChronicleDay:
    """A day, or a range of days, and what happened on it; ``anchor`` only on its first appearance."""

    start: date
    end: date | None
    anchor: str
    events: list[Event]


def chronicle_index(request: HttpRequest) -> HttpResponse:
    """Years of months with the count of their events; with a filter set, the events themselves."""
    events = Event.objects.visible_to(PUBLIC)
    filters = EventFilter(request.GET, queryset=events)
    active = active_filters(filters.form, request.GET)
    page = Paginator(with_people(filters.qs.newest_first()), EVENTS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": filters.form,
        "active": active,
        "page": page if active else None,
        "page_range": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
        if active
        else [],
        "years": [] if active else _years(events),
    }
    return render(request, "gazette/chronicle_index.html", context)


def with_people(events: QuerySet[Event]) -> QuerySet[Event]:
    """Events with their entry and the people named, in a fixed number of queries."""
    return events.select_related("entry").prefetch_related("appearances__official")


def _years(events: QuerySet[Event]) -> list[tuple[int, list[tuple[int, int]]]]:
    """Each year newest first with its twelve months and the events of each."""
    months = (
        events.order_by().values_list("entry__start__year", "entry__start__month").annotate(count=Count("pk"))
    )
    counts = {(year, month): count for year, month, count in months}
    years = sorted({year for year, _ in counts}, reverse=True)
    return [(year, [(month, counts.get((year, month), 0)) for month in range(1, 13)]) for year in years]


def chronicle_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    if not 1 <= month <= 12 or not 1949 <= year <= 2999:
        raise Http404("没有这个月份。")
    first = date(year, month, 1)
    entries = ChronicleEntry.objects.visible_to(PUBLIC)
    inside = entries.touching(first=first, last=last_day(first))
    filters = EventFilter(request.GET, queryset=Event.objects.filter(entry__in=inside))
    events = list(with_people(filters.qs.oldest_first()))
    active = active_filters(filters.form, request.GET)
    if not events and not active:
        raise Http404("这个月的大事记还没有收录。")
    days = _days(events)
    context = {
        "first": first,
        "form": filters.form,
        "active": active,
        "days": days,
        "count": len(events),
        "weeks": month_weeks(year, month, _events_by_day(days)),
        "previous": entries.filter(start__lt=first).order_by("-start", "pk").first(),
        "next": entries.filter(start__gt=last_day(first)).order_by("start", "pk").first(),
        "issue": inside.select_related("issue").order_by("pk").first(),
    }
    return render(request, "gazette/chronicle_month.html", context)


def _days(events: list[Event]) -> list[ChronicleDay]:
    """Events by the day or range of their entry; two entries of one first day share one anchor."""
    days: dict[tuple[date, date | None], ChronicleDay] = {}
    anchored: set[date] = set()
    for event in events:
        key = (event.entry.start, event.entry.end)
        if key not in days:
            anchor = "" if key[0] in anchored else day_anchor(key[0])
            anchored.add(key[0])
            days[key] = ChronicleDay(*key, anchor, [])
        days[key].events.append(event)
    return list(days.values())


def _events_by_day(days: list[ChronicleDay]) -> Counter[date]:
    counts: Counter[date] = Counter()
    for day in days:
        counts[day.start] += len(day.events)
    return counts


def official_list(request: HttpRequest) -> HttpResponse:
    """People named in the chronicle, with the count of their events."""
    return render(request, "gazette/official_list.html", {"officials": officials_in_chronicle()})


def officials_in_chronicle() -> QuerySet[Official]:
    """People whom at least one public event names, the most named first."""
    seen = Event.objects.visible_to(PUBLIC).values("pk")
    named = Official.objects.filter(appearances__event__in=seen)
    return named.annotate(events=Count("appearances__event", distinct=True)).order_by("-events", "name", "pk")


def official_detail(request: HttpRequest, pk: int) -> HttpResponse:
    official = get_object_or_404(officials_in_chronicle(), pk=pk)
    events = Event.objects.visible_to(PUBLIC).naming(official).newest_first()
    page = Paginator(with_people(events), EVENTS_A_PAGE).get_page(request.GET.get("page"))
    address = full_address(request, official.get_absolute_url())
    context = {
        "official": official,
        "aliases": official.aliases.order_by("printed"),
        "linked_data": [thing("Person", name=official.name, url=address)],
        "page": page,
        "page_range": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
    }
    return render(request, "gazette/official_detail.html", context)
