"""The catalogues of every year: who was given a level, as of any day; on the page, as CSV, XLSX and PDF, all from the same
`Sheet`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header

from eldercare.catalogue import CountyCount, catalogue_rows, counted, in_all, listed, rounds
from eldercare.catalogue_files import Sheet, as_csv, as_xlsx
from eldercare.catalogue_paper import as_pdf
from eldercare.directory import County, counties
from eldercare.forms import AsOfForm
from eldercare.models import RatingRound
from eldercare.rating_vocabulary import LEVELS
from eldercare.rules.catalogue import COLUMNS
from eldercare.spreadsheets.writing import XLSX_TYPE
from foundation.refusals import Refusal

ROWS_A_PAGE = 300
CITY = "临沧市"


class Format(NamedTuple):
    write: Callable[[Sheet], str | bytes]
    content_type: str


FORMATS = {
    "csv": Format(as_csv, "text/csv; charset=utf-8"),
    "xlsx": Format(as_xlsx, XLSX_TYPE),
    "pdf": Format(as_pdf, "application/pdf"),
}


class YearMissing(Exception):
    """No round was held that year."""

    def __init__(self, year: int, years: list[int]) -> None:
        self.year, self.years = year, years


def catalogue_index(request: HttpRequest) -> HttpResponse:
    return render(request, "eldercare/catalogue_index.html", {"rounds": rounds()})


def catalogue_year(request: HttpRequest, year: int) -> HttpResponse:
    """What the year came to, county by county."""
    try:
        round_, years = _round(year)
    except YearMissing as missing:
        return _missing(request, missing)
    form = AsOfForm(request.GET, today=timezone.localdate())
    context: dict[str, Any] = {"round": round_, "years": years, "form": form, "levels": LEVELS}
    if not form.is_valid():
        return render(request, "eldercare/catalogue_year.html", context, status=400)
    on = form.cleaned_data["on"]
    counts = counted(round_, on=on)
    places = [CountyCount(place.code, place.name, counts.get(place.code, {})) for place in counties()]
    context |= {"on": on, "asked": _asked(on), "is_ahead": on > form.today}
    context |= {"counties": places, "total": in_all(places)}
    return render(request, "eldercare/catalogue_year.html", context)


def catalogue_county(request: HttpRequest, year: int, county: str) -> HttpResponse:
    """附件3 of one county."""
    try:
        round_, years = _round(year)
    except YearMissing as missing:
        return _missing(request, missing)
    places = counties()
    place = _place(places, county)
    form = AsOfForm(request.GET, today=timezone.localdate())
    context: dict[str, Any] = {
        "round": round_,
        "years": years,
        "form": form,
        "place": place,
        "counties": places,
        "columns": COLUMNS,
    }
    if not form.is_valid():
        return render(request, "eldercare/catalogue_county.html", context, status=400)
    on = form.cleaned_data["on"]
    page = Paginator(listed(round_, on=on, county=county), ROWS_A_PAGE).get_page(request.GET.get("page"))
    rows = catalogue_rows(page.object_list, on=on, first_number=page.start_index())  # type: ignore[arg-type]
    context |= {
        "on": on,
        "asked": _asked(on),
        "is_past": on < form.today,
        "is_ahead": on > form.today,
        "sheet": Sheet(year, place.name, on, rows),
        "page": page,
        "page_range": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
    }
    return render(request, "eldercare/catalogue_county.html", context)


def catalogue_file(request: HttpRequest, year: int, ending: str, county: str = "") -> HttpResponse:
    """A county's catalogue, or without one the whole city's, to take away."""
    try:
        round_, _ = _round(year)
    except YearMissing as missing:
        return _missing(request, missing)
    place = _place(counties(), county).name if county else CITY
    form = AsOfForm(request.GET, today=timezone.localdate())
    if not form.is_valid():
        said = "\n".join(str(error) for errors in form.errors.values() for error in errors)
        return _told(said, status=400)
    on = form.cleaned_data["on"]
    if ending == "pdf" and on > form.today:  # nobody signs a day that has not come
        return _told(f"{on} 还没有到，目录最晚印到今天（{form.today}）。", status=400)
    sheet = Sheet(year, place, on, catalogue_rows(listed(round_, on=on, county=county), on=on))
    written = FORMATS[ending]
    try:
        content = written.write(sheet)
    except Refusal as refusal:
        return _told(f"{refusal}也可以按县（区）打印，或者下载表格。", status=422)
    response = HttpResponse(content, content_type=written.content_type)
    name = f"{sheet.file_name}.{ending}"
    response["Content-Disposition"] = str(content_disposition_header(ending != "pdf", name))
    return response


def _told(sentence: str, *, status: int) -> HttpResponse:
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")


def _round(year: int) -> tuple[RatingRound, list[int]]:
    """The round of the year, and every year with one. Raises YearMissing."""
    found = rounds()
    years = [each.year for each in found]
    if year not in years:
        raise YearMissing(year, years)
    return found[years.index(year)], years


def _missing(request: HttpRequest, missing: YearMissing) -> HttpResponse:
    context = {"year": missing.year, "years": missing.years}
    return render(request, "eldercare/catalogue_missing.html", context, status=404)


def _place(places: list[County], code: str) -> County:
    found = next((place for place in places if place.code == code), None)
    if found is None:
        raise Http404("没有这个县（区）。")
    return found


def _asked(on: date) -> str:
    """The day as the downloads are asked for it, so that a file says what the page said."""
    return f"?on={on.isoformat()}"
