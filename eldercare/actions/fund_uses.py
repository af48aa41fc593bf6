"""What the money was used for: recorded by paper, voided when it was wrong (N103 to N105)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from eldercare.actions.money_door import enter_award, exact
from eldercare.models import Award, FundUse
from eldercare.money_vocabulary import AwardKind, UsePurpose
from eldercare.permissions import ADD_FUND_USE, VOID_FUND_USE
from eldercare.refusals import AmountRefused, AwardRefused, DaysOutOfOrder
from foundation.refusals import MoveNotAllowed, RemarkRequired
from foundation.yuan import in_yuan


@transaction.atomic
def record_use(
    award: Award,
    *,
    purpose: UsePurpose,
    amount: Decimal,
    spent_on: date,
    paper: str,
    remark: str = "",
    by: User,
    at: datetime,
) -> FundUse:
    """Keep what was spent, within what was paid; construction aid only on the project (N103).

    Raises NotPermitted, NotOnDuty, IsAttached, AwardRefused, AmountRefused, DaysOutOfOrder or RemarkRequired.
    """
    locked = enter_award(award, ADD_FUND_USE, "登记资金使用", by=by, at=at)
    exact(amount)
    today = timezone.localdate(at)
    if (locked.kind == AwardKind.CONSTRUCTION) != (purpose == UsePurpose.PROJECT):
        raise AwardRefused("建设补助只能用于项目建设；运营补贴不能用于项目建设。")
    if spent_on > today:
        raise DaysOutOfOrder(f"支出日期 {spent_on} 还没有到。", field="spent_on")
    if not paper.strip() or (purpose == UsePurpose.OTHER and not remark.strip()):
        raise RemarkRequired("请写明发票、合同等凭据；用于“其他”的，还要写明做什么。")
    row = Award.objects.with_balances().get(pk=locked.pk)
    left = row.balances.paid - vars(row)["used"]
    if amount > left:
        raise AmountRefused(f"已拨付、还没有登记使用的有 {in_yuan(left)}，不能登记 {in_yuan(amount)}。")
    return FundUse.objects.create(
        award=locked,
        purpose=purpose,
        amount=amount,
        spent_on=spent_on,
        paper=paper.strip(),
        remark=remark.strip(),
        recorded_by=by,
        recorded_at=at,
        recorded_on=today,
    )


@transaction.atomic
def void_use(use: FundUse, *, reason: str, by: User, at: datetime) -> FundUse:
    """Take back a record that was wrong; it stays to be read. Raises as `record_use` does, or MoveNotAllowed."""
    locked_award = enter_award(use.award, VOID_FUND_USE, "作废资金使用", by=by, at=at)
    locked = FundUse.objects.select_for_update(of=("self",)).get(pk=use.pk)
    locked.award = locked_award
    if not reason.strip():
        raise RemarkRequired("作废须写明原因。")
    if locked.voided_at is not None:
        raise MoveNotAllowed("这条资金使用已经作废。")
    locked.voided_by, locked.voided_at, locked.void_reason = by, at, reason.strip()[:300]
    locked.save(update_fields=["voided_by", "voided_at", "void_reason"])
    return locked
