"""What can be found of the gazette: its issues, and the chronicle event by event."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db.models import Prefetch

from foundation.chinese_text import day_in_words
from foundation.search.registry import Place, Searchable, register
from gazette.models import ChronicleEntry, Event, Issue

ISSUE, EVENT = "issue", "event"


def places(pks: Collection[int]) -> Iterator[tuple[int, Place]]:
    events = Event.objects.order_by("position")
    days = ChronicleEntry.objects.order_by("position").prefetch_related(Prefetch("events", events))
    issues = Issue.objects.public().filter(pk__in=pks).order_by("pk")
    for issue in issues.prefetch_related("entries", "masthead", Prefetch("chronicle", days)):
        yield issue.pk, _issue(issue)
        for day in issue.chronicle.all():
            for event in day.events.all():
                event.entry = day
                yield issue.pk, _event(event)


def _issue(issue: Issue) -> Place:
    contents = [entry.title for entry in sorted(issue.entries.all(), key=lambda entry: entry.position)]
    masthead = [str(role) for role in sorted(issue.masthead.all(), key=lambda role: role.position)]
    return Place(
        kind=ISSUE,
        address=issue.get_absolute_url(),
        title=f"{issue.title}{issue}",
        number=f"总第{issue.total_number}期" if issue.total_number else "",
        body="\n".join((*contents, *masthead)),
        day=issue.published_month,
        year=issue.year,
    )


def _event(event: Event) -> Place:
    return Place(
        kind=EVENT,
        address=event.get_absolute_url(),
        title=day_in_words(event.start),
        whole="大事记",
        body=event.text,
        day=event.start,
    )


register(Searchable(Issue, {ISSUE: "公报", EVENT: "大事记"}, lambda: Issue.objects.public(), places))
