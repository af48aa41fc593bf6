"""The verbs of the defect report: accounting for warnings, and taking that back."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import TypeVar

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from documents.defects.defect import Severity
from documents.defects.report import Report
from documents.models import DefectTick
from foundation.chinese_text import weight
from foundation.lifecycle import AFTER_PUBLICATION, Publishable
from foundation.permissions import TICK_DEFECT
from foundation.redaction import redacted
from foundation.refusals import MoveNotAllowed, NotPermitted, Refusal, RemarkRequired

LEAST_REASON = 4  # characters: enough for “原文如此”
LONGEST_REASON = 500
P = TypeVar("P", bound=Publishable)


class DefectGone(Refusal):
    """The report does not find the defect any more: the text of its place has changed, or was mended."""


class NotTickable(Refusal):
    """What blocks must be mended, and a hint needs no reason."""


class TickGone(Refusal):
    """Nobody's tick stands there any more."""


@transaction.atomic
def tick_defects(
    subject: P, *, keys: Collection[str], reason: str, report: Callable[[P], Report], by: User, at: datetime
) -> int:
    """Account for warnings of one object with one reason; answers how many ticks are new.

    ``report`` is asked after the lock, so that nobody accounts for what was mended, or changed, meanwhile.
    Raises NotPermitted, RemarkRequired, MoveNotAllowed, DefectGone or NotTickable; then nothing is written.
    """
    locked = _locked(subject, by=by)
    if weight(reason) < LEAST_REASON:
        raise RemarkRequired(f"请写明理由，至少 {LEAST_REASON} 个字。")
    if len(reason) > LONGEST_REASON:
        raise RemarkRequired(f"理由请不超过 {LONGEST_REASON} 个字。")
    if not keys:
        raise DefectGone("请先勾选要说明的警告。")
    rows = {row.defect.key: row for row in report(locked).rows}
    if set(keys) - rows.keys():
        raise DefectGone("有的警告已经不在了（那一处改过了，或者已经改好），请看过新的检查结果再勾选。")
    chosen = [rows[key] for key in dict.fromkeys(keys)]
    if any(row.defect.severity != Severity.WARNING for row in chosen):
        raise NotTickable("必须改正的缺陷不能用理由代替改正；提示不需要理由。")
    kind = ContentType.objects.get_for_model(locked)
    new = [
        DefectTick(
            subject_type=kind,
            subject_id=locked.pk,
            key=row.defect.key,
            code=row.defect.code,
            sentence=row.defect.whole_sentence,
            reason=redacted(reason.strip()),
            by=by,
            at=at,
        )
        for row in chosen
        if row.tick is None
    ]
    return len(DefectTick.objects.bulk_create(new))


@transaction.atomic
def untick_defect(subject: P, *, tick: int, by: User, at: datetime) -> DefectTick:
    """Take one tick back: the warning stands in the way again. Raises NotPermitted, MoveNotAllowed or TickGone."""
    locked = _locked(subject, by=by)
    kind = ContentType.objects.get_for_model(locked)
    standing = DefectTick.objects.standing().filter(pk=tick, subject_type=kind, subject_id=locked.pk)
    found = standing.select_for_update(of=("self",)).first()
    if found is None:
        raise TickGone("这条理由已经撤销了。")
    found.revoked_by, found.revoked_at = by, max(at, found.at)
    found.save(update_fields=["revoked_by", "revoked_at"])
    return found


def _locked(subject: P, *, by: User) -> P:
    """The object, locked as the door locks it: a tick and a move do not pass each other."""
    if not by.has_perm(TICK_DEFECT):
        raise NotPermitted("您没有为检查发现的警告写明理由的权限。")
    locked = type(subject)._base_manager.select_for_update(of=("self",)).get(pk=subject.pk)
    if locked.status in AFTER_PUBLICATION:
        raise MoveNotAllowed(f"“{locked}”{locked.get_status_display()}，检查的理由不再改动。")
    return locked
