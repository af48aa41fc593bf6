"""The desk of awards: how each was reckoned, where its money stands, and the buttons that move it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import display

from eldercare.admin.award_deeds import AwardDeeds
from eldercare.admin.award_rows import AdjustmentRows, UseRows, VoucherRows
from eldercare.admin.figures import square_metres
from eldercare.admin.filters import FilingCountyFilter
from eldercare.admin.forecast import ForecastPages
from eldercare.admin.money_export import ExportsList
from eldercare.admin.money_filters import AwardWaitingFilter, AwardYearFilter
from eldercare.models import Award
from eldercare.money_sheets import awards_book, name_of
from eldercare.money_vocabulary import AwardKind, CheckStatus
from foundation.admin.desk import RecordAdmin
from foundation.admin.scoped import ScopedAdmin
from foundation.yuan import figure

BADGES = {
    CheckStatus.DRAFTED.label: "warning",
    CheckStatus.APPROVED.label: "success",
    CheckStatus.REJECTED.label: "default",
}
MORE = {
    "title": "更多办理",
    "icon": "more_horiz",
    "items": ["adjust", "recover", "use", "reject"],
}


@admin.register(Award)
class AwardAdmin(AwardDeeds, ForecastPages, ExportsList, ScopedAdmin, RecordAdmin):
    """Nothing is typed here: the page says what was reckoned and decided, the buttons move it."""

    actions_detail = ("approve", "approve_change", "reject_change", "pay", MORE)
    list_display = (
        "institution_name",
        "place",
        "what",
        "amount_shown",
        "paid_shown",
        "unpaid_shown",
        "to_recover_shown",
        "status_badge",
    )
    list_display_links = ("institution_name",)
    list_filter = (AwardWaitingFilter, FilingCountyFilter, AwardYearFilter, "kind", "status", "fund")
    search_fields = ("institution__name", "project", "operator__name", "basis")
    search_help_text = "机构名称、项目、领款单位或依据文件"
    ordering = ("-prepared_at", "-pk")
    inlines = (VoucherRows, UseRows, AdjustmentRows)
    actions = None
    change_form_outer_before_template = "admin/eldercare/award_standing.html"
    export_name, export_noun = "补助核定", "笔补助"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: Any = super().get_queryset(request)
        related = ("institution__township__parent", "operator", "rules", "prepared_by", "checked_by")
        return rows.with_balances().select_related(*related)  # type: ignore[no-any-return]

    def export_book(self, rows: Any) -> bytes:
        return awards_book(rows)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What does not belong to its kind, or has not happened, has no field."""
        rows: list[tuple[str, ...]] = [("institution_link", "operator", "status_badge")]
        if obj is None or obj.kind == AwardKind.CONSTRUCTION:
            rows.append(("project", "works", "area_shown"))
        rows += [("fund", "basis"), ("prepared_shown", "checked_shown")]
        rows += [(name,) for name in ("reason", "check_remark") if obj is not None and getattr(obj, name)]
        return [(None, {"fields": tuple(rows)})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        parts = self.get_fieldsets(request, obj)
        return [name for _, part in parts for row in part["fields"] for name in row]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Above the fields: the amounts, and the reckoning line by line."""
        context = {**(extra_context or {}), **self._standing(request, object_id)}
        response: HttpResponse = super().change_view(request, object_id, form_url, context)
        return response

    def _standing(self, request: HttpRequest, object_id: str) -> dict[str, Any]:
        is_key = self._may_be_a_key(object_id)
        award = self.get_queryset(request).filter(pk=object_id).first() if is_key else None
        if award is None:
            return {}
        changes = list(award.adjustments.select_related("rules", "prepared_by").order_by("pk"))
        in_force = [change for change in changes if change.status == CheckStatus.APPROVED]
        reckoning = in_force[-1] if in_force else award
        return {
            "award": award,
            "reckoning": reckoning,
            "pending": next((change for change in changes if change.is_drafted), None),
            "is_out_of_step": Award.objects.out_of_step().filter(pk=award.pk).exists(),
        }

    @display(description="机构", ordering="institution__name")
    def institution_name(self, obj: Award) -> str:
        return obj.institution.name

    @display(description="机构")
    def institution_link(self, obj: Award) -> str:
        page = reverse("admin:eldercare_institution_money", args=[obj.institution_id])
        return format_html('<a class="desk-link" href="{}">{}</a>', page, obj.institution)

    @display(description="所在地", ordering="institution__township__code")
    def place(self, obj: Award) -> str:
        return obj.institution.place_name

    @display(description="补助", ordering="year")
    def what(self, obj: Award) -> str:
        return str(obj)

    @display(description="核定金额（元）", ordering="amount")
    def amount_shown(self, obj: Any) -> str:
        """As it stands now; what was proposed while it waits."""
        return figure(obj.net if obj.status == CheckStatus.APPROVED else obj.amount)

    @display(description="已拨付（元）")
    def paid_shown(self, obj: Any) -> str:
        return figure(obj.paid) if obj.paid else "—"

    @display(description="未拨付（元）")
    def unpaid_shown(self, obj: Any) -> str:
        return figure(obj.unpaid) if obj.unpaid else "—"

    @display(description="待收回（元）")
    def to_recover_shown(self, obj: Any) -> str:
        return figure(obj.to_recover) if obj.to_recover else "—"

    @display(description="状态", ordering="status", label=BADGES)
    def status_badge(self, obj: Award) -> str:
        return obj.get_status_display()

    @display(description="建筑面积")
    def area_shown(self, obj: Award) -> str:
        return square_metres(obj.area)

    @display(description="经办")
    def prepared_shown(self, obj: Award) -> str:
        return f"{name_of(obj.prepared_by)} {timezone.localtime(obj.prepared_at):%Y-%m-%d %H:%M}"

    @display(description="核准")
    def checked_shown(self, obj: Award) -> str:
        if obj.checked_at is None:
            return "—"
        return f"{name_of(obj.checked_by)} {timezone.localtime(obj.checked_at):%Y-%m-%d %H:%M}"
