"""数字目标: money by document and heading, and every target as a list with the way to its paragraph."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from documents.models import Document
from documents.targets import (
    MONEY,
    at_place,
    largest_first,
    measures,
    money_by_document,
    money_by_heading,
    money_named,
    public_amounts,
    shown,
    years_with_amounts,
)

PUBLIC = AnonymousUser()
TARGETS_A_PAGE = 40
LONGEST_PATH = 80  # characters
ALL_YEARS = "all"


def target_list(request: HttpRequest) -> HttpResponse:
    """One measure at a time, the largest number first; of a year, of a document, or at a place in it."""
    document = _chosen_document(request)
    path = request.GET.get("path", "")[:LONGEST_PATH].replace("\x00", "") if document else ""
    years = [] if document else years_with_amounts()
    year = _chosen_year(request, years)
    scope = public_amounts(document, year)
    amounts = at_place(scope, path)
    counts = measures(amounts)
    asked = request.GET.get("measure", "")
    measure = asked if asked in dict(counts) else counts[0][0] if counts else MONEY
    money = money_named(scope)
    page = Paginator(largest_first(amounts, measure), TARGETS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "document": document,
        "path": path,
        "years": years,
        "year": year,
        "measures": counts,
        "measure": measure,
        "is_money": measure == MONEY,
        "picture": money_by_heading(document, money) if document else money_by_document(money),
        "targets": shown(list(page), money.verdicts),
        "page": page,
        "page_range": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
    }
    return render(request, "documents/target_list.html", context)


def _chosen_year(request: HttpRequest, years: list[int]) -> int | None:
    """The year asked for, the newest when none is, or None for all years (undated documents among them)."""
    asked = request.GET.get("year", "")
    if asked == ALL_YEARS or not years:
        return None
    return next((year for year in years if str(year) == asked), years[0])


def _chosen_document(request: HttpRequest) -> Document | None:
    chosen = request.GET.get("document", "")
    return Document.objects.visible_to(PUBLIC).filter(pk=chosen).first() if chosen.isdecimal() else None
