"""Writing the ledger: drafts, and posting under the next number. Who may is for the verbs to ask; the award is locked."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.auth.models import User
from django.db.models import F
from django.utils import timezone

from eldercare.models import Adjustment, Award, Entry, Voucher, VoucherBook
from eldercare.money_vocabulary import VoucherStatus
from eldercare.rules.ledger import Balances, Posting


def balances_of(award: Award) -> Balances:
    """As the posted vouchers say now."""
    return Award.objects.with_balances().get(pk=award.pk).balances


def write_draft(
    award: Award,
    posting: Posting,
    *,
    on: date,
    memo: str,
    paper_number: str = "",
    adjustment: Adjustment | None = None,
    reverses: Voucher | None = None,
    by: User,
    at: datetime,
) -> Voucher:
    voucher = Voucher.objects.create(
        award=award,
        kind=posting.kind,
        on=on,
        memo=memo[:200],
        paper_number=paper_number,
        adjustment=adjustment,
        reverses=reverses,
        drafted_by=by,
        drafted_at=at,
    )
    Entry.objects.bulk_create(
        Entry(voucher=voucher, account=side.account, debit=side.debit, credit=side.credit)
        for side in posting.sides
    )
    return voucher


def post(voucher: Voucher, *, county: str, by: User, at: datetime) -> Voucher:
    """Number the voucher and let it count."""
    today = timezone.localdate(at)
    voucher.status, voucher.checked_by, voucher.checked_at = VoucherStatus.POSTED, by, at
    voucher.posted_on, voucher.book_code, voucher.book_year = today, county, today.year
    voucher.book_serial = _next_number(county, today.year)
    voucher.save(
        update_fields=[
            "status",
            "checked_by",
            "checked_at",
            "posted_on",
            "book_code",
            "book_year",
            "book_serial",
        ]
    )
    return voucher


def _next_number(code: str, year: int) -> int:
    """The next number of the county in that year; who asks first locks the book until the transaction ends."""
    VoucherBook.objects.bulk_create([VoucherBook(code=code, year=year)], ignore_conflicts=True)
    book = VoucherBook.objects.select_for_update().get(code=code, year=year)
    VoucherBook.objects.filter(pk=book.pk).update(last=F("last") + 1)
    return book.last + 1
