"""Adjustments: an award reckoned anew after what it rests on changed, or taken back as a whole (N108, N109).

    adjust, claim_all  —        drafted   prepare_award   at the county, not attached
    approve            drafted  approved  check_award     the same, somebody else; posts what takes the ledger there
    reject             drafted  rejected  check_award     the same, somebody else; with a reason

What the ledger needs is worked out when the adjustment is approved, from what was paid until then: what is not yet paid is
taken back, the rest is claimed; an amount that rises again first lets go what is still to come back.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from eldercare.actions.awards import check, decided, require_drafted
from eldercare.actions.ledger import balances_of, post, write_draft
from eldercare.actions.money_door import enter_award, enter_county, exact
from eldercare.models import Adjustment, Award, Rectification
from eldercare.models.reckoning import Reckoning
from eldercare.money_facts import Reckoned, reckon_again
from eldercare.money_vocabulary import CheckStatus
from eldercare.permissions import CHECK_AWARD, PREPARE_AWARD
from eldercare.rating_vocabulary import OrderKind, OrderStatus
from eldercare.refusals import AmountRefused, AwardRefused, ReckoningOutdated, ReviewsOwnWork
from eldercare.rules.ledger import Balances, steps_to
from eldercare.rules.subsidy import NOTHING
from foundation.refusals import RemarkRequired
from foundation.yuan import in_yuan

RECLAIMING = (OrderKind.DIVERSION, OrderKind.FUNDS)


@transaction.atomic
def adjust_award(
    award: Award, *, amount: Decimal | None = None, reason: str, by: User, at: datetime
) -> Adjustment:
    """Reckon an award anew and put the new amount up for approval.

    `amount` None: what was reckoned; where the rules leave it open the officer decides. Raises NotPermitted, NotOnDuty,
    IsAttached, AwardRefused, AmountRefused or RemarkRequired.
    """
    locked = enter_award(award, PREPARE_AWARD, "调整补助", by=by, at=at)
    if not reason.strip():
        raise RemarkRequired("调整须写明理由。")
    _check_adjustable(locked)
    reckoned = reckon_again(locked, on=timezone.localdate(at))
    given = _given(reckoned, amount, reason)
    if given == balances_of(locked).net and reckoned.is_that_of(in_force_of(locked)):
        raise AwardRefused(f"{locked}照现在的等级、备案和规则核算没有变化，金额也相同，不需要调整。")
    return _draft(locked, reckoned, given, reason=reason, by=by, at=at)


@transaction.atomic
def claim_all(rectification: Rectification, *, reason: str, by: User, at: datetime) -> list[Adjustment]:
    """Correction of a diversion was refused: construction aid and operating subsidy are both taken back (N109).

    One adjustment to nothing for each award of the institution, to be approved one by one. Raises NotPermitted,
    NotOnDuty, IsAttached, AwardRefused or RemarkRequired.
    """
    institution = enter_county(rectification.institution_id, PREPARE_AWARD, "收回补助", by=by, at=at)
    order = Rectification.objects.select_for_update(of=("self",)).get(pk=rectification.pk)
    if order.kind not in RECLAIMING or order.status != OrderStatus.FAILED:
        raise AwardRefused("只有责令改正改变设施用途或资金用途、经认定没有整改的，才收回全部补助。")
    if not reason.strip():
        raise RemarkRequired("收回补助须写明理由。")
    rows = Award.objects.in_force().filter(institution=institution).select_related("rules").order_by("pk")
    awards = list(rows.select_for_update(of=("self",)))
    balances = {row.pk: row.balances for row in rows.with_balances()}
    found = [award for award in awards if balances[award.pk].net]
    if not found:
        raise AwardRefused(f"“{institution}”没有可以收回的补助。")
    for award in found:
        _check_adjustable(award)
    on = timezone.localdate(at)
    made = []
    for award in found:
        award.institution = institution
        made.append(
            _draft(award, reckon_again(award, on=on), NOTHING, order=order, reason=reason, by=by, at=at)
        )
    return made


@transaction.atomic
def approve_adjustment(adjustment: Adjustment, *, remark: str = "", by: User, at: datetime) -> Adjustment:
    """Let the new amount stand and post what takes the ledger there.

    Raises NotPermitted, NotOnDuty, IsAttached, MoveNotAllowed, ReviewsOwnWork or ReckoningOutdated.
    """
    locked = _for_checking(adjustment, "核准调整", by=by, at=at)
    order = locked.rectification
    if order is not None and by.pk in (order.ordered_by_id, order.ended_by_id):
        raise ReviewsOwnWork("这次整改由您责令或办结，收回补助须由另一位工作人员核准。")
    today = timezone.localdate(at)
    if not reckon_again(locked.award, on=today).is_that_of(locked):
        raise ReckoningOutdated("提出以后，等级、备案或补助规则又有了变化，请退回，重新核算。")
    check(locked, CheckStatus.APPROVED, remark, by=by, at=at)
    county = locked.award.institution.county.code
    for step in steps_to(locked.amount, balances_of(locked.award)):
        voucher = write_draft(
            locked.award,
            step,
            on=today,
            memo=f"{step.kind.label}：{locked.reason}",
            adjustment=locked,
            by=locked.prepared_by,
            at=locked.prepared_at,
        )
        post(voucher, county=county, by=by, at=at)
    return locked


@transaction.atomic
def reject_adjustment(adjustment: Adjustment, *, reason: str, by: User, at: datetime) -> Adjustment:
    """Send it back; the award stays as it is. Raises as `approve_adjustment` does, and RemarkRequired."""
    locked = _for_checking(adjustment, "退回调整", by=by, at=at)
    if not reason.strip():
        raise RemarkRequired("退回须写明原因。")
    check(locked, CheckStatus.REJECTED, reason, by=by, at=at)
    return locked


def in_force_of(award: Award) -> Reckoning:
    """By what the award stands: its last approved adjustment, or itself."""
    return award.adjustments.in_force().select_related("rules").order_by("-pk").first() or award


def what_follows(award: Award, amount: Decimal, held: Balances) -> list[str]:
    """What approving would post, in words, as the ledger stands now."""
    return [f"{step.kind.label} {in_yuan(step.amount)}" for step in steps_to(amount, held)] or [
        "金额不变，不记账。"
    ]


def _given(reckoned: Reckoned, amount: Decimal | None, reason: str) -> Decimal:
    if reckoned.computed is not None:
        return decided(reckoned, amount, reason, zero=True)
    if amount is None:
        raise AmountRefused("请填写调整后的金额。")
    if exact(amount, zero=True) > reckoned.most:
        raise AmountRefused(f"最多可定 {in_yuan(reckoned.most)}，填写的是 {in_yuan(amount)}。")
    return amount


def _check_adjustable(award: Award) -> None:
    if award.status != CheckStatus.APPROVED:
        raise AwardRefused(f"{award}{award.get_status_display()}，不能调整。")
    if award.adjustments.waiting().exists():
        raise AwardRefused(f"{award}有一项调整正在办理，先办完再调整。")


def _draft(
    award: Award,
    reckoned: Reckoned,
    amount: Decimal,
    *,
    order: Rectification | None = None,
    reason: str,
    by: User,
    at: datetime,
) -> Adjustment:
    return Adjustment.objects.create(
        award=award,
        rectification=order,
        amount=amount,
        reason=reason.strip(),
        prepared_by=by,
        prepared_at=at,
        **reckoned.columns(),
    )


def _for_checking(adjustment: Adjustment, deed: str, *, by: User, at: datetime) -> Adjustment:
    award = enter_award(adjustment.award, CHECK_AWARD, deed, by=by, at=at)
    rows = Adjustment.objects.select_for_update(of=("self",)).select_related(
        "rules", "prepared_by", "rectification"
    )
    locked = rows.get(pk=adjustment.pk)
    locked.award = award
    require_drafted(locked, deed, by=by)
    return locked
