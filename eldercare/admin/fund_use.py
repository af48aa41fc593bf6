"""The desk of uses: what the money was spent on; what is none of the notice's purposes stands out."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from eldercare import actions
from eldercare.admin.money_fields import ReasonForm
from eldercare.admin.money_filters import OfAwardCountyFilter, UseWaitingFilter
from eldercare.models import FundUse
from eldercare.money_sheets import name_of
from eldercare.money_vocabulary import UsePurpose
from eldercare.permissions import VOID_FUND_USE
from foundation.admin.deeds import AsksBeforeActing, Deed, user_of
from foundation.admin.desk import RecordAdmin
from foundation.admin.scoped import ScopedAdmin
from foundation.yuan import in_yuan

BADGES = {use.label: "warning" if use == UsePurpose.OTHER else "default" for use in UsePurpose}


@admin.register(FundUse)
class FundUseAdmin(AsksBeforeActing, ScopedAdmin, RecordAdmin):
    """New ones are recorded from the page of an award."""

    actions_detail = ("void",)
    list_display = ("spent_on", "institution", "what", "purpose_badge", "amount_shown", "paper", "state")
    list_display_links = ("spent_on",)
    list_filter = (UseWaitingFilter, OfAwardCountyFilter, "purpose")
    search_fields = ("award__institution__name", "paper", "remark")
    search_help_text = "机构名称、凭据或说明"
    ordering = ("-spent_on", "-pk")
    actions = None
    fields = (
        ("institution", "award_link"),
        ("purpose_badge", "amount_shown", "spent_on"),
        ("paper", "remark"),
        ("recorded_shown", "voided_shown"),
    )
    readonly_fields = tuple(name for row in fields for name in row)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows.select_related("award__institution__township__parent", "recorded_by", "voided_by")

    def has_void_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(VOID_FUND_USE)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        standing = FundUse.objects.visible_to(request.user).standing().filter(pk=object_id).exists()
        buttons = super().get_actions_detail(request, object_id)
        return [button for button in buttons if standing]

    @action(
        description="作废", url_path="void", icon="block", variant=ActionVariant.DANGER, permissions=["void"]
    )
    def void(self, request: HttpRequest, object_id: str) -> HttpResponse:
        use: FundUse = self.found(request, object_id)

        def act(said: dict[str, Any]) -> None:
            actions.void_use(use, **said, by=user_of(request), at=timezone.localtime())

        deed = Deed(
            title="作废资金使用",
            form=ReasonForm,
            act=act,
            done="已作废。",
            explanation="作废以后不再计入已使用的金额，记录保留；更正的请重新登记。",
        )
        return self.ask(request, use, deed)

    @display(description="机构", ordering="award__institution__name")
    def institution(self, obj: FundUse) -> str:
        return obj.award.institution.name

    @display(description="补助")
    def what(self, obj: FundUse) -> str:
        return str(obj.award)

    @display(description="补助")
    def award_link(self, obj: FundUse) -> str:
        page = reverse("admin:eldercare_award_change", args=[obj.award_id])
        return format_html('<a class="desk-link" href="{}">{}</a>', page, obj.award)

    @display(description="用途", ordering="purpose", label=BADGES)
    def purpose_badge(self, obj: FundUse) -> str:
        return obj.get_purpose_display()

    @display(description="金额", ordering="amount")
    def amount_shown(self, obj: FundUse) -> str:
        return in_yuan(obj.amount)

    @display(description="状态", label={"有效": "success", "已作废": "default"})
    def state(self, obj: FundUse) -> str:
        return "已作废" if obj.voided_at else "有效"

    @display(description="登记")
    def recorded_shown(self, obj: FundUse) -> str:
        return f"{name_of(obj.recorded_by)} {timezone.localtime(obj.recorded_at):%Y-%m-%d %H:%M}"

    @display(description="作废")
    def voided_shown(self, obj: FundUse) -> str:
        if obj.voided_at is None:
            return "—"
        return (
            f"{name_of(obj.voided_by)} {timezone.localtime(obj.voided_at):%Y-%m-%d %H:%M}：{obj.void_reason}"
        )
