"""The desk of rating applications: what waits for me, and the page of one with its stages and buttons."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.contrib.auth.models import User
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import display

from eldercare.admin.application_deeds import ApplicantDeeds
from eldercare.admin.application_grids import ApplicationGrids
from eldercare.admin.application_page import page_of_parts
from eldercare.admin.figures import square_metres
from eldercare.admin.filters import FilingCountyFilter
from eldercare.admin.panel_deeds import PanelDeeds
from eldercare.admin.rating_prints import ApplicationPrints
from eldercare.admin.verdict_deeds import CityDeeds
from eldercare.models import RatingApplication, RatingDecision, RatingMove
from eldercare.rating_vocabulary import DecisionKind, Level, RatingStatus
from eldercare.rating_waiting import WAITING, waits_for
from foundation.admin.protected import RevealsProtected
from foundation.admin.scoped import ScopedAdmin

BADGES = {
    RatingStatus.DRAFT.label: "info",
    RatingStatus.SUBMITTED.label: "warning",
    RatingStatus.RETURNED.label: "danger",
    RatingStatus.REVIEWED.label: "warning",
    RatingStatus.ASSESSED.label: "warning",
    RatingStatus.PROPOSED.label: "warning",
    RatingStatus.DECIDED.label: "success",
    RatingStatus.REFUSED.label: "danger",
    RatingStatus.WITHDRAWN.label: "default",
    RatingStatus.ENDED.label: "default",
}
MORE = {
    "title": "更多办理",
    "icon": "more_horiz",
    "items": ["give_back", "send_back", "refuse", "remand", "decline", "withdraw", "reveal"],
}
# 附件2 in its own order.
FORM_ROWS = (
    ("name", "nature_shown", "address"),
    ("person_in_charge", "identity_shown", "phone_shown"),
    ("opened_on", "filing_label", "registration_shown"),
    ("area_shown", "average_daily_elders", "staff_total", "staff_full_time", "staff_nurses"),
    ("level_shown", "commitment_on", "applied_on"),
)
PEOPLE = ("submitted_by", "reviewed_by", "assessed_by", "approved_by", "confirmed_by")


class WaitingForMe(SimpleListFilter):
    title = "等我办理"
    parameter_name = "waiting"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        mine = [(name, row[0]) for name, row in WAITING.items() if request.user.has_perm(row[1])]
        return [("mine", "所有等我办理的"), *mine] if mine else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        assert isinstance(request.user, User)
        today, wanted = timezone.localdate(), self.value()
        if wanted == "mine":
            return queryset.filter(pk__in=waits_for(request.user, on=today).values("pk"))
        if wanted not in WAITING:
            return queryset
        return queryset.filter(pk__in=WAITING[wanted][2](request.user, on=today).values("pk"))


@admin.register(RatingApplication)
class RatingApplicationAdmin(
    ApplicantDeeds,
    PanelDeeds,
    CityDeeds,
    ApplicationGrids,
    ApplicationPrints,
    RevealsProtected,
    ScopedAdmin,
):
    """Nothing is typed here: the form says what was handed in, the buttons move it."""

    actions_detail = (
        "self_assess",
        "check_materials",
        "submit",
        "review",
        "convene",
        "record",
        "finish",
        "approve",
        "confirm",
        "print_papers",
        MORE,
    )
    list_display = (
        "institution_name",
        "place",
        "year",
        "level_shown",
        "status_badge",
        "decided_shown",
        "waited",
    )
    list_display_links = ("institution_name",)
    list_filter = (WaitingForMe, "status", "round", FilingCountyFilter)
    search_fields = ("institution__name", "name", "operator__name")
    search_help_text = "机构或运营主体名称"
    ordering = ("-round__year", "-pk")
    actions = None
    change_form_outer_before_template = "admin/eldercare/application_stages.html"
    change_form_outer_after_template = "admin/eldercare/application_parts.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the last step of each, and the decision as it stands."""
        moves = RatingMove.objects.filter(application=OuterRef("pk")).order_by("-pk")
        decisions = RatingDecision.objects.standing().filter(application=OuterRef("pk")).order_by("-pk")
        related = ("institution__township__parent__parent", "round", "edition", "operator", *PEOPLE)
        rows: QuerySet[Any] = super().get_queryset(request).select_related(*related)
        annotated: QuerySet[Any] = rows.annotate(
            moved_at=Subquery(moves.values("at")[:1]),
            decided_kind=Subquery(decisions.values("kind")[:1]),
            decided_level=Subquery(decisions.values("level")[:1]),
        )
        return annotated

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A draft has no form of its own yet."""
        rows: list[tuple[str, ...]] = [
            ("institution_link", "year", "status_badge"),
            ("edition_shown", "operator"),
        ]
        parts: list[Any] = [(None, {"fields": tuple(rows)})]
        if obj is not None and obj.submitted_at is not None:
            parts.append(("等级评定申请表（提交时的内容，不能改动）", {"fields": FORM_ROWS}))
        return parts

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [
            name for _, part in self.get_fieldsets(request, obj) for row in part["fields"] for name in row
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """An application is opened on the page of its institution."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        application = self.get_object(request, object_id)
        context = {**(extra_context or {}), "application": application}
        if application is not None and self.has_view_permission(request, application):
            context |= page_of_parts(application)
        response: HttpResponse = super().change_view(request, object_id, form_url, context)
        return response

    @display(description="机构", ordering="institution__name")
    def institution_name(self, obj: RatingApplication) -> str:
        return obj.name or obj.institution.name

    @display(description="机构")
    def institution_link(self, obj: RatingApplication) -> str:
        page = reverse("admin:eldercare_institution_change", args=[obj.institution_id])
        return format_html('<a class="desk-link" href="{}">{}</a>', page, obj.institution)

    @display(description="所在地", ordering="institution__township__code")
    def place(self, obj: RatingApplication) -> str:
        return obj.institution.place_name

    @display(description="年度", ordering="round__year")
    def year(self, obj: RatingApplication) -> str:
        return str(obj.round)

    @display(description="评定标准")
    def edition_shown(self, obj: RatingApplication) -> str:
        return str(obj.edition)

    @display(description="申请等级", ordering="level_applied")
    def level_shown(self, obj: RatingApplication) -> str:
        return obj.get_level_applied_display() or "—"

    @display(description="状态", ordering="status", label=BADGES)
    def status_badge(self, obj: RatingApplication) -> str:
        return obj.get_status_display()

    @display(description="评定结果")
    def decided_shown(self, obj: Any) -> str:
        if obj.decided_level:
            return Level(obj.decided_level).label
        return DecisionKind(obj.decided_kind).label if obj.decided_kind else "—"

    @display(description="已等", ordering="moved_at")
    def waited(self, obj: Any) -> str:
        """Days since the last step, while it is on its way."""
        if not obj.is_open or obj.moved_at is None:
            return "—"
        return f"{_days_since(obj.moved_at)} 天"

    @display(description="机构性质")
    def nature_shown(self, obj: RatingApplication) -> str:
        return obj.get_nature_display()

    @display(description="登记时间及登记号")
    def registration_shown(self, obj: RatingApplication) -> str:
        return obj.registration_label or "—"

    @display(description="建筑面积")
    def area_shown(self, obj: RatingApplication) -> str:
        return square_metres(obj.building_area)

    @display(description="身份证号码")
    def identity_shown(self, obj: RatingApplication) -> str:
        return str(obj.identity_number) or "—"

    @display(description="联系电话")
    def phone_shown(self, obj: RatingApplication) -> str:
        return str(obj.person_phone) or "—"


def _days_since(moment: datetime) -> int:
    return (timezone.localdate() - timezone.localdate(moment)).days
