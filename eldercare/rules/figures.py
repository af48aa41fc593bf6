"""The figures of an institution that decide criteria of the standard, from its facts. Pure."""

from __future__ import annotations

from decimal import Decimal

from eldercare.rules.facts import Facts
from eldercare.rules.standard import Fact, Figures
from eldercare.vocabulary import LicenceKind


def figures(facts: Facts) -> Figures:
    """One figure a fact; None where nothing is on record. Yes and no are 1 and 0."""
    staff = facts.staff
    counted = {
        Fact.FULL_TIME: staff.full_time if staff else None,
        Fact.SOCIAL_WORKERS: staff.social_workers if staff else None,
        Fact.COOKS: staff.cooks if staff else None,
        Fact.MEDICAL: staff.medical if staff else None,
        Fact.BEDS: facts.beds,
    }
    return {
        Fact.BUILDING_AREA: facts.building_area,
        Fact.MEDICAL_LICENCE: Decimal(_licensed(facts)),
        Fact.LIFT: _lift(facts),
        **{fact: None if number is None else Decimal(number) for fact, number in counted.items()},
    }


def _licensed(facts: Facts) -> bool:
    return any(
        licence.kind == LicenceKind.MEDICAL and licence.in_force(facts.on) for licence in facts.licences
    )


def _lift(facts: Facts) -> Decimal | None:
    """Nobody above the ground floor needs one."""
    if facts.has_lift_or_ramp is not None:
        return Decimal(facts.has_lift_or_ramp)
    if facts.highest_floor is not None and facts.highest_floor <= 1:
        return Decimal(1)
    return None
