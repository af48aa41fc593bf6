"""The one door that writes the status of an application for a rating; see `eldercare.rating_lifecycle` for the table.

Every verb locks the institution first and the application next, looks again, checks who acts, and appends to the history.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.contrib.auth.models import User
from django.utils import timezone

from eldercare.models import Affiliation, Institution, RatingApplication, RatingMove
from eldercare.rating_facts import rating_facts
from eldercare.rating_lifecycle import Step, permissions_for, step
from eldercare.rating_vocabulary import Capacity, RatingStatus, RatingVerb
from eldercare.refusals import ActsTwice, ApplicationRefused, IsAttached, NotOnDuty
from eldercare.rules.eligibility import STILL_HOLDS
from foundation.models import Division
from foundation.refusals import MoveNotAllowed, NotPermitted, RemarkRequired
from foundation.scope import is_on_duty_at, is_on_duty_over

# What a stage wrote, emptied when the application goes back before it.
REVIEW = ("reviewed_by", "reviewed_at", "review_opinion")
ASSESSMENT = ("assessed_by", "assessed_at", "visit_mode", "visited_on", "panel_level", "panel_opinion")
APPROVAL = ("approved_by", "approved_at", "approved_level", "approval_opinion")
CONFIRMATION = ("confirmed_by", "confirmed_at", "confirmed_level", "confirmation_opinion")
BACK = frozenset({RatingVerb.RETURN, RatingVerb.SEND_BACK, RatingVerb.REMAND})
EMPTY = {"_by": None, "_at": None, "_on": None}


def locked_institution(pk: int) -> Institution:
    """The institution, locked: whoever acts on it or on its applications takes this lock first."""
    rows = Institution.objects.select_for_update(of=("self",)).select_related(
        "township__parent__parent", "operator"
    )
    return rows.get(pk=pk)


def enter(
    application: RatingApplication, verb: RatingVerb, *, by: User, at: datetime, remark: str = ""
) -> tuple[RatingApplication, Step]:
    """The application, locked, and the step, if this person may take it from where the application stands.

    Raises NotPermitted, NotOnDuty, MoveNotAllowed, RemarkRequired, ActsTwice or IsAttached.
    """
    if not any(map(by.has_perm, permissions_for(verb))):
        raise NotPermitted(f"您没有“{verb.label}”的权限。")
    if not RatingApplication.objects.visible_to(by).filter(pk=application.pk).exists():
        raise NotOnDuty("这份申请不在您的辖区。")
    institution = locked_institution(application.institution_id)
    locked = (
        RatingApplication.objects.select_for_update(of=("self",))
        .select_related("round", "edition")
        .get(pk=application.pk)
    )
    locked.institution = institution
    taken = step(verb, locked.status)
    if taken is None:
        _refuse_move(locked, verb)
    assert taken is not None
    if not by.has_perm(taken.permission):
        raise NotPermitted(f"您没有“{verb.label}”的权限。")
    if taken.needs_remark and not remark.strip():
        raise RemarkRequired(f"{verb.label}须写明意见或原因。")
    check_person(locked, taken, by=by, on=timezone.localdate(at))
    return locked, taken


def check_person(application: RatingApplication, taken: Step, *, by: User, on: date) -> None:
    """Whether this person may take the step: on duty there, in no second capacity, attached to nobody.

    Raises NotOnDuty, ActsTwice or IsAttached.
    """
    assert taken.capacity is not None
    check_place(application, taken.capacity, by=by)
    check_apart(application, taken.capacity, by=by)
    check_independent(application, taken, by=by, on=on)


def move(
    application: RatingApplication, taken: Step, *, by: User, at: datetime, remark: str = ""
) -> RatingApplication:
    """Write the new status and a line of the history."""
    source, application.status = application.status, taken.target
    application.save()
    append(application, taken, source=source, by=by, at=at, remark=remark)
    return application


def append(
    application: RatingApplication, taken: Step, *, source: str, by: User, at: datetime, remark: str
) -> None:
    RatingMove.objects.create(
        application=application,
        verb=taken.verb,
        capacity=taken.capacity or "",
        from_status=source,
        to_status=application.status,
        by=by,
        at=at,
        remark=remark.strip()[:300],
    )


def empty(application: RatingApplication, *stages: Iterable[str]) -> None:
    """Take back what these stages wrote; the history keeps it."""
    for column in (column for stage in stages for column in stage):
        setattr(application, column, EMPTY.get(column[-3:], ""))


def check_still_holds(application: RatingApplication, *, on: date) -> None:
    """What an application rests on, asked again at every stage: the filing, and that nothing barred it on the day it was
    made (a bar that ran out meanwhile does not make it good, one that became known meanwhile counts)."""
    made_on = application.applied_on or on
    facts = rating_facts(application.institution, application.round, on=made_on, application=application)
    if found := [answer for rule in STILL_HOLDS if (answer := rule(facts)).stops]:
        raise ApplicationRefused("不能继续办理：", found)


def check_place(application: RatingApplication, capacity: Capacity, *, by: User) -> None:
    institution = application.institution
    if capacity == Capacity.APPLICANT:
        if not is_on_duty_over(by, institution.township):
            raise NotOnDuty(f"“{institution}”不在您的辖区。")
        return
    if capacity == Capacity.PANEL:
        if not application.panel.filter(user=by, is_lead=True).exists():
            raise NotOnDuty("由评定组组长完成评定，您不是这份申请的组长。")
        return
    place = authority_of(institution, capacity)
    if not is_on_duty_at(by, place):
        raise NotOnDuty(f"这一步由{place}办理，您的辖区不是{place}。")


def authority_of(institution: Institution, capacity: Capacity) -> Division:
    """Where the township's, the county's and the city's officers are on duty."""
    if capacity == Capacity.TOWNSHIP:
        return institution.township
    if capacity == Capacity.COUNTY:
        return institution.county
    city = institution.county.parent
    assert city is not None  # division_parent_fits_code
    return city


