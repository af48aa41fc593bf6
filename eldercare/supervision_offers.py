"""What a person may do in supervision as things stand: the desk shows a button where the verb would let them act."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import User

from eldercare.levels import level_held
from eldercare.models import Affiliation, Incident, Institution, Rectification
from eldercare.permissions import (
    DETERMINE_INCIDENT,
    END_RECTIFICATION,
    ORDER_RECTIFICATION,
    WITHDRAW_LEVEL,
)
from eldercare.rating_vocabulary import OrderKind, OrderStatus
from eldercare.rules.rectification import OrderStage
from foundation.scope import is_on_duty_at

EXTEND, RECHECK, CLOSE, FAIL, TAKE = "extend", "recheck", "close", "fail", "take"


def may_determine(incident: Incident, *, by: User) -> bool:
    if incident.is_major is not None or not by.has_perm(DETERMINE_INCIDENT):
        return False
    return is_on_duty_at(by, incident.institution.county)


def may_cancel(incident: Incident, *, by: User, on: date) -> bool:
    """Whoever recorded or determined the accident does not decide on the level."""
    if not incident.is_major or by.pk in (incident.recorded_by_id, incident.determined_by_id):
        return False
    if incident.decisions.exists():
        return False
    return _may_take_level(incident.institution, of=incident.happened_on, by=by, on=on)


def order_offers(order: Rectification, stage: OrderStage, *, by: User, on: date) -> frozenset[str]:
    """Deeds on an order that stands in this stage."""
    if order.status != OrderStatus.OPEN:
        return frozenset({TAKE}) if _may_decide(order, by=by, on=on) else frozenset()
    if not is_on_duty_at(by, order.institution.county):
        return frozenset()
    found = {EXTEND, RECHECK} if by.has_perm(ORDER_RECTIFICATION) else set()
    if by.has_perm(END_RECTIFICATION):
        found |= {CLOSE} if stage == OrderStage.CORRECTED else set()
        found |= {FAIL} if stage == OrderStage.UNCORRECTED else set()
    return frozenset(found)


def _may_decide(order: Rectification, *, by: User, on: date) -> bool:
    if order.status != OrderStatus.FAILED or order.kind != OrderKind.STANDARD:
        return False
    if by.pk in (order.ordered_by_id, order.ended_by_id) or order.decisions.exists():
        return False
    return _may_take_level(order.institution, of=on, by=by, on=on)


def _may_take_level(institution: Institution, *, of: date, by: User, on: date) -> bool:
    """The authority that gave the level decides, by somebody who is not attached to the institution."""
    if not by.has_perm(WITHDRAW_LEVEL):
        return False
    held = level_held(institution, on=of)
    if held is None or not is_on_duty_at(by, held.decision.authority):
        return False
    return not Affiliation.objects.on(on).filter(institution=institution, user=by).exists()
