"""Who may handle the money of an institution, and which amounts are money. Every verb of money passes here first."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.contrib.auth.models import User
from django.utils import timezone

from eldercare.actions.supervision import at_county
from eldercare.models import Affiliation, Award, Institution
from eldercare.refusals import AmountRefused, IsAttached
from foundation.yuan import MOST, NOTHING, has_fraction_of_fen


def enter_county(pk: int, permission: str, deed: str, *, by: User, at: datetime) -> Institution:
    """The institution, locked, for an officer on duty at its county who is not attached to it.

    Raises NotPermitted, NotOnDuty or IsAttached.
    """
    institution = at_county(pk, by, permission, deed)
    attached = Affiliation.objects.on(timezone.localdate(at)).filter(institution=institution, user=by)
    if attached.exists():
        raise IsAttached(f"您与“{institution}”登记有利害关系，不能办理它的补助。")
    return institution


def enter_award(award: Award, permission: str, deed: str, *, by: User, at: datetime) -> Award:
    """The award, locked behind its institution. Raises as `enter_county` does."""
    institution = enter_county(award.institution_id, permission, deed, by=by, at=at)
    rows = Award.objects.select_for_update(of=("self",)).select_related("rules", "operator", "prepared_by")
    locked = rows.get(pk=award.pk)
    locked.institution = institution
    return locked


def exact(amount: Decimal, *, zero: bool = False) -> Decimal:
    """The amount, if it is one that can be paid: more than nothing, exact to the fen. Raises AmountRefused."""
    if not amount.is_finite():
        raise AmountRefused("请填写金额。")
    if amount < NOTHING or (amount == NOTHING and not zero):
        raise AmountRefused(
            f"金额须大于 0，填写的是 {amount:f}。" if not zero else f"金额不能是负数，填写的是 {amount:f}。"
        )
    if amount > MOST:
        raise AmountRefused("金额超出百亿元，请核对。")
    if has_fraction_of_fen(amount):
        raise AmountRefused(f"金额最多精确到分，填写的是 {amount:f}。")
    return amount
