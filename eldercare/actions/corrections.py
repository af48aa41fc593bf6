"""Corrections: a new decision in the place of one that was wrong; levels follow."""

from __future__ import annotations

from datetime import date, datetime
from itertools import takewhile

from django.contrib.auth.models import User
from django.db import transaction

from eldercare.actions.decision_book import check_decider, write_decision
from eldercare.actions.decisions import check_first_day
from eldercare.actions.rating_door import locked_institution
from eldercare.levels import keep_levels, rulings_of
from eldercare.models import Institution, RatingDecision
from eldercare.permissions import CORRECT_DECISION
from eldercare.rating_vocabulary import DecisionKind, Level
from eldercare.refusals import (
    DaysOutOfOrder,
    DecisionRefused,
    LevelNotPossible,
    ReviewsOwnWork,
)
from eldercare.rules.timeline import level_on, timeline
from foundation.models import Division
from foundation.refusals import NotPermitted, RemarkRequired

MAY_BECOME = {
    DecisionKind.GRANT: (DecisionKind.GRANT, DecisionKind.REFUSE),
    DecisionKind.REFUSE: (DecisionKind.GRANT, DecisionKind.REFUSE),
    DecisionKind.LOWER: (DecisionKind.LOWER, DecisionKind.REVOKE, DecisionKind.ANNUL),
    DecisionKind.REVOKE: (DecisionKind.LOWER, DecisionKind.REVOKE, DecisionKind.ANNUL),
    DecisionKind.CANCEL: (DecisionKind.CANCEL, DecisionKind.ANNUL),
}


@transaction.atomic
def correct_decision(
    decision: RatingDecision,
    *,
    kind: DecisionKind,
    level: Level | None,
    effective_on: date,
    grounds: str,
    by: User,
    at: datetime,
) -> RatingDecision:
    """A new decision in the place of one that was wrong; the old one stays on record.

    Made by the same authority, by somebody else than who decided. Raises NotPermitted, NotOnDuty, RemarkRequired,
    ReviewsOwnWork, IsAttached, DecisionRefused, LevelNotPossible or DaysOutOfOrder.
    """
    if not grounds.strip():
        raise RemarkRequired("更正须写明理由。")
    institution = locked_institution(decision.institution_id)
    old = RatingDecision.objects.select_related("authority", "supersedes").get(pk=decision.pk)
    check_may_correct(old, by=by, at=at)
    _check_correction(old, kind, level, effective_on=effective_on)
    _check_level_that_day(institution, old, kind, level, effective_on=effective_on)
    new = write_decision(
        institution,
        kind,
        level,
        effective_on=effective_on,
        grounds=grounds,
        authority=old.authority,
        by=by,
        at=at,
        application=old.application,
        rectification=old.rectification,
        incident=old.incident,
        supersedes=old,
    )
    keep_levels(institution, decision=new, at=at)
    return new


def check_may_correct(decision: RatingDecision, *, by: User, at: datetime) -> None:
    """Whether this person may correct it: the newest word of their own authority, said by somebody else.

    Raises NotPermitted, NotOnDuty, IsAttached, DecisionRefused or ReviewsOwnWork.
    """
    if not by.has_perm(CORRECT_DECISION):
        raise NotPermitted("您没有更正评定决定的权限。")
    check_decider(decision.institution, decision.authority, by=by, at=at)
    if RatingDecision.objects.filter(supersedes=decision).exists():
        raise DecisionRefused(f"{decision}已经更正过，请更正最新的决定。")
    if by.pk in (decision.decided_by_id, first_of(decision).decided_by_id):
        raise ReviewsOwnWork("这一决定是您作出的，须由另一位工作人员更正。")


def first_of(decision: RatingDecision) -> RatingDecision:
    """The decision that the chain of corrections began with."""
    while decision.supersedes is not None:
        decision = decision.supersedes
    return decision


def _check_correction(
    old: RatingDecision, kind: DecisionKind, level: Level | None, *, effective_on: date
) -> None:
    first = first_of(old)
    allowed = MAY_BECOME[DecisionKind(first.kind)]
    if kind not in allowed:
        named = "、".join(one.label for one in allowed)
        raise DecisionRefused(f"“{first.get_kind_display()}”只能更正为：{named}。")
    if (level is not None) is not (kind in (DecisionKind.GRANT, DecisionKind.LOWER)):
        raise DecisionRefused("评定和降低等级须写明等级，其他决定没有等级。")
    if (kind, level or "", effective_on) == (old.kind, old.level, old.effective_on):
        raise DecisionRefused("更正的内容与原决定相同。")
    if level == Level.AAA and old.authority.level != Division.Level.CITY:
        raise LevelNotPossible("3A 级由市民政局审定，县（区）不能更正为 3A 级。")
    if kind != DecisionKind.CANCEL and effective_on < first.decided_on:
        raise DaysOutOfOrder(
            f"生效日期 {effective_on} 早于原决定日期 {first.decided_on}。", field="effective_on"
        )
    if kind == DecisionKind.CANCEL and effective_on > first.decided_on:
        raise DaysOutOfOrder(
            f"等级从事故当日起取消，{effective_on} 晚于原决定日期 {first.decided_on}。", field="effective_on"
        )


def _check_level_that_day(
    institution: Institution,
    old: RatingDecision,
    kind: DecisionKind,
    level: Level | None,
    *,
    effective_on: date,
) -> None:
    """A correction is measured as the decision it corrects was: by the levels the decisions before it came to."""
    before = timeline(takewhile(lambda ruling: ruling.source != old.pk, rulings_of(institution)))
    if kind == DecisionKind.GRANT:
        assert level is not None
        check_first_day(before, level, day=effective_on, decided_on=first_of(old).decided_on)
    elif kind in (DecisionKind.LOWER, DecisionKind.REVOKE, DecisionKind.CANCEL):
        held = level_on(before, effective_on)
        if held is None:
            raise DecisionRefused(f"{effective_on} 没有有效的等级，没有可以降低、撤销或取消的。")
        if level is not None and level.rank >= held.rank:
            raise DecisionRefused(f"{effective_on} 是{held.label}，只能降到更低的等级。")
