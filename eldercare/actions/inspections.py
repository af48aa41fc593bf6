"""Inspections, orders to correct with a deadline, and what follows when nothing is done (N088 to N090, N108)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from eldercare.actions.decision_book import check_decider, write_decision
from eldercare.actions.supervision import decider, in_reach, judging_at_county, no_level_that_day
from eldercare.levels import keep_levels, level_held
from eldercare.models import (
    Evidence,
    Extension,
    Inspection,
    Institution,
    RatingDecision,
    Recheck,
    Rectification,
)
from eldercare.permissions import (
    ADD_INSPECTION,
    END_RECTIFICATION,
    ORDER_RECTIFICATION,
)
from eldercare.rating_vocabulary import DecisionKind, Level, OrderKind, OrderStatus
from eldercare.refusals import DaysOutOfOrder, DecisionRefused, ReviewsOwnWork
from foundation.refusals import MoveNotAllowed, RemarkRequired


@transaction.atomic
def record_inspection(
    institution: Institution,
    *,
    inspected_on: date,
    departments: str,
    result: str,
    meets_standard: bool,
    evidence: Sequence[Evidence] = (),
    by: User,
    at: datetime,
) -> Inspection:
    """Keep what an inspection found. Raises NotPermitted, NotOnDuty, RemarkRequired or DaysOutOfOrder."""
    locked = in_reach(institution, by, ADD_INSPECTION, "登记检查")
    today = timezone.localdate(at)
    if not (departments.strip() and result.strip()):
        raise RemarkRequired("请写明检查部门和检查情况。")
    if inspected_on > today:
        raise DaysOutOfOrder(f"检查日期 {inspected_on} 还没有到。", field="inspected_on")
    row = Inspection.objects.create(
        institution=locked,
        inspected_on=inspected_on,
        departments=departments.strip(),
        result=result.strip(),
        meets_standard=meets_standard,
        recorded_by=by,
        recorded_on=today,
    )
    row.evidence.set(evidence)
    return row


@transaction.atomic
def order_rectification(
    institution: Institution,
    *,
    kind: OrderKind,
    requirement: str,
    deadline: date,
    inspection: Inspection | None = None,
    by: User,
    at: datetime,
) -> Rectification:
    """Order a correction by a deadline (N089, N108). Raises NotPermitted, NotOnDuty, IsAttached, RemarkRequired or DaysOutOfOrder."""
    locked = judging_at_county(institution.pk, by, ORDER_RECTIFICATION, "责令整改", at=at)
    today = timezone.localdate(at)
    if not requirement.strip():
        raise RemarkRequired("请写明整改要求。")
    if deadline <= today:
        raise DaysOutOfOrder("整改期限须在今天以后。", field="deadline")
    return Rectification.objects.create(
        institution=locked,
        inspection=inspection,
        kind=kind,
        requirement=requirement.strip(),
        ordered_on=today,
        deadline=deadline,
        ordered_by=by,
    )


@transaction.atomic
def extend_deadline(
    rectification: Rectification, *, until: date, reason: str, by: User, at: datetime
) -> Extension:
    """Give more time, with a reason. Raises NotPermitted, NotOnDuty, IsAttached, RemarkRequired, MoveNotAllowed or DaysOutOfOrder."""
    locked = _open_order(rectification, by, ORDER_RECTIFICATION, "延长整改期限", at=at)
    if not reason.strip():
        raise RemarkRequired("延期须写明原因。")
    due = _due_on(locked)
    today = timezone.localdate(at)
    if until <= max(due, today):
        raise DaysOutOfOrder(f"延期须到现在的期限 {due} 和今天以后。", field="until")
    return Extension.objects.create(
        rectification=locked, until=until, reason=reason.strip(), granted_by=by, granted_on=today
    )


@transaction.atomic
def record_recheck(
    rectification: Rectification,
    *,
    checked_on: date,
    passed: bool,
    remark: str,
    evidence: Sequence[Evidence] = (),
    by: User,
    at: datetime,
) -> Recheck:
    """Keep what a re-check found; it ends nothing by itself. Raises as `extend_deadline` does."""
    locked = _open_order(rectification, by, ORDER_RECTIFICATION, "登记复查", at=at)
    if not remark.strip():
        raise RemarkRequired("请写明复查情况。")
    today = timezone.localdate(at)
    if not locked.ordered_on <= checked_on <= today:
        raise DaysOutOfOrder("复查日期须在责令日期和今天之间。", field="checked_on")
    row = Recheck.objects.create(
        rectification=locked,
        checked_on=checked_on,
        passed=passed,
        remark=remark.strip(),
        by=by,
        recorded_on=today,
    )
    row.evidence.set(evidence)
    return row


@transaction.atomic
def close_rectification(
    rectification: Rectification, *, outcome: str, by: User, at: datetime
) -> Rectification:
    """It has been corrected, as the last re-check found. Raises NotPermitted, NotOnDuty, IsAttached, RemarkRequired or MoveNotAllowed."""
    locked = _open_order(rectification, by, END_RECTIFICATION, "办结整改", at=at)
    last = locked.rechecks.order_by("-checked_on", "-pk").first()
    if last is None or not last.passed:
        raise MoveNotAllowed("最近一次复查没有写明已整改到位，不能办结。")
    return _end(locked, OrderStatus.CLOSED, outcome, by=by, at=at)


@transaction.atomic
def fail_rectification(
    rectification: Rectification, *, outcome: str, by: User, at: datetime
) -> Rectification:
    """It was not corrected in time: a person says so, after the deadline and a re-check. Raises as `close_rectification`
    does."""
    locked = _open_order(rectification, by, END_RECTIFICATION, "认定未按期整改", at=at)
    due = _due_on(locked)
    if timezone.localdate(at) <= due:
        raise MoveNotAllowed(f"整改期限到 {due} 才满，现在还不能认定未按期整改。")
    last = locked.rechecks.order_by("-checked_on", "-pk").first()
    if last is None or last.passed or last.checked_on <= due:
        raise MoveNotAllowed("期限满后须先登记一次“没有整改到位”的复查，再认定未按期整改。")
    return _end(locked, OrderStatus.FAILED, outcome, by=by, at=at)


@transaction.atomic
def lower_or_revoke(
    rectification: Rectification, *, level: Level | None, grounds: str, by: User, at: datetime
) -> RatingDecision:
    """A rated institution that did not correct in time is lowered to a level, or its level is revoked (N090), from today.

    Decided by the authority that gave the level, by somebody who neither ordered nor ended the correction. Raises
    NotPermitted, NotOnDuty, RemarkRequired, ReviewsOwnWork, IsAttached or DecisionRefused.
    """
    institution = decider(rectification.institution_id, by, grounds)
    locked = Rectification.objects.select_for_update(of=("self",)).get(pk=rectification.pk)
    if locked.status != OrderStatus.FAILED or locked.kind != OrderKind.STANDARD:
        raise DecisionRefused("只有不符合评定标准、经认定未按期整改的，才能降低或撤销等级。")
    if RatingDecision.objects.filter(rectification=locked).exists():
        raise DecisionRefused("这次整改已经处理。")
    if by.pk in (locked.ordered_by_id, locked.ended_by_id):
        raise ReviewsOwnWork("这次整改由您责令或办结，须由另一位工作人员决定。")
    today = timezone.localdate(at)
    held = level_held(institution, on=today)
    if held is None:
        raise DecisionRefused(no_level_that_day(institution, today))
    check_decider(institution, held.decision.authority, by=by, at=at)
    if level is not None and level.rank >= Level(held.level).rank:
        raise DecisionRefused(f"现在是{held.get_level_display()}，只能降到更低的等级。")
    decision = write_decision(
        institution,
        DecisionKind.LOWER if level else DecisionKind.REVOKE,
        level,
        effective_on=today,
        grounds=grounds,
        authority=held.decision.authority,
        by=by,
        at=at,
        rectification=locked,
    )
    keep_levels(institution, decision=decision, at=at)
    return decision


def _open_order(
    rectification: Rectification, by: User, permission: str, deed: str, *, at: datetime
) -> Rectification:
    institution = judging_at_county(rectification.institution_id, by, permission, deed, at=at)
    locked = Rectification.objects.select_for_update(of=("self",)).get(pk=rectification.pk)
    locked.institution = institution
    if locked.status != OrderStatus.OPEN:
        raise MoveNotAllowed(f"这次整改{locked.get_status_display()}，不能{deed}。")
    return locked


def _due_on(rectification: Rectification) -> date:
    last = rectification.extensions.order_by("-until").first()
    return last.until if last else rectification.deadline


def _end(
    rectification: Rectification, status: OrderStatus, outcome: str, *, by: User, at: datetime
) -> Rectification:
    if not outcome.strip():
        raise RemarkRequired("请写明办结说明。")
    rectification.status, rectification.outcome = status, outcome.strip()
    rectification.ended_by, rectification.ended_on = by, timezone.localdate(at)
    rectification.save(update_fields=["status", "outcome", "ended_by", "ended_on"])
    return rectification
