"""期限雷达: every clock of home care in one derived view. Nothing of it is stored.

Whoever adds a matter with a deadline (money) writes a `Finder` in `eldercare.clocks` and names it in FINDERS:
the page, the card on the board and the calendar feed follow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.contrib.auth.models import AbstractUser

from eldercare.clocks.clock import Clock, Finder
from eldercare.clocks.complaints import complaint_clocks
from eldercare.clocks.filings import filing_clocks
from eldercare.clocks.ratings import bar_clocks, expiry_clocks, stage_clocks
from eldercare.clocks.supervision import incident_clocks, order_clocks

FINDERS: list[Finder] = [
    filing_clocks,
    stage_clocks,
    order_clocks,
    incident_clocks,
    expiry_clocks,
    bar_clocks,
    complaint_clocks,
]


class When(StrEnum):
    OVERDUE = "overdue"
    WEEK = "week"
    MONTH = "month"
    LATER = "later"


NAMES = {When.OVERDUE: "已逾期", When.WEEK: "本周", When.MONTH: "本月", When.LATER: "以后"}


def clocks_of(user: AbstractUser, *, on: date) -> list[Clock]:
    """All that this person may see, the earliest first."""
    found = [clock for finder in FINDERS for clock in finder(user, on=on)]
    return sorted(found, key=lambda clock: (clock.due, clock.kind, clock.place, clock.title, clock.url))


def when(due: date, *, on: date) -> When:
    """Weeks begin on Monday. What is due this week is this week's, also where the month turns within it."""
    if due < on:
        return When.OVERDUE
    sunday = on + timedelta(days=6 - on.weekday())
    if due <= sunday:
        return When.WEEK
    return When.MONTH if (due.year, due.month) == (on.year, on.month) else When.LATER


def pressing(clocks: Sequence[Clock], *, on: date) -> int:
    """How many are overdue or due this week."""
    return sum(when(clock.due, on=on) in (When.OVERDUE, When.WEEK) for clock in clocks)


@dataclass(frozen=True)
class Group:
    when: When
    total: int
    lines: Sequence[Line]

    @property
    def name(self) -> str:
        return NAMES[self.when]


@dataclass(frozen=True)
class Line:
    clock: Clock
    on: date

    @property
    def distance(self) -> str:
        """“已过 3 天”, “今天”, “还有 12 天”."""
        days = (self.clock.due - self.on).days
        return f"还有 {days} 天" if days > 0 else "今天" if days == 0 else f"已过 {-days} 天"


def grouped(shown: Sequence[Clock], *, every: Sequence[Clock], on: date) -> list[Group]:
    """The clocks of one page under their headings, each with how many there are in all."""
    lines = {name: [Line(one, on) for one in shown if when(one.due, on=on) == name] for name in When}
    totals = {name: sum(when(one.due, on=on) == name for one in every) for name in When}
    return [Group(name, totals[name], lines[name]) for name in When if lines[name]]
