"""The one question by which the page of a document is asked for: `WHOLE`.

Its parts come as JSON, in the order the page shows them; `documents.whole` reads them.
"""

from __future__ import annotations

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
    Task,
)
from foundation.lifecycle import Status
from foundation.prepared import Asked, Prepared


class Answer(NamedTuple):
    """Who answers for a task or a checklist item, as an `Assignment` has it."""

    role: str
    printed: str
    unit_id: int | None
    implied: bool


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
    found = entry_model()._default_manager.filter(document=OuterRef("pk"), issue__status=Status.PUBLISHED)
    issue = JSONObject(**{name: f"issue__{name}" for name in ("id", "title", "year", "number", "pdf")})
    return _listed(found.order_by("issue_id"), "id", "page", issue=issue, there=_listed(there, "id", "title"))


WHOLE = Prepared(_question)


def entry_model() -> Any:
    return Document._meta.get_field("entries").related_model
