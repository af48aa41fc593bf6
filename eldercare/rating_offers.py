"""What a person may do with an application as it stands: the desk shows a button where the verb would let them act."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import User

from eldercare.actions.panels import check_may_convene, check_may_record
from eldercare.actions.rating_door import BACK, check_person
from eldercare.models import RatingApplication
from eldercare.rating_lifecycle import Step, steps_from
from eldercare.rating_vocabulary import RatingStatus, RatingVerb
from foundation.refusals import Refusal

# Deeds beside the table: they write parts of an application and move nothing.
SELF_ASSESS, CHECK_MATERIALS, CONVENE, RECORD = "self_assess", "check_materials", "convene", "record"


def offered(application: RatingApplication, *, by: User, on: date) -> frozenset[str]:
    """Verbs of the table that this person may take from here, and the deeds beside it."""
    found: set[str] = {*_verbs(application, by=by, on=on)}
    if RatingVerb.SUBMIT in found:
        found |= {SELF_ASSESS, CHECK_MATERIALS}
    if application.status == RatingStatus.REVIEWED:
        found |= {CONVENE} if _passes(check_may_convene, application, by=by) else set()
        found |= {RECORD} if _passes(check_may_record, application, by=by) else set()
    return frozenset(found)


def _verbs(application: RatingApplication, *, by: User, on: date) -> set[RatingVerb]:
    """Steps of one part in one direction need the same of a person, and are asked about once."""
    answers: dict[tuple[str, bool], bool] = {}
    found = set()
    for taken in steps_from(application.status):
        asked = (str(taken.capacity), taken.verb in BACK)
        if not by.has_perm(taken.permission):
            continue
        if asked not in answers:
            answers[asked] = _may_take(application, taken, by=by, on=on)
        if answers[asked]:
            found.add(taken.verb)
    if not application.panel_level:  # no level was found: nothing to grant
        found -= {RatingVerb.APPROVE, RatingVerb.PROPOSE}
    return found


def _may_take(application: RatingApplication, taken: Step, *, by: User, on: date) -> bool:
    try:
        check_person(application, taken, by=by, on=on)
    except Refusal:
        return False
    return True


def _passes(check: object, application: RatingApplication, *, by: User) -> bool:
    assert callable(check)
    try:
        check(application, by=by)
    except Refusal:
        return False
    return True
