"""报送刊登情况通报: by unit and period, on the screen, on paper, and as a table for other programs."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

from django import forms
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.http import content_disposition_header
from unfold.widgets import INPUT_CLASSES

from foundation.accounts.record import note_export
from foundation.admin.deeds import user_of
from foundation.harmless_cells import harmless
from foundation.models import WorkYear
from foundation.permissions import VIEW_SUBMISSION
from gazette.models import Submission
from gazette.submission_figures import HEAD, Period, Report, report_of
from gazette.submission_rules import WORK_DAYS

BYTE_ORDER_MARK = "\ufeff"  # spreadsheet programs take it for UTF-8


def _day(label: str) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": " ".join(INPUT_CLASSES)})
    return forms.DateField(label=label, widget=widget)


class PeriodForm(forms.Form):
    since = _day("从")
    until = _day("到")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        since, until = said.get("since"), said.get("until")
        if since and until and since > until:
            raise forms.ValidationError("开始日期晚于结束日期，请核对。")
        return said


class SubmissionReports:
    """For the desk of submissions: `…/submission/report/`."""

    def report_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view  # type: ignore[attr-defined]
        return [
            path("report/", guarded(self.report), name="gazette_submission_report"),
            path("report/print/", guarded(self.report_paper), name="gazette_submission_report_print"),
            path("report/csv/", guarded(self.report_csv), name="gazette_submission_report_csv"),
        ]

    def report(self, request: HttpRequest) -> HttpResponse:
        return self._shown(request, "admin/submission/report.html")

    def report_paper(self, request: HttpRequest) -> HttpResponse:
        """The same without the frame of the desk."""
        return self._shown(request, "admin/submission/report_paper.html")

    def report_csv(self, request: HttpRequest) -> HttpResponse:
        """Asked for by POST: who took what is on record."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        form, report = _asked(request, request.POST)
        if not form.is_valid():
            return self._shown(request, "admin/submission/report.html")
        told = f"{report.period}，{len(report.units)} 个单位"
        note_export(request, f"报送刊登情况（csv）；{told}", rows=len(report.units), at=timezone.now())
        LogEntry.objects.create(
            user=user_of(request),
            content_type=ContentType.objects.get_for_model(Submission),
            object_repr="导出报送刊登情况（csv）",
            action_flag=CHANGE,
            change_message=told,
        )
        response = HttpResponse(_as_csv(report), content_type="text/csv; charset=utf-8")
        name = f"报送刊登情况 {report.period}.csv"
        response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
        response["Cache-Control"] = "private, no-store"
        response["X-Content-Type-Options"] = "nosniff"
        return response

    def _shown(self, request: HttpRequest, template: str) -> HttpResponse:
        form, report = _asked(request, request.POST or request.GET)
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": Submission._meta,
            "title": "报送刊登情况",
            "form": form,
            "report": report,
            "head": HEAD,
            "rows": list(report.rows()),
            "today": timezone.localdate(),
            "work_days": WORK_DAYS,
        }
        return TemplateResponse(request, template, context, status=422 if form.errors else 200)


def _asked(request: HttpRequest, data: Any) -> tuple[PeriodForm, Report]:
    """The period that was asked for; without one, or with a wrong one, this year to today."""
    if not request.user.has_perm(VIEW_SUBMISSION):
        raise PermissionDenied
    today = timezone.localdate()
    usual = {"since": date(today.year, 1, 1), "until": today}
    form = PeriodForm(
        data if {"since", "until"} & set(data) else {key: f"{day}" for key, day in usual.items()}
    )
    said = form.cleaned_data if form.is_valid() else usual
    period = Period(said["since"], said["until"])
    return form, report_of(period, on=today, calendar=WorkYear.objects.calendar())


def _as_csv(report: Report) -> str:
    """No cell that a spreadsheet program would take for a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEAD)
    writer.writerows([harmless(cell) for cell in row] for row in report.rows())
    return BYTE_ORDER_MARK + text.getvalue()
