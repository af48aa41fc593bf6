"""The one door that writes the status of a filing; see `eldercare.lifecycle` for the table.

Every verb locks the institution first and the filing next, looks again, and appends to the history. `at` is aware;
the days written are those of Asia/Shanghai.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from eldercare.facts import facts_of, filing_due, form_now, with_facts
from eldercare.lifecycle import MOVES
from eldercare.models import FORM, Filing, FilingMove, Institution, ReceiptBook, Registration
from eldercare.permissions import NOTE_FILING
from eldercare.refusals import (
    DaysOutOfOrder,
    FilingIncomplete,
    FilingOpen,
    InstitutionClosed,
    NotOnDuty,
    ReviewsOwnWork,
)
from eldercare.rules.checklist import obstacles
from eldercare.rules.registration import filing_path
from eldercare.vocabulary import FilingPath, FilingStatus, FilingVerb
from foundation.models import Division, WorkYear
from foundation.refusals import MoveNotAllowed, NotPermitted, RemarkRequired
from foundation.scope import is_on_duty_at, is_on_duty_over
from foundation.search.indexing import follow, forget

# What each move writes beside the status.
DECISION = ("decided_by", "decided_at")
ACCEPTANCE = (*DECISION, "accepted_on", "receipt_county", "receipt_year", "receipt_serial")
END = ("ended_on", "end_reason")
SUBMISSION = (
    *FORM,
    *("operator", "path", "authority", "opened_on", "due_on", "filed_on", "commitment_on"),
    *("submitted_by", "submitted_at", *DECISION, "return_reason"),
)

SEEN_BY_CITIZENS = (FilingVerb.ACCEPT, FilingVerb.CANCEL)


@transaction.atomic
def open_filing(institution: Institution, *, change_summary: str = "", by: User, at: datetime) -> Filing:
    """Begin the filing of an institution, or a change of the one in force; what was given up or cancelled is no change.

    Raises NotPermitted, NotOnDuty, InstitutionClosed, FilingOpen or RemarkRequired.
    """
    locked = _institution(institution.pk)
    _check_actor(FilingVerb.OPEN, by)
    _check_in_reach(locked, by)
    _check_not_closed(locked, FilingVerb.OPEN)
    if locked.filings.open().exists():
        raise FilingOpen(f"“{locked}”有一份备案还在办理，办完再填写新的。")
    changes = locked.filings.in_force().exists()
    summary = change_summary.strip()
    if changes and not summary:
        raise RemarkRequired("变更备案须写明变更事项。")
    newest = locked.filings.order_by("-version").first()
    path, authority = _where_to_file(locked)
    filing = Filing.objects.create(
        institution=locked,
        version=newest.version + 1 if newest else 1,
        operator=locked.operator,
        path=path,
        authority=authority,
        change_summary=summary if changes else "",
    )
    _append(filing, FilingVerb.OPEN, source="", by=by, at=at, remark=summary)
    return filing


@transaction.atomic
def submit_filing(
    filing: Filing, *, filed_on: date, commitment_on: date, by: User, at: datetime, remark: str = ""
) -> Filing:
    """Hand the form in: it is copied from the institution as it stands and frozen from now on.

    `filed_on` is the day it reached the authority, `commitment_on` the day the commitment was signed. Raises
    NotPermitted, NotOnDuty, MoveNotAllowed, InstitutionClosed, DaysOutOfOrder or FilingIncomplete.
    """
    locked = _locked(filing, FilingVerb.SUBMIT, by=by)
    institution = with_facts(Institution.objects.filter(pk=locked.institution_id)).get()
    calendar = WorkYear.objects.calendar()
    today = timezone.localdate(at)
    facts = facts_of(institution, on=today, calendar=calendar)
    if found := obstacles(facts):
        raise FilingIncomplete(found)
    path, authority = _where_to_file(institution)
    _check_days(institution, path, filed_on=filed_on, commitment_on=commitment_on, today=today)
    registration = Registration.objects.in_force().filter(institution=institution).first()
    for field, value in form_now(institution, registration).items():
        setattr(locked, field, value)
    locked.operator, locked.path, locked.authority = institution.operator, path, authority
    locked.opened_on = institution.opened_on
    locked.due_on = None if locked.is_change else filing_due(institution, calendar)
    locked.filed_on, locked.commitment_on = filed_on, commitment_on
    locked.submitted_by, locked.submitted_at = by, at
    locked.decided_by = locked.decided_at = None
    locked.return_reason = ""
    return _move(locked, FilingVerb.SUBMIT, SUBMISSION, by=by, at=at, remark=remark)


@transaction.atomic
def accept_filing(filing: Filing, *, by: User, at: datetime, remark: str = "") -> Filing:
    """Take the filing and give it the next number of the county and year; the version in force is superseded.

    Raises NotPermitted, NotOnDuty, MoveNotAllowed, InstitutionClosed or ReviewsOwnWork.
    """
    locked = _locked(filing, FilingVerb.ACCEPT, by=by)
    today = timezone.localdate(at)
    before = locked.institution.filings.in_force().select_for_update(of=("self",)).first()
    if before is not None:
        before.ended_on, before.end_reason = today, f"由{locked.label}取代"
        _move(before, FilingVerb.SUPERSEDE, END, by=by, at=at)
    locked.decided_by, locked.decided_at, locked.accepted_on = by, at, today
    county = locked.institution.county
    locked.receipt_county, locked.receipt_year = county.code, today.year
    locked.receipt_serial = _next_number(county.code, today.year)
    return _move(locked, FilingVerb.ACCEPT, ACCEPTANCE, by=by, at=at, remark=remark)


@transaction.atomic
def return_filing(filing: Filing, *, reason: str, by: User, at: datetime) -> Filing:
    """Send the filing back to be completed. Raises as `accept_filing` does, and RemarkRequired without a reason."""
    locked = _locked(filing, FilingVerb.RETURN, by=by, remark=reason)
    locked.decided_by, locked.decided_at, locked.return_reason = by, at, reason.strip()
    return _move(locked, FilingVerb.RETURN, (*DECISION, "return_reason"), by=by, at=at, remark=reason)


@transaction.atomic
def discard_filing(filing: Filing, *, reason: str, by: User, at: datetime) -> Filing:
    """Give up a filing that was never accepted. Raises NotPermitted, NotOnDuty, MoveNotAllowed or RemarkRequired."""
    locked = _locked(filing, FilingVerb.DISCARD, by=by, remark=reason)
    locked.ended_on, locked.end_reason = timezone.localdate(at), reason.strip()
    return _move(locked, FilingVerb.DISCARD, END, by=by, at=at, remark=reason)


@transaction.atomic
def cancel_filing(filing: Filing, *, reason: str, by: User, at: datetime) -> Filing:
    """End a filing in force; the institution disappears from the public directory. Raises as `discard_filing` does."""
    locked = _locked(filing, FilingVerb.CANCEL, by=by, remark=reason)
    locked.ended_on, locked.end_reason = timezone.localdate(at), reason.strip()
    return _move(locked, FilingVerb.CANCEL, END, by=by, at=at, remark=reason)


@transaction.atomic
def note_copy(filing: Filing, *, by: User, at: datetime) -> Filing:
    """The county bureau records the copy of a filing a township accepted (N038). No move: the status stays.

    Raises NotPermitted, NotOnDuty or MoveNotAllowed.
    """
    if not by.has_perm(NOTE_FILING):
        raise NotPermitted("您没有登记备案副本的权限。")
    institution = _institution(filing.institution_id)
    locked = Filing.objects.select_for_update(of=("self",)).get(pk=filing.pk)
    if not is_on_duty_at(by, institution.county):
        raise NotOnDuty(f"这份备案由{institution.county}民政局备份，您的辖区不是{institution.county}。")
    if locked.path != FilingPath.SELF_RUN or locked.status != FilingStatus.ACCEPTED:
        raise MoveNotAllowed("只有乡镇（街道）已受理的备案需要县级备份。")
    if locked.noted_at is not None:
        raise MoveNotAllowed("这份备案已经备份过了。")
    locked.noted_by, locked.noted_at = by, at
    locked.save(update_fields=["noted_by", "noted_at"])
    return locked


def _institution(pk: int) -> Institution:
    return Institution.objects.locked(pk)


def _locked(filing: Filing, verb: FilingVerb, *, by: User, remark: str = "") -> Filing:
    """The filing, locked behind its institution, if this person may make this move from where it stands."""
    move = MOVES[verb]
    _check_actor(verb, by)
    if move.needs_remark and not remark.strip():
        raise RemarkRequired(f"{verb.label}须写明原因。")
    institution = _institution(filing.institution_id)
    locked = Filing.objects.select_for_update(of=("self",)).select_related("authority").get(pk=filing.pk)
    locked.institution = institution
    if move.by_authority and not is_on_duty_at(by, locked.authority):
        raise NotOnDuty(f"这份备案由{locked.authority}受理，您的辖区不是{locked.authority}。")
    if not move.by_authority:
        _check_in_reach(institution, by)
    if locked.status not in move.sources:
        raise MoveNotAllowed(f"“{institution}”的{locked.label}现在是“{locked.standing}”，不能{verb.label}。")
    if move.of_open_institution:
        _check_not_closed(institution, verb)
    if move.by_another and locked.submitted_by_id == by.pk:
        raise ReviewsOwnWork(f"这份备案是您提交的，须由另一位工作人员{verb.label}。")
    return locked


def _check_actor(verb: FilingVerb, by: User) -> None:
    if not by.has_perm(MOVES[verb].permission):
        raise NotPermitted(f"您没有“{verb.label}”的权限。")


def _check_in_reach(institution: Institution, by: User) -> None:
    if not is_on_duty_over(by, institution.township):
        raise NotOnDuty(f"“{institution}”不在您的辖区。")


def _check_not_closed(institution: Institution, verb: FilingVerb) -> None:
    if institution.closed_on is not None:
        raise InstitutionClosed(f"“{institution}”已于{institution.closed_on}停业，不能{verb.label}。")


def _where_to_file(institution: Institution) -> tuple[FilingPath, Division]:
    path = filing_path(institution.operator.kind)
    return path, institution.township if path == FilingPath.SELF_RUN else institution.county


def _check_days(
    institution: Institution, path: FilingPath, *, filed_on: date, commitment_on: date, today: date
) -> None:
    if filed_on > today:
        raise DaysOutOfOrder(f"报送日期 {filed_on} 还没有到。", field="filed_on")
    if commitment_on > filed_on:
        raise DaysOutOfOrder(
            f"承诺书签署日期 {commitment_on} 晚于报送日期 {filed_on}。", field="commitment_on"
        )
    opened_on = institution.opened_on
    if path == FilingPath.REGISTERED and opened_on is not None and filed_on < opened_on:
        raise DaysOutOfOrder(
            f"报送日期 {filed_on} 早于实际开展服务日期 {opened_on}；开展服务后再备案。", field="filed_on"
        )


def _next_number(county: str, year: int) -> int:
    """The next number of the county in that year; who asks first locks the book until the transaction ends."""
    ReceiptBook.objects.bulk_create([ReceiptBook(county=county, year=year)], ignore_conflicts=True)
    book = ReceiptBook.objects.select_for_update().get(county=county, year=year)
    ReceiptBook.objects.filter(pk=book.pk).update(last=F("last") + 1)
    return book.last + 1


def _move(
    filing: Filing, verb: FilingVerb, written: Sequence[str], *, by: User, at: datetime, remark: str = ""
) -> Filing:
    """Write the new status with what belongs to it, and no other column: the form lies frozen."""
    source, filing.status = filing.status, MOVES[verb].target
    filing.save(update_fields=["status", *written])
    _append(filing, verb, source=source, by=by, at=at, remark=remark)
    if verb == FilingVerb.CANCEL:
        forget(filing.institution)
    if verb in SEEN_BY_CITIZENS:
        follow(filing.institution)
    return filing


def _append(filing: Filing, verb: FilingVerb, *, source: str, by: User, at: datetime, remark: str) -> None:
    FilingMove.objects.create(
        filing=filing,
        verb=verb,
        from_status=source,
        to_status=filing.status,
        by=by,
        at=at,
        remark=remark.strip()[:300],
    )
