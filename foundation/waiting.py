"""What waits for one person among the documents, corrections or issues on their way to publication, and why.

One table for the board, the filters of the lists and the numbers. The first reason that fits is the one that is told:

    TO_MEND      a draft in my charge that came back: returned with a reason, or its reviews voided by a change
    OVERDUE      in my charge and past the day, wherever it stands
    TO_ANSWER    a remark on what is in my charge, or one that I made, and the last word about it is not mine
    TO_PUBLISH   passed 终审 and has no set time, or could not be published when its time came
    TO_FINISH    waits for 终审; TO_RECHECK for 复审; and none of its reviews is mine (三审 are three people's)
    TO_CHECK     a draft in my charge, to be made ready and passed in 初审
    UNBORNE      a draft in nobody's charge, for who passes 初审 or may hand over; whoever has lost the role or the
                 account since is nobody

Who began a correction is in charge of it while nobody else is.

Everybody's own review is the highest they may pass. Who stands in for another finds it in the lists: the board does not ask
everybody for the same thing.
"""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Any, TypeVar

from django.contrib.auth.models import AbstractUser
from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When

from foundation.duty_actions import bearers_of
from foundation.lifecycle import REVIEWERS, UNDER_REVIEW, Publishable, Status, Verb
from foundation.models import EditorialDuty, Remark, StatusChange
from foundation.permissions import HAND_OVER_DUTY, moving

P = TypeVar("P", bound=Publishable)

# From the highest: what passes it, and where that finds its objects.
REVIEWS = {
    Verb.FINAL_REVIEW: Status.SECOND_REVIEW,
    Verb.SECOND_REVIEW: Status.FIRST_REVIEW,
    Verb.FIRST_REVIEW: Status.DRAFT,
}


class Why(Enum):
    """The reasons, in the order in which they are told; the value counts them: 3 篇待复审."""

    TO_MEND = "退回待改"
    OVERDUE = "已逾期"
    TO_ANSWER = "批注待处理"
    TO_PUBLISH = "待发布"
    TO_FINISH = "待终审"
    TO_RECHECK = "待复审"
    TO_CHECK = "待初审"
    UNBORNE = "待承办"


def in_the_making(objects: QuerySet[P]) -> QuerySet[P]:
    return objects.filter(status__in=(Status.DRAFT, *UNDER_REVIEW))


def waiting_for(objects: QuerySet[Any], user: AbstractUser, *, on: date) -> QuerySet[Any]:
    """Those of the objects that wait for the person, each once; `why` names the reason."""
    reasons = _reasons(objects.model, user, on=on)
    if not reasons:
        return objects.none()
    fits = [When(reasons[why], then=Value(why.name)) for why in Why if why in reasons]
    why = Case(*fits, default=Value(""), output_field=CharField())
    waiting: QuerySet[Any] = in_the_making(objects).annotate(why=why).exclude(why="")
    return waiting


def _reasons(noun: type[Publishable], user: AbstractUser, *, on: date) -> dict[Why, Q]:
    """The reasons this person can have at all; none for who may not see the noun."""
    app, name = noun._meta.app_label, str(noun._meta.model_name)
    if not user.has_perm(f"{app}.view_{name}"):
        return {}
    duties = EditorialDuty.objects.about(noun).current().filter(subject_id=OuterRef("pk"))
    mine, draft = Q(Exists(duties.borne_by(user))), Q(status=Status.DRAFT)
    borne = Q(Exists(duties.filter(person__in=bearers_of(noun))))
    if noun.begun_by:
        mine |= Q(**{noun.begun_by: user.pk}) & ~Q(Exists(duties))
        borne |= Q(**{f"{noun.begun_by}__in": bearers_of(noun)}) & ~Q(Exists(duties))
    back = StatusChange.objects.about(noun).filter(subject_id=OuterRef("pk"), to_status=Status.DRAFT)
    open_ended = Remark.objects.about(noun).awaiting(user).filter(subject_id=OuterRef("pk"))
    mine_to_answer = mine | Q(first_reviewed_by=user.pk) & ~borne
    reasons = {
        Why.TO_MEND: mine & draft & Q(Exists(back)),
        Why.OVERDUE: Q(Exists(duties.borne_by(user).overdue(on=on))),
        Why.TO_ANSWER: mine_to_answer & Q(Exists(open_ended)) | Q(Exists(open_ended.filter(by=user.pk))),
        Why.TO_CHECK: mine & draft,
    }
    if user.has_perm(moving(app, name, Verb.PUBLISH)):
        loose = Q(scheduled_for__isnull=True) | ~Q(schedule_refusal="")
        reasons[Why.TO_PUBLISH] = Q(status=Status.FINAL_REVIEW) & loose
    own = next((verb for verb in REVIEWS if user.has_perm(moving(app, name, verb))), None)
    if own in (Verb.FINAL_REVIEW, Verb.SECOND_REVIEW):
        why = Why.TO_FINISH if own == Verb.FINAL_REVIEW else Why.TO_RECHECK
        reasons[why] = Q(status=REVIEWS[own]) & _unsigned_by(user)
    if own == Verb.FIRST_REVIEW or user.has_perm(HAND_OVER_DUTY):
        reasons[Why.UNBORNE] = draft & ~borne
    return reasons


def _unsigned_by(user: AbstractUser) -> Q:
    unsigned = Q()
    for column in REVIEWERS.values():
        unsigned &= ~Q(**{column: user.pk})
    return unsigned
