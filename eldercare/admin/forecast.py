"""The forecast of operating subsidies for the next three years, by county: a picture, a table, a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from eldercare.admin.money_export import handed_out
from eldercare.forecast_bars import bars
from eldercare.forecasts import forecast_of, years_after
from eldercare.models import Award, Institution, MoneyRules
from eldercare.money_sheets import county_names, forecast_book
from eldercare.permissions import EXPORT_AWARD, VIEW_AWARD
from eldercare.rules.forecast import Amount, Forecast, total
from foundation.models import Division
from foundation.scope import places_of


@dataclass(frozen=True)
class OfYear:
    year: int
    amount: Amount


@dataclass(frozen=True)
class Row:
    """A county, or all of them together."""

    name: str
    of_years: tuple[OfYear, ...]


class ForecastPages:
    """For the desk of awards."""

    def get_urls(self) -> list[URLPattern]:
        site = self.admin_site  # type: ignore[attr-defined]
        return [
            path("forecast/", site.admin_view(self.forecast), name="eldercare_forecast"),
            path("forecast/export/", site.admin_view(self.forecast_xlsx), name="eldercare_forecast_xlsx"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def forecast(self, request: HttpRequest) -> HttpResponse:
        names, found, years = _seen(request)
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": Award._meta,
            "title": "运营补贴测算",
            "on": timezone.localdate(),
            "years": years,
            "chart": bars(names, found, years),
            "rows": _rows(names, found, years),
            "rules": MoneyRules.objects.for_year(years[0]),
            "may_export": request.user.has_perm(EXPORT_AWARD),
        }
        return TemplateResponse(request, "admin/eldercare/forecast.html", context)

    def forecast_xlsx(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not request.user.has_perm(EXPORT_AWARD):
            raise PermissionDenied
        names, found, years = _seen(request)
        content = forecast_book(names, found, years)
        told = f"{len(names)} 个县（区）"
        return handed_out(request, content, "运营补贴测算", told, Award, rows=len(names))


def _rows(names: Mapping[str, str], found: Forecast, years: Sequence[int]) -> list[Row]:
    """County by county, and the sum where there are several."""
    rows = [
        Row(name, tuple(OfYear(year, found.get((code, year), Amount())) for year in years))
        for code, name in names.items()
    ]
    sums = Row("合计", tuple(OfYear(year, total(found, year)) for year in years))
    return [*rows, sums] if len(rows) > 1 else rows


def _seen(request: HttpRequest) -> tuple[dict[str, str], Forecast, list[int]]:
    """The counties within reach, by what this person may see of them. Raises PermissionDenied."""
    if not request.user.has_perm(VIEW_AWARD):
        raise PermissionDenied
    on = timezone.localdate()
    within = places_of(request.user).townships().values("parent")
    names = county_names(Division.objects.counties().filter(code__in=within))
    return names, forecast_of(Institution.objects.visible_to(request.user), on=on), years_after(on)
