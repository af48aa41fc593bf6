"""Figures for the editors: what was published when, what has gone stale, and the report of the year."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from unfold.widgets import INPUT_CLASSES

from documents.models import Document
from foundation.admin.deeds import AsksBeforeActing, Deed, user_of
from foundation.admin.desk import RecordAdmin
from foundation.permissions import CONFIRM_YEAR, VIEW_FIGURES
from gazette import staleness
from gazette.admin.submission_forms import NothingForm, ReasonForm
from gazette.freshness import inspect
from gazette.issue_dates import CHANGE_ISSUE, note_issue_dates
from gazette.models import Issue, IssueDates, YearlyReport
from gazette.models.issue import EARLIEST_YEAR
from gazette.publication_figures import publication_figures
from gazette.yearly import confirm_year, figures_of, parts_of, revoke_year

FIGURES = "admin:gazette_yearlyreport_changelist"
YEAR = "admin:gazette_yearlyreport_year"


class IssueDatesForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    class Meta:
        model = IssueDates
        fields = ("proof_on", "printed_on")
        widgets = {
            name: forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": " ".join(INPUT_CLASSES)})
            for name in fields
        }

    def _post_clean(self) -> None:
        """Plain days: the verb knows their order and writes the row."""


@admin.register(YearlyReport)
class YearlyAdmin(AsksBeforeActing, RecordAdmin):
    """No rows are typed here: pages of figures, and the buttons that answer for a year."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(VIEW_FIGURES)

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view
        own = [
            path("stale/", guarded(self.stale), name="gazette_yearlyreport_stale"),
            path("<int:year>/", guarded(self.year), name="gazette_yearlyreport_year"),
            path("<int:year>/print/", guarded(self.paper), name="gazette_yearlyreport_print"),
            path("<int:year>/confirm/", guarded(self.confirm), name="gazette_yearlyreport_confirm"),
            path("<int:year>/revoke/", guarded(self.revoke), name="gazette_yearlyreport_revoke"),
            path("dates/<int:pk>/", guarded(self.dates), name="gazette_yearlyreport_dates"),
        ]
        return [*own, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """What was published when, of the year that is asked for."""
        _require(request, VIEW_FIGURES)
        year = _year_asked(request)
        context = {
            **self._frame(request, "发布统计"),
            "year": year,
            "years": _years(),
            "figures": publication_figures(year),
            "may_note": request.user.has_perm(CHANGE_ISSUE),
        }
        return TemplateResponse(request, "admin/figures/published.html", context)

    def stale(self, request: HttpRequest) -> HttpResponse:
        """The columns, by how long they may still go without anything new."""
        _require(request, VIEW_FIGURES)
        today = timezone.localdate()
        found = inspect(on=today)
        order = list(staleness.Freshness)
        urgent = [
            staleness.Freshness.STALE,
            staleness.Freshness.BLANK,
            staleness.Freshness.SOON,
        ]
        rank = {freshness: place for place, freshness in enumerate(urgent + order)}
        context = {
            **self._frame(request, "更新情况"),
            "today": today,
            "year": today.year,
            "home": found.home,
            "columns": [
                (column, column.days_left(today))
                for column in sorted(found.columns, key=lambda column: rank[column.freshness])
            ],
            "verdict": found.verdict,
            "limits": staleness,
        }
        return TemplateResponse(request, "admin/figures/stale.html", context)

    def year(self, request: HttpRequest, year: int) -> HttpResponse:
        return self._year_shown(request, year, "admin/figures/year.html")

    def paper(self, request: HttpRequest, year: int) -> HttpResponse:
        """The same without the frame of the desk."""
        return self._year_shown(request, year, "admin/figures/year_paper.html")

    def _year_shown(self, request: HttpRequest, year: int, template: str) -> HttpResponse:
        """What was confirmed stands beside what is counted now: a difference is shown, never mended in silence."""
        _require(request, VIEW_FIGURES)
        _check_year(year)
        standing = YearlyReport.objects.standing().filter(year=year).select_related("confirmed_by").first()
        counted = figures_of(year)
        context = {
            **self._frame(request, f"{year}年工作年度报表"),
            "year": year,
            "years": sorted({*_years(), year}, reverse=True),
            "standing": standing,
            "parts": parts_of(standing.figures if standing else counted),
            "differs": standing is not None and standing.figures != counted,
            "is_over": year < timezone.localdate().year,
            "may_confirm": request.user.has_perm(CONFIRM_YEAR),
            "revoked": YearlyReport.objects.filter(year=year, revoked_at__isnull=False)
            .select_related("confirmed_by", "revoked_by")
            .order_by("pk"),
        }
        return TemplateResponse(request, template, context)

    def confirm(self, request: HttpRequest, year: int) -> HttpResponse:
        _require(request, CONFIRM_YEAR)
        _check_year(year)

        def act(_: dict[str, Any]) -> str:
            made = confirm_year(year, by=user_of(request), at=timezone.now())
            self.log_addition(request, made, "确认")
            return reverse(YEAR, args=[year])

        deed = Deed(
            title=f"确认{year}年的年度数据",
            form=NothingForm,
            act=act,
            done=f"已确认，{year}年的数据已在“年度数据”网页公开。",
            explanation="确认后照现在的数字固定下来，在“关于本站”的“年度数据”公开，并注明确认日期；有错的，收回以后重新确认。",
            button="确认并公开",
        )
        return self.ask(request, YearlyReport(pk=year, year=year), deed)

    def revoke(self, request: HttpRequest, year: int) -> HttpResponse:
        _require(request, CONFIRM_YEAR)
        report = get_object_or_404(YearlyReport.objects.standing(), year=year)

        def act(said: dict[str, Any]) -> str:
            revoke_year(report, **said, by=user_of(request), at=timezone.now())
            self.log_change(request, report, "收回")
            return reverse(YEAR, args=[year])

        deed = Deed(
            title=f"收回{year}年的年度数据",
            form=ReasonForm,
            act=act,
            done="已收回，网页上不再显示。",
            explanation="收回后网页上不再显示这一年，记录和原因留在后台；改好以后可以重新确认。",
        )
        return self.ask(request, report, deed)

    def dates(self, request: HttpRequest, pk: int) -> HttpResponse:
        """清样定稿日 and 出刊日 of one issue."""
        _require(request, CHANGE_ISSUE)
        issue = get_object_or_404(Issue.objects.select_related("dates"), pk=pk)
        noted = getattr(issue, "dates", None)

        def act(said: dict[str, Any]) -> str:
            note_issue_dates(
                issue, **said, today=timezone.localdate(), by=user_of(request), at=timezone.now()
            )
            return f"{reverse(FIGURES)}?year={issue.year}#issues"

        deed = Deed(
            title="登记刊期",
            form=lambda data=None, files=None: IssueDatesForm(data, instance=noted),
            act=act,
            done="已登记。",
            explanation="上网日由系统在发布时写入，不能填写。电子版应与纸质版同时上网，清样定稿后可以先上网。",
        )
        return self.ask(request, issue, deed)

    def page_of(self, obj: Any) -> str:
        """Back to the figures: there is no page of a row."""
        if isinstance(obj, YearlyReport):
            return reverse(YEAR, args=[obj.year])
        return reverse(FIGURES)

    def _frame(self, request: HttpRequest, title: str) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts, "title": title}


def _require(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


def _check_year(year: int) -> None:
    if not EARLIEST_YEAR <= year <= timezone.localdate().year:
        raise Http404


def _year_asked(request: HttpRequest) -> int:
    asked, now = request.GET.get("year", ""), timezone.localdate().year
    is_year = asked.isdecimal() and len(asked) == 4 and EARLIEST_YEAR <= int(asked) <= now
    return int(asked) if is_year else now


def _years() -> list[int]:
    """Years with something published, and this one."""
    published = Document.objects.filter(published_at__isnull=False).order_by()
    years = {moment.year for moment in published.datetimes("published_at", "year")}
    return sorted(years | {timezone.localdate().year}, reverse=True)
