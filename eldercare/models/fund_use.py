"""资金使用: what the money was spent on (N103, N104). Rows are added, or voided once; never rewritten (a trigger)."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q

from eldercare.models.person import person
from eldercare.money_vocabulary import UsePurpose
from foundation.constraints import is_known
from foundation.scope import ScopedQuerySet
from foundation.yuan import YuanField, is_money, is_to_the_fen


class FundUseQuerySet(ScopedQuerySet["FundUse"]):
    place = "award__institution__township"

    def standing(self) -> Self:
        return self.filter(voided_at__isnull=True)

    def worth_a_look(self) -> Self:
        """For none of what the notice names: 主要用于 leaves room, somebody should look."""
        return self.standing().filter(purpose=UsePurpose.OTHER)


class FundUse(models.Model):
    award = models.ForeignKey("eldercare.Award", models.PROTECT, related_name="uses", verbose_name="补助")
    purpose = models.CharField(
        "用途",
        max_length=10,
        choices=UsePurpose,
        help_text="建设补助只能用于项目建设；运营补贴主要用于设施提升改造、设备采购、聘用人员工资、人员培训。",
    )
    amount = YuanField("金额", help_text="元。")
    spent_on = models.DateField("支出日期")
    paper = models.CharField("凭据", max_length=120, help_text="发票、合同或工资表的名称、号码。")
    remark = models.CharField("说明", max_length=200, blank=True, help_text="用于“其他”的，写明做什么。")
    recorded_by = person("登记人")
    recorded_at = models.DateTimeField("登记时间", editable=False)
    recorded_on = models.DateField("登记日期", editable=False)
    voided_by = person("作废人", null=True)
    voided_at = models.DateTimeField("作废时间", null=True, blank=True, editable=False)
    void_reason = models.CharField("作废原因", max_length=300, blank=True, editable=False)

    objects = FundUseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "资金使用"
        default_permissions = ("add", "view")
        permissions = [("void_funduse", "Can void records of use")]
        constraints = [
            is_known("fund_use", "purpose", UsePurpose),
            is_money("fund_use", "amount"),
            is_to_the_fen("fund_use", "amount"),
            models.CheckConstraint(
                name="fund_use_has_paper",
                condition=~Q(paper=""),
                violation_error_message="请写明发票、合同等凭据。",
            ),
            models.CheckConstraint(
                name="fund_use_for_something_else_says_what",
                condition=~Q(purpose=UsePurpose.OTHER) | ~Q(remark=""),
                violation_error_message="用于“其他”的，请写明做什么。",
            ),
            models.CheckConstraint(
                name="fund_use_is_recorded_after_it_was_spent",
                condition=Q(recorded_on__gte=F("spent_on")),
                violation_error_message="支出日期还没有到。",
            ),
            models.CheckConstraint(
                name="fund_use_voiding_is_whole",
                condition=Q(voided_by__isnull=True, voided_at__isnull=True, void_reason="")
                | (
                    Q(voided_by__isnull=False, voided_at__isnull=False, voided_at__gte=F("recorded_at"))
                    & ~Q(void_reason="")
                ),
                violation_error_message="作废须有经办人、时间和原因。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.amount:,.2f} 元（{self.spent_on:%Y-%m-%d}）"
