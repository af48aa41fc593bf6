"""The working calendar: a year with its days in one form, filled from the library and corrected by hand."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from unfold.decorators import action, display

from foundation.actions import fill_work_year
from foundation.admin.desk import DeskAdmin, Rows
from foundation.admin.ordered import InlineRows
from foundation.models import SpecialDay, WorkYear
from foundation.refusals import Refusal
from foundation.work_days import in_words, published_days

WEEKDAYS = "一二三四五六日"


class DaysOfTheYear(InlineRows):
    """A year is not complete without a day off."""

    def clean(self) -> None:
        super().clean()
        if self.instance.is_complete and not any(
            row.instance.kind == SpecialDay.Kind.OFF for row in self.kept()
        ):
            raise ValidationError("勾选“已核对完整”前，请先填写这一年的放假日期和调休上班日期。")


class SpecialDayRows(Rows):
    model = SpecialDay
    formset = DaysOfTheYear
    fields = ("date", "weekday", "kind", "name")
    readonly_fields = ("weekday",)
    ordering: ClassVar[tuple[str, ...]] = ("date",)
    tab = False

    @display(description="星期")
    def weekday(self, obj: SpecialDay) -> str:
        return f"星期{WEEKDAYS[obj.date.weekday()]}" if obj.pk else ""


@admin.register(WorkYear)
class WorkYearAdmin(DeskAdmin):
    list_display = (
        "name",
        "checked",
        "days_off",
        "days_worked",
        "working_days",
        "notice_number",
        "notice_on",
    )
    list_filter = ("is_complete",)
    search_fields = ("year", "notice_number", "notice_title")
    ordering = ("-year",)
    actions = None
    actions_detail = ("fill",)
    inlines = (SpecialDayRows,)
    list_before_template = "admin/work_calendar_covered.html"
    change_form_outer_before_template = "admin/work_calendar_covered.html"
    fieldsets = (
        (
            None,
            {
                "fields": (("year", "is_complete"), ("notice_number", "notice_on"), "notice_title"),
                "description": (
                    "先保存年份；程序自带的日历里有这一年的，按右上角“填入自带日历”，再照通知逐日核对、改正；"
                    "没有的，照通知逐日填写。普通的周末和平日不用填。"
                    "通知调整到上一年十二月的日子，填到上一年。全部核对后写明通知，勾选“已核对完整”。"
                ),
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[WorkYear]:
        years: QuerySet[WorkYear] = super().get_queryset(request)
        return years.prefetch_related("days")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A year keeps its number: its days lie in it."""
        return (*super().get_readonly_fields(request, obj), *(("year",) if obj else ()))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What deadlines rest on is first taken out of force."""
        return bool(super().has_delete_permission(request, obj)) and not getattr(obj, "is_complete", False)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        page: HttpResponse = super().changelist_view(request, _covered() | (extra_context or {}))
        return page

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        return super().render_change_form(request, context | _covered(), *args, **kwargs)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Only a year the library knows and nobody has ticked yet is filled."""
        year = WorkYear.objects.filter(pk=object_id, is_complete=False).values_list("year", flat=True).first()
        return super().get_actions_detail(request, object_id) if year and published_days(year) else []

    @action(description="填入自带日历", url_path="fill", icon="event_available", permissions=["change"])
    def fill(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Asking shows what will be entered; only sending the form enters it."""
        year = self.get_object(request, unquote(object_id))
        if year is None:
            raise Http404
        page = reverse("admin:foundation_workyear_change", args=[year.pk])
        refused = ""
        if request.method == "POST":
            try:
                entered = fill_work_year(year, by=cast(User, request.user))
            except Refusal as refusal:
                refused = str(refusal)
            else:
                self.message_user(
                    request, f"填入 {entered} 天；请照通知逐日核对，再勾选“已核对完整”。", messages.SUCCESS
                )
                return redirect(page)
        return self._ask(request, year, page, refused)

    def _ask(self, request: HttpRequest, year: WorkYear, page: str, refused: str) -> HttpResponse:
        entered = {day.date for day in year.days.all()}
        context = {
            **self.admin_site.each_context(request),
            "title": "填入自带日历",
            "opts": self.opts,
            "year": year,
            "days": [day for day in published_days(year.year) if day.date not in entered],
            "kept": len(entered),
            "page": page,
            "refused": refused,
        }
        return TemplateResponse(request, "admin/work_year_fill.html", context, status=422 if refused else 200)

    @display(description="年份", ordering="year")
    def name(self, obj: WorkYear) -> str:
        return str(obj)

    @display(description="状态", ordering="is_complete", label={"已核对完整": "success", "填写中": "warning"})
    def checked(self, obj: WorkYear) -> str:
        return "已核对完整" if obj.is_complete else "填写中"

    @display(description="休息")
    def days_off(self, obj: WorkYear) -> str:
        return f"{sum(day.kind == SpecialDay.Kind.OFF for day in obj.days.all())} 天"

    @display(description="调休上班")
    def days_worked(self, obj: WorkYear) -> str:
        return f"{sum(day.kind == SpecialDay.Kind.WORKED for day in obj.days.all())} 天"

    @display(description="全年工作日")
    def working_days(self, obj: WorkYear) -> str:
        """An ordinary year has about 248: a slip of the pen shows here."""
        return f"{obj.working_days} 天"


def _covered() -> dict[str, Any]:
    """Which years can be computed, for the sentence on top of both pages."""
    return {"covered": in_words(WorkYear.objects.calendar().years)}
