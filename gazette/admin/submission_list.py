"""The queue: what came, from whom, since when it waits, and until when it must be public."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.decorators import display

from documents.models import Disclosure
from foundation.lifecycle import Status
from foundation.models import Unit, WorkYear
from foundation.work_days import CANNOT_COMPUTE, WorkCalendar
from gazette.models import Submission
from gazette.submission_lifecycle import SubmissionState

BADGES = {
    SubmissionState.DRAFT.label: "info",
    SubmissionState.SENT.label: "warning",
    SubmissionState.RETURNED.label: "danger",
    SubmissionState.ACCEPTED.label: "success",
    SubmissionState.TAKEN.label: "success",
    SubmissionState.DECLINED.label: "default",
    SubmissionState.WITHDRAWN.label: "default",
}
NONE, PUBLIC, LATE, RUNNING, UNKNOWN = "—", "已公开", "逾期", "未到期", "无法计算"
CLOCK = {NONE: "default", PUBLIC: "success", LATE: "danger", RUNNING: "info", UNKNOWN: "default"}
OVER = (SubmissionState.DECLINED, SubmissionState.WITHDRAWN)  # nothing of it will be made public here
MOST_UNITS = 200


class UnitFilter(SimpleListFilter):
    """The units that have submitted something this person may see."""

    title = "单位"
    parameter_name = "unit"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        assert isinstance(request.user, User)
        seen = Submission.objects.visible_to(request.user, on=timezone.localdate()).order_by().values("unit")
        units = Unit.objects.filter(pk__in=seen).order_by("name")[:MOST_UNITS]
        return [(str(unit.pk), unit.label) for unit in units]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        asked = str(self.value() or "")
        return queryset.filter(unit=int(asked)) if asked.isdecimal() and len(asked) < 18 else queryset


class WaitingFilter(SimpleListFilter):
    """What waits for an editor, and for how long; and what should have been public by now."""

    title = "待办"
    parameter_name = "waiting"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("0", "等收稿"),
            ("3", "等了 3 天以上"),
            ("7", "等了 7 天以上"),
            ("15", "等了 15 天以上"),
            ("overdue", "逾期未公开"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if value == "overdue":
            found = Submission.objects.overdue(on=timezone.localdate(), calendar=WorkYear.objects.calendar())
        elif value in ("0", "3", "7", "15"):
            found = Submission.objects.waiting_since(timezone.now() - timedelta(days=int(value)))
        else:
            return queryset
        return queryset.filter(pk__in=found.values("pk"))


class SubmissionColumns:
    """The columns of the list; each row is given the calendar, so that none asks for it."""

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        changelist = super().get_changelist_instance(request)  # type: ignore[misc]
        calendar = WorkYear.objects.calendar()
        for row in changelist.result_list:
            row.work_calendar = calendar
        return changelist

    @display(description="编号", ordering="-first_sent_at")
    def number_shown(self, obj: Submission) -> str:
        return _unbroken(obj.number or "未报送")

    @display(description="标题", ordering="title")
    def name(self, obj: Submission) -> str:
        return str(obj)

    @display(description="单位", ordering="unit__name")
    def unit_label(self, obj: Submission) -> str:
        return obj.unit.label

    @display(description="状态", ordering="state", label=BADGES)
    def state_badge(self, obj: Submission) -> str:
        return obj.get_state_display()

    @display(description="已等", ordering="sent_at")
    def waiting_shown(self, obj: Submission) -> str:
        waits = obj.waits_for(timezone.now())
        return "—" if waits is None else f"{waits.days} 天"

    @display(description="公开期限", ordering="written_on")
    def due_shown(self, obj: Submission) -> str:
        return _unbroken(due_text(obj, obj.work_calendar))  # type: ignore[attr-defined]

    @display(description="期限", label=CLOCK)
    def clock(self, obj: Submission) -> str:
        return clock_of(obj, obj.work_calendar)  # type: ignore[attr-defined]


def _unbroken(text: str) -> SafeString:
    """A number or a day on one line."""
    return format_html('<span class="submission-unbroken">{}</span>', text)


def due_text(submission: Submission, calendar: WorkCalendar) -> str:
    """成文 and 20 working days, or why there is none."""
    if submission.state in OVER:
        return NONE
    if submission.disclosure != Disclosure.ACTIVE:
        return "不适用"
    if submission.written_on is None:
        return "未填成文日期"
    due = submission.due(calendar)
    return f"{due:%Y-%m-%d}" if due else CANNOT_COMPUTE


def clock_of(submission: Submission, calendar: WorkCalendar) -> str:
    if submission.state in OVER or submission.disclosure != Disclosure.ACTIVE:
        return NONE
    if submission.written_on is None:
        return NONE
    if submission.document is not None and submission.document.status == Status.PUBLISHED:
        return PUBLIC
    due = submission.due(calendar)
    if due is None:
        return UNKNOWN
    return LATE if due < timezone.localdate() else RUNNING