def check_apart(application: RatingApplication, capacity: Capacity, *, by: User) -> None:
    """Nobody acts in two capacities on one application."""
    others = application.moves.filter(by=by).exclude(capacity__in=[capacity, ""])
    if (other := others.first()) is not None:
        raise ActsTwice(f"您已经以“{other.get_capacity_display()}”的身份办理过这份申请，不能再办理这一步。")
    if capacity != Capacity.PANEL and application.panel.filter(user=by).exists():
        raise ActsTwice("您是这份申请的评定组成员，不能再办理这一步。")
    if capacity != Capacity.PANEL and application.findings.filter(by=by).exists():
        raise ActsTwice("您写过这份申请的评定记录，不能再办理这一步。")


def check_independent(application: RatingApplication, taken: Step, *, by: User, on: date) -> None:
    """Nobody attached to the institution decides on it; nor does it go on upon the word of somebody who is attached."""
    if taken.capacity == Capacity.APPLICANT:
        return
    attached = Affiliation.objects.on(on).filter(institution=application.institution).select_related("user")
    people = {row.user_id: row.user for row in attached}
    if by.pk in people:
        raise IsAttached(f"您与“{application.institution}”登记有利害关系，不能参与评定。")
    if taken.verb in BACK:
        return
    acted = {application.reviewed_by_id, application.assessed_by_id, application.approved_by_id}
    acted.update(application.panel.values_list("user", flat=True))
    acted.update(application.findings.values_list("by", flat=True))  # also of who has left the group
    if tainted := [user for pk, user in people.items() if pk in acted]:
        who = "、".join(user.get_full_name() or user.get_username() for user in tainted)
        raise IsAttached(
            f"{who}与“{application.institution}”登记有利害关系，办理过的环节须退回，由他人重新办理。"
        )


def _refuse_move(application: RatingApplication, verb: RatingVerb) -> None:
    status = RatingStatus(application.status).label
    last = application.moves.order_by("-pk").select_related("by").first()
    told = ""
    if last is not None:
        who = last.by.get_full_name() or last.by.get_username()
        when = timezone.localtime(last.at)
        told = f"（{who} {when:%Y-%m-%d %H:%M} 已“{last.get_verb_display()}”）"
    raise MoveNotAllowed(f"{application}的申请现在是“{status}”{told}，不能{verb.label}。")
