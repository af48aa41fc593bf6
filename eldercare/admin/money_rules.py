"""The desk of the rules of money: an edition is drafted from the last, put in force, retired; one in force never changes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from eldercare import actions
from eldercare.admin.money_fields import ReasonForm
from eldercare.models import MoneyRules
from eldercare.money_sheets import name_of
from eldercare.permissions import PUBLISH_MONEY_RULES
from eldercare.rating_vocabulary import EditionStatus
from foundation.admin.deeds import AsksBeforeActing, Deed, user_of
from foundation.admin.desk import DeskAdmin
from foundation.yuan import in_yuan

BADGES = {
    EditionStatus.DRAFT.label: "warning",
    EditionStatus.PUBLISHED.label: "success",
    EditionStatus.RETIRED.label: "default",
}
TYPED = (
    ("year_from", "cut_off_month", "cut_off_day"),
    ("amount_a", "amount_aa", "amount_aaa"),
    ("part_year", "level_change"),
    ("new_building", "conversion"),
    "source",
    "remark",
)
COPIED = (
    "amount_a",
    "amount_aa",
    "amount_aaa",
    "cut_off_month",
    "cut_off_day",
    "part_year",
    "level_change",
    "new_building",
    "conversion",
    "source",
    "remark",
)
WHAT_FOLLOWS = "已经核定的补助仍照原来的规则；适用的规则因此变了的，列为“须调整”，由县（区）重新核算。"


class MoneyRulesDeeds(AsksBeforeActing):
    def has_publish_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(PUBLISH_MONEY_RULES)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Only what can be done from where the edition stands."""
        rules = MoneyRules.objects.filter(pk=object_id).first()
        offered = {EditionStatus.DRAFT.value: "publish", EditionStatus.PUBLISHED.value: "retire"}
        buttons = super().get_actions_detail(request, object_id)  # type: ignore[misc]
        return [button for button in buttons if rules and button.path == offered.get(rules.status)]

    @action(
        description="施行",
        url_path="publish",
        icon="publish",
        variant=ActionVariant.PRIMARY,
        permissions=["publish"],
    )
    def publish(self, request: HttpRequest, object_id: str) -> HttpResponse:
        rules: MoneyRules = self.found(request, object_id)

        def act(said: dict[str, Any]) -> None:
            actions.publish_money_rules(rules, **said, by=user_of(request), at=timezone.localtime())

        deed = Deed(
            title="施行补助规则",
            form=forms.Form,
            act=act,
            done="已施行。",
            explanation=f"从 {rules.year_from} 年度起照这一版核算，到下一版开始的年度为止；施行以后不能改动。{WHAT_FOLLOWS}",
            notes=_replaced(rules),
        )
        return self.ask(request, rules, deed)

    @action(description="停用", url_path="retire", icon="block", permissions=["publish"])
    def retire(self, request: HttpRequest, object_id: str) -> HttpResponse:
        rules: MoneyRules = self.found(request, object_id)

        def act(said: dict[str, Any]) -> None:
            actions.retire_money_rules(rules, **said, by=user_of(request), at=timezone.localtime())

        deed = Deed(
            title="停用补助规则",
            form=ReasonForm,
            act=act,
            done="已停用。",
            explanation=f"停用以后照前一版核算；记录保留。{WHAT_FOLLOWS}",
        )
        return self.ask(request, rules, deed)


@admin.register(MoneyRules)
class MoneyRulesAdmin(MoneyRulesDeeds, DeskAdmin):
    actions_detail = ("publish", "retire")
    list_display = ("label", "status_badge", "a", "aa", "aaa", "part_year", "level_change", "building")
    list_display_links = ("label",)
    list_filter = ("status",)
    search_fields = ("year_from", "source")
    ordering = ("-year_from", "-pk")
    actions = None

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What has not happened has no field."""
        typed = {
            "fields": TYPED,
            "description": "标准有变化的，添加新的一版，从它的年度起用。草稿可以修改、删除；施行以后不能改动。",
        }
        if obj is None or obj.is_draft:
            return [(None, typed)]
        moves = ["published_shown", *(("retired_shown",) if obj.retired_at else ())]
        return [(None, {"fields": ("status_badge", *moves)}), ("内容", typed)]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("status_badge", "published_shown", "retired_shown")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The next edition starts from the last in force."""
        last = MoneyRules.objects.published().order_by("-year_from").first()
        copied = {name: getattr(last, name) for name in COPIED} if last else {}
        return {**copied, **super().get_changeform_initial_data(request)}

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed: bool = super().has_change_permission(request, obj)
        return allowed and (obj is None or obj.is_draft)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed: bool = super().has_delete_permission(request, obj)
        return allowed and (obj is None or obj.is_draft)

    @display(description="补助规则", ordering="year_from")
    def label(self, obj: MoneyRules) -> str:
        return str(obj)

    @display(description="状态", ordering="status", label=BADGES)
    def status_badge(self, obj: MoneyRules) -> str:
        return obj.get_status_display()

    @display(description="A 级", ordering="amount_a")
    def a(self, obj: MoneyRules) -> str:
        return in_yuan(obj.amount_a)

    @display(description="2A 级", ordering="amount_aa")
    def aa(self, obj: MoneyRules) -> str:
        return in_yuan(obj.amount_aa)

    @display(description="3A 级", ordering="amount_aaa")
    def aaa(self, obj: MoneyRules) -> str:
        return in_yuan(obj.amount_aaa)

    @display(description="每平方米（新建、改建）")
    def building(self, obj: MoneyRules) -> str:
        return f"{in_yuan(obj.new_building)}，{in_yuan(obj.conversion)}"

    @display(description="施行")
    def published_shown(self, obj: MoneyRules) -> str:
        assert obj.published_at is not None  # money_rules_status_is_whole
        return f"{name_of(obj.published_by)} {timezone.localtime(obj.published_at):%Y-%m-%d %H:%M}"

    @display(description="停用")
    def retired_shown(self, obj: MoneyRules) -> str:
        assert obj.retired_at is not None
        return f"{name_of(obj.retired_by)} {timezone.localtime(obj.retired_at):%Y-%m-%d %H:%M}：{obj.retire_reason}"


def _replaced(rules: MoneyRules) -> list[str]:
    """What is in force of the same year goes."""
    before = MoneyRules.objects.published().filter(year_from=rules.year_from).first()
    return [f"现在施行的{before}同时停用。"] if before else []
