"""The one door that writes the status of a complaint; see `eldercare.complaint_lifecycle` for the table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from eldercare.actions.complaint_tally import count_in
from eldercare.complaint_lifecycle import MOVES
from eldercare.complaint_vocabulary import ComplaintCategory, ComplaintStatus, ComplaintVerb
from eldercare.models import Affiliation, Complaint, ComplaintMove, Institution, RatingDecision
from eldercare.permissions import HANDLE_COMPLAINT
from eldercare.refusals import IsAttached, NotOnDuty, ReviewsOwnWork
from eldercare.tracking_codes import as_kept, code_for
from foundation.models import Division
from foundation.refusals import MoveNotAllowed, NotPermitted, RemarkRequired
from foundation.scope import is_on_duty_at

ACCEPTANCE = ("accepted_by", "accepted_at", "accepted_on")
END = ("ended_by", "ended_at", "ended_on", "reply")


@transaction.atomic
def receive_complaint(
    *,
    institution: Institution | None,
    about: str = "",
    county: Division,
    category: ComplaintCategory,
    text: str,
    contact_phone: str = "",
    network: str,
    at: datetime,
) -> tuple[Complaint, str]:
    """What the public sends, with or without a number to ring back; answers it with its tracking code, which is shown once.

    `network` is where it comes from, for counting only. The same words from the same place on the same day are the same
    complaint. Raises TooManyVisits.
    """
    place = institution.county if institution else county
    today = timezone.localdate(at)
    subject = str(institution.pk) if institution else f"{place.pk} {about}"
    code = code_for(f"{today}", network, subject, category, text, contact_phone)
    digest = as_kept(code)
    if before := Complaint.objects.without_words().filter(code_digest=digest).first():
        return before, code
    count_in(network, at=at)
    complaint = Complaint(
        institution=institution,
        county=place,
        about="" if institution else about,
        category=category,
        text=text,
        contact_phone=contact_phone,
        code_digest=digest,
        received_at=at,
        received_on=today,
    )
    Complaint.objects.bulk_create([complaint], ignore_conflicts=True)  # a second tap a moment ago came first
    kept = Complaint.objects.without_words().get(code_digest=digest)
    if not kept.moves.exists():
        _append(kept, ComplaintVerb.RECEIVE, source="", by=None, at=at)
    return kept, code


@transaction.atomic
def accept_complaint(complaint: Complaint, *, by: User, at: datetime, remark: str = "") -> Complaint:
    """Take it up. Raises NotPermitted, NotOnDuty, IsAttached, ReviewsOwnWork or MoveNotAllowed."""
    locked = _locked(complaint, ComplaintVerb.ACCEPT, by=by, at=at)
    locked.accepted_by, locked.accepted_at, locked.accepted_on = by, at, timezone.localdate(at)
    return _move(locked, ComplaintVerb.ACCEPT, ACCEPTANCE, by=by, at=at, remark=remark)


@transaction.atomic
def handle_complaint(
    complaint: Complaint, *, reply: str, by: User, at: datetime, remark: str = ""
) -> Complaint:
    """Settle it; the reply is what the person reads. Raises as `accept_complaint` does, and RemarkRequired without a reply."""
    return _end(complaint, ComplaintVerb.HANDLE, reply=reply, by=by, at=at, remark=remark)


@transaction.atomic
def decline_complaint(
    complaint: Complaint, *, reply: str, by: User, at: datetime, remark: str = ""
) -> Complaint:
    """Not taken up, or not gone on with, and why. Raises as `handle_complaint` does."""
    return _end(complaint, ComplaintVerb.DECLINE, reply=reply, by=by, at=at, remark=remark)


@transaction.atomic
def forget_contacts(*, ended_before: date) -> int:
    """Empty the telephone numbers of complaints that ended long ago (个人信息保护法 第十九条); answers how many."""
    return Complaint.objects.ended_before(ended_before).exclude(contact_phone="").update(contact_phone="")


def _end(
    complaint: Complaint, verb: ComplaintVerb, *, reply: str, by: User, at: datetime, remark: str
) -> Complaint:
    locked = _locked(complaint, verb, by=by, at=at)
    if not reply.strip():
        raise RemarkRequired("请写明答复，投诉人凭查询码看得到。")
    locked.ended_by, locked.ended_at, locked.ended_on = by, at, timezone.localdate(at)
    locked.reply = reply.strip()
    return _move(locked, verb, END, by=by, at=at, remark=remark)


def _locked(complaint: Complaint, verb: ComplaintVerb, *, by: User, at: datetime) -> Complaint:
    """The complaint, locked, if this person may move it from where it stands now."""
    if not by.has_perm(HANDLE_COMPLAINT):
        raise NotPermitted("您没有办理投诉的权限。")
    locked = (
        Complaint.objects.select_for_update(of=("self",))
        .select_related("institution", "county")
        .get(pk=complaint.pk)
    )
    if not is_on_duty_at(by, locked.county):
        raise NotOnDuty(f"这件投诉由{locked.county}民政局办理，您的辖区不是{locked.county}。")
    if locked.institution is not None:
        _check_unbiased(locked, locked.institution, by=by, on=timezone.localdate(at))
    source = ComplaintStatus(locked.status)
    if source not in MOVES[verb].sources:
        raise MoveNotAllowed(f"这件投诉现在是“{source.label}”，不能{verb.label}。")
    return locked


def _check_unbiased(complaint: Complaint, institution: Institution, *, by: User, on: date) -> None:
    """Neither attached to the institution nor, where its level is complained of, somebody who decided it."""
    if Affiliation.objects.on(on).filter(institution=institution, user=by).exists():
        raise IsAttached(f"您与“{institution}”登记有利害关系，不能办理它的投诉。")
    decided = RatingDecision.objects.filter(institution=institution, decided_by=by)
    if complaint.category == ComplaintCategory.RATING and decided.exists():
        raise ReviewsOwnWork("这家机构的等级是您决定的，投诉须由另一位工作人员办理。")


def _move(
    complaint: Complaint,
    verb: ComplaintVerb,
    written: Sequence[str],
    *,
    by: User,
    at: datetime,
    remark: str,
) -> Complaint:
    """Write the new status with what belongs to it, and no other column: what was told lies frozen."""
    source, complaint.status = complaint.status, MOVES[verb].target
    complaint.save(update_fields=["status", *written])
    _append(complaint, verb, source=source, by=by, at=at, remark=remark)
    return complaint


def _append(
    complaint: Complaint,
    verb: ComplaintVerb,
    *,
    source: str,
    by: User | None,
    at: datetime,
    remark: str = "",
) -> None:
    ComplaintMove.objects.create(
        complaint=complaint,
        verb=verb,
        from_status=source,
        to_status=complaint.status,
        by=by,
        at=at,
        remark=remark.strip()[:300],
    )
