"""The verbs of submissions, and the one door that writes their state; see `gazette.submission_lifecycle` for the table.

What the unit does comes first (write, send, withdraw), then what the editors do. Each locks the row, looks again, and
appends to the history. `at` is aware; the days written are those of Asia/Shanghai.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import DataError, transaction
from django.db.models import F
from django.utils import timezone

from documents.models import Disclosure, Document
from foundation.models import Liaison, Status, Unit
from foundation.refusals import MoveNotAllowed, NotPermitted, RemarkRequired
from gazette.actions import DraftExists, NotSavable, list_in_issue, save_document_reading
from gazette.models import Issue, Submission, SubmissionBook, SubmissionMove
from gazette.submission_lifecycle import MOVES, OPEN_TO_THE_UNIT, SubmissionState, SubmissionVerb
from gazette.submission_refusals import (
    ChangedMeanwhile,
    NotForPublication,
    NotYourUnit,
    SentBefore,
    SentByYourself,
    SubmissionFrozen,
    SubmissionIncomplete,
)
from gazette.submission_rules import missing, normal_number
from gazette.submission_text import TEXT_FIELDS, SubmittedText, as_submitted, keep_text, with_blanks_filled
from gazette.submission_twins import twins_of

FORM = (
    "title",
    "document_number",
    "written_on",
    "disclosure",
    "closed_reason",
    "kind",
    "column",
    "is_normative",
    "interpretation",
    "exempt_reason",
    "effective_from",
    "contact",
    "contact_phone",
    "remarks",
)
SENDING = ("year", "serial", "first_sent_at", "sent_at", "sent_by")
ACCEPTANCE = ("document", "accepted_by", "accepted_at")
LONGEST_REMARK = 300


@transaction.atomic
def open_submission(
    *, unit: Unit, form: Mapping[str, Any], text: SubmittedText | None = None, by: User, at: datetime
) -> Submission:
    """Begin a submission of the unit: a draft nobody else sees yet. Raises NotPermitted, NotYourUnit or NotSavable."""
    _check_actor(SubmissionVerb.OPEN, by)
    _check_unit(unit, by, on=timezone.localdate(at))
    submission = Submission(unit=unit, opened_by=by, opened_at=at, changed_at=at)
    _write(submission, form, text)
    _append(submission, SubmissionVerb.OPEN, source="", by=by, at=at)
    return submission


@transaction.atomic
def save_submission(
    submission: Submission,
    *,
    form: Mapping[str, Any],
    text: SubmittedText | None = None,
    seen: datetime | None = None,
    by: User,
    at: datetime,
) -> Submission:
    """Write in a draft, or in one that was returned. `seen` is the state the person looked at when they began.

    Raises NotPermitted, NotYourUnit, SubmissionFrozen, ChangedMeanwhile or NotSavable.
    """
    locked = of_own_unit(submission, by=by, at=at)
    if seen is not None and seen != locked.changed_at:
        when = timezone.localtime(locked.changed_at)
        raise ChangedMeanwhile(
            f"您打开以后，这件报送已在 {when:%H:%M} 由别人修改；您填写的都还在下面，请对照后再保存一次。"
        )
    locked.changed_at = at
    _write(locked, form, text)
    return locked


@transaction.atomic
def send_submission(submission: Submission, *, again: bool = False, by: User, at: datetime) -> Submission:
    """Hand it to the editors; the first time it gets the next number of the year. `again`: the person was told that the
    file or its number came before, and sends it all the same.

    Raises NotPermitted, NotYourUnit, MoveNotAllowed, SubmissionIncomplete or SentBefore.
    """
    locked = _locked(submission, SubmissionVerb.SEND, by=by, at=at)
    today = timezone.localdate(at)
    if lacking := missing(locked.facts(), today=today):
        raise SubmissionIncomplete(lacking)
    twins = twins_of(locked)
    if twins and not again:
        raise SentBefore(f"{'；'.join(twins)}。确认仍要报送的，请勾选后再报送。")
    if locked.serial is None:
        locked.year, locked.serial = today.year, _next_number(today.year)
        locked.first_sent_at = at
    locked.sent_at, locked.sent_by = at, by
    return _move(locked, SubmissionVerb.SEND, SENDING, by=by, at=at)


@transaction.atomic
def withdraw_submission(submission: Submission, *, reason: str, by: User, at: datetime) -> Submission:
    """Take it back before it is accepted. Raises NotPermitted, NotYourUnit, MoveNotAllowed or RemarkRequired."""
    locked = _locked(submission, SubmissionVerb.WITHDRAW, by=by, at=at, remark=reason)
    return _move(locked, SubmissionVerb.WITHDRAW, (), by=by, at=at, remark=reason)


@transaction.atomic
def return_submission(submission: Submission, *, reason: str, by: User, at: datetime) -> Submission:
    """Send it back to be put right. Raises NotPermitted, MoveNotAllowed, RemarkRequired or SentByYourself."""
    locked = _locked(submission, SubmissionVerb.RETURN, by=by, at=at, remark=reason)
    return _move(locked, SubmissionVerb.RETURN, (), by=by, at=at, remark=reason)


@transaction.atomic
def accept_submission(
    submission: Submission, *, issue: Issue | None = None, replace: bool = False, by: User, at: datetime
) -> Submission:
    """Make the draft of a document of it, and with `issue` list that in its contents: all of it or nothing.

    `replace` lets the text take the place of a draft on record under the same number. Raises NotPermitted,
    MoveNotAllowed, SentByYourself, NotForPublication or NotSavable.
    """
    locked = _locked(submission, SubmissionVerb.ACCEPT, by=by, at=at)
    if locked.disclosure != Disclosure.ACTIVE:
        raise NotForPublication(
            f"公开属性是“{locked.get_disclosure_display()}”，不能收稿：只有主动公开的才能刊登；请退回核实，或不予刊登。"
        )
    locked.document = _draft_of(locked, issue=issue, replace=replace, at=at)
    locked.accepted_by, locked.accepted_at = by, at
    moved = _move(locked, SubmissionVerb.ACCEPT, ACCEPTANCE, by=by, at=at)
    return _taken(moved, issue, by=by, at=at) if issue is not None else moved


@transaction.atomic
def take_submission(submission: Submission, *, issue: Issue, by: User, at: datetime) -> Submission:
    """List what was accepted in the contents of an issue. Raises NotPermitted, MoveNotAllowed or NotSavable."""
    locked = _locked(submission, SubmissionVerb.TAKE, by=by, at=at)
    assert locked.document is not None  # a CHECK holds it
    list_in_issue(issue, locked.document)
    return _taken(locked, issue, by=by, at=at)


@transaction.atomic
def decline_submission(submission: Submission, *, reason: str, by: User, at: datetime) -> Submission:
    """Say that it will not be printed; a draft that was made of it stays with the editors.

    Raises NotPermitted, MoveNotAllowed, RemarkRequired or SentByYourself.
    """
    locked = _locked(submission, SubmissionVerb.DECLINE, by=by, at=at, remark=reason)
    return _move(locked, SubmissionVerb.DECLINE, (), by=by, at=at, remark=reason)


def of_own_unit(submission: Submission, *, by: User, at: datetime) -> Submission:
    """The submission, locked, if this person may write in it now."""
    _check_actor(SubmissionVerb.SEND, by)
    locked = Submission.objects.select_for_update(of=("self",)).select_related("unit").get(pk=submission.pk)
    _check_unit(locked.unit, by, on=timezone.localdate(at))
    if locked.state not in OPEN_TO_THE_UNIT:
        raise SubmissionFrozen(f"“{locked}”{locked.get_state_display()}，不能再改；要改的，请编辑部退回。")
    return locked


def _write(submission: Submission, form: Mapping[str, Any], text: SubmittedText | None) -> None:
    """The form as typed, what it leaves blank as read; a new text takes the place of the old."""
    for field in FORM:
        if field in form:
            setattr(submission, field, form[field])
    submission.document_number = normal_number(submission.document_number)
    if text is not None:
        keep_text(submission, text)
    with_blanks_filled(submission)
    try:
        with transaction.atomic():
            if submission._state.adding:
                submission.save()
            else:
                submission.save(update_fields=[*FORM, *TEXT_FIELDS, "changed_at"])
    except (DataError, ValueError):  # characters that no database keeps
        raise NotSavable("文件里有无法保存的字符，请另存为 .docx 或 .txt 并检查后再上传。") from None


def _draft_of(locked: Submission, *, issue: Issue | None, replace: bool, at: datetime) -> Document:
    """The document the text becomes, with what the form says of it."""
    try:
        outcome = save_document_reading(as_submitted(locked), at=at, issue=issue, replace=replace)
    except DraftExists:
        raise NotSavable("库里已有同一份公文的草稿：确认要用这份文件更新草稿的，请勾选后再收稿。") from None
    document = (*outcome.created, *outcome.updated, *outcome.kept)[0]
    other = Submission.objects.filter(document=document).exclude(pk=locked.pk).first()
    if other is not None:
        raise NotSavable(f"“{document}”已经由报送 {other.number} 收稿。")
    if document.status == Status.WITHDRAWN:
        raise NotSavable(f"库里的“{document}”已经撤回，不能由它收稿；请退回核实，或不予刊登。")
    if (
        document.status == Status.DRAFT
    ):  # the same file may have come in before, and be reviewed or public by now
        document.disclosure = locked.disclosure
        document.effective_from = document.effective_from or locked.effective_from
        document.save(update_fields=["disclosure", "effective_from"])
    return document


def _taken(locked: Submission, issue: Issue, *, by: User, at: datetime) -> Submission:
    locked.issue = issue
    return _move(locked, SubmissionVerb.TAKE, ("issue",), by=by, at=at, remark=str(issue))


def _locked(
    submission: Submission, verb: SubmissionVerb, *, by: User, at: datetime, remark: str = ""
) -> Submission:
    """The submission, locked, if this person may make this move from where it stands."""
    move = MOVES[verb]
    _check_actor(verb, by)
    if move.needs_remark and not remark.strip():
        raise RemarkRequired(f"{verb.label}须写明原因。")
    locked = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("unit", "kind", "column", "document")
        .get(pk=submission.pk)
    )
    if move.by_unit:
        _check_unit(locked.unit, by, on=timezone.localdate(at))
    if locked.state not in move.sources:
        raise MoveNotAllowed(f"“{locked}”现在是“{locked.get_state_display()}”，不能{verb.label}。")
    if move.by_another and locked.sent_by_id == by.pk:
        raise SentByYourself(f"这件是您报送的，须由另一位工作人员{verb.label}。")
    return locked


def _check_actor(verb: SubmissionVerb, by: User) -> None:
    if not by.has_perm(MOVES[verb].permission):
        raise NotPermitted(f"您没有“{verb.label}”的权限。")


def _check_unit(unit: Unit, by: User, *, on: date) -> None:
    if not Liaison.objects.of(by, on=on).filter(unit=unit).exists():
        raise NotYourUnit(f"您现在不是“{unit}”的联络员。")


def _next_number(year: int) -> int:
    """The next number of the year; who asks first locks the book until the transaction ends."""
    SubmissionBook.objects.bulk_create([SubmissionBook(year=year)], ignore_conflicts=True)
    book = SubmissionBook.objects.select_for_update().get(year=year)
    SubmissionBook.objects.filter(pk=book.pk).update(last=F("last") + 1)
    return book.last + 1


def _move(
    locked: Submission,
    verb: SubmissionVerb,
    written: Sequence[str],
    *,
    by: User,
    at: datetime,
    remark: str = "",
) -> Submission:
    """Write the new state with what belongs to it, and no other column."""
    source, locked.state = locked.state, MOVES[verb].target
    locked.save(update_fields=["state", *written])
    _append(locked, verb, source=source, by=by, at=at, remark=remark)
    return locked


def _append(
    submission: Submission, verb: SubmissionVerb, *, source: str, by: User, at: datetime, remark: str = ""
) -> None:
    SubmissionMove.objects.create(
        submission=submission,
        verb=verb,
        from_state=source,
        to_state=SubmissionState(submission.state),
        by=by,
        at=at,
        remark=remark.strip()[:LONGEST_REMARK],
    )
