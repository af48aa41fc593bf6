"""The facts of an issue and of its documents, in a fixed number of questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from documents.defects.facts import Surroundings
from documents.defects.loading import Loaded, load
from documents.models import Document, TextStatus
from documents.proofreading.known import Known
from foundation.models import Status
from gazette.defects.facts import (
    DayFact,
    EntryFact,
    EventFact,
    IssueFacts,
    MastheadFact,
    NeighbourFact,
)
from gazette.defects.original import original_of
from gazette.models import Appearance, ChronicleEntry, Event, Issue, Official
from gazette.reading.answer import CONTACT_FIELDS


@dataclass(frozen=True)
class LoadedIssue:
    issue: IssueFacts
    around: Surroundings
    known: Known


def load_issue(issue: Issue, *, on: date) -> LoadedIssue:
    """Its documents in the order of its contents; one that is withdrawn is no part of it any more."""
    row = Issue.objects.select_related("reading").get(pk=issue.pk)
    entries = _entries(row)
    order = {entry.document: at for at, entry in reversed(list(enumerate(entries))) if entry.document}
    listed = Document.objects.filter(pk__in=order).exclude(status=Status.WITHDRAWN)
    people = Official.objects.values_list("name", flat=True)
    loaded = load(listed.order_by("pk"), on=on, people=people)
    return LoadedIssue(_issue(row, entries, loaded, order), loaded.around, loaded.known)


def _issue(row: Issue, entries: tuple[EntryFact, ...], loaded: Loaded, order: dict[int, int]) -> IssueFacts:
    before = Issue.objects.exclude(status=Status.WITHDRAWN).before(row).newest_first().first()
    after = Issue.objects.exclude(status=Status.WITHDRAWN).after(row).oldest_first().first()
    return IssueFacts(
        pk=row.pk,
        title=row.title,
        year=row.year,
        number=row.number,
        total_number=row.total_number,
        frequency=row.frequency,
        month=row.published_month,
        permit_number=row.permit_number,
        sponsor=row.sponsor,
        slogan=row.slogan,
        distribution_status=row.distribution_status,
        distribution=tuple(row.distribution),
        contact=tuple((name, str(getattr(row, name))) for name in CONTACT_FIELDS),
        has_full_text=row.text_status == TextStatus.FULL,
        has_cover=bool(row.cover),
        original=original_of(row),
        entries=entries,
        masthead=tuple(
            MastheadFact(each.pk, each.role, tuple(each.names))
            for each in row.masthead.order_by("position", "pk")
        ),
        chronicle=_chronicle(row),
        documents=tuple(sorted(loaded.documents, key=lambda facts: order[facts.pk])),
        loose=_loose(row, order),
        problems=loaded.problems,
        unplaced=row.reading.unplaced_characters if row.reading else 0,
        before=_neighbour(before),
        after=_neighbour(after),
    )


def _entries(issue: Issue) -> tuple[EntryFact, ...]:
    rows = issue.entries.select_related("column").order_by("position", "pk")
    return tuple(
        EntryFact(
            row.pk,
            row.position,
            row.title,
            row.page,
            row.column.name if row.column else "",
            row.document_id,
            row.is_chronicle,
        )
        for row in rows
    )


def _chronicle(issue: Issue) -> tuple[DayFact, ...]:
    named = Prefetch("appearances", Appearance.objects.order_by("position", "pk"))
    events = Prefetch("events", Event.objects.order_by("position", "pk").prefetch_related(named))
    days = ChronicleEntry.objects.filter(issue=issue).order_by("position", "pk").prefetch_related(events)
    return tuple(
        DayFact(
            day.pk,
            day.start,
            day.end,
            day.text,
            tuple(
                EventFact(
                    event.pk,
                    event.start,
                    event.end,
                    event.text,
                    tuple(person.printed for person in event.appearances.all()),
                )
                for event in day.events.all()
            ),
        )
        for day in days
    )


def _loose(issue: Issue, listed: dict[int, int]) -> tuple[tuple[int, str], ...]:
    """Documents from the issue's own file that its contents do not lead to."""
    if issue.reading is None:
        return ()
    found = Document.objects.filter(reading=issue.reading, entries__isnull=True).exclude(pk__in=listed)
    kept = found.exclude(status=Status.WITHDRAWN).defer("body").order_by("pk")
    return tuple((document.pk, str(document)) for document in kept)


def _neighbour(issue: Issue | None) -> NeighbourFact | None:
    if issue is None:
        return None
    return NeighbourFact(issue.year, issue.number, issue.total_number, issue.published_month)
