"""Buttons of an award: only those its state and this person allow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from unfold.decorators import action
from unfold.enums import ActionVariant

from eldercare import actions
from eldercare.actions.adjustments import in_force_of, what_follows
from eldercare.admin import money_fields
from eldercare.admin.money_fields import ReasonForm, RemarkForm
from eldercare.models import Adjustment, Award, Voucher
from eldercare.money_facts import Reckoned, reckon_again
from eldercare.money_vocabulary import AwardKind, CheckStatus, UsePurpose
from eldercare.permissions import ADD_FUND_USE, CHECK_AWARD, DRAFT_VOUCHER, PREPARE_AWARD
from foundation.admin.deeds import AsksBeforeActing, Deed, user_of
from foundation.yuan import in_yuan

OTHERS_CHECK = "提出的人自己不能核准；与机构有利害关系的人不能办理。"


class MoneyForm(forms.Form):
    amount = money_fields.amount()
    on = money_fields.day("业务日期", help_text="支付凭证或缴款书上的日期。")
    paper_number = money_fields.line("票据号", most=60, help_text="支付凭证或缴款书的号码。")
    memo = money_fields.line("摘要", most=200, required=False)


class AdjustForm(forms.Form):
    amount = money_fields.amount("调整后的金额", required=False, help_text="元；留空照核算的金额。")
    reason = money_fields.reason()


def use_form(kind: str) -> type[forms.Form]:
    """Construction aid is for its project; operating subsidy for anything else (N103, N104)."""
    fits = [use for use in UsePurpose if (use == UsePurpose.PROJECT) == (kind == AwardKind.CONSTRUCTION)]
    fields = {
        "purpose": money_fields.choice("用途", [(use.value, use.label) for use in fits]),
        "amount": money_fields.amount(),
        "spent_on": money_fields.day("支出日期"),
        "paper": money_fields.line("凭据", most=120, help_text="发票、合同或工资表的名称、号码。"),
        "remark": money_fields.line("说明", most=200, required=False, help_text="用于“其他”的，写明做什么。"),
    }
    return type("UseForm", (forms.Form,), fields)


class AwardDeeds(AsksBeforeActing):
    actions_detail: tuple[Any, ...] = ("approve", "reject", "pay", "adjust", "recover", "use")

    def has_prepare_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(PREPARE_AWARD)

    def has_check_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(CHECK_AWARD)

    def has_draft_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(DRAFT_VOUCHER)

    def has_use_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(ADD_FUND_USE)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Only what can be done from where the award and its money stand."""
        award = Award.objects.visible_to(request.user).with_balances().filter(pk=object_id).first()
        buttons = super().get_actions_detail(request, object_id)  # type: ignore[misc]
        if award is None:
            return []
        offered = _offered(award)
        return [button for button in buttons if button.path in offered]

    @action(
        description="核准",
        url_path="approve",
        icon="task_alt",
        variant=ActionVariant.PRIMARY,
        permissions=["check"],
    )
    def approve(self, request: HttpRequest, object_id: str) -> HttpResponse:
        award: Award = self.found(request, object_id)
        explanation = f"{award.institution} {award}：{in_yuan(award.amount)}。核准后记一张核定凭证，可以拨付。{OTHERS_CHECK}"
        deed = self._deed(request, award, actions.approve_award, "核准补助", "已核准并记账。", explanation)
        return self.ask(request, award, deed)

    @action(description="退回", url_path="reject", icon="undo", permissions=["check"])
    def reject(self, request: HttpRequest, object_id: str) -> HttpResponse:
        award: Award = self.found(request, object_id)
        explanation = "退回以后这一年度（或项目）可以重新核定；记录保留。"
        deed = self._deed(
            request, award, actions.reject_award, "退回核定", "已退回。", explanation, form=ReasonForm
        )
        return self.ask(request, award, deed)

    @action(
        description="核准调整",
        url_path="approve-change",
        icon="task_alt",
        variant=ActionVariant.PRIMARY,
        permissions=["check"],
    )
    def approve_change(self, request: HttpRequest, object_id: str) -> HttpResponse:
        award, change = self._change(request, object_id)
        if change is None:
            return self._nothing_waits(request, award)
        explanation = (
            f"{award}由 {in_yuan(award.balances.net)} 调整为 {in_yuan(change.amount)}：{change.reason}"
        )
        deed = self._deed(
            request,
            change,
            actions.approve_adjustment,
            "核准调整",
            "已核准并记账。",
            f"{explanation}{OTHERS_CHECK}",
            notes=[*_lines(change), *what_follows(award, change.amount, award.balances)],
        )
        return self.ask(request, award, deed)

    @action(description="退回调整", url_path="reject-change", icon="undo", permissions=["check"])
    def reject_change(self, request: HttpRequest, object_id: str) -> HttpResponse:
        award, change = self._change(request, object_id)
        if change is None:
            return self._nothing_waits(request, award)
        explanation = "退回以后补助仍照原来的金额。"
        deed = self._deed(
            request, change, actions.reject_adjustment, "退回调整", "已退回。", explanation, form=ReasonForm
        )
        return self.ask(request, award, deed)

    @action(
        description="拨付",
        url_path="pay",
        icon="payments",
        variant=ActionVariant.PRIMARY,
        permissions=["draft"],
    )
    def pay(self, request: HttpRequest, object_id: str) -> HttpResponse:
        award: Any = self.found(request, object_id)
        explanation = (
            f"未拨付 {in_yuan(award.unpaid)}，领款单位：{award.operator}。制单以后由另一位工作人员复核记账。"
        )
        return self.ask(
            request, award, self._voucher(request, award, actions.draft_payment, "拨付", explanation)
        )

    @action(description="登记收回", url_path="recover", icon="undo", permissions=["draft"])
    def recover(self, request: HttpRequest, object_id: str) -> HttpResponse:
        award: Any = self.found(request, object_id)
        explanation = f"待收回 {in_yuan(award.to_recover)}。制单以后由另一位工作人员复核记账。"
        return self.ask(
            request, award, self._voucher(request, award, actions.draft_recovery, "登记收回", explanation)
        )

    @action(description="调整", url_path="adjust", icon="rule", permissions=["prepare"])
    def adjust(self, request: HttpRequest, object_id: str) -> HttpResponse:
        award: Any = self.found(request, object_id)
        reckoned = reckon_again(award, on=timezone.localdate())
        explanation = f"现在核定 {in_yuan(award.net)}。等级、备案或规则有变化的，照现在的情况重新核算，由另一位工作人员核准。"
        deed = self._deed(
            request,
            award,
            actions.adjust_award,
            "调整补助",
            "已提出调整，等待核准。",
            explanation,
            form=AdjustForm,
            notes=_reckoned(award, reckoned),
        )
        return self.ask(request, award, deed)

    @action(description="登记使用", url_path="use", icon="receipt_long", permissions=["use"])
    def use(self, request: HttpRequest, object_id: str) -> HttpResponse:
        award: Any = self.found(request, object_id)
        left = in_yuan(award.paid - award.used)
        deed = self._deed(
            request,
            award,
            actions.record_use,
            "登记资金使用",
            "已登记。",
            f"已拨付、还没有登记使用的有 {left}。",
            form=use_form(award.kind),
        )
        return self.ask(request, award, deed)

    def _deed(
        self,
        request: HttpRequest,
        row: Award | Adjustment,
        act: Callable[..., Any],
        title: str,
        done: str,
        explanation: str,
        *,
        form: Callable[..., forms.Form] = RemarkForm,
        notes: list[str] | None = None,
    ) -> Deed:
        def go(said: dict[str, Any]) -> None:
            act(row, **said, by=user_of(request), at=timezone.localtime())

        return Deed(title=title, form=form, act=go, done=done, explanation=explanation, notes=notes or [])

    def _voucher(
        self, request: HttpRequest, award: Award, act: Callable[..., Voucher], title: str, explanation: str
    ) -> Deed:
        def go(said: dict[str, Any]) -> str:
            voucher = act(award, **said, by=user_of(request), at=timezone.localtime())
            return reverse("admin:eldercare_voucher_change", args=[voucher.pk])

        return Deed(
            title=title,
            form=lambda *sent: MoneyForm(*sent) if sent else MoneyForm(initial={"on": timezone.localdate()}),
            act=go,
            done="已制单，等待另一位工作人员复核。",
            explanation=explanation,
        )

    def _change(self, request: HttpRequest, object_id: str) -> tuple[Any, Adjustment | None]:
        award: Any = self.found(request, object_id)
        waiting = award.adjustments.waiting().select_related("award__institution", "rules", "rectification")
        return award, waiting.first()

    def _nothing_waits(self, request: HttpRequest, award: Award) -> HttpResponse:
        deed = Deed(
            title="调整",
            form=forms.Form,
            act=lambda said: None,
            done="",
            notes=["这笔补助没有等待核准的调整。"],
            blocked=True,
        )
        return self.ask(request, award, deed)


