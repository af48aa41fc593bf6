"""The catalogue of a year at the desk of rounds: by day, place and format."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from unfold.decorators import action

from eldercare.forms import AsOfForm
from eldercare.models import RatingRound
from foundation.admin.deeds import AsksBeforeActing
from foundation.models import Division
from foundation.scope import Reader, places_of, sees_whole_city

FORMATS = {"pdf": "PDF（打印）", "xlsx": "Excel 表格", "csv": "CSV"}


class RoundCatalogue(AsksBeforeActing):
    """附件3 of the places one is on duty for: the public files, so that what is signed is what everybody reads."""

    actions_detail: tuple[Any, ...] = ("catalogue",)

    @action(description="评定目录", url_path="catalogue", icon="print")
    def catalogue(self, request: HttpRequest, object_id: str) -> HttpResponse:
        round_: RatingRound = self.found(request, object_id)
        if not self.has_view_permission(request, round_):  # type: ignore[attr-defined]
            raise PermissionDenied
        today = timezone.localdate()
        form = AsOfForm(request.GET, today=today)
        on = form.cleaned_data["on"] if form.is_valid() else today
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": RatingRound._meta,
            "title": "评定目录",
            "object": round_,
            "page": self.page_of(round_),
            "form": form,
            "on": on,
            "places": [
                (name, _files(round_.year, code, f"?on={on}")) for code, name in _places(request.user)
            ],
        }
        template = "admin/eldercare/round_catalogue.html"
        return TemplateResponse(request, template, context, status=400 if form.errors else 200)


def _places(user: Reader) -> list[tuple[str, str]]:
    """The whole city where one is on duty for it (code ""), and the counties one is on duty for or in."""
    mine = places_of(user)
    counties = Division.objects.counties().filter(Q(pk__in=mine) | Q(children__in=mine)).distinct()
    found = [(row.code, row.name) for row in counties.order_by("code")]
    return [("", "全市"), *found] if sees_whole_city(user) else found


def _files(year: int, county: str, asked: str) -> list[tuple[str, str]]:
    args = [year, county] if county else [year]
    return [
        (label, reverse(f"eldercare:catalogue_{ending}", args=args) + asked)
        for ending, label in FORMATS.items()
    ]
