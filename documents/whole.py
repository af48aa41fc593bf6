"""A document with its parts, and what it and others say of each other: all its page is made from, by one question.

What comes is in the shape the templates know; nothing of it is saved.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import BigAutoField

from documents.models import (
    Attachment,
    ChecklistItem,
    Document,
    DocumentOrgan,
    DocumentVersion,
    Relation,
    RelationKind,
)
from documents.snapshot import COLUMNS
from documents.validity import Validity, validity_of
from documents.whole_question import WHOLE, Answer, entry_model
from foundation.prepared import partial

Row = dict[str, Any]


class Duty(NamedTuple):
    """A `Task` beside its place in the text; amounts as printed."""

    position: int
    path: str
    title: str
    deadline: str
    amounts: tuple[str, ...]
    assignments: tuple[Answer, ...]


class Whole:
    """A document on a day and, made only when somebody wants them, its parts and its surroundings."""

    def __init__(self, document: Document, *, on: date) -> None:
        self.document, self.on = document, on
        self.kind: str = document.kind_name or ""  # type: ignore[attr-defined]
        self.column: str = document.column_name or ""  # type: ignore[attr-defined]
        self._told: str = document.parts  # type: ignore[attr-defined]
        self._around: dict[str, list[Row]] = json.loads(document.around)  # type: ignore[attr-defined]

    @property
    def printed(self) -> tuple[Any, ...]:
        """All that the text with its notes is made from: equal for equal texts."""
        columns = (getattr(self.document, name) for name in COLUMNS if name not in ("kind", "addressees"))
        organs = (organ.printed for organ in self.organs)
        return (self._told, tuple(self.document.addressees), tuple(organs), *columns)

    @cached_property
    def _parts(self) -> dict[str, list[Any]]:
        return json.loads(self._told)  # type: ignore[no-any-return]

    @cached_property
    def organs(self) -> list[DocumentOrgan]:
        return [DocumentOrgan(**row) for row in self._around["organs"]]

    @cached_property
    def attachments(self) -> list[Attachment]:
        return [Attachment(**row) for row in self._parts["attachments"]]

    @cached_property
    def tasks(self) -> list[Duty]:
        amounts, answers = self._by_place("amounts"), self._by_place("task_answers")
        return [
            Duty(
                row["position"],
                row["path"],
                row["title"],
                row["deadline"],
                tuple(printed for (printed,) in amounts[row["position"]]),
                tuple(map(Answer._make, answers[row["position"]])),
            )
            for row in self._parts["tasks"]
        ]

    @cached_property
    def checklist(self) -> list[tuple[str, list[tuple[ChecklistItem, tuple[Answer, ...]]]]]:
        """The rows of a 责任清单 with who answers for them, by section, in printed order."""
        answers = self._by_place("item_answers")
        rows = [
            (ChecklistItem(**row), tuple(map(Answer._make, answers[row["position"]])))
            for row in self._parts["checklist"]
        ]
        return [(section, list(found)) for section, found in groupby(rows, key=lambda row: row[0].section)]

    def _by_place(self, name: str) -> Mapping[int, list[list[Any]]]:
        """Rows that belong to a task or an item, by its position, which comes first in them."""
        found: dict[int, list[list[Any]]] = defaultdict(list)
        for position, *row in self._parts[name]:
            found[position].append(row)
        return found

    @cached_property
    def entry(self) -> Any:
        """Where a published issue carries it, the first if there are several; gazette's, which stands above."""
        for row in self._around["entries"]:
            entry = partial(entry_model(), _without(row, "issue", "there"))
            entry.issue = partial(entry._meta.get_field("issue").related_model, row["issue"])
            return entry
        return None

    @cached_property
    def neighbours(self) -> tuple[Document | None, Document | None]:
        """The public documents before and after it in the contents of that issue."""
        there = self._around["entries"][0]["there"] if self._around["entries"] else []
        shown = [None, *there, None]
        for before, row, after in zip(shown, shown[1:], shown[2:], strict=False):
            if row is not None and row["id"] == self.document.pk:
                return before and partial(Document, before), after and partial(Document, after)
        return None, None

    @cached_property
    def later_versions(self) -> list[DocumentVersion]:
        """Those after the first, the newest first; without their contents."""
        return [partial(DocumentVersion, _dated(row)) for row in self._around["versions"]]

    @cached_property
    def outgoing(self) -> list[Relation]:
        """What it says of other documents: by kind as they are declared, each kind in printed order."""
        found = [_relation(row, "target") for row in self._around["outgoing"]]
        order = list(RelationKind)
        return sorted(found, key=lambda relation: order.index(RelationKind(relation.kind)))

    @cached_property
    def incoming(self) -> list[Relation]:
        """What public documents say of it, the newest first."""
        return [_relation(row, "source") for row in self._around["incoming"]]

    @cached_property
    def interpretations(self) -> list[Relation]:
        return [said for said in self.incoming if said.kind == RelationKind.INTERPRETS]

    @cached_property
    def amendments(self) -> list[Relation]:
        return [said for said in self.incoming if said.kind == RelationKind.AMENDS]

    @cached_property
    def mentions(self) -> list[Relation]:
        """What others say of it but for interpretations, which the page shows by themselves."""
        return [said for said in self.incoming if said.kind != RelationKind.INTERPRETS]

    @cached_property
    def interprets(self) -> Relation | None:
        return next((said for said in self.outgoing if said.kind == RelationKind.INTERPRETS), None)

    @cached_property
    def validity(self) -> Validity:
        return validity_of(self.document, self.repeals, on=self.on)

    @cached_property
    def repeals(self) -> list[Relation]:
        """Those that are in force on the day that was asked for, in the order they were written down."""
        found = [row for row in self._around["incoming"] if row["in_force"]]
        return [_relation(row, "source") for row in sorted(found, key=lambda row: row["id"])]


def whole(pk: int, *, on: date) -> Whole:
    """The document in whatever state it is; `Document.DoesNotExist` if there is none."""
    for document in WHOLE.ask(pk=pk, on=on) if pk <= BigAutoField.MAX_BIGINT else ():
        return Whole(document, on=on)
    raise Document.DoesNotExist


def _relation(row: Row, end: str) -> Relation:
    """With the document at its other end, as far as a page tells of it."""
    other = row[end]
    document = partial(Document, _dated(other)) if other["id"] else None
    return Relation(**_without(row, end, "in_force"), **{end: document})


def _without(row: Row, *names: str) -> Row:
    return {name: value for name, value in row.items() if name not in names}


def _dated(row: Mapping[str, Any]) -> Row:
    """JSON has no days and hours."""
    read = {
        "written_on": date.fromisoformat,
        "effective_from": date.fromisoformat,
        "published_at": datetime.fromisoformat,
    }
    return {key: read[key](value) if key in read and value else value for key, value in row.items()}
