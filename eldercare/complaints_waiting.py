"""What waits among the complaints, and for whom; derived from days, never stored."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AbstractUser

from eldercare.models import Complaint
from eldercare.models.complaint import ComplaintQuerySet
from eldercare.rules.complaints import SOON
from foundation.models import Jurisdiction
from foundation.work_days import WorkCalendar, work_days_between


def complaints_to_answer(user: AbstractUser) -> ComplaintQuerySet:
    """Open, and of a county this person is on duty at."""
    mine = Jurisdiction.objects.of(user).values("division")
    return Complaint.objects.visible_to(user).open().filter(county__in=mine)


def complaints_overdue(user: AbstractUser, *, on: date, calendar: WorkCalendar) -> ComplaintQuerySet:
    """Beyond the promised day, wherever this person may look."""
    return Complaint.objects.visible_to(user).overdue(on=on, calendar=calendar)


def is_soon(due: date, *, on: date, calendar: WorkCalendar) -> bool:
    """Due today or within the next working days; as `due_soon` says it of many at once."""
    left = work_days_between(on, due, calendar)
    return left is not None and left < SOON
