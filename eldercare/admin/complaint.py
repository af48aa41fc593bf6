"""The desk of complaints: what waits and until when, what was told, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.decorators import display

from eldercare import complaints_waiting
from eldercare.admin.complaint_deeds import ComplaintDeeds
from eldercare.admin.filters import CountyFilter
from eldercare.complaint_vocabulary import ComplaintStatus
from eldercare.models import Complaint, ComplaintMove
from foundation.admin.desk import ListedRows
from foundation.admin.protected import RevealsProtected
from foundation.admin.scoped import ScopedAdmin
from foundation.models import Division, WorkYear
from foundation.scope import places_of
from foundation.work_days import CANNOT_COMPUTE, WorkCalendar

BADGES = {
    ComplaintStatus.RECEIVED.label: "warning",
    ComplaintStatus.ACCEPTED.label: "info",
    ComplaintStatus.HANDLED.label: "success",
    ComplaintStatus.DECLINED.label: "default",
}
OVER, LATE, SOON, IN_TIME, UNKNOWN = "—", "逾期", "快到期", "未到期", "无法计算"
CLOCK = {OVER: "default", LATE: "danger", SOON: "warning", IN_TIME: "success", UNKNOWN: "default"}


class ComplaintCountyFilter(CountyFilter):
    path = "county__code"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        within = places_of(request.user).counties() & Division.objects.counties()
        return [(county.code, county.short_name) for county in within.order_by("code")]


class ClockFilter(SimpleListFilter):
    """Complaints by what has to be done with them, and by when."""

    title = "待办"
    parameter_name = "waiting"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("mine", "等我办理"), ("overdue", "逾期"), ("soon", "快到期")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        assert isinstance(request.user, User)
        today, calendar = timezone.localdate(), WorkYear.objects.calendar
        found: dict[str, Callable[[], QuerySet[Complaint]]] = {
            "mine": lambda: complaints_waiting.complaints_to_answer(request.user),  # type: ignore[arg-type]
            "overdue": lambda: Complaint.objects.overdue(on=today, calendar=calendar()),
            "soon": lambda: Complaint.objects.due_soon(on=today, calendar=calendar()),
        }
        if self.value() not in found:
            return queryset
        return queryset.filter(pk__in=found[str(self.value())]().values("pk"))


class MoveRows(ListedRows):
    """Every step with who, when and why."""

    model = ComplaintMove
    fields = ("at", "verb", "to_status", "by_name", "remark")
    related = ("by",)
    ordering: ClassVar[tuple[str, ...]] = ("pk",)
    adds_elsewhere = False
    tab = False
    verbose_name_plural = "流转记录"

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return list(self.fields)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return list(self.fields)

    @display(description="经办人")
    def by_name(self, obj: ComplaintMove) -> str:
        return obj.by.get_full_name() or str(obj.by) if obj.by else "群众"


@admin.register(Complaint)
class ComplaintAdmin(ComplaintDeeds, RevealsProtected, ScopedAdmin):
    """Nothing is typed here: what was told stands as it was told, the buttons move it."""

    actions_detail = ("accept", "handle", "decline", "reveal")
    list_display = (
        "received_on",
        "subject_shown",
        "county_name",
        "category",
        "status_badge",
        "due_shown",
        "clock",
    )
    list_display_links = ("received_on", "subject_shown")
    list_filter = ("status", ClockFilter, "category", ComplaintCountyFilter)
    search_fields = ("institution__name", "about")
    search_help_text = "机构名称"
    ordering = ("-received_on", "-pk")
    inlines = (MoveRows,)
    actions = None

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What has not happened has no field."""
        rows = [
            ("institution_link", "county_name", "category"),
            ("status_badge", "due_shown", "clock"),
            ("received_at", "accepted_on", "ended_on"),
        ]
        parts: list[Any] = [
            (None, {"fields": tuple(rows)}),
            ("群众说的", {"fields": ("text_shown", "phone_shown")}),
        ]
        if obj is not None and obj.reply:
            parts.append(("答复（凭查询码看得到）", {"fields": ("reply_shown",)}))
        return parts

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fields = [name for _, part in self.get_fieldsets(request, obj) for name in part["fields"]]
        return [name for row in fields for name in (row if isinstance(row, tuple) else (row,))]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("institution", "county")

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The calendar is asked for once a list."""
        changelist = super().get_changelist_instance(request)
        calendar = WorkYear.objects.calendar()
        for row in changelist.result_list:
            row.work_calendar = calendar
        return changelist

    @display(description="机构", ordering="institution__name")
    def subject_shown(self, obj: Complaint) -> str:
        return obj.subject if obj.institution_id else f"{obj.subject}（不在名录里）"

    @display(description="机构")
    def institution_link(self, obj: Complaint) -> str:
        if obj.institution is None:
            return str(self.subject_shown(obj))
        page = reverse("admin:eldercare_institution_change", args=[obj.institution_id])
        return format_html('<a class="desk-link" href="{}">{}</a>', page, obj.institution)

    @display(description="县（区）", ordering="county__code")
    def county_name(self, obj: Complaint) -> str:
        return obj.county.short_name

    @display(description="状态", ordering="status", label=BADGES)
    def status_badge(self, obj: Complaint) -> str:
        return ComplaintStatus(obj.status).label

    @display(description="期限")
    def due_shown(self, obj: Complaint) -> str:
        if not obj.is_open:
            return OVER
        due = obj.due_on(_calendar(obj))
        return f"{due:%Y-%m-%d}" if due else CANNOT_COMPUTE

    @display(description="是否到期", label=CLOCK)
    def clock(self, obj: Complaint) -> str:
        return clock_of(obj, _calendar(obj))

    @display(description="内容")
    def text_shown(self, obj: Complaint) -> SafeString:
        return _lines(obj.text)

    @display(description="答复")
    def reply_shown(self, obj: Complaint) -> SafeString:
        return _lines(obj.reply)

    @display(description="联系电话")
    def phone_shown(self, obj: Complaint) -> str:
        return str(obj.contact_phone) or "没有留（匿名）"


def clock_of(complaint: Complaint, calendar: WorkCalendar) -> str:
    """How it stands with the next step today."""
    today = timezone.localdate()
    if not complaint.is_open:
        return OVER
    due = complaint.due_on(calendar)
    if due is None:
        return UNKNOWN
    if due < today:
        return LATE
    return SOON if complaints_waiting.is_soon(due, on=today, calendar=calendar) else IN_TIME


def _calendar(complaint: Any) -> WorkCalendar:
    """Given to every row of a list; a page of one asks itself."""
    if "work_calendar" not in vars(complaint):
        complaint.work_calendar = WorkYear.objects.calendar()
    calendar: WorkCalendar = complaint.work_calendar
    return calendar


def _lines(text: str) -> SafeString:
    """Paragraphs as they were typed; everything in them is text."""
    paragraphs = ((line,) for line in text.splitlines() if line.strip())
    return format_html_join("", "<p>{}</p>", paragraphs)
