"""Accidents, and what a major one means for a level (N086, N087)."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from eldercare.actions.applications import end_application
from eldercare.actions.decision_book import check_decider, write_decision
from eldercare.actions.supervision import decider, in_reach, judging_at_county, no_level_that_day
from eldercare.levels import keep_levels, level_held
from eldercare.models import (
    Incident,
    Institution,
    Operator,
    RatingApplication,
    RatingDecision,
)
from eldercare.permissions import (
    ADD_INCIDENT,
    DETERMINE_INCIDENT,
)
from eldercare.rating_vocabulary import DecisionKind, IncidentKind
from eldercare.refusals import DaysOutOfOrder, DecisionRefused, ReviewsOwnWork
from eldercare.rules.timeline import barred_until
from foundation.refusals import MoveNotAllowed, RemarkRequired


@transaction.atomic
def record_incident(
    institution: Institution,
    *,
    kind: IncidentKind,
    happened_on: date,
    summary: str,
    deaths: int = 0,
    injuries: int = 0,
    by: User,
    at: datetime,
) -> Incident:
    """Put an accident on record, whenever it becomes known; the operator of that day is kept with it.

    Raises NotPermitted, NotOnDuty, RemarkRequired or DaysOutOfOrder.
    """
    locked = in_reach(institution, by, ADD_INCIDENT, "登记事故")
    if not summary.strip():
        raise RemarkRequired("请写明事故经过。")
    today = timezone.localdate(at)
    if happened_on > today:
        raise DaysOutOfOrder(f"事故发生日期 {happened_on} 还没有到。", field="happened_on")
    if locked.opened_on and happened_on < locked.opened_on:
        raise DaysOutOfOrder(
            f"事故发生日期 {happened_on} 早于开展服务日期 {locked.opened_on}，请核对。", field="happened_on"
        )
    return Incident.objects.create(
        institution=locked,
        operator=operator_on(locked, happened_on),
        kind=kind,
        happened_on=happened_on,
        summary=summary.strip(),
        deaths=deaths,
        injuries=injuries,
        recorded_by=by,
        recorded_at=at,
        recorded_on=today,
    )


@transaction.atomic
def determine_incident(
    incident: Incident, *, is_major: bool, determination: str, determined_on: date, by: User, at: datetime
) -> Incident:
    """Record what the accident was found to be, by which paper; once. Raises NotPermitted, NotOnDuty, IsAttached,
    RemarkRequired, DaysOutOfOrder or MoveNotAllowed."""
    institution = judging_at_county(incident.institution_id, by, DETERMINE_INCIDENT, "登记事故认定", at=at)
    locked = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    if not determination.strip():
        raise RemarkRequired("请写明认定文书的名称、文号。")
    if locked.is_major is not None:
        raise MoveNotAllowed(f"“{institution}”{locked}的事故已经认定过。")
    if not locked.happened_on <= determined_on <= timezone.localdate(at):
        raise DaysOutOfOrder("认定日期须在事故发生日期和今天之间。", field="determined_on")
    locked.is_major, locked.determination = is_major, determination.strip()
    locked.determined_on, locked.determined_by = determined_on, by
    locked.save(update_fields=["is_major", "determination", "determined_on", "determined_by"])
    return locked


@transaction.atomic
def cancel_level(incident: Incident, *, grounds: str, by: User, at: datetime) -> RatingDecision:
    """A major liability accident ends the level from the day it happened (N086), bars a new application for two full years
    (N087), and ends an application that is on its way unless it was made after them.

    Decided by the authority that gave the level, by somebody who neither recorded nor determined the accident. Raises
    NotPermitted, NotOnDuty, RemarkRequired, ReviewsOwnWork, IsAttached or DecisionRefused.
    """
    institution = decider(incident.institution_id, by, grounds)
    locked = Incident.objects.select_for_update(of=("self",)).select_related("operator").get(pk=incident.pk)
    if not locked.is_major:
        raise DecisionRefused("没有认定为重大责任事故，不能取消等级。")
    if RatingDecision.objects.filter(incident=locked).exists():
        raise DecisionRefused("这起事故已经处理。")
    if by.pk in (locked.recorded_by_id, locked.determined_by_id):
        raise ReviewsOwnWork("这起事故由您登记或认定，须由另一位工作人员决定。")
    held = level_held(institution, on=locked.happened_on)
    if held is None:
        raise DecisionRefused(no_level_that_day(institution, locked.happened_on))
    check_decider(institution, held.decision.authority, by=by, at=at)
    decision = write_decision(
        institution,
        DecisionKind.CANCEL,
        None,
        effective_on=locked.happened_on,
        grounds=grounds,
        authority=held.decision.authority,
        by=by,
        at=at,
        incident=locked,
    )
    keep_levels(institution, decision=decision, at=at)
    bar = barred_until(locked.happened_on)
    for application in RatingApplication.objects.open().filter(institution=institution).select_for_update():
        if (application.applied_on or decision.decided_on) > bar:
            continue
        application.institution = institution
        end_application(application, reason=f"等级被取消（{decision.letter_number}）。", by=by, at=at)
    return decision


def operator_on(institution: Institution, day: date) -> Operator:
    """Who ran the institution that day: each succession begins with its day."""
    following = (
        institution.successions.filter(on__gt=day).order_by("on").select_related("predecessor").first()
    )
    return following.predecessor if following else institution.operator
