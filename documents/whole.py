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

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigAutoField, DateField, Exists, F, Model, OuterRef, QuerySet
from django.db.models.functions import JSONArray, JSONObject

from documents.models import (
    Amount,
    Assignment,
    Attachment,
    ChecklistItem,
    Document,
    DocumentOrgan,
    DocumentVersion,
    Relation,
    RelationKind,
    Task,
)
from documents.snapshot import COLUMNS
from documents.validity import Validity, validity_of
from foundation.lifecycle import Status
from foundation.prepared import Asked, Prepared, partial

Row = dict[str, Any]


class Answer(NamedTuple):
    """Who answers for a task or a checklist item, as an `Assignment` has it."""

    role: str
    printed: str
    unit_id: int | None
    implied: bool


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
            entry = partial(_entry_model(), _without(row, "issue", "there"))
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
    for document in _WHOLE.ask(pk=pk, on=on) if pk <= BigAutoField.MAX_BIGINT else ():
        return Whole(document, on=on)
    raise Document.DoesNotExist


def _question() -> QuerySet[Document]:
    return Document.objects.filter(pk=Asked("pk", BigAutoField())).annotate(
        kind_name=F("kind__name"),
        column_name=F("column__name"),
        parts=JSONObject(
            attachments=_attachments(),
            tasks=_tasks(),
            amounts=_amounts(),
            task_answers=_answers(of="task"),
            checklist=_checklist(),
            item_answers=_answers(of="item"),
        ),
        around=JSONObject(
            organs=_organs(),
            entries=_entries(),
            versions=_versions(),
            outgoing=_outgoing(),
            incoming=_incoming(),
        ),
    )


def _listed(rows: QuerySet[Any], *columns: str, **more: Any) -> ArraySubquery:
    """The rows as objects with these columns."""
    return ArraySubquery(rows.values(row=JSONObject(**{name: name for name in columns}, **more)))


def _of(model: type[Model]) -> QuerySet[Any]:
    return model._default_manager.filter(document=OuterRef("pk")).order_by("position")


def _organs() -> ArraySubquery:
    return _listed(_of(DocumentOrgan), "printed", "unit_id")


def _attachments() -> ArraySubquery:
    return _listed(_of(Attachment), "position", "label", "title", "text")


def _tasks() -> ArraySubquery:
    return _listed(_of(Task), "position", "path", "title", "deadline")


def _amounts() -> ArraySubquery:
    found = Amount.objects.filter(task__document=OuterRef("pk")).order_by("task__position", "position")
    return ArraySubquery(found.values(row=JSONArray("task__position", "printed")))


def _checklist() -> ArraySubquery:
    columns = (
        "position",
        "number",
        "section",
        "point",
        "points",
        "content",
        "method",
        "tasks",
        "veto",
        "damaged",
    )
    return _listed(_of(ChecklistItem), *columns)


def _answers(*, of: str) -> ArraySubquery:
    """In short, as a long document has hundreds: where they belong, then the columns of `Answer` in their order.

    All of a document at once: asked task by task they took the database longer than all the rest.
    """
    place = f"{of}__position"
    found = Assignment.objects.filter(**{f"{of}__document": OuterRef("pk")}).order_by(place, "position")
    return ArraySubquery(found.values(row=JSONArray(place, *Answer._fields)))


def _versions() -> ArraySubquery:
    later = DocumentVersion.objects.filter(document=OuterRef("pk"), number__gt=1).newest_first()
    return _listed(later, "id", "number", "published_at", "note", "correction_id")


def _outgoing() -> ArraySubquery:
    said = Relation.objects.filter(source=OuterRef("pk")).order_by("position", "pk")
    return _listed(said, "kind", "title", "document_number", **_document("target", "status"))


def _incoming() -> ArraySubquery:
    public = Document.objects.public().filter(pk=OuterRef("source"))
    said = Relation.objects.filter(Exists(public), target=OuterRef("pk"))
    repeals = Relation.objects.filter(
        Relation.repeal_in_force(on=Asked("on", DateField())), pk=OuterRef("pk")
    )
    return _listed(
        said.order_by("-source__written_on", "source_id", "position", "pk"),
        "id",
        "kind",
        in_force=Exists(repeals),
        **_document("source", "written_on", "effective_from"),
    )


def _document(end: str, *columns: str) -> dict[str, JSONObject]:
    shown = ("id", "title", "document_number", *columns)
    return {end: JSONObject(**{name: f"{end}__{name}" for name in shown})}


def _entries() -> ArraySubquery:
    """The line of the contents in the first of the published issues that carry it, and what else is public there."""
    there = Document.objects.public().filter(entries__issue=OuterRef("issue")).order_by("entries__position")
    found = _entry_model()._default_manager.filter(document=OuterRef("pk"), issue__status=Status.PUBLISHED)
    issue = JSONObject(**{name: f"issue__{name}" for name in ("id", "title", "year", "number", "pdf")})
    return _listed(found.order_by("issue_id"), "id", "page", issue=issue, there=_listed(there, "id", "title"))


_WHOLE = Prepared(_question)


def _relation(row: Row, end: str) -> Relation:
    """With the document at its other end, as far as a page tells of it."""
    other = row[end]
    document = partial(Document, _dated(other)) if other["id"] else None
    return Relation(**_without(row, end, "in_force"), **{end: document})


def _entry_model() -> Any:
    return Document._meta.get_field("entries").related_model


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
