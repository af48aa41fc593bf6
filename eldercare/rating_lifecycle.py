"""The life of an application for a rating (五（一）). Pure: a table; the one door is `eldercare.actions`.

    verb       from                         to         permission      acts as    where         remark
    open       —                            draft      apply_rating    applicant  on duty there —
    submit     draft, returned              submitted  apply_rating    applicant  on duty there —
    pass       submitted                    reviewed   review_rating   township   the township  opinion
    return     submitted                    returned   review_rating   township   the township  reason
    return     reviewed, assessed           returned   approve_rating  county     the county    reason
    assess     reviewed                     assessed   assess_rating   panel      lead of group opinion
    send_back  assessed                     reviewed   approve_rating  county     the county    reason
    approve    assessed (A, 2A)             decided    approve_rating  county     the county    opinion
    propose    assessed (3A)                proposed   approve_rating  county     the county    opinion
    refuse     assessed                     refused    approve_rating  county     the county    reason
    confirm    proposed                     decided    confirm_rating  city       the city      opinion
    remand     proposed                     assessed   confirm_rating  city       the city      reason
    decline    proposed                     refused    confirm_rating  city       the city      reason
    withdraw   all that are open            withdrawn  apply_rating    applicant  on duty there reason
    end        all that are open            ended      —               —           with a cancelled level

A and 2A end at the county, 3A at the city (N082, N083). Nobody acts in two capacities on one application, and nobody
attached to the institution acts in any but the applicant's: by rule here, by constraint and trigger in the database,
superusers too. Who returned or sent back keeps the capacity: a county officer who returned may later approve. On duty
there means over the place where the institution lies, in person: a superuser without a place of duty looks, and moves
nothing.
"""

from dataclasses import dataclass

from eldercare.permissions import APPLY_RATING, APPROVE_RATING, ASSESS_RATING, CONFIRM_RATING, REVIEW_RATING
from eldercare.rating_vocabulary import Capacity, RatingStatus, RatingVerb

OPEN = frozenset(
    {
        RatingStatus.DRAFT,
        RatingStatus.SUBMITTED,
        RatingStatus.RETURNED,
        RatingStatus.REVIEWED,
        RatingStatus.ASSESSED,
        RatingStatus.PROPOSED,
    }
)


@dataclass(frozen=True)
class Step:
    """One row of the table above."""

    verb: RatingVerb
    sources: frozenset[RatingStatus]
    target: RatingStatus
    permission: str
    capacity: Capacity | None  # None: with another deed, in no part of the application
    needs_remark: bool = True


def _step(
    verb: RatingVerb,
    source: RatingStatus | frozenset[RatingStatus],
    target: RatingStatus,
    permission: str,
    capacity: Capacity | None,
    *,
    needs_remark: bool = True,
) -> Step:
    sources = frozenset({source}) if isinstance(source, RatingStatus) else source
    return Step(verb, sources, target, permission, capacity, needs_remark)


S, V, C = RatingStatus, RatingVerb, Capacity
STEPS = (
    _step(V.OPEN, frozenset(), S.DRAFT, APPLY_RATING, C.APPLICANT, needs_remark=False),
    _step(
        V.SUBMIT, frozenset({S.DRAFT, S.RETURNED}), S.SUBMITTED, APPLY_RATING, C.APPLICANT, needs_remark=False
    ),
    _step(V.PASS, S.SUBMITTED, S.REVIEWED, REVIEW_RATING, C.TOWNSHIP),
    _step(V.RETURN, S.SUBMITTED, S.RETURNED, REVIEW_RATING, C.TOWNSHIP),
    _step(V.RETURN, frozenset({S.REVIEWED, S.ASSESSED}), S.RETURNED, APPROVE_RATING, C.COUNTY),
    _step(V.ASSESS, S.REVIEWED, S.ASSESSED, ASSESS_RATING, C.PANEL),
    _step(V.SEND_BACK, S.ASSESSED, S.REVIEWED, APPROVE_RATING, C.COUNTY),
    _step(V.APPROVE, S.ASSESSED, S.DECIDED, APPROVE_RATING, C.COUNTY),
    _step(V.PROPOSE, S.ASSESSED, S.PROPOSED, APPROVE_RATING, C.COUNTY),
    _step(V.REFUSE, S.ASSESSED, S.REFUSED, APPROVE_RATING, C.COUNTY),
    _step(V.CONFIRM, S.PROPOSED, S.DECIDED, CONFIRM_RATING, C.CITY),
    _step(V.REMAND, S.PROPOSED, S.ASSESSED, CONFIRM_RATING, C.CITY),
    _step(V.DECLINE, S.PROPOSED, S.REFUSED, CONFIRM_RATING, C.CITY),
    _step(V.WITHDRAW, OPEN, S.WITHDRAWN, APPLY_RATING, C.APPLICANT),
    _step(V.END, OPEN, S.ENDED, "", None),
)


def step(verb: RatingVerb, status: str) -> Step | None:
    """The row of the table for this verb from this state; None where there is none."""
    return next((row for row in STEPS if row.verb == verb and status in row.sources), None)


def steps_from(status: str) -> list[Step]:
    """What somebody may be asked for from this state, in the order of the table."""
    return [row for row in STEPS if row.permission and status in row.sources]


def permissions_for(verb: RatingVerb) -> frozenset[str]:
    """What the verb asks for from one state or another."""
    return frozenset(row.permission for row in STEPS if row.verb == verb)
