"""Writing down what was read of a whole issue: one door for imports and for the facts of sample issues.

Everything here runs inside the caller's transaction.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
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
_CHRONICLE = re.compile(r"(?:\d{4}年\d{1,2}月份?)?大事记")


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
    lines = answer["issue"]["contents"]
    chronicle = {
        n for n, line in enumerate(lines) if answer["chronicle"] and _CHRONICLE.match(fold(line["title"]))
    }
    led = _led_to({n: line["title"] for n, line in enumerate(lines) if n not in chronicle}, documents)
    entries = [
        fitted(
            Entry,
            issue=issue,
            position=n + 1,
            column=column_named(line["column"]),
            title=line["title"],
            page=line["page"],
            document=led.get(n),
            is_chronicle=n in chronicle,
        )
        for n, line in enumerate(lines)
    ]
    unlisted = [document for document in documents if document not in led.values()]
    for document in (*unlisted, *left):
        own = {"title": document.title, "column": document.column, "document": document}
        entries.append(fitted(Entry, issue=issue, position=len(entries) + 1, **own))
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


def _led_to(titles: Mapping[int, str], documents: Sequence[Document]) -> dict[int, Document]:
    """The document each printed line means: first where the titles are the same, then where they are nearly so."""
    led: dict[int, Document] = {}
    for likeness in (_likeness_of_same, _likeness):
        for n, title in titles.items():
            if n in led:
                continue
            free = [document for document in documents if document not in led.values()]
            likeliest = max(free, key=lambda document: likeness(document.title, title), default=None)
            if likeliest is not None and likeness(likeliest.title, title) > _SIMILAR:
                led[n] = likeliest
    return led


def _likeness_of_same(own: str, printed: str) -> float:
    """1 for the same title, or one that the contents print with a subtitle after a dash."""
    one, other = fold(own), fold(printed)
    return float(one == other or other.startswith(f"{one}—"))


def _likeness(own: str, printed: str) -> float:
    return SequenceMatcher(None, fold(own), fold(printed), autojunk=False).ratio()


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
