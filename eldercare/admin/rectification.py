"""The desk of orders to correct: what each waits for, its deadlines and re-checks, and the buttons that move it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from unfold.decorators import display

from eldercare.admin.application_page import name_of
from eldercare.admin.filters import FilingCountyFilter
from eldercare.admin.order_deeds import OrderDeeds
from eldercare.admin.supervised import SupervisedAdmin, decision_doors, door
from eldercare.models import Rectification
from eldercare.rules.rectification import NAMES, OrderStage
from eldercare.supervision import in_stage, orders_missed, orders_to_answer, stage_of, with_stage
from foundation.admin.deeds import user_of

BADGES = {
    OrderStage.RUNNING.value: "info",
    OrderStage.CORRECTED.value: "warning",
    OrderStage.UNCHECKED.value: "danger",
    OrderStage.UNCORRECTED.value: "danger",
    OrderStage.TO_DECIDE.value: "danger",
    OrderStage.CLOSED.value: "success",
    OrderStage.FAILED.value: "default",
}


class StageFilter(SimpleListFilter):
    """By what each waits for; `missed` is what the board counts."""

    title = "进展"
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        found = [("missed", "期满没有办结"), ("waiting", "等我决定等级")]
        return [*found, *((one.value, NAMES[one]) for one in OrderStage)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value, today = self.value(), timezone.localdate()
        if value == "missed":
            missed = orders_missed(user_of(request), on=today)
            return queryset.filter(pk__in=missed.values("pk"))
        if value == "waiting":
            mine = orders_to_answer(user_of(request), on=today)
            return queryset.filter(pk__in=mine.values("pk"))
        known = value in {one.value for one in OrderStage}
        return in_stage(queryset, OrderStage(str(value)), on=today) if known else queryset


@admin.register(Rectification)
class RectificationAdmin(OrderDeeds, SupervisedAdmin):
    kept_deeds = {name: name for name in OrderDeeds.actions_detail}
    list_display = ("institution_name", "place", "kind", "ordered_on", "due", "days_left", "stage_badge")
    list_display_links = ("institution_name",)
    list_filter = (StageFilter, "kind", FilingCountyFilter)
    search_fields = ("institution__name", "requirement")
    search_help_text = "机构名称或整改要求"
    ordering = ("-ordered_on", "-pk")
    list_before_template = "admin/eldercare/orders_begin.html"
    change_form_outer_after_template = "admin/eldercare/order_history.html"
    related = ("inspection", "ordered_by", "ended_by")
    fields = (
        ("institution_link", "stage_shown"),
        ("kind", "ordered_on", "orderer"),
        "requirement",
        ("deadline", "due", "days_left"),
        "inspection_link",
        ("ended_on", "ender"),
        "outcome",
        "decided",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return with_stage(super().get_queryset(request), on=timezone.localdate())

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        order = self.get_object(request, object_id)
        context = {**(extra_context or {}), "order": order}
        if order is not None:
            rechecks = order.rechecks.select_related("by").prefetch_related("evidence")
            context |= {
                "extensions": order.extensions.select_related("granted_by").order_by("until"),
                "rechecks": rechecks.order_by("checked_on", "pk"),
            }
        response: HttpResponse = super().change_view(request, object_id, form_url, context)
        return response

    @display(description="现在的期限", ordering="due_on")
    def due(self, obj: Any) -> str:
        return date_format(obj.due_on)

    @display(description="还有")
    def days_left(self, obj: Any) -> str:
        """Only while the order is open: “12 天”, “今天到期”, “已过 3 天”."""
        if obj.status != "open":
            return "—"
        left = (obj.due_on - timezone.localdate()).days
        return f"{left} 天" if left > 0 else "今天到期" if left == 0 else f"已过 {-left} 天"

    @display(description="进展", label=BADGES)
    def stage_badge(self, obj: Any) -> tuple[str, str]:
        found = stage_of(obj, on=timezone.localdate())
        return found.value, NAMES[found]

    @display(description="进展")
    def stage_shown(self, obj: Any) -> str:
        return NAMES[stage_of(obj, on=timezone.localdate())]

    @display(description="责令人")
    def orderer(self, obj: Rectification) -> str:
        return name_of(obj.ordered_by)

    @display(description="办结人")
    def ender(self, obj: Rectification) -> str:
        return name_of(obj.ended_by) or "—"

    @display(description="依据的检查")
    def inspection_link(self, obj: Rectification) -> SafeString | str:
        return door("inspection", obj.inspection.pk, obj.inspection) if obj.inspection else "—"

    @display(description="降低、撤销等级的决定")
    def decided(self, obj: Rectification) -> SafeString | str:
        return decision_doors(list(obj.decisions.order_by("pk")))
