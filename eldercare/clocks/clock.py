"""One clock: something that is due on a day, and where it is dealt with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.contrib.auth.models import AbstractUser
from django.urls import reverse


@dataclass(frozen=True)
class Clock:
    """`due` is the last day that is still in time; `url` is a page of the desk. A kind and an address are one clock: where
    the day moves (an extension), calendars move the entry instead of making a second one."""

    due: date
    title: str
    url: str
    kind: str
    place: str


class Finder(Protocol):
    """Answers with the clocks of one kind or more that this person may see, as they stand that day."""

    def __call__(self, user: AbstractUser, *, on: date) -> Iterable[Clock]: ...


def pages(noun: str) -> Callable[[int], str]:
    """Addresses of the pages of a noun; a list of thousands resolves one of them."""
    first, last = reverse(f"admin:eldercare_{noun}_change", args=[0]).split("/0/")
    return lambda pk: f"{first}/{pk}/{last}"


def place_names(path: str) -> tuple[str, str]:
    """The columns that name a place: “云县”, “爱华镇”."""
    return f"{path}__parent__short_name", f"{path}__name"
