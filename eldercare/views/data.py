"""The directory for machines and spreadsheets: the same conditions as the page, and the same words."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from io import StringIO

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from eldercare.api import InstitutionJson, as_json, as_rows
from eldercare.directory import latest_accepted, on_file, with_public_facts
from eldercare.filters import InstitutionFilter
from foundation.harmless_cells import harmless

AT_A_TIME = 500
BYTE_ORDER_MARK = "\ufeff"  # without it spreadsheet programs take Chinese for another encoding
AS_TEXT = {"ensure_ascii": False}


def institutions_json(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    filters = InstitutionFilter(request.GET, queryset=on_file(), on=today)
    if not filters.is_valid():
        return JsonResponse({"errors": filters.errors}, status=400, json_dumps_params=AS_TEXT)
    encoder = DjangoJSONEncoder(ensure_ascii=False)
    found = [encoder.encode(said) for said in _said(filters, request, on=today)]
    head = f'{{"count": {len(found)}, "as_of": "{today}", "institutions": ['
    return HttpResponse(f"{head}{', '.join(found)}]}}", content_type="application/json")


def institutions_csv(request: HttpRequest) -> HttpResponse:
    """With a byte order mark, and no cell that a program takes for a formula."""
    today = timezone.localdate()
    filters = InstitutionFilter(request.GET, queryset=on_file(), on=today)
    if not filters.is_valid():
        sentences = [
            f"{filters.form.fields[name].label}：{'；'.join(map(str, errors))}"
            for name, errors in filters.errors.items()
        ]
        return HttpResponse("\n".join(sentences), status=400, content_type="text/plain; charset=utf-8")
    written = StringIO(newline="")
    rows = as_rows(_said(filters, request, on=today))
    csv.writer(written).writerows([harmless(value) for value in row] for row in rows)
    response = HttpResponse(BYTE_ORDER_MARK + written.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"养老服务机构名录-{today}.csv"
    response["Content-Disposition"] = str(content_disposition_header(True, name))
    return response


def institution_json(request: HttpRequest, pk: int) -> HttpResponse:
    filing = latest_accepted(pk, on=timezone.localdate())
    if filing is None:
        return _refused("没有这个机构，或尚未备案。", status=404)
    if not filing.is_public:
        return _refused("这个机构已不在名录中。", status=410)
    return JsonResponse(dict(as_json(filing, base=_base(request))), json_dumps_params=AS_TEXT)


def _said(filters: InstitutionFilter, request: HttpRequest, *, on: date) -> Iterator[InstitutionJson]:
    """A few hundred at a time become text, so that however many are on file, memory holds the answer and little else."""
    base = _base(request)
    for filing in with_public_facts(filters.qs, on=on).iterator(chunk_size=AT_A_TIME):
        yield as_json(filing, base=base)


def _refused(sentence: str, *, status: int) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=status, json_dumps_params=AS_TEXT)


def _base(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"
