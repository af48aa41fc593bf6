"""凭证: the double-entry ledger. A posted voucher is numbered, balances, and never changes (triggers)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Self

from django.db import models
from django.db.models import DecimalField, F, Q, QuerySet, Sum
from django.db.models.functions import ExtractYear

from eldercare.models.person import person
from eldercare.money_vocabulary import Account, VoucherKind, VoucherStatus
from eldercare.rules.ledger import OF_ADJUSTMENT, Side
from foundation.constraints import is_known
from foundation.scope import ScopedQuerySet
from foundation.yuan import MOST, NOTHING, YuanField, is_to_the_fen

DRAFTED, POSTED, DISCARDED = VoucherStatus.values
MONEY_MOVES = (VoucherKind.PAYMENT, VoucherKind.RECOVERY)
ADJUSTING = sorted(OF_ADJUSTMENT)
UNNUMBERED = Q(book_code="", book_year__isnull=True, book_serial__isnull=True, posted_on__isnull=True)
UNCHECKED = Q(checked_by__isnull=True, checked_at__isnull=True)
NOT_DISCARDED = Q(discarded_by__isnull=True, discarded_at__isnull=True, discard_reason="")


class VoucherQuerySet(ScopedQuerySet["Voucher"]):
    place = "award__institution__township"

    def posted(self) -> Self:
        return self.filter(status=VoucherStatus.POSTED)

    def waiting(self) -> Self:
        """Drafted, for somebody else to check."""
        return self.filter(status=VoucherStatus.DRAFTED)

    def standing(self) -> Self:
        """Posted or on its way."""
        return self.exclude(status=VoucherStatus.DISCARDED)

    def with_amount(self) -> Self:
        """Each with `total`: what its debits come to."""
        return self.annotate(total=Sum("entries__debit", output_field=DecimalField()))


class Voucher(models.Model):
    """`eldercare.actions` alone writes it: drafted → posted or discarded."""

    award = models.ForeignKey("eldercare.Award", models.PROTECT, related_name="vouchers", verbose_name="补助")
    kind = models.CharField("种类", max_length=10, choices=VoucherKind)
    on = models.DateField("业务日期", help_text="款项收付或核准的日期。")
    memo = models.CharField("摘要", max_length=200)
    paper_number = models.CharField(
        "票据号", max_length=60, blank=True, help_text="拨付、收回的支付凭证或缴款书号码。"
    )
    adjustment = models.ForeignKey(
        "eldercare.Adjustment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="vouchers",
        verbose_name="调整",
    )
    reverses = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="reversals", verbose_name="冲销的凭证"
    )
    status = models.CharField(
        "状态", max_length=10, choices=VoucherStatus, default=VoucherStatus.DRAFTED, editable=False
    )
    drafted_by = person("制单人")
    drafted_at = models.DateTimeField("制单时间", editable=False)
    checked_by = person("复核人", null=True)
    checked_at = models.DateTimeField("复核时间", null=True, blank=True, editable=False)
    posted_on = models.DateField("记账日期", null=True, blank=True, editable=False)
    book_code = models.CharField("编号县代码", max_length=6, blank=True, editable=False)
    book_year = models.PositiveSmallIntegerField("编号年份", null=True, blank=True, editable=False)
    book_serial = models.PositiveIntegerField("编号序号", null=True, blank=True, editable=False)
    discarded_by = person("作废人", null=True)
    discarded_at = models.DateTimeField("作废时间", null=True, blank=True, editable=False)
    discard_reason = models.CharField("作废原因", max_length=300, blank=True, editable=False)

    objects = VoucherQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "记账凭证"
        default_permissions = ("view",)
        permissions = [
            ("draft_voucher", "Can draft and discard vouchers"),
            ("post_voucher", "Can check and post vouchers"),
        ]
        constraints = [
            is_known("voucher", "kind", VoucherKind),
            is_known("voucher", "status", VoucherStatus),
            models.CheckConstraint(
                name="voucher_basis_fits_kind",
                condition=Q(kind__in=ADJUSTING, adjustment__isnull=False, reverses__isnull=True)
                | Q(kind=VoucherKind.REVERSAL, adjustment__isnull=True, reverses__isnull=False)
                | Q(
                    kind__in=[VoucherKind.AWARD, *MONEY_MOVES],
                    adjustment__isnull=True,
                    reverses__isnull=True,
                ),
                violation_error_message="调增、调减和应收回须有调整，冲销须指明冲销哪一张凭证。",
            ),
            models.CheckConstraint(
                name="voucher_says_what",
                condition=~Q(memo="") & (~Q(kind__in=MONEY_MOVES) | ~Q(paper_number="")),
                violation_error_message="凭证须有摘要，拨付和收回须有票据号。",
            ),
            models.CheckConstraint(
                name="voucher_status_is_whole",
                condition=(Q(status=DRAFTED) & UNCHECKED & UNNUMBERED & NOT_DISCARDED)
                | (
                    Q(
                        status=POSTED,
                        checked_by__isnull=False,
                        checked_at__isnull=False,
                        checked_at__gte=F("drafted_at"),
                        posted_on__isnull=False,
                        posted_on__gte=F("on"),
                        book_code__regex=r"^\d{6}$",
                        book_serial__isnull=False,
                        book_year__isnull=False,
                        book_year=ExtractYear("posted_on"),
                    )
                    & NOT_DISCARDED
                )
                | (
                    Q(status=DISCARDED, discarded_by__isnull=False, discarded_at__isnull=False)
                    & ~Q(discard_reason="")
                    & UNCHECKED
                    & UNNUMBERED
                ),
                violation_error_message="记账须有复核人、时间和编号，业务日期不晚于记账日期；作废须有经办人、时间和原因。",
            ),
            # Superusers are no exception.
            models.CheckConstraint(
                name="voucher_is_checked_by_another",
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("drafted_by")),
                violation_error_message="制单人和复核人不能是同一个人。",
            ),
            models.UniqueConstraint(
                name="voucher_number_is_once",
                fields=["book_code", "book_year", "book_serial"],
                condition=Q(book_serial__isnull=False),
                violation_error_message="凭证编号重复。",
            ),
            models.UniqueConstraint(
                name="voucher_is_reversed_once",
                fields=["reverses"],
                condition=Q(reverses__isnull=False) & ~Q(status=DISCARDED),
                violation_error_message="这张凭证已经冲销或正在冲销。",
            ),
            models.UniqueConstraint(
                name="voucher_of_award_is_one",
                fields=["award"],
                condition=Q(kind=VoucherKind.AWARD) & ~Q(status=DISCARDED),
                violation_error_message="这笔补助已经记过核定凭证。",
            ),
        ]
        indexes = [models.Index(fields=["status", "posted_on"], name="voucher_by_day")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number or self.get_status_display()}"

    @property
    def number(self) -> str:
        """县代码-年份-账-序号, e.g. 530922-2026-账-0007; empty until posted."""
        if self.book_serial is None:
            return ""
        return f"{self.book_code}-{self.book_year}-账-{self.book_serial:04d}"

    @property
    def amount(self) -> Decimal:
        """Of a voucher whose entries were loaded with it."""
        return sum((entry.debit for entry in self.entries.all()), NOTHING)


class VoucherBook(models.Model):
    """The last number each county gave in a year; its row is locked while a voucher is posted."""

    code = models.CharField("县代码", max_length=6)
    year = models.PositiveSmallIntegerField("年份")
    last = models.PositiveIntegerField("最后序号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "凭证编号簿"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="voucher_book_is_one",
                fields=["code", "year"],
                violation_error_message="这个县（区）这一年已有编号簿。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.year}: {self.last}"


class EntryQuerySet(ScopedQuerySet["Entry"]):
    place = "voucher__award__institution__township"

    def posted(self) -> Self:
        return self.filter(voucher__status=VoucherStatus.POSTED)

    def moving(self, kind: VoucherKind) -> Self:
        """Of vouchers of this kind, and of those that undo one."""
        return self.filter(Q(voucher__kind=kind) | Q(voucher__reverses__kind=kind))

    def debit_less_credit(self, owner: str) -> QuerySet[Entry, Any]:
        """For a subquery: the balance of the lines of each owner."""
        lines: QuerySet[Entry, Any] = self.order_by().values(owner)
        return lines.annotate(balance=Sum(F("debit") - F("credit"))).values("balance")


class Entry(models.Model):
    """One line of a voucher: a debit or a credit of one account."""

    voucher = models.ForeignKey(Voucher, models.PROTECT, related_name="entries", verbose_name="凭证")
    account = models.CharField("科目", max_length=10, choices=Account)
    debit = YuanField("借方", default=NOTHING)
    credit = YuanField("贷方", default=NOTHING)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "分录"
        default_permissions = ("view",)
        constraints = [
            is_known("entry", "account", Account),
            models.CheckConstraint(
                name="entry_has_one_side",
                condition=Q(debit__gt=0, debit__lte=MOST, credit=0)
                | Q(debit=0, credit__gt=0, credit__lte=MOST),
                violation_error_message="每条分录只有借方或贷方，金额须大于 0。",
            ),
            is_to_the_fen("entry", "debit"),
            is_to_the_fen("entry", "credit"),
            models.UniqueConstraint(
                name="entry_is_once_an_account",
                fields=["voucher", "account"],
                violation_error_message="同一凭证里每个科目只记一条。",
            ),
        ]

    def __str__(self) -> str:
        side, amount = ("借", self.debit) if self.debit else ("贷", self.credit)
        return f"{side} {self.get_account_display()} {amount:,.2f}"

    @property
    def side(self) -> Side:
        return Side(Account(self.account), self.debit, self.credit)
