"""The desk of filings: what waits, what is late, and the page of one with its buttons and papers."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import display

from eldercare.admin.figures import square_metres
from eldercare.admin.filing_deeds import FilingDeeds
from eldercare.admin.filing_papers import FilingPapers
from eldercare.admin.filters import FilingCountyFilter, WaitingFilter
from eldercare.models import Filing, FilingMove
from eldercare.vocabulary import FilingPath, FilingStatus
from foundation.admin.desk import ListedRows
from foundation.admin.protected import RevealsProtected
from foundation.admin.scoped import ScopedAdmin

BADGES = {
    FilingStatus.DRAFT.label: "info",
    FilingStatus.SUBMITTED.label: "warning",
    FilingStatus.RETURNED.label: "danger",
    FilingStatus.ACCEPTED.label: "success",
    FilingStatus.CHANGED.label: "default",
    FilingStatus.CANCELLED.label: "default",
    "已放弃": "default",
}
MORE = {"title": "更多", "icon": "more_horiz", "items": ["discard", "cancel", "reveal"]}
LATE = {"逾期": "danger", "按期": "success", "—": "default"}


FORM_ROWS = (
    ("name", "address"),
    ("registration_authority", "registration_number"),
    ("person_in_charge", "identity_shown"),
    ("service_scope", "premises", "beds_shown"),
    ("building_shown", "land_shown"),
    ("contact", "phone_shown"),
)


class MoveRows(ListedRows):
    """Every step with who, when and why."""

    model = FilingMove
    fields = ("at", "verb", "to_status", "by_name", "remark")
    readonly_fields = ("by_name",)
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
    def by_name(self, obj: FilingMove) -> str:
        return obj.by.get_full_name() or obj.by.get_username()


@admin.register(Filing)
class FilingAdmin(FilingDeeds, FilingPapers, RevealsProtected, ScopedAdmin):
    """Nothing is typed here: the form says what was submitted, the buttons move it."""

    actions_detail = ("submit", "accept", "send_back", "note", "print_papers", MORE)
    list_display = (
        "institution_name",
        "place",
        "label_shown",
        "status_badge",
        "path",
        "filed_on",
        "due_shown",
        "late_badge",
        "receipt",
    )
    list_display_links = ("institution_name",)
    list_filter = ("status", WaitingFilter, "path", FilingCountyFilter)
    list_select_related = ("institution__township__parent", "authority", "operator")
    search_fields = ("institution__name", "name", "registration_number")
    search_help_text = "机构名称或登记号码"
    ordering = ("-filed_on", "-pk")
    inlines = (MoveRows,)
    actions = None

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What has not happened has no field; a draft has no form of its own yet."""
        rows = [
            ("institution_link", "label_shown", "status_badge"),
            ("authority_shown", "receipt", "accepted_on"),
            ("opened_on", "due_shown", "filed_on", "late_badge"),
            ("commitment_on", "note_shown"),
        ]
        said = ("change_summary", "return_reason", "end_reason")
        rows += [(name,) for name in said if obj is not None and getattr(obj, name)]
        parts: list[Any] = [(None, {"fields": tuple(rows)})]
        if obj is not None and obj.submitted_at is not None:
            parts.append(("备案书（提交时的内容，不能改动）", {"fields": FORM_ROWS}))
        return parts

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [
            name for _, part in self.get_fieldsets(request, obj) for row in part["fields"] for name in row
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows.select_related("institution__township__parent", "authority", "operator", "noted_by")

    @display(description="机构", ordering="institution__name")
    def institution_name(self, obj: Filing) -> str:
        return obj.name or obj.institution.name

    @display(description="机构")
    def institution_link(self, obj: Filing) -> str:
        page = reverse("admin:eldercare_institution_change", args=[obj.institution_id])
        return format_html('<a class="desk-link" href="{}">{}</a>', page, obj.institution)

    @display(description="所在地", ordering="institution__township__code")
    def place(self, obj: Filing) -> str:
        return obj.institution.place_name

    @display(description="版次", ordering="version")
    def label_shown(self, obj: Filing) -> str:
        return obj.label

    @display(description="状态", ordering="status", label=BADGES)
    def status_badge(self, obj: Filing) -> str:
        return obj.standing

    @display(description="受理机关")
    def authority_shown(self, obj: Filing) -> str:
        return obj.authority_name

    @display(description="应备案日期", ordering="due_on")
    def due_shown(self, obj: Filing) -> str:
        return obj.due_text

    @display(description="期限", label=LATE)
    def late_badge(self, obj: Filing) -> str:
        return {None: "—", True: "逾期", False: "按期"}[obj.is_late]

    @display(description="回执编号", ordering="receipt_serial")
    def receipt(self, obj: Filing) -> str:
        return obj.receipt_number or "—"

    @display(description="县级备份")
    def note_shown(self, obj: Filing) -> str:
        """Only what a township accepts is noted by the county."""
        if obj.path != FilingPath.SELF_RUN:
            return "不需要"
        if obj.noted_at is None or obj.noted_by is None:
            return "待备份" if obj.status == FilingStatus.ACCEPTED else "—"
        who = obj.noted_by.get_full_name() or obj.noted_by.get_username()
        return f"{timezone.localtime(obj.noted_at):%Y-%m-%d %H:%M} {who}"

    @display(description="养老床位数量")
    def beds_shown(self, obj: Filing) -> str:
        return f"{obj.beds} 张" if obj.beds is not None else "—"

    @display(description="建筑面积")
    def building_shown(self, obj: Filing) -> str:
        return square_metres(obj.building_area)

    @display(description="占地面积")
    def land_shown(self, obj: Filing) -> str:
        return square_metres(obj.land_area)

    @display(description="公民身份号码")
    def identity_shown(self, obj: Filing) -> str:
        return str(obj.identity_number) or "—"

    @display(description="联系方式")
    def phone_shown(self, obj: Filing) -> str:
        return str(obj.contact_phone) or "—"
