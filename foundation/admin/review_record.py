"""What the page of something that is reviewed shows of its life: the stages passed, and every line of its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from foundation.lifecycle import AFTER_PUBLICATION, REVIEWERS, Publishable, Status, Verb
from foundation.models import StatusChange

TITLES = {Status.FIRST_REVIEW: "初审", Status.SECOND_REVIEW: "复审", Status.FINAL_REVIEW: "终审"}
_STATIONS = list(Status)


@dataclass(frozen=True)
class Stage:
    title: str
    state: str  # done, now, later, skipped
    who: str = ""
    at: datetime | None = None

    @property
    def state_label(self) -> str:
        return {"done": "已通过", "now": "待办", "later": "未到", "skipped": "启用前"}[self.state]


def name_of(person: User | None) -> str:
    return (person.get_full_name() or person.get_username()) if person else ""


def history_of(obj: Publishable) -> list[StatusChange]:
    """Newest first; the number of the line is the order in which they were written, whatever the clock said."""
    return list(StatusChange.objects.of(obj).select_related("by").order_by("-pk"))


def stages_of(obj: Publishable, history: list[StatusChange]) -> list[Stage]:
    """The three reviews and publishing; when each was passed, since the object was last a draft."""
    since: dict[str, StatusChange] = {}
    for line in history:
        if line.to_status == Status.DRAFT:
            break
        since.setdefault(line.to_status, line)
    here = _STATIONS.index(Status(obj.status))
    stages = [
        Stage(
            title,
            "skipped" if obj.reviewed_elsewhere else _state(_STATIONS.index(station), here),
            name_of(getattr(obj, REVIEWERS[station])),
            since[station].at if station in since else None,
        )
        for station, title in TITLES.items()
    ]
    published = "done" if obj.status in AFTER_PUBLICATION else _state(_STATIONS.index(Status.PUBLISHED), here)
    publisher = since[Status.PUBLISHED].by if Status.PUBLISHED in since else None
    stages.append(Stage("发布", published, name_of(publisher), obj.published_at))
    return stages


def _state(station: int, here: int) -> str:
    if station <= here:
        return "done"
    return "now" if station == here + 1 else "later"


def last_setback(history: list[StatusChange]) -> StatusChange | None:
    """Why it is a draft again, if it is: the return, or the change that voided its reviews."""
    newest = history[0] if history else None
    return newest if newest and newest.verb in (Verb.RETURN, Verb.VOID) else None


def history_shown(history: list[StatusChange]) -> Any:
    shown = render_to_string("admin/_move_history.html", {"history": history})
    return mark_safe(shown.replace("\n", ""))