def _offered(award: Any) -> set[str]:
    if award.status == CheckStatus.DRAFTED:
        return {"approve", "reject"}
    if award.status == CheckStatus.REJECTED:
        return set()
    if award.adjustments.waiting().exists():
        return {"approve-change", "reject-change", "recover", "use"}
    wanted = {"pay": award.unpaid, "recover": award.to_recover, "use": award.paid - award.used}
    return {"adjust", *(name for name, amount in wanted.items() if amount > 0)}


def _lines(change: Adjustment) -> list[str]:
    return [
        f"{line.days} {line.reason}：{in_yuan(line.amount)}".strip() for line in change.shown_lines
    ] + list(change.notes)


def _reckoned(award: Award, reckoned: Reckoned) -> list[str]:
    """Line by line as of today; whether anything changed since."""
    lines = [f"{line.days} {line.reason}：{in_yuan(line.amount)}".strip() for line in reckoned.shown_lines]
    same = reckoned.is_that_of(in_force_of(award))
    said = "与现在核定所依据的相同。" if same else "与现在核定所依据的不同，须调整。"
    total = f"现在核算 {in_yuan(reckoned.computed)}，最高可定 {in_yuan(reckoned.most)}。"
    return [*lines, *reckoned.notes, f"{total}{said}"]
