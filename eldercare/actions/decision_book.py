"""Writing a decision: who may, and under which number."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.auth.models import User
from django.db.models import F
from django.utils import timezone

from eldercare.models import (
    Affiliation,
    DecisionBook,
    Incident,
    Institution,
    RatingApplication,
    RatingDecision,
    Rectification,
)
from eldercare.rating_vocabulary import DecisionKind, Level
from eldercare.refusals import (
    IsAttached,
    NotOnDuty,
)
from foundation.models import Division
from foundation.scope import is_on_duty_at


def check_decider(institution: Institution, authority: Division, *, by: User, at: datetime) -> None:
    """On duty at the authority, and not attached to the institution."""
    if not is_on_duty_at(by, authority):
        raise NotOnDuty(f"这一决定由{authority}民政局作出，您的辖区不是{authority}。")
    attached = Affiliation.objects.on(timezone.localdate(at)).filter(institution=institution, user=by)
    if attached.exists():
        raise IsAttached(f"您与“{institution}”登记有利害关系，不能作出决定。")


def write_decision(
    institution: Institution,
    kind: DecisionKind,
    level: Level | None,
    *,
    effective_on: date,
    grounds: str,
    authority: Division,
    by: User,
    at: datetime,
    application: RatingApplication | None = None,
    rectification: Rectification | None = None,
    incident: Incident | None = None,
    supersedes: RatingDecision | None = None,
) -> RatingDecision:
    """Append a decision with the next number of its authority. The institution is locked by the caller, who has checked."""
    today = timezone.localdate(at)
    return RatingDecision.objects.create(
        institution=institution,
        operator=incident.operator if incident else institution.operator,
        kind=kind,
        level=level or "",
        effective_on=effective_on,
        decided_on=today,
        decided_at=at,
        decided_by=by,
        authority=authority,
        grounds=grounds.strip(),
        application=application,
        rectification=rectification,
        incident=incident,
        supersedes=supersedes,
        letter_code=authority.code,
        letter_year=today.year,
        letter_serial=_next_number(authority.code, today.year),
    )


def _next_number(code: str, year: int) -> int:
    """The next number of the authority in that year; who asks first locks the book until the transaction ends."""
    DecisionBook.objects.bulk_create([DecisionBook(code=code, year=year)], ignore_conflicts=True)
    book = DecisionBook.objects.select_for_update().get(code=code, year=year)
    DecisionBook.objects.filter(pk=book.pk).update(last=F("last") + 1)
    return book.last + 1
