"""投诉: what somebody tells of an institution, with a name or without, and what the county made of it."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from eldercare.complaint_vocabulary import ComplaintCategory, ComplaintStatus, ComplaintVerb
from eldercare.models.complaint_constraints import CONSTRAINTS
from eldercare.models.institution import Institution
from eldercare.rules.complaints import (
    DAYS_TO_ACCEPT,
    DAYS_TO_HANDLE,
    SOON,
    accept_by,
    handle_by,
)
from foundation.constraints import is_known
from foundation.fields import ProtectedField
from foundation.models import Division
from foundation.scope import ScopedQuerySet
from foundation.work_days import WorkCalendar, latest_start, latest_sure_start

LONGEST_TEXT, LONGEST_REPLY, LONGEST_NAME = 2000, 1000, 120
OPEN = (ComplaintStatus.RECEIVED, ComplaintStatus.ACCEPTED)


def _person(label: str) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=label,
        editable=False,
    )


class ComplaintQuerySet(ScopedQuerySet["Complaint"]):
    place = "county"

    def open(self) -> Self:
        """Nobody has answered yet."""
        return self.filter(status__in=OPEN)

    def overdue(self, *, on: date, calendar: WorkCalendar) -> Self:
        """Open beyond the day they were promised for."""
        return self.filter(
            _since(
                latest_sure_start(on, DAYS_TO_ACCEPT, calendar),
                latest_sure_start(on, DAYS_TO_HANDLE, calendar),
            )
        )

    def due_soon(self, *, on: date, calendar: WorkCalendar) -> Self:
        """Not yet overdue, and due within the next working days."""
        soon = _since(
            latest_start(on, DAYS_TO_ACCEPT - SOON, calendar),
            latest_start(on, DAYS_TO_HANDLE - SOON, calendar),
        )
        late = self.model._default_manager.overdue(on=on, calendar=calendar)
        return self.filter(soon).exclude(pk__in=late.values("pk"))

    def without_words(self) -> Self:
        """As public pages load it: nothing of what was told, and no number."""
        return self.defer("text", "about", "contact_phone")

    def ended_before(self, day: date) -> Self:
        return self.exclude(status__in=OPEN).filter(ended_on__lt=day)


def _since(received: date | None, accepted: date | None) -> Q:
    """Waiting since these days or longer; a day nobody can tell finds nothing."""
    return Q(status=ComplaintStatus.RECEIVED, received_on__lte=received or date.min) | Q(
        status=ComplaintStatus.ACCEPTED, accepted_on__lte=accepted or date.min
    )


class Complaint(models.Model):
    """`eldercare.actions` alone writes its status; see `eldercare.complaint_lifecycle` for the moves.

    What was told never changes; the tracking code is kept as a digest only, so that nobody at the desk can look as the
    person who complained.
    """

    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="complaints", verbose_name="机构"
    )
    county = models.ForeignKey(
        Division, models.PROTECT, related_name="complaints", verbose_name="受理的县（区）"
    )
    about = models.CharField(
        "所说的机构", max_length=LONGEST_NAME, blank=True, help_text="不在名录里的，投诉人写的名称。"
    )
    category = models.CharField("类别", max_length=10, choices=ComplaintCategory)
    text = models.CharField("内容", max_length=LONGEST_TEXT)
    contact_phone = ProtectedField("联系电话", kind="phone", blank=True)
    code_digest = models.CharField("查询码摘要", max_length=64, editable=False)
    status = models.CharField(
        "状态",
        max_length=10,
        choices=ComplaintStatus,
        default=ComplaintStatus.RECEIVED,
        editable=False,
    )
    received_at = models.DateTimeField("收到时间", editable=False)
    received_on = models.DateField("收到日期", editable=False)
    accepted_by = _person("受理人")
    accepted_at = models.DateTimeField("受理时间", null=True, blank=True, editable=False)
    accepted_on = models.DateField("受理日期", null=True, blank=True, editable=False)
    ended_by = _person("办结人")
    ended_at = models.DateTimeField("办结时间", null=True, blank=True, editable=False)
    ended_on = models.DateField("办结日期", null=True, blank=True, editable=False)
    reply = models.CharField(
        "答复",
        max_length=LONGEST_REPLY,
        blank=True,
        editable=False,
        help_text="投诉人凭查询码看到的话。",
    )

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "投诉"
        default_permissions = ("view",)
        permissions = [("handle_complaint", "Can accept, handle and decline complaints")]
        constraints = CONSTRAINTS
        indexes = [models.Index(fields=["status", "received_on"], name="complaint_by_status")]

    def __str__(self) -> str:
        return f"{self.received_on:%Y-%m-%d} {self.subject}：{self.get_category_display()}"

    @property
    def subject(self) -> str:
        """Which institution it is about."""
        return self.institution.name if self.institution else self.about

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    def due_on(self, calendar: WorkCalendar) -> date | None:
        """The day of the next step; None when it is over, or where the calendar is not known."""
        if self.status == ComplaintStatus.RECEIVED:
            return accept_by(self.received_on, calendar)
        if self.status == ComplaintStatus.ACCEPTED and self.accepted_on is not None:
            return handle_by(self.accepted_on, calendar)
        return None


class ComplaintMoveQuerySet(ScopedQuerySet["ComplaintMove"]):
    place = "complaint__county"


class ComplaintMove(models.Model):
    """Who moved a complaint, when, from where, to where; appended by the door, never changed (a trigger).

    Only what the public sent has nobody behind it.
    """

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="moves", verbose_name="投诉")
    verb = models.CharField("动作", max_length=10, choices=ComplaintVerb)
    from_status = models.CharField("原状态", max_length=10, choices=ComplaintStatus, blank=True)
    to_status = models.CharField("新状态", max_length=10, choices=ComplaintStatus)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="complaint_moves",
        verbose_name="经办人",
    )
    at = models.DateTimeField("时间")
    remark = models.CharField("说明", max_length=300, blank=True)

    objects = ComplaintMoveQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "投诉流转"
        default_permissions = ("view",)
        constraints = [
            is_known("complaint_move", "verb", ComplaintVerb),
            is_known("complaint_move", "from_status", ComplaintStatus, blank=True),
            is_known("complaint_move", "to_status", ComplaintStatus),
            models.CheckConstraint(
                name="complaint_move_moves",
                condition=~Q(from_status=F("to_status")),
                violation_error_message="状态没有变化，不记入历史。",
            ),
            models.CheckConstraint(
                name="complaint_move_has_somebody_behind_it",
                condition=Q(verb=ComplaintVerb.RECEIVE, by__isnull=True)
                | (~Q(verb=ComplaintVerb.RECEIVE) & Q(by__isnull=False)),
                violation_error_message="受理、办结须记明经办人。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.at:%Y-%m-%d}"
