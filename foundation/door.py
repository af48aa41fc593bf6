"""The one door that writes a status; see `foundation.lifecycle` for the table of moves."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TypeVar

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from foundation.lifecycle import MOVES, REVIEWERS, Publishable, Status, Verb
from foundation.models import StatusChange
from foundation.objections import objections_to
from foundation.permissions import moving
from foundation.refusals import (
    ChangedSinceSeen,
    MoveNotAllowed,
    NotPermitted,
    ObjectionsStand,
    RemarkRequired,
    ReviewsTwice,
    TimeNotAhead,
)

P = TypeVar("P", bound=Publishable)

FARTHEST = timedelta(days=366)  # a set time beyond is a slip of the pen
_WRITTEN = (
    "status",
    "published_at",
    "withdrawn_at",
    "withdrawal_reason",
    *REVIEWERS.values(),
    "scheduled_for",
    "scheduled_by",
    "schedule_refusal",
)


@transaction.atomic
def change_status(
    obj: P,
    *,
    verb: str,
    by: User,
    at: datetime,
    remark: str = "",
    seen: int | None = None,
    publish_at: datetime | None = None,
) -> P:
    """Move an object along its lifecycle; the only door that writes a status.

    Locks the row, checks again after the lock, appends the history, and writes. `at` and `publish_at` (for 定时发布) are
    aware. `seen` is the content mark the person looked at: who signs, signs what they saw. Answers the moved object as
    it stands now; `obj` itself is left as it was.

    Raises NotPermitted, RemarkRequired, TimeNotAhead, MoveNotAllowed, ChangedSinceSeen, ReviewsTwice or ObjectionsStand.
    """
    verb, remark = Verb(verb), remark.strip()
    check_permission(obj, verb, by=by)
    if MOVES[verb].needs_remark and not remark:
        raise RemarkRequired(f"{verb.deed}须写明原因。")
    if verb == Verb.SCHEDULE:
        _check_time(publish_at, at=at)
    locked = type(obj)._base_manager.select_for_update(of=("self",)).get(pk=obj.pk)
    _check_station(locked, verb)
    if seen is not None and seen != locked.content_mark:
        raise ChangedSinceSeen(f"“{locked}”在您打开之后有改动，请重新查看内容，再{verb.deed}。")
    check_reviewer(locked, verb, by=by)
    objections = objections_to(locked, verb)
    if objections:
        raise ObjectionsStand(f"“{locked}”不能{verb.deed}：{'；'.join(objections)}。")
    if verb == Verb.WITHDRAW and locked.published_at is not None:
        at = max(at, locked.published_at)  # a clock set back since must not keep it before the public
    if verb == Verb.SCHEDULE and publish_at is not None:
        remark = f"定于{timezone.localtime(publish_at):%Y-%m-%d %H:%M}发布。{remark}"
    _append(locked, verb, by=by, at=at, remark=remark)
    _stand_at(locked, verb, by=by, at=at, remark=remark, publish_at=publish_at)
    return locked


def check_permission(obj: Publishable, verb: Verb, *, by: User) -> None:
    """Raises NotPermitted; what the database alone does, nobody may."""
    noun = obj._meta
    permission = moving(noun.app_label, str(noun.model_name), verb)
    if not permission or not by.has_perm(permission):
        raise NotPermitted(f"您没有{verb.deed}{noun.verbose_name}的权限。")


def _check_time(publish_at: datetime | None, *, at: datetime) -> None:
    if publish_at is None:
        raise TimeNotAhead("请写明定时发布的时间。")
    shown = f"{timezone.localtime(publish_at):%Y-%m-%d %H:%M}"
    if publish_at <= at:
        raise TimeNotAhead(f"定时发布的时间（{shown}）须在现在之后；要立即发布，请用“发布”。")
    if publish_at > at + FARTHEST:
        raise TimeNotAhead(f"定时发布的时间（{shown}）在一年以后，请核对年份。")


def _check_station(locked: Publishable, verb: Verb) -> None:
    station = Status(locked.status)
    if station not in MOVES[verb].sources:
        raise MoveNotAllowed(f"“{locked}”现在是{station.label}，不能{verb.deed}。")
    if verb == Verb.UNSCHEDULE and locked.scheduled_for is None:
        raise MoveNotAllowed(f"“{locked}”没有定时，不必取消。")


def check_reviewer(obj: Publishable, verb: Verb, *, by: User) -> None:
    """Three reviews, three people (审者分离): no exception for anybody. Raises ReviewsTwice."""
    if not MOVES[verb].is_review:
        return
    for station, column in REVIEWERS.items():
        if getattr(obj, f"{column}_id") == by.pk:
            passed = Verb(station.value).deed
            raise ReviewsTwice(f"“{obj}”的{passed}是您通过的，{verb.deed}须由另一个人办理。")


def _append(locked: Publishable, verb: Verb, *, by: User, at: datetime, remark: str) -> None:
    """A line of the history. It comes before the move itself: the database moves no status without one."""
    StatusChange.objects.create(
        subject=locked,
        subject_label=str(locked)[:300],
        verb=verb,
        from_status=locked.status,
        to_status=MOVES[verb].target,
        by=by,
        at=at,
        remark=remark,
        content_mark=locked.content_mark,
    )


def _stand_at(
    locked: Publishable, verb: Verb, *, by: User, at: datetime, remark: str, publish_at: datetime | None
) -> None:
    """Write the new station and what belongs to it; whatever happens, an earlier set time is over."""
    target = MOVES[verb].target
    locked.status = target
    locked.scheduled_for = locked.scheduled_by = None
    locked.schedule_refusal = ""
    if verb == Verb.SCHEDULE:
        locked.scheduled_for, locked.scheduled_by = publish_at, by
    if MOVES[verb].is_review:
        setattr(locked, REVIEWERS[target], by)
    if target == Status.DRAFT:
        for column in REVIEWERS.values():
            setattr(locked, column, None)
    if target == Status.PUBLISHED:
        locked.published_at = at
    if target == Status.WITHDRAWN:
        locked.withdrawn_at, locked.withdrawal_reason = at, remark
    locked.save(update_fields=_WRITTEN)
