"""Public pages of home care: the directory, one institution, how to file, and the same for machines."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone

from eldercare.api import as_json, as_rows, services_of, with_public_facts
from eldercare.cartogram import Cartogram, cartogram
from eldercare.filters import InstitutionFilter
from eldercare.models import Filing
from eldercare.models.filing import FilingQuerySet
from eldercare.vocabulary import GROUPS, TEN_HELPS
from foundation.active_filters import active_filters
from foundation.harmless_cells import harmless
from foundation.models import Division

INSTITUTIONS_A_PAGE = 30


def institution_list(request: HttpRequest) -> HttpResponse:
    filters = _filtered(request)
    page = Paginator(with_public_facts(filters.qs), INSTITUTIONS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": filters.form,
        "page": page,
        "page_range": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "active": active_filters(filters.form, request.GET),
        "map": county_map(),
        "query": request.GET.urlencode(),
    }
    return render(request, "eldercare/institution_list.html", context)


def institution_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """An institution on file; a gravestone for one that was on file once; nothing for any other."""
    filing = _latest_accepted(pk)
    if filing is None:
        raise Http404("没有这个机构，或尚未备案。")
    if not filing.is_public:
        return render(request, "eldercare/institution_ended.html", {"filing": filing}, status=410)
    offers = services_of(filing)
    context = {
        "filing": filing,
        "institution": filing.institution,
        "groups": [offer for offer in offers if offer.service in GROUPS],
        "helps": [offer for offer in offers if offer.service in TEN_HELPS],
        "others": [offer for offer in offers if offer.service not in (*GROUPS, *TEN_HELPS)],
        "neighbours": with_public_facts(Filing.objects.public())
        .filter(institution__township=filing.institution.township)
        .exclude(pk=filing.pk)
        .order_by("name", "pk")[:6],
    }
    return render(request, "eldercare/institution_detail.html", context)


def institution_json(request: HttpRequest, pk: int) -> HttpResponse:
    filing = _latest_accepted(pk)
    if filing is None or not filing.is_public:
        raise Http404("没有这个机构，或不在名录中。")
    return JsonResponse(dict(as_json(filing, base=_base(request))), json_dumps_params={"ensure_ascii": False})


def institutions_json(request: HttpRequest) -> HttpResponse:
    """Every institution that fits the same conditions as the page."""
    base = _base(request)
    found = [as_json(filing, base=base) for filing in with_public_facts(_filtered(request).qs)]
    answer = {"count": len(found), "as_of": timezone.localdate(), "institutions": found}
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def institutions_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same as a table; a byte order mark for spreadsheet programs, and no cell that is a formula."""
    rows = as_rows(with_public_facts(_filtered(request).qs), base=_base(request))
    response = StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="institutions.csv"'
    return response


def guide(request: HttpRequest) -> HttpResponse:
    """How to register and file, in our own words."""
    return render(request, "eldercare/guide.html")


def county_map() -> Cartogram:
    """How many institutions are on file in each county: two queries."""
    names = dict(Division.objects.counties().order_by("code").values_list("code", "short_name"))
    counted = (
        Filing.objects.public()
        .order_by()
        .values_list("institution__township__parent")
        .annotate(count=Count("pk"))
    )
    return cartogram(names, dict(counted))


def _filtered(request: HttpRequest) -> Any:
    filings = Filing.objects.public().order_by("institution__township__code", "name", "pk")
    return InstitutionFilter(request.GET, queryset=filings)


def _latest_accepted(pk: int) -> Filing | None:
    """The newest version the authority ever accepted."""
    return _facts_of(pk).filter(accepted_on__isnull=False).order_by("-version").first()


def _facts_of(pk: int) -> FilingQuerySet:
    return with_public_facts(Filing.objects.filter(institution=pk))


def _base(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, value: str) -> str:
        return value


def _lines(rows: Iterator[list[object]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"
    for row in rows:
        yield writer.writerow([harmless(value) for value in row])
