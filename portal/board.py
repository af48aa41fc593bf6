"""The board on the staff's first page: what waits for me, line by line and by kind, and the newest steps of all."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractUser, User
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from eldercare import radar
from eldercare.permissions import VIEW_INSTITUTION
from foundation.models import StatusChange
from foundation.permissions import CHANGE_WORK_YEAR, HANDLE_SUBMISSION, SEND_SUBMISSION, VIEW_FIGURES
from foundation.work_days import in_words
from gazette.freshness import inspect
from portal.care_matters import CARE
from portal.desk_lines import desk_of, issues_in_the_making
from portal.gazette_matters import GAZETTE
from portal.matter import Asker, Matter

MATTERS = (*GAZETTE, *CARE)
RECENT = 8
DECEMBER = 12
CHANGE_ISSUE = "gazette.change_issue"


@dataclass(frozen=True)
class Card:
    title: str
    advice: str
    icon: str
    count: int
    url: str


def what_waits(user: AbstractUser, *, on: date) -> list[Card]:
    """A card for each matter the user can do something about, what waits before what does not: one counting query each."""
    asker = Asker(user, on)
    cards = [
        Card(matter.title, matter.advice, matter.icon, matter.waiting(asker).count(), _door(matter))
        for matter in MATTERS
        if user.has_perm(matter.permission)
    ]
    if user.has_perm(VIEW_INSTITUTION):
        cards.append(_radar(asker))
    if user.has_perm(VIEW_FIGURES) and user.has_perm(HANDLE_SUBMISSION):  # who can do something about it
        cards.append(_staleness(asker))
    cards += _missing_calendar(asker) if user.has_perm(CHANGE_WORK_YEAR) else []
    return sorted(cards, key=lambda card: not card.count)


def _radar(asker: Asker) -> Card:
    """What is overdue or due this week, of everything that has a deadline."""
    count = radar.pressing(radar.clocks_of(asker.user, on=asker.on), on=asker.on)
    advice = "已逾期和本周到期的：备案、评定、整改、等级到期，一处看全。"
    return Card("期限雷达", advice, "radar", count, reverse("admin:eldercare_radar"))


def _staleness(asker: Asker) -> Card:
    """What an inspector of government sites would count today."""
    count = inspect(on=asker.on).verdict.pressing
    advice = "两周、六个月没有更新的栏目和空白栏目，首页也算在内。"
    return Card("栏目更新", advice, "update", count, reverse("admin:gazette_yearlyreport_stale"))


def _missing_calendar(asker: Asker) -> list[Card]:
    """This year's days off, if nobody knows them; from December, when they have been published, also the next year's."""
    on = asker.on
    wanted = {on.year, on.year + 1} if on.month == DECEMBER else {on.year}
    missing = wanted - asker.calendar.years
    if not missing:
        return []
    advice = f"{in_words(missing)} 年的放假安排还没有，期限无法计算：照国务院办公厅的通知填写。"
    door = reverse("admin:foundation_workyear_changelist")
    return [Card("工作日历", advice, "event_available", len(missing), door)]


def _door(matter: Matter) -> str:
    listed = reverse(f"admin:{matter.door}_changelist")
    return f"{listed}?{matter.asked}" if matter.asked else listed


def show(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """django-unfold's dashboard callback."""
    user = request.user
    if not isinstance(user, AbstractUser):
        return context
    recent: list[StatusChange] = []
    if user.has_perm("foundation.view_statuschange"):
        recent = list(StatusChange.objects.select_related("by").order_by("-at", "-pk")[:RECENT])
    today = timezone.localdate()
    return {
        **context,
        "title": "工作台",
        "cards": what_waits(user, on=today),
        "recent": recent,
        "sends": user.has_perm(SEND_SUBMISSION) and not user.has_perm(HANDLE_SUBMISSION),
        **_desk(user, on=today),
    }


def _desk(user: AbstractUser, *, on: date) -> dict[str, Any]:
    """等您办理, for who works on documents and issues; home care has its cards."""
    if not isinstance(user, User) or not user.has_perm(CHANGE_ISSUE):
        return {}
    return {"desk": desk_of(Asker(user, on)), "issues": issues_in_the_making()}
