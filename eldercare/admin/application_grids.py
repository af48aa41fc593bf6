"""The full-page grids of an application: filled in as time allows, kept in part, losing nothing that was typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from unfold.decorators import action
from unfold.enums import ActionVariant

from eldercare.admin.application_deeds import RatingDeeds
from eldercare.admin.rating_grids import FINDINGS, MATERIAL_LIST, SELF_MARKS, Grid, Section
from eldercare.admin.rating_lines import read_all
from eldercare.models import RatingApplication
from eldercare.rating_offers import offered
from foundation.admin.deeds import user_of
from foundation.admin.kept import KeepsWhatWasTyped
from foundation.constraints import refusal_of
from foundation.refusals import Refusal


class ApplicationGrids(KeepsWhatWasTyped, RatingDeeds):
    def get_urls(self) -> list[URLPattern]:
        """Before the addresses of the buttons, which are the same: these keep what was typed without a session."""
        own = [
            path("<path:object_id>/self-assess/", self.keeps(self.self_assess)),
            path("<path:object_id>/materials/", self.keeps(self.check_materials)),
            path("<path:object_id>/record/", self.keeps(self.record)),
        ]
        return [*own, *super().get_urls()]  # type: ignore[misc]

    @action(
        description="自评",
        url_path="self-assess",
        icon="checklist",
        variant=ActionVariant.PRIMARY,
        permissions=["apply"],
    )
    def self_assess(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._fill_in(request, object_id, SELF_MARKS)

    @action(
        description="核对材料",
        url_path="materials",
        icon="inventory",
        variant=ActionVariant.PRIMARY,
        permissions=["apply"],
    )
    def check_materials(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._fill_in(request, object_id, MATERIAL_LIST)

    @action(
        description="评定记录",
        url_path="record",
        icon="edit_note",
        variant=ActionVariant.PRIMARY,
        permissions=["assess"],
    )
    def record(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._fill_in(request, object_id, FINDINGS)

    def _fill_in(self, request: HttpRequest, object_id: str, grid: Grid) -> HttpResponse:
        application: RatingApplication = self.found(request, object_id)
        if request.method == "POST":
            return self._take(request, application, grid)
        if grid.deed not in offered(application, by=user_of(request), on=timezone.localdate()):
            status = application.get_status_display()
            messages.warning(request, f"申请现在是“{status}”，您不能填写{grid.title}。")
            return redirect(self.page_of(application))
        sections = grid.sections(application, timezone.localdate())
        return self._draw(request, application, grid, sections)

    def _take(self, request: HttpRequest, application: RatingApplication, grid: Grid) -> HttpResponse:
        """What is right is kept; what is not stays on the page as it was typed, with a sentence beside it."""
        sections = grid.sections(application, timezone.localdate())
        lines = [line for section in sections for line in section.lines]
        said, refused = read_all(lines, request.POST), ""
        try:
            if said:
                grid.save(application, said, user_of(request), timezone.localtime())
        except Refusal as refusal:
            refused = str(refusal)
        except IntegrityError as error:
            refused = refusal_of(error)
        if not refused:
            for line in lines:
                if line.key in said:
                    line.keep(said[line.key])
        kept = 0 if refused else len(said)
        if refused or any(line.has_trouble for line in lines):
            return self._draw(request, application, grid, sections, kept=kept, refused=refused, sent=True)
        missing = sum(section.missing for section in sections)
        told = f"还有 {missing} 条{grid.noun}。" if missing else "全部填完了。"
        messages.success(request, f"已保存 {kept} 条，{told}" if kept else f"没有改动，{told}")
        return redirect(self.page_of(application) if "done" in request.POST else request.path)

    def _draw(
        self,
        request: HttpRequest,
        application: RatingApplication,
        grid: Grid,
        sections: Sequence[Section],
        *,
        kept: int = 0,
        refused: str = "",
        sent: bool = False,
    ) -> HttpResponse:
        lines = [line for section in sections for line in section.lines]
        missing = [line for line in lines if line.is_missing]
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": application._meta,
            "title": grid.title,
            "object": application,
            "page": self.page_of(application),
            "grid": grid,
            "sections": sections,
            "total": len(lines),
            "missing": missing,
            "trouble": [line for line in lines if line.has_trouble],
            "kept": kept,
            "refused": refused,
        }
        return TemplateResponse(
            request, f"admin/eldercare/grid_{grid.deed}.html", context, status=422 if sent else 200
        )
