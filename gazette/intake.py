"""Writing down what was read of a whole issue: one door for imports and for the facts of sample issues.

Everything here runs inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from documents.intake import column_named, fitted
from documents.models import Document, Reading, TextStatus
from foundation.chinese_text import fold
from gazette.models import (
    Appearance,
    ChronicleEntry,
    Entry,
    Event,
    Issue,
    MastheadRole,
    Official,
    OfficialAlias,
)

Data = Mapping[str, Any]

_SIMILAR = 0.8


def store_issue(answer: Data, *, issue: Issue | None, reading: Reading | None) -> Issue:
    """The issue's own data, masthead and distribution; rows of an earlier reading give way."""
    data = answer["issue"]
    contact = {name: value or "" for name, value in data["contact"].items()}
    values = {
        "title": data["title"],
        "year": data["year"],
        "number": data["number"],
        "total_number": data["total_number"],
        "frequency": data["frequency"] or "",
        "published_month": date.fromisoformat(f"{data['published']}-01") if data["published"] else None,
        "permit_number": data["permit_number"] or "",
        "sponsor": data["sponsor"] or "",
        "distribution_status": data["distribution_status"] or "",
        "distribution": list(data["distribution"]),
        "text_status": answer.get("text_status", TextStatus.FULL),
        **contact,
    }
    issue = issue or Issue()
    fit = fitted(Issue, **values)
    for name in values:
        setattr(issue, name, getattr(fit, name))
    issue.reading = reading
    issue.save()
    issue.masthead.all().delete()
    MastheadRole.objects.bulk_create(
        fitted(
            MastheadRole,
            issue=issue,
            position=position,
            role=row["role"],
            names=[n[:30] for n in row["names"]],
        )
        for position, row in enumerate(data["masthead"], start=1)
    )
    return issue


def store_contents(answer: Data, *, issue: Issue, documents: Sequence[Document]) -> list[Document]:
    """The printed contents, each line led to its document or to the chronicle.

    Documents that stood in the issue and are not in this answer stay at the end; they are returned.
    """
    earlier = issue.entries.filter(document__isnull=False).order_by("position").select_related("document")
    left = [entry.document for entry in earlier if entry.document and entry.document not in documents]
    issue.entries.all().delete()
    free = list(documents)
    entries = []
    for position, line in enumerate(answer["issue"]["contents"], start=1):
        chronicle = bool(answer["chronicle"]) and fold(line["title"]).startswith("大事记")
        document = None if chronicle else _document_for(line["title"], free)
        if document is not None:
            free.remove(document)
        entries.append(
            fitted(
                Entry,
                issue=issue,
                position=position,
                column=column_named(line["column"]),
                title=line["title"],
                page=line["page"],
                document=document,
                is_chronicle=chronicle,
            )
        )
    for document in (
        *free,
        *left,
    ):  # printed in the issue but missing from its contents, or listed by an editor
        entries.append(
            fitted(
                Entry,
                issue=issue,
                position=len(entries) + 1,
                column=document.column,
                title=document.title,
                document=document,
            )
        )
    Entry.objects.bulk_create(entries)
    return left


def store_chronicle(answer: Data, *, issue: Issue) -> int:
    """Entries, events and the people named; answers how many events."""
    issue.chronicle.all().delete()
    entries = ChronicleEntry.objects.bulk_create(
        ChronicleEntry(
            issue=issue,
            position=position,
            start=date.fromisoformat(data["start"]),
            end=date.fromisoformat(data["end"]) if data["end"] else None,
            text=data["text"],
        )
        for position, data in enumerate(answer["chronicle"], start=1)
    )
    pairs = [
        (
            Event(
                entry=entry,
                position=position,
                start=_day(data["start"]),
                end=_day(data["end"]),
                text=data["text"],
            ),
            data,
        )
        for entry, whole in zip(entries, answer["chronicle"], strict=True)
        for position, data in enumerate(whole["events"], start=1)
    ]
    events = Event.objects.bulk_create(event for event, _ in pairs)
    officials = _officials(answer)
    appearances: list[Appearance] = []
    for event, (_, data) in zip(events, pairs, strict=True):
        named: dict[int, Appearance] = {}
        for printed in data["people"]:
            official = officials[printed]
            row = Appearance(event=event, position=len(named) + 1, official=official, printed=printed[:30])
            named.setdefault(official.pk, row)
        appearances += named.values()
    Appearance.objects.bulk_create(appearances)
    return len(events)


def _day(iso: str | None) -> Any:
    return date.fromisoformat(iso) if iso else None


def _document_for(title: str, documents: Iterable[Document]) -> Document | None:
    """The document a printed line of the contents means: same title, its beginning, or nearly the same."""
    wanted = fold(title)
    best, likeness = None, _SIMILAR
    for document in documents:
        own = fold(document.title)
        if own == wanted or wanted.startswith(f"{own}—"):
            return document
        ratio = SequenceMatcher(None, own, wanted, autojunk=False).ratio()
        if ratio > likeness:
            best, likeness = document, ratio
    return best


def _officials(answer: Data) -> dict[str, Official]:
    """The person each printed name means; a likely misprint means the person it was flagged against.

    The printed form stays on the appearance, so that nothing is corrected out of sight.
    """
    printed = {name for entry in answer["chronicle"] for event in entry["events"] for name in event["people"]}
    meant = {
        problem["printed"]: problem["suggestion"]
        for problem in answer["problems"]
        if problem["kind"] == "person_misprint" and problem["suggestion"]
    }
    aliases = {
        a.printed: a.official
        for a in OfficialAlias.objects.filter(printed__in=printed).select_related("official")
    }
    names = {meant.get(name, name)[:30] for name in printed if name not in aliases}
    Official.objects.bulk_create([Official(name=name) for name in sorted(names)], ignore_conflicts=True)
    known = {official.name: official for official in Official.objects.filter(name__in=names)}
    return {name: aliases.get(name) or known[meant.get(name, name)[:30]] for name in printed}
