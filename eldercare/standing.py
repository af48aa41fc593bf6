"""Where institutions and filings stand: derived from facts, never stored; and what waits for whom."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from eldercare.models import Filing, Institution
from eldercare.models.filing import FilingQuerySet
from eldercare.models.institution import WORK_DAYS_TO_FILE, InstitutionQuerySet
from eldercare.vocabulary import FilingStatus
from foundation.models import Jurisdiction
from foundation.work_days import WorkCalendar, latest_start, latest_sure_start

UNFILED, CLOSED = "未备案", "停业"
SOON = 5  # working days before a filing is due


def with_state(institutions: QuerySet[Institution]) -> QuerySet[Any]:
    """Each institution with `in_force` (an accepted filing) and `newest` (the status of its newest filing, or None).

    Drafts that were given up leave no trace in either.
    """
    filings = Filing.objects.filter(institution=OuterRef("pk"))
    kept = filings.exclude(status=FilingStatus.CANCELLED, accepted_on__isnull=True)
    return institutions.annotate(
        in_force=Exists(filings.in_force()),
        newest=Subquery(kept.order_by("-version").values("status")[:1]),
    )


def state_of(institution: Any) -> str:
    """One word for an institution that was loaded `with_state`; a change on its way does not hide the filing in force."""
    if institution.closed_on is not None:
        return CLOSED
    if institution.in_force:
        return FilingStatus.ACCEPTED.label
    return FilingStatus(institution.newest).label if institution.newest else UNFILED


def filings_to_decide(user: AbstractUser) -> FilingQuerySet:
    """Submitted to an authority this person is on duty at, by somebody else."""
    mine = Jurisdiction.objects.of(user).values("division")
    return (
        Filing.objects.visible_to(user)
        .filter(status=FilingStatus.SUBMITTED, authority__in=mine)
        .exclude(submitted_by__pk=user.pk)
    )


def copies_to_note(user: AbstractUser) -> FilingQuerySet:
    """Accepted by townships of a county this person is on duty at, and not yet on the county's record (N038)."""
    counties = Jurisdiction.objects.of(user).values("division__code")
    return Filing.objects.visible_to(user).to_be_noted().filter(institution__township__parent__in=counties)


def filings_returned(user: AbstractUser) -> FilingQuerySet:
    return Filing.objects.visible_to(user).filter(status=FilingStatus.RETURNED)


def filings_late(user: AbstractUser) -> FilingQuerySet:
    return Filing.objects.visible_to(user).late()


def filings_out_of_date(user: AbstractUser) -> FilingQuerySet:
    return Filing.objects.visible_to(user).out_of_date()


def institutions_overdue(user: AbstractUser, *, on: date, calendar: WorkCalendar) -> InstitutionQuerySet:
    """Serving, run by a third party, and not on file in time."""
    return Institution.objects.visible_to(user).overdue(on=on, calendar=calendar)


def institutions_due_soon(user: AbstractUser, *, on: date, calendar: WorkCalendar) -> InstitutionQuerySet:
    """Not yet overdue, and due within the next working days."""
    soon = latest_start(on, WORK_DAYS_TO_FILE - SOON, calendar)
    waiting = Institution.objects.visible_to(user).unfiled().registered_path()
    if soon is None:
        return waiting.none()
    overdue = latest_sure_start(on, WORK_DAYS_TO_FILE, calendar) or date.min
    return waiting.filter(opened_on__gt=overdue, opened_on__lte=soon)
