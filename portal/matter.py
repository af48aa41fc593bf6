"""One kind of thing that waits for somebody, and who asks for it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db.models import QuerySet

from foundation.models import WorkYear
from foundation.work_days import WorkCalendar


class Asker:
    """Who looks at the board, on which day; the working calendar is loaded once, when first needed."""

    def __init__(self, user: AbstractUser, on: date) -> None:
        self.user, self.on = user, on

    @cached_property
    def calendar(self) -> WorkCalendar:
        return WorkYear.objects.calendar()


@dataclass(frozen=True)
class Matter:
    """One kind of thing that waits: who sees it, how it is counted, where its door leads."""

    title: str
    advice: str
    icon: str
    permission: str
    door: str
    asked: str
    waiting: Callable[[Asker], QuerySet[Any]]
