"""The one door that writes the state of a spreadsheet upload: waiting → imported | discarded.

verb      from      to          who
receive   —         waiting     eldercare.import_institution
import    waiting   imported    its uploader, still with the permission
discard   waiting   discarded   its uploader
wipe      any       discarded   nobody: a day has passed (an imported one only loses what was left over)
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from django.contrib.auth.models import User
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from eldercare.models import SpreadsheetUpload
from eldercare.models.spreadsheet_upload import NOTHING
from eldercare.permissions import IMPORT_INSTITUTION
from eldercare.refusals import SpreadsheetChanged, SpreadsheetRefused
from eldercare.spreadsheets.keeping import opened_report, opened_table, sealed_report, sealed_table
from eldercare.spreadsheets.report import Fate, Report
from eldercare.spreadsheets.sheet import table_of
from eldercare.spreadsheets.trial import bring_in
from eldercare.spreadsheets.writing import leftovers_of
from eldercare.vocabulary import SpreadsheetState
from foundation.protected import seal_bytes
from foundation.refusals import MoveNotAllowed, NotPermitted
from foundation.tables import sheets_of, taken_in

NAMED = 8  # rows named in one sentence


def receive_spreadsheet(upload: File[bytes], *, by: User, at: datetime) -> SpreadsheetUpload:
    """Read a file, try every row out, and keep both sealed for its uploader to look at.

    Raises NotPermitted, a FileRefused, or SpreadsheetRefused.
    """
    _check_actor(by)
    name, raw = taken_in(upload)
    table = table_of(sheets_of(raw, name=name), name=name)  # takes its time, before any transaction
    report = bring_in(table, reader=by, on=timezone.localdate(at), dry_run=True)
    wipe_spreadsheets(at=at)  # also where nobody has set up the command that does it every hour
    return SpreadsheetUpload.objects.create(
        name=name,
        size=len(raw),
        sha256=sha256(raw).hexdigest(),
        content=sealed_table(table),
        report=sealed_report(report),
        uploaded_by=by,
        uploaded_at=at,
        **report.counts(),
    )


def import_spreadsheet(
    upload: SpreadsheetUpload, *, digest: str, only_sound: bool = False, by: User, at: datetime
) -> SpreadsheetUpload:
    """Bring in what was looked at: all or nothing, and nothing when any row would now do something else.

    `digest` is the SHA-256 of the file the person looked at; `only_sound` leaves the wrong rows out. Raises
    NotPermitted, MoveNotAllowed, SpreadsheetRefused, or SpreadsheetChanged; then the report of today is kept instead.
    """
    try:
        with transaction.atomic():
            return _import(upload, digest=digest, only_sound=only_sound, by=by, at=at)
    except SpreadsheetChanged as refusal:
        assert isinstance(refusal.report, Report)
        _keep_report(upload, refusal.report)
        raise


def _import(
    upload: SpreadsheetUpload, *, digest: str, only_sound: bool, by: User, at: datetime
) -> SpreadsheetUpload:
    locked = _waiting(upload, by=by)
    if digest != locked.sha256:
        raise SpreadsheetRefused("这不是刚才核对的那个文件，没有导入：请重新核对。")
    table, earlier = opened_table(locked), opened_report(locked)
    report = bring_in(table, reader=by, on=timezone.localdate(at), dry_run=False)
    _require_same(report, earlier)
    counts = report.counts()
    if counts[Fate.WRONG.value] and not only_sound:
        raise SpreadsheetRefused(
            f"有 {counts[Fate.WRONG.value]} 行有问题，没有导入：请改正后重新上传，或者勾选只导入没有问题的行。"
        )
    if not counts[Fate.NEW.value] + counts[Fate.CHANGED.value]:
        raise SpreadsheetRefused("没有要新建或改动的机构，不用导入。")
    if counts[Fate.WRONG.value]:
        locked.leftovers = seal_bytes(leftovers_of(table, report))
    for field, count in counts.items():
        setattr(locked, field, count)
    return _close(locked, SpreadsheetState.IMPORTED, at=at)


def _require_same(report: Report, earlier: Report) -> None:
    changed = report.otherwise_than(earlier)
    if changed:
        rows = "、".join(f"第 {line.number} 行“{line.name}”" for line in changed[:NAMED])
        more = f"等 {len(changed)} 行" if len(changed) > NAMED else ""
        raise SpreadsheetChanged(
            f"核对以后有人改动了有关资料，{rows}{more}的结果和刚才不一样，什么也没有导入：下面是现在的结果，请重新核对。",
            report=report,
        )


def _keep_report(upload: SpreadsheetUpload, report: Report) -> None:
    SpreadsheetUpload.objects.waiting().filter(pk=upload.pk).update(
        report=sealed_report(report), **report.counts()
    )


@transaction.atomic
def discard_spreadsheet(upload: SpreadsheetUpload, *, by: User, at: datetime) -> SpreadsheetUpload:
    """Put a file aside; nothing of its content stays. Raises NotPermitted or MoveNotAllowed."""
    return _close(_waiting(upload, by=by), SpreadsheetState.DISCARDED, at=at)


@transaction.atomic
def wipe_spreadsheets(*, at: datetime) -> int:
    """Forget the content of files that have lain for a day, and what was left over of imported ones."""
    stale = SpreadsheetUpload.objects.stale(at=at)
    waiting = stale.waiting().update(
        state=SpreadsheetState.DISCARDED, closed_at=at, content=NOTHING, report=NOTHING
    )
    return waiting + stale.update(leftovers=NOTHING)


def _close(locked: SpreadsheetUpload, state: SpreadsheetState, *, at: datetime) -> SpreadsheetUpload:
    locked.content = locked.report = NOTHING
    locked.state, locked.closed_at = state, at
    locked.save()
    return locked


def _waiting(upload: SpreadsheetUpload, *, by: User) -> SpreadsheetUpload:
    """The upload, locked, if this person may still go on with it."""
    _check_actor(by)
    locked = SpreadsheetUpload.objects.of(by).select_for_update().filter(pk=upload.pk).first()
    if locked is None:
        raise NotPermitted("这个文件不是您上传的。")
    if not locked.is_waiting:
        raise MoveNotAllowed(f"“{locked}”{locked.get_state_display()}，不能再导入或放弃。")
    return locked


def _check_actor(by: User) -> None:
    if not by.has_perm(IMPORT_INSTITUTION):
        raise NotPermitted("您没有导入表格的权限。")
