"""投诉的期限: the day by which a complaint is accepted, or answered (N106)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.contrib.auth.models import AbstractUser

from eldercare.clocks.clock import Clock, pages
from eldercare.complaint_vocabulary import ComplaintStatus
from eldercare.models import Complaint
from eldercare.permissions import VIEW_COMPLAINT
from foundation.models import WorkYear

COMPLAINT = "投诉"
WAITS = {ComplaintStatus.RECEIVED: "答复是否受理", ComplaintStatus.ACCEPTED: "办结"}


def complaint_clocks(user: AbstractUser, *, on: date) -> Iterator[Clock]:
    """Nothing the public wrote leaves the desk: a site that is not on record is not named."""
    if not user.has_perm(VIEW_COMPLAINT):
        return
    calendar, page = WorkYear.objects.calendar(), pages("complaint")
    for row in Complaint.objects.visible_to(user).open().select_related("institution", "county"):
        due = row.due_on(calendar)
        if due is not None:
            site = row.institution.name if row.institution else "名录以外的机构"
            title = f"{site}：投诉须{WAITS[ComplaintStatus(row.status)]}"
            yield Clock(due, title, page(row.pk), COMPLAINT, row.county.short_name)
