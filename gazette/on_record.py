"""What is on record of the things a file speaks of, in the words of the file: for showing what an import would change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, Q

from documents.intake import each_number_once, fitted
from documents.models import Assignment, Attachment, Correction, Document, Task
from gazette.models import Event, Issue

Data = Mapping[str, Any]


@dataclass
class OnRecord:
    """The issue a file speaks of, and for each of its documents the one on record, in the order of the file."""

    issue: Issue | None
    documents: list[Document | None]
    left: list[Document] = field(default_factory=list)  # stand in the issue, but not in the file


def find_on_record(answer: Data, *, issue: Issue | None = None) -> OnRecord:
    """By year and number of the issue, by number or title of each document. ``issue`` is where a notice will be listed.

    Asks a fixed number of questions, whatever the size of the file.
    """
    data = answer["issue"]
    if data:
        issue = (
            Issue.objects.filter(year=data["year"], number=data["number"]).select_related("reading").first()
        )
    wanted = list(each_number_once(answer["documents"]))
    listed = list(_loaded(Q(entries__issue=issue))) if issue else []
    others = list(_loaded(_numbers(wanted) | _loose_titles(wanted, issue)))
    by_number = {_number(document): document for document in (*others, *listed) if document.series}
    free = [document for document in (listed if issue else others) if not document.series]
    found = [_find(item, by_number, free) for item in wanted]
    left = [document for document in listed if document not in found]
    return OnRecord(issue, found, left if data else [])


def _find(
    data: Data, by_number: Mapping[tuple[str, int | None, int | None], Document], free: list[Document]
) -> Document | None:
    if data["series"]:
        return by_number.get((data["series"], data["year"], data["serial"]))
    title = _title(data)
    found = next((document for document in free if document.title == title), None)
    if found is not None:
        free.remove(found)
    return found


def _number(document: Document) -> tuple[str, int | None, int | None]:
    return document.series, document.year, document.serial


def _title(data: Data) -> str:
    return fitted(Document, title=data["title"]).title


def _numbers(wanted: Iterable[Data]) -> Q:
    named = Q(pk__in=[])
    for data in wanted:
        if data["series"]:
            named |= Q(series=data["series"], year=data["year"], serial=data["serial"])
    return named


def _loose_titles(wanted: Iterable[Data], issue: Issue | None) -> Q:
    """Notices without a number that stand in no issue are known by their title."""
    if issue is not None:
        return Q(pk__in=[])
    titles = [_title(data) for data in wanted if not data["series"]]
    return Q(series="", title__in=titles, entries__isnull=True)


def _loaded(condition: Q) -> Iterable[Document]:
    tasks = Task.objects.order_by("position").prefetch_related(
        Prefetch("assignments", Assignment.objects.order_by("position"))
    )
    attachments = Attachment.objects.order_by("position")
    return (
        Document.objects.filter(condition)
        .select_related("kind", "column", "reading")
        .prefetch_related(Prefetch("corrections", Correction.objects.open(), to_attr="open_corrections"))
        .prefetch_related("organs", Prefetch("attachments", attachments), Prefetch("tasks", tasks))
        .order_by("pk")
        .distinct()
    )


def as_answer(document: Document) -> dict[str, Any]:
    """The document in the shape a reading gives, as far as a comparison needs it."""
    organs = sorted(document.organs.all(), key=lambda organ: organ.position)
    return {
        "title": document.title,
        "document_number": document.document_number or None,
        "kind": document.kind.name if document.kind else None,
        "column": document.column.name if document.column else None,
        "organs": [organ.printed for organ in organs],
        "addressees": list(document.addressees),
        "written_on": document.written_on.isoformat() if document.written_on else None,
        "note": document.note or None,
        "body": document.body,
        "attachments": [
            {"label": part.label, "title": part.title, "text": part.text}
            for part in document.attachments.all()
        ],
        "tasks": [
            {
                "path": task.path,
                "title": task.title,
                "assignments": [{"unit": row.printed, "role": row.role} for row in task.assignments.all()],
            }
            for task in document.tasks.all()
        ],
    }


def issue_as_answer(issue: Issue) -> dict[str, Any]:
    """The issue's own data in the shape a reading gives"""
    month = issue.published_month
    return {
        "title": issue.title,
        "total_number": issue.total_number,
        "published": f"{month:%Y-%m}" if month else None,
        "frequency": issue.frequency,
        "permit_number": issue.permit_number,
        "sponsor": issue.sponsor,
        "distribution_status": issue.distribution_status,
        "distribution": list(issue.distribution),
        "masthead": [{"role": row.role, "names": row.names} for row in issue.masthead.order_by("position")],
        "contents": [{"title": line.title, "page": line.page} for line in issue.entries.order_by("position")],
    }


def events_on_record(issue: Issue) -> list[dict[str, Any]]:
    """The chronicle of an issue as printed, an event a row."""
    events = Event.objects.filter(entry__issue=issue).order_by("entry__position", "position", "pk")
    return [
        {
            "start": event.start.isoformat(),
            "end": event.end.isoformat() if event.end else None,
            "text": event.text,
        }
        for event in events
    ]
