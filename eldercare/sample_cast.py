"""Who acts in the sample, and what a story is: steps, each so many days before the day of loading."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.contrib.auth.models import User
from django.utils import timezone

from eldercare.models import Institution


@dataclass(frozen=True)
class Officers:
    """One for each part, so that nobody acts twice, and the day it is. They are on duty everywhere and never log in."""

    filer: User
    decider: User
    reviewer: User
    lead: User
    member: User
    corrector: User
    confirmer: User
    today: date
    assessors: tuple[User, ...] = ()  # first-run accounts that sit on groups

    def at(self, days_ago: int) -> datetime:
        """Ten in the morning, so many days ago."""
        day = self.day(days_ago)
        return datetime(day.year, day.month, day.day, 10, tzinfo=timezone.get_default_timezone())

    def day(self, days_ago: int) -> date:
        return self.today - timedelta(days=days_ago)

    def panel_for(self, institution: Institution, days_ago: int) -> tuple[User, User]:
        """Lead and member: the first-run accounts for what is recent and within their reach."""
        if days_ago > RECENT or len(self.assessors) < 2:
            return self.lead, self.member
        seen = [
            user for user in self.assessors if Institution.objects.visible_to(user).filter(pk=institution.pk)
        ]
        return (seen[0], seen[1]) if len(seen) > 1 else (self.lead, self.member)


RECENT = 60
Deed = Callable[[Institution, Officers, int], None]


class Step(NamedTuple):
    days_ago: int
    deed: Deed


@dataclass(frozen=True)
class Story:
    opened_ago: int | None
    steps: tuple[Step, ...] = ()
