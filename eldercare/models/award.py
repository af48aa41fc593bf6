"""补助核定: an entitlement of one institution, for a year (运营补贴) or a project (建设补助), and its adjustments."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import BigIntegerField, Exists, F, Func, JSONField, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from eldercare.models.award_constraints import ADJUSTMENT, AWARD
from eldercare.models.fund_use import FundUse
from eldercare.models.institution import Institution
from eldercare.models.money_rules import MoneyRules
from eldercare.models.operator import Operator
from eldercare.models.reckoning import Reckoning
from eldercare.models.rectification import Rectification
from eldercare.models.voucher import Entry
from eldercare.money_vocabulary import Account, AwardKind, BuildWork, CheckStatus, FundSource, VoucherKind
from eldercare.rules.ledger import Balances
from foundation.scope import ScopedQuerySet
from foundation.yuan import NOTHING, YuanField

BALANCES = ("net", "unpaid", "paid", "to_recover", "recovered")


class RatedDays(Func):
    """The days of a year on which an institution is both rated and on file: {"2A": [["2025-01-01", "2025-12-31"]]}.

    One function in the database, for the reckoning, for the list of what is out of step, and for the guard.
    """

    function = "eldercare_rated_days"
    output_field = JSONField()


class AdjustmentQuerySet(ScopedQuerySet["Adjustment"]):
    place = "award__institution__township"

    def waiting(self) -> Self:
        return self.filter(status=CheckStatus.DRAFTED)

    def in_force(self) -> Self:
        return self.filter(status=CheckStatus.APPROVED)


class AwardQuerySet(ScopedQuerySet["Award"]):
    def in_force(self) -> Self:
        return self.filter(status=CheckStatus.APPROVED)

    def waiting(self) -> Self:
        """For somebody else to check: the award itself, or an adjustment of it."""
        pending = Adjustment.objects.waiting().filter(award=OuterRef("pk"))
        return self.filter(Q(status=CheckStatus.DRAFTED) | Exists(pending))

    def standing(self) -> Self:
        """Approved or on its way: those that use up the one award of a year or a project."""
        return self.exclude(status=CheckStatus.REJECTED)

    def operating(self) -> Self:
        return self.filter(kind=AwardKind.OPERATING)

    def with_balances(self) -> Self:
        """Each with `net`, `unpaid`, `paid`, `to_recover`, `recovered` (see `Balances`) and `used`."""
        used = FundUse.objects.standing().filter(award=OuterRef("pk")).order_by().values("award")
        payable, funds = Account.PAYABLE, Account.FUNDS
        return self.annotate(
            net=_balance(Account.EXPENSE),
            unpaid=-_balance(payable),
            paid=-_balance(funds, VoucherKind.PAYMENT),
            to_recover=_balance(Account.RECEIVABLE),
            recovered=_balance(funds, VoucherKind.RECOVERY),
            used=_or_nothing(used.annotate(all=Sum("amount")).values("all")),
        )

    def out_of_step(self) -> Self:
        """Operating subsidies in force that rest on other days, or on another edition of the rules, than hold now.

        A level that ended or was corrected, a filing that ended, an institution that closed, an edition that came later:
        an officer reckons anew. What was taken back as a whole (N109) rests on no days any more.
        """
        last = Adjustment.objects.in_force().filter(award=OuterRef("pk")).order_by("-pk")
        edition = MoneyRules.objects.until(OuterRef("year"))  # type: ignore[arg-type]
        taken_back = Subquery(last.values("rectification")[:1])
        return (
            self.in_force()
            .operating()
            .alias(
                days_then=Coalesce(Subquery(last.values("days")[:1]), F("days")),
                days_now=RatedDays("institution", "year"),
                rules_then=Coalesce(
                    Subquery(last.values("rules_id")[:1]), F("rules_id"), output_field=BigIntegerField()
                ),
                rules_now=Subquery(edition.values("pk")[:1]),
                taken_back=taken_back,
            )
            .filter(taken_back__isnull=True)
            .exclude(days_then=F("days_now"), rules_then=F("rules_now"))
        )


def _balance(account: Account, kind: VoucherKind | None = None) -> Coalesce:
    """Debits less credits of the posted lines of an award."""
    lines = Entry.objects.posted().filter(account=account, voucher__award=OuterRef("pk"))
    return _or_nothing((lines.moving(kind) if kind else lines).debit_less_credit("voucher__award"))


def _or_nothing(total: Any) -> Coalesce:
    return Coalesce(Subquery(total), Value(NOTHING), output_field=YuanField())


class Award(Reckoning):
    """Frozen as it was prepared; `eldercare.actions` alone writes its status: drafted → approved or rejected."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="awards", verbose_name="机构")
    operator = models.ForeignKey(
        Operator,
        models.PROTECT,
        related_name="awards",
        verbose_name="领款单位",
        help_text="核定时的运营主体。",
    )
    kind = models.CharField("类别", max_length=12, choices=AwardKind)
    year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    project = models.CharField("项目", max_length=120, blank=True)
    works = models.CharField("建设方式", max_length=10, choices=BuildWork, blank=True)
    area = models.DecimalField("建筑面积", max_digits=8, decimal_places=2, null=True, blank=True)
    fund = models.CharField("资金来源", max_length=10, choices=FundSource)
    basis = models.CharField(
        "依据文件", max_length=120, blank=True, help_text="中央预算内投资写计划文件，其他的写资金下达文件。"
    )

    objects = AwardQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "补助核定"
        default_permissions = ("view",)
        permissions = [
            ("prepare_award", "Can prepare awards and adjustments"),
            ("check_award", "Can approve and reject awards and adjustments"),
            ("export_award", "Can export awards and the ledger"),
        ]
        constraints = [*Reckoning.Meta.constraints, *AWARD]
        indexes = [models.Index(fields=["kind", "year"], name="award_by_year")]

    def __str__(self) -> str:
        return f"{self.year} 年度运营补贴" if self.year else f"建设补助（{self.project}）"

    @property
    def balances(self) -> Balances:
        """Of an award that was loaded `with_balances`."""
        return Balances(*(vars(self)[name] for name in BALANCES))


class Adjustment(Reckoning):
    """调整: the amount of an award reckoned anew, after a level ended or was corrected, or taken back as a whole (N109)."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="adjustments", verbose_name="补助")
    rectification = models.ForeignKey(
        Rectification,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="adjustments",
        verbose_name="限期整改",
        help_text="拒不整改、收回全部补助的，所据的整改。",
    )

    objects = AdjustmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "补助调整"
        default_permissions = ("view",)
        constraints = [*Reckoning.Meta.constraints, *ADJUSTMENT]

    def __str__(self) -> str:
        return f"调整为 {self.amount:,.2f} 元"
