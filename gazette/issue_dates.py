"""The verb that notes when the proofs of an issue were final and when it was printed."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction

from foundation.refusals import NotPermitted, Refusal
from gazette.models import Issue, IssueDates

CHANGE_ISSUE = "gazette.change_issue"


class DaysOutOfOrder(Refusal):
    """An issue is printed after its proofs are final, and neither lies ahead."""


@transaction.atomic
def note_issue_dates(
    issue: Issue, *, proof_on: date | None, printed_on: date | None, today: date, by: User, at: datetime
) -> IssueDates:
    """Raises NotPermitted or DaysOutOfOrder."""
    if not by.has_perm(CHANGE_ISSUE):
        raise NotPermitted("您没有登记刊期的权限。")
    if proof_on and printed_on and printed_on < proof_on:
        raise DaysOutOfOrder("出刊日不能早于清样定稿日。")
    if any(day and day > today for day in (proof_on, printed_on)):
        raise DaysOutOfOrder("日期还没有到，请核对。")
    noted, _ = IssueDates.objects.update_or_create(
        issue=issue,
        defaults={"proof_on": proof_on, "printed_on": printed_on, "noted_by": by, "noted_at": at},
    )
    return noted
