"""Issues by year, and one issue with its contents."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from foundation.lifecycle import AFTER_PUBLICATION, Status
from foundation.linked_data import Thing
from foundation.shown_files import send_file
from foundation.site_address import full_address
from gazette.coverage import coverage
from gazette.linked_data import publication_issue
from gazette.models import Entry, Issue

PUBLIC = AnonymousUser()


def issue_list(request: HttpRequest) -> HttpResponse:
    """Every issue by year; the picture shows the numbers that are missing."""
    issues = list(Issue.objects.visible_to(PUBLIC).newest_first())
    context = {
        "years": [(year, list(found)) for year, found in groupby(issues, key=lambda issue: issue.year)],
        "picture": coverage(issues),
        "total": len(issues),
    }
    return render(request, "gazette/issue_list.html", context)


def issue_detail(request: HttpRequest, year: int, number: int) -> HttpResponse:
    issue = _public_or_gone(year, number)
    if issue.status == Status.WITHDRAWN:
        return _tombstone(request, issue)
    context = issue_context(issue)
    linked = _as_linked_data(request, issue, context["entries"])
    return render(request, "gazette/issue_detail.html", context | {"linked_data": [linked]})


@require_safe
def issue_cover(request: HttpRequest, year: int, number: int) -> HttpResponseBase:
    return _issue_file(request, year, number, "cover")


@require_safe
def issue_pdf(request: HttpRequest, year: int, number: int) -> HttpResponseBase:
    return _issue_file(request, year, number, "pdf")


def _issue_file(request: HttpRequest, year: int, number: int, field: str) -> HttpResponseBase:
    """A file of an issue, as long as the issue itself can be read."""
    issue = _public_or_gone(year, number)
    if issue.status == Status.WITHDRAWN:
        return _tombstone(request, issue)
    file = getattr(issue, field)
    if not file:
        raise Http404("这一期没有这个文件。")
    return send_file(request, file, name=f"{issue.title}{issue}")


def _public_or_gone(year: int, number: int) -> Issue:
    """The issue if it is, or was, before the public; of any other it is said that there is none."""
    issue = Issue.objects.filter(year=year, number=number).first()
    if issue is None or issue.status not in AFTER_PUBLICATION:
        raise Http404("没有这一期公报，或尚未发布。")
    return issue


def _tombstone(request: HttpRequest, issue: Issue) -> HttpResponse:
    """What stays of a withdrawn issue, at each of its addresses."""
    return render(request, "gazette/issue_withdrawn.html", {"issue": issue}, status=410)


def _as_linked_data(request: HttpRequest, issue: Issue, entries: Iterable[Entry]) -> Thing:
    documents = [entry.document for entry in entries if entry.document and entry.document.is_public]
    return publication_issue(
        address=full_address(request, issue.get_absolute_url()),
        periodical=issue.title,
        periodical_address=full_address(request, reverse("gazette:issue_list")),
        name=str(issue),
        number=issue.number,
        month=issue.published_month,
        sponsor=issue.sponsor,
        parts=[
            (document.title, full_address(request, document.get_absolute_url())) for document in documents
        ],
    )


def issue_context(issue: Issue) -> dict[str, Any]:
    """Everything an issue's page shows."""
    entries = issue_entries(issue)
    public = Issue.objects.visible_to(PUBLIC)
    return {
        "issue": issue,
        "entries": entries,
        "columns": by_column(entries),
        "masthead": issue.masthead.order_by("position"),
        "chronicle_start": issue.chronicle.order_by("start", "pk").first(),
        "previous": public.before(issue).newest_first().first(),
        "next": public.after(issue).oldest_first().first(),
    }


def issue_entries(issue: Issue) -> list[Entry]:
    return list(issue.entries.select_related("column", "document").order_by("position"))


def by_column(entries: list[Entry]) -> list[tuple[str, list[Entry]]]:
    """The contents as printed: runs of lines under the name of their column."""
    return [
        (name, list(found))
        for name, found in groupby(entries, key=lambda entry: entry.column.name if entry.column else "")
    ]
