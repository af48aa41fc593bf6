"""The roof: home, what the portal says of itself, and the files that machines ask for."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from documents.duties import busiest_units
from documents.models import Document, Task
from documents.views.documents import for_list
from eldercare.api import FIELDS
from eldercare.directory import counties_on_file, on_file
from foundation.site_address import full_address
from gazette.models import Event, Issue, YearlyReport
from gazette.views.chronicle import with_people
from gazette.views.issues import by_column, issue_entries
from gazette.yearly import not_counted, parts_of
from portal.linked_data import home_things

PUBLIC = AnonymousUser()
LATEST_DOCUMENTS = 5
LATEST_EVENTS = 10
UNIT_DOORS = 8


def home(request: HttpRequest) -> HttpResponse:
    issue = Issue.objects.visible_to(PUBLIC).newest_first().first()
    entries = issue_entries(issue) if issue else []
    events = Event.objects.visible_to(PUBLIC).newest_first()
    years = Issue.objects.visible_to(PUBLIC).order_by("-year").values_list("year").annotate(count=Count("pk"))
    documents = list(for_list(Document.objects.visible_to(PUBLIC).newest_first())[:LATEST_DOCUMENTS])
    care = counties_on_file()
    context = {
        "issue": issue,
        "entries": entries,
        "columns": by_column(entries),
        "chronicle_start": issue.chronicle.order_by("start").values_list("start", flat=True).first()
        if issue
        else None,
        "documents": documents,
        "example": next((document for document in documents if document.document_number), None),
        "events": with_people(events)[:LATEST_EVENTS],
        "care": care,
        "care_total": sum(county.count for county in care),
        "units": busiest_units(UNIT_DOORS),
        "years": list(years),
        "linked_data": home_things(
            settings.SITE,
            address=full_address(request, reverse("portal:home")),
            search=full_address(request, reverse("portal:search")),
        ),
    }
    return render(request, "portal/home.html", context)


def about(request: HttpRequest) -> HttpResponse:
    context = {
        "latest": Issue.objects.visible_to(PUBLIC).newest_first().first(),
        "has_years": YearlyReport.objects.standing().exists(),
    }
    return render(request, "portal/about.html", context)


def yearly(request: HttpRequest) -> HttpResponse:
    """The figures of each year that somebody has answered for, newest first."""
    standing = YearlyReport.objects.standing().order_by("-year")
    years = [(report, parts_of(report.figures)) for report in standing]
    context = {"years": [(report, parts, not_counted(parts)) for report, parts in years]}
    return render(request, "portal/yearly.html", context)


def help_page(request: HttpRequest) -> HttpResponse:
    """How to find, read, print and take away, in words for everybody; its example is a real document."""
    numbered = Document.objects.visible_to(PUBLIC).exclude(document_number="").newest_first()
    return render(request, "portal/help.html", {"example": numbered.defer("body").first()})


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/accessibility.html")


def site_map(request: HttpRequest) -> HttpResponse:
    years = Issue.objects.visible_to(PUBLIC).order_by("-year").values_list("year", flat=True).distinct()
    return render(request, "portal/site_map.html", {"years": list(years)})


def open_data(request: HttpRequest) -> HttpResponse:
    """What is on record, counted."""
    counts: dict[str, Any] = {
        "issues": Issue.objects.visible_to(PUBLIC).count(),
        "documents": Document.objects.visible_to(PUBLIC).count(),
        "tasks": Task.objects.visible_to(PUBLIC).count(),
        "events": Event.objects.visible_to(PUBLIC).count(),
        "institutions": on_file().count(),
    }
    return render(request, "portal/open_data.html", {"counts": counts, "fields": FIELDS})


def robots(request: HttpRequest) -> HttpResponse:
    context = {"sitemap": request.build_absolute_uri(reverse("portal:sitemap_index"))}
    return render(request, "portal/robots.txt", context, content_type="text/plain; charset=utf-8")
