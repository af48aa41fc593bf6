"""Payments and recoveries: drafted by one officer of the county, checked and posted by another.

    draft     —        drafted    draft_voucher   at the county, not attached
    reverse   posted   (a draft that undoes it)   draft_voucher
    post      drafted  posted     post_voucher    somebody else
    discard   drafted  discarded  draft_voucher   anybody who drafts, with a reason

What a draft asks is asked again when it is posted: the award is locked, so that of two who post at once the second finds
what the first left.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from eldercare.actions.ledger import balances_of, post, write_draft
from eldercare.actions.money_door import enter_award, exact
from eldercare.models import Award, Voucher
from eldercare.money_vocabulary import AwardKind, CheckStatus, FundSource, VoucherKind, VoucherStatus
from eldercare.permissions import DRAFT_VOUCHER, POST_VOUCHER
from eldercare.refusals import AmountRefused, AwardRefused, DaysOutOfOrder, ReviewsOwnWork, VoucherRefused
from eldercare.rules.ledger import REVERSIBLE, Balances, posting, reversal
from eldercare.rules.subsidy import NOTHING
from foundation.refusals import RemarkRequired
from foundation.yuan import in_yuan


@transaction.atomic
def draft_payment(
    award: Award, *, amount: Decimal, on: date, paper_number: str, memo: str = "", by: User, at: datetime
) -> Voucher:
    """Draft the payment of all or part of what is due, on the day of the payment slip.

    Raises NotPermitted, NotOnDuty, IsAttached, AwardRefused, AmountRefused, DaysOutOfOrder or RemarkRequired.
    """
    locked = enter_award(award, DRAFT_VOUCHER, "拨付补助", by=by, at=at)
    _check_payable(locked)
    _check_money(locked, amount, on, paper_number, at=at)
    _check_within(locked, VoucherKind.PAYMENT, amount, on_its_way=_on_its_way(locked, VoucherKind.PAYMENT))
    return write_draft(
        locked,
        posting(VoucherKind.PAYMENT, amount),
        on=on,
        memo=memo.strip() or f"拨付{locked}",
        paper_number=paper_number.strip(),
        by=by,
        at=at,
    )


@transaction.atomic
def draft_recovery(
    award: Award, *, amount: Decimal, on: date, paper_number: str, memo: str = "", by: User, at: datetime
) -> Voucher:
    """Draft the record of money that came back. Raises as `draft_payment` does."""
    locked = enter_award(award, DRAFT_VOUCHER, "登记收回", by=by, at=at)
    _check_money(locked, amount, on, paper_number, at=at)
    _check_within(locked, VoucherKind.RECOVERY, amount, on_its_way=_on_its_way(locked, VoucherKind.RECOVERY))
    return write_draft(
        locked,
        posting(VoucherKind.RECOVERY, amount),
        on=on,
        memo=memo.strip() or f"收回{locked}",
        paper_number=paper_number.strip(),
        by=by,
        at=at,
    )


@transaction.atomic
def reverse_voucher(voucher: Voucher, *, reason: str, by: User, at: datetime) -> Voucher:
    """Draft the undoing of a payment or recovery that was posted wrongly; amounts approved are put right by an adjustment.

    Raises NotPermitted, NotOnDuty, IsAttached, VoucherRefused, AmountRefused or RemarkRequired.
    """
    locked = enter_award(voucher.award, DRAFT_VOUCHER, "冲销凭证", by=by, at=at)
    wrong = _locked(voucher, locked)
    if not reason.strip():
        raise RemarkRequired("冲销须写明原因。")
    if wrong.status != VoucherStatus.POSTED or VoucherKind(wrong.kind) not in REVERSIBLE:
        raise VoucherRefused(f"{wrong}不能冲销：只有已记账的拨付和收回可以冲销，核定的金额有误的办理调整。")
    if wrong.reversals.standing().exists():
        raise VoucherRefused(f"{wrong}已经冲销或正在冲销。")
    _check_reversible(locked, wrong)
    return write_draft(
        locked,
        reversal(entry.side for entry in wrong.entries.order_by("pk")),
        on=timezone.localdate(at),
        memo=f"冲销 {wrong.number}：{reason.strip()}",
        reverses=wrong,
        by=by,
        at=at,
    )


@transaction.atomic
def post_voucher(voucher: Voucher, *, by: User, at: datetime) -> Voucher:
    """Check a draft and post it under the next number of the county.

    Raises NotPermitted, NotOnDuty, IsAttached, VoucherRefused, ReviewsOwnWork, AwardRefused or AmountRefused.
    """
    award = enter_award(voucher.award, POST_VOUCHER, "复核记账", by=by, at=at)
    locked = _drafted(voucher, award, "复核记账")
    if locked.drafted_by_id == by.pk:
        raise ReviewsOwnWork("这张凭证由您制单，须由另一位工作人员复核。")
    if locked.reverses is not None:
        _check_reversible(award, locked.reverses)
    elif locked.kind in (VoucherKind.PAYMENT, VoucherKind.RECOVERY):
        if locked.kind == VoucherKind.PAYMENT:
            _check_payable(award)
        _check_within(award, VoucherKind(locked.kind), locked.amount)
    return post(locked, county=award.institution.county.code, by=by, at=at)


@transaction.atomic
def discard_voucher(voucher: Voucher, *, reason: str, by: User, at: datetime) -> Voucher:
    """Give a draft up. Raises NotPermitted, NotOnDuty, IsAttached, VoucherRefused or RemarkRequired."""
    award = enter_award(voucher.award, DRAFT_VOUCHER, "作废凭证", by=by, at=at)
    locked = _drafted(voucher, award, "作废")
    if not reason.strip():
        raise RemarkRequired("作废须写明原因。")
    locked.status, locked.discard_reason = VoucherStatus.DISCARDED, reason.strip()[:300]
    locked.discarded_by, locked.discarded_at = by, at
    locked.save(update_fields=["status", "discard_reason", "discarded_by", "discarded_at"])
    return locked


def _locked(voucher: Voucher, award: Award) -> Voucher:
    rows = Voucher.objects.select_for_update(of=("self",)).select_related(
        "reverses", "drafted_by", "checked_by"
    )
    locked = rows.get(pk=voucher.pk)
    locked.award = award
    return locked


def _drafted(voucher: Voucher, award: Award, deed: str) -> Voucher:
    locked = _locked(voucher, award)
    if locked.status == VoucherStatus.DRAFTED:
        return locked
    person, moment = (
        (locked.checked_by, locked.checked_at)
        if locked.status == VoucherStatus.POSTED
        else (locked.discarded_by, locked.discarded_at)
    )
    assert person is not None and moment is not None  # voucher_status_is_whole
    who = person.get_full_name() or person.get_username()
    told = f"{who} {timezone.localtime(moment):%Y-%m-%d %H:%M}"
    raise VoucherRefused(f"这张凭证{locked.get_status_display()}（{told}），不能{deed}。")


def _check_payable(award: Award) -> None:
    """What must hold of an award before money leaves: it stands as the record says, and lottery money hangs its sign."""
    if award.status != CheckStatus.APPROVED:
        raise AwardRefused(f"{award}{award.get_status_display()}，不能拨付。")
    if award.adjustments.waiting().exists():
        raise AwardRefused(f"{award}有一项调整正在办理，办完再拨付。")
    if award.kind == AwardKind.OPERATING and Award.objects.out_of_step().filter(pk=award.pk).exists():
        raise AwardRefused(f"{award}核定以后，等级、备案或补助规则有了变化：先调整，再拨付。")
    if award.fund == FundSource.LOTTERY and not award.institution.lottery_sign:
        raise AwardRefused(
            f"“{award.institution}”用福彩公益金资助，须先悬挂“彩票公益金资助——中国福利彩票”标识，并在机构资料里登记。"
        )


def _check_money(award: Award, amount: Decimal, on: date, paper_number: str, *, at: datetime) -> None:
    exact(amount)
    if award.status != CheckStatus.APPROVED or award.checked_at is None:
        raise AwardRefused(f"{award}{award.get_status_display()}，没有款项可以收付。")
    if on > timezone.localdate(at):
        raise DaysOutOfOrder(f"业务日期 {on} 还没有到。", field="on")
    approved_on = timezone.localdate(award.checked_at)
    if on < approved_on:
        raise DaysOutOfOrder(f"业务日期 {on} 早于补助核准的日期 {approved_on}。", field="on")
    if not paper_number.strip():
        raise RemarkRequired("请填写票据号。")


def _check_within(award: Award, kind: VoucherKind, amount: Decimal, *, on_its_way: Decimal = NOTHING) -> None:
    """Nothing is paid without entitlement, nothing comes back beyond the claim; other drafts count as well."""
    held = balances_of(award)
    left = (held.unpaid if kind == VoucherKind.PAYMENT else held.to_recover) - on_its_way
    if amount <= left:
        return
    word, of = ("拨付", "未拨") if kind == VoucherKind.PAYMENT else ("收回", "应收回")
    drafts = f"，其中 {in_yuan(on_its_way)} 已制单待复核" if on_its_way else ""
    raise AmountRefused(f"{award}{of} {in_yuan(left + on_its_way)}{drafts}，不能{word} {in_yuan(amount)}。")


def _on_its_way(award: Award, kind: VoucherKind) -> Decimal:
    drafts = award.vouchers.waiting().filter(kind=kind)
    total: Decimal | None = drafts.aggregate(total=Sum("entries__debit"))["total"]
    return total or NOTHING


def _check_reversible(award: Award, wrong: Voucher) -> None:
    """What was claimed or used was paid: a payment others rest on is not undone."""
    if wrong.kind != VoucherKind.PAYMENT:
        return
    row = Award.objects.with_balances().get(pk=award.pk)
    held: Balances = row.balances
    rests = max(held.claimed, vars(row)["used"])
    if held.paid - wrong.amount < rests:
        raise AmountRefused(
            f"已登记使用或应收回的有 {in_yuan(rests)}，冲销以后已拨付的只剩 {in_yuan(held.paid - wrong.amount)}，"
            "请先作废使用登记或办理调整。",
            field="",
        )
