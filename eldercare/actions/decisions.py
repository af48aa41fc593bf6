"""Deciding a level: the county for A and 2A, the city for 3A (N081 to N085)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from eldercare.actions.decision_book import write_decision
from eldercare.actions.rating_door import (
    APPROVAL,
    ASSESSMENT,
    authority_of,
    check_still_holds,
    empty,
    enter,
    move,
)
from eldercare.levels import keep_levels, levels_of
from eldercare.models import (
    RatingApplication,
)
from eldercare.rating_vocabulary import Capacity, DecisionKind, Level, RatingVerb
from eldercare.refusals import (
    DaysOutOfOrder,
    LevelNotPossible,
)
from eldercare.rules.timeline import Held, first_possible_day
from foundation.civil_time import ONE_DAY
from foundation.models import Division

A_YEAR = timedelta(days=366)


@transaction.atomic
def approve(
    application: RatingApplication,
    *,
    level: Level,
    opinion: str,
    effective_on: date | None = None,
    by: User,
    at: datetime,
) -> RatingApplication:
    """The county's word: A and 2A are decided with it, 3A goes to the city (N082, N083).

    `effective_on`: the first day of the level, at the earliest today and after what holds already; by default the first
    possible day. Raises what `enter` does, ApplicationRefused, LevelNotPossible or DaysOutOfOrder.
    """
    verb = RatingVerb.PROPOSE if level == Level.AAA else RatingVerb.APPROVE
    locked, taken = enter(application, verb, by=by, at=at, remark=opinion)
    check_still_holds(locked, on=timezone.localdate(at))
    if not locked.panel_level or level.rank > Level(locked.panel_level).rank:
        told = Level(locked.panel_level).label if locked.panel_level else "不予评定"
        raise LevelNotPossible(
            f"评定组的意见是“{told}”，不能定为 {level.label}；有不同意见的，请退回评定组。"
        )
    locked.approved_by, locked.approved_at = by, at
    locked.approved_level, locked.approval_opinion = level, opinion.strip()
    move(locked, taken, by=by, at=at, remark=opinion)
    if verb == RatingVerb.APPROVE:
        place = authority_of(locked.institution, Capacity.COUNTY)
        _grant(locked, level, opinion, effective_on=effective_on, authority=place, by=by, at=at)
    return locked


@transaction.atomic
def refuse(application: RatingApplication, *, reason: str, by: User, at: datetime) -> RatingApplication:
    """The county gives no level. Raises what `enter` does."""
    locked, taken = enter(application, RatingVerb.REFUSE, by=by, at=at, remark=reason)
    locked.approved_by, locked.approved_at, locked.approval_opinion = by, at, reason.strip()
    move(locked, taken, by=by, at=at, remark=reason)
    _record_refusal(locked, reason, authority=authority_of(locked.institution, Capacity.COUNTY), by=by, at=at)
    return locked


@transaction.atomic
def send_back(application: RatingApplication, *, reason: str, by: User, at: datetime) -> RatingApplication:
    """Back to the rating group; its findings stay and may be mended. Raises what `enter` does."""
    locked, taken = enter(application, RatingVerb.SEND_BACK, by=by, at=at, remark=reason)
    empty(locked, ASSESSMENT)
    return move(locked, taken, by=by, at=at, remark=reason)


@transaction.atomic
def confirm(
    application: RatingApplication,
    *,
    level: Level,
    opinion: str,
    effective_on: date | None = None,
    by: User,
    at: datetime,
) -> RatingApplication:
    """The city's word on a proposed 3A: 3A or lower (N083). Raises as `approve` does."""
    locked, taken = enter(application, RatingVerb.CONFIRM, by=by, at=at, remark=opinion)
    check_still_holds(locked, on=timezone.localdate(at))
    locked.confirmed_by, locked.confirmed_at = by, at
    locked.confirmed_level, locked.confirmation_opinion = level, opinion.strip()
    move(locked, taken, by=by, at=at, remark=opinion)
    place = authority_of(locked.institution, Capacity.CITY)
    _grant(locked, level, opinion, effective_on=effective_on, authority=place, by=by, at=at)
    return locked


@transaction.atomic
def remand(application: RatingApplication, *, reason: str, by: User, at: datetime) -> RatingApplication:
    """Back from the city to the county. Raises what `enter` does."""
    locked, taken = enter(application, RatingVerb.REMAND, by=by, at=at, remark=reason)
    empty(locked, APPROVAL)
    return move(locked, taken, by=by, at=at, remark=reason)


@transaction.atomic
def decline(application: RatingApplication, *, reason: str, by: User, at: datetime) -> RatingApplication:
    """The city gives no level. Raises what `enter` does."""
    locked, taken = enter(application, RatingVerb.DECLINE, by=by, at=at, remark=reason)
    locked.confirmed_by, locked.confirmed_at, locked.confirmation_opinion = by, at, reason.strip()
    move(locked, taken, by=by, at=at, remark=reason)
    _record_refusal(locked, reason, authority=authority_of(locked.institution, Capacity.CITY), by=by, at=at)
    return locked


def _grant(
    application: RatingApplication,
    level: Level,
    grounds: str,
    *,
    effective_on: date | None,
    authority: Division,
    by: User,
    at: datetime,
) -> None:
    institution = application.institution
    today = timezone.localdate(at)
    held = levels_of(institution)
    day = effective_on or first_possible_day(held, level, decided_on=today)
    check_first_day(held, level, day=day, decided_on=today)
    decision = write_decision(
        institution,
        DecisionKind.GRANT,
        level,
        effective_on=day,
        grounds=grounds,
        authority=authority,
        by=by,
        at=at,
        application=application,
    )
    keep_levels(institution, decision=decision, at=at)


def check_first_day(held: Sequence[Held], level: Level, *, day: date, decided_on: date) -> None:
    """A level begins on the day it is decided or later, after what holds already, and in sight. Raises DaysOutOfOrder."""
    if day < decided_on:
        raise DaysOutOfOrder(f"生效日期 {day} 早于决定日期 {decided_on}。", field="effective_on")
    earliest = first_possible_day(held, level, decided_on=decided_on)
    if day < earliest:
        before = earliest - ONE_DAY
        raise DaysOutOfOrder(
            f"现有等级到 {before} 为止，{level.label}最早从 {earliest} 起。", field="effective_on"
        )
    if day > max(earliest, decided_on + A_YEAR):
        raise DaysOutOfOrder(f"生效日期 {day} 太远，最早可从 {earliest} 起，请核对。", field="effective_on")


def _record_refusal(
    application: RatingApplication, reason: str, *, authority: Division, by: User, at: datetime
) -> None:
    write_decision(
        application.institution,
        DecisionKind.REFUSE,
        None,
        effective_on=timezone.localdate(at),
        grounds=reason,
        authority=authority,
        by=by,
        at=at,
        application=application,
    )
