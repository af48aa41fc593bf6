"""People named in the chronicle: all of them, and one."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from foundation.linked_data import thing
from foundation.site_address import full_address
from gazette.activity import people_in_year, person_over_years, public_activity, years_of
from gazette.linking import link
from gazette.models import Event, Official
from gazette.views.chronicle import EVENTS_A_PAGE, with_people

PUBLIC = AnonymousUser()


def official_list(request: HttpRequest) -> HttpResponse:
    """People named in the chronicle: the busiest of a year month by month, then all with the count of their events."""
    officials = list(officials_in_chronicle())
    activity = public_activity()
    years = years_of(activity)
    asked = request.GET.get("year", "")
    chosen = next((year for year in years if str(year) == asked), years[0] if years else None)
    context = {
        "officials": officials,
        "years": years,
        "year": chosen,
        "picture": people_in_year(chosen, officials, activity) if chosen else None,
    }
    return render(request, "gazette/official_list.html", context)


def officials_in_chronicle() -> QuerySet[Official]:
    """People whom at least one public event names, the most named first."""
    seen = Event.objects.visible_to(PUBLIC).values("pk")
    named = Official.objects.filter(appearances__event__in=seen)
    return named.annotate(events=Count("appearances__event", distinct=True)).order_by("-events", "name", "pk")


def official_detail(request: HttpRequest, pk: int) -> HttpResponse:
    official = get_object_or_404(officials_in_chronicle(), pk=pk)
    events = Event.objects.visible_to(PUBLIC).naming(official).newest_first()
    page = Paginator(with_people(events), EVENTS_A_PAGE).get_page(request.GET.get("page"))
    several = page.paginator.count > 1
    context = {
        "official": official,
        "linked_data": [
            thing("Person", name=official.name, url=full_address(request, official.get_absolute_url()))
        ],
        "aliases": official.aliases.order_by("printed"),
        "picture": person_over_years(official, public_activity(official)) if several else None,
        "page": page,
        "events": link(page),
        "page_range": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
    }
    return render(request, "gazette/official_detail.html", context)
