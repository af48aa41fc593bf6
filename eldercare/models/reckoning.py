"""核算: an amount as it was reckoned line by line, decided by one officer and checked by another. Award and Adjustment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from eldercare.models.money_rules import MoneyRules
from eldercare.models.person import person
from eldercare.money_vocabulary import CheckStatus
from foundation.yuan import YuanField, is_money, is_to_the_fen

DRAFTED, APPROVED, REJECTED = CheckStatus.values
NOUN = "%(class)s"


@dataclass(frozen=True)
class ShownLine:
    """One step of the reckoning as it was frozen."""

    days: str  # "2025-01-01 至 2025-06-30"; "" where it has none
    amount: Decimal
    reason: str


def shown(lines: Iterable[Mapping[str, str]]) -> list[ShownLine]:
    return [ShownLine(line["days"], Decimal(line["amount"]), line["reason"]) for line in lines]


class Reckoning(models.Model):
    """What was known and reckoned when it was prepared stays with it: rules, days, lines."""

    rules = models.ForeignKey(
        MoneyRules, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="补助规则"
    )
    days = models.JSONField(
        "等级有效并在备案中的日子", null=True, blank=True, help_text="运营补贴：各等级在这一年里的起止日期。"
    )
    computed = YuanField("核算金额", null=True, blank=True, help_text="照规则算出的；没有规则可算的为空。")
    most = YuanField("最高可定")
    is_open = models.BooleanField(
        "须由经办人决定", default=False, help_text="规则没有规定，或年度还没有到基准日。"
    )
    lines = models.JSONField("核算过程", default=list, blank=True)
    notes = models.JSONField("核算说明", default=list, blank=True)
    amount = YuanField("核定金额")
    reason = models.CharField("理由", max_length=500, blank=True)
    status = models.CharField(
        "状态", max_length=10, choices=CheckStatus, default=CheckStatus.DRAFTED, editable=False
    )
    prepared_by = person("经办人")
    prepared_at = models.DateTimeField("经办时间", editable=False)
    checked_by = person("核准人", null=True)
    checked_at = models.DateTimeField("核准时间", null=True, blank=True, editable=False)
    check_remark = models.CharField("核准意见", max_length=300, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name=f"{NOUN}_status_is_known",
                condition=Q(status__in=CheckStatus.values),
                violation_error_message="没有这种状态。",
            ),
            *(is_to_the_fen(NOUN, field) for field in ("amount", "computed", "most")),
            is_money(NOUN, "computed", zero=True),
            models.CheckConstraint(
                name=f"{NOUN}_amount_is_not_above_most",
                condition=Q(amount__lte=F("most")),
                violation_error_message="核定金额不能超过最高可定的金额。",
            ),
            models.CheckConstraint(
                name=f"{NOUN}_check_is_whole",
                condition=Q(status=DRAFTED, checked_by__isnull=True, checked_at__isnull=True, check_remark="")
                | Q(
                    status__in=[APPROVED, REJECTED],
                    checked_by__isnull=False,
                    checked_at__isnull=False,
                    checked_at__gte=F("prepared_at"),
                ),
                violation_error_message="核准或退回须有经办人和时间，不早于提出的时间。",
            ),
            models.CheckConstraint(
                name=f"{NOUN}_rejection_has_reason",
                condition=~Q(status=REJECTED) | ~Q(check_remark=""),
                violation_error_message="退回须写明原因。",
            ),
            # Superusers are no exception.
            models.CheckConstraint(
                name=f"{NOUN}_is_checked_by_another",
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("prepared_by")),
                violation_error_message="经办人和核准人不能是同一个人。",
            ),
        ]

    @property
    def shown_lines(self) -> list[ShownLine]:
        return shown(self.lines)

    @property
    def is_drafted(self) -> bool:
        return self.status == CheckStatus.DRAFTED
