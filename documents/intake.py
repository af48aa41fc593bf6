"""Writing down what was read of documents: one door for imports and for the facts of sample issues.

Everything here runs inside the caller's transaction. Data is the contract's JSON of one document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q

from documents.models import (
    Amount,
    Assignment,
    Attachment,
    ChecklistItem,
    Column,
    Document,
    DocumentOrgan,
    Kind,
    Problem,
    Reading,
    Relation,
    RelationKind,
    Task,
    TextStatus,
)
from documents.reading.amounts import quantities
from foundation.models import Unit

Data = Mapping[str, Any]
Units = Mapping[str, Unit]
M = TypeVar("M", bound=models.Model)

_LAST = 900  # position of what the editors have not yet given a place
_LARGEST = 10**14  # what Amount.number holds; a larger printed number is no quantity


def store_reading(answer: Data, *, at: datetime) -> Reading:
    """The source, its balance and its problems. ``answer`` is a whole contract answer.

    A file that was read before (what is published may still stand on that reading) keeps its one record.
    """
    source, coverage = answer["source"], answer["coverage"]
    values = {
        "source_name": source["name"][:200],
        "characters": coverage["characters"],
        "placed": coverage["placed"],
        "furniture": coverage["furniture"],
        "unplaced": coverage["unplaced"],
        "unplaced_characters": coverage["characters"] - coverage["placed"] - coverage["furniture"],
        "read_at": at,
    }
    reading, _ = Reading.objects.update_or_create(sha256=source["sha256"], defaults=values)
    reading.problems.all().delete()
    Problem.objects.bulk_create(
        fitted(
            Problem,
            reading=reading,
            position=position,
            line=problem["line"],
            kind=problem["kind"],
            message=problem["message"],
            printed=problem["printed"],
            suggestion=problem["suggestion"] or "",
        )
        for position, problem in enumerate(answer["problems"])
    )
    return reading


def unit_names(documents: Iterable[Data]) -> dict[str, str]:
    """Every printed unit of these documents, with a piece of text it was first seen in."""
    seen: dict[str, str] = {}
    for data in documents:
        for organ in data["organs"]:
            seen.setdefault(organ, data["title"])
        for part in (*data["tasks"], *data["checklist"]):
            for assignment in part["assignments"]:
                seen.setdefault(
                    assignment["unit"], part.get("annotation") or part.get("content") or data["title"]
                )
    return seen


def find_document(
    data: Data, *, among: models.QuerySet[Document], taken: Iterable[Document] = ()
) -> Document | None:
    """The document on record that this data speaks of, locked: by number, else by title among ``among``.

    ``taken`` are the documents that other data of the same file speaks of: two notices may bear one title.
    """
    found: models.QuerySet[Document]
    if data["series"]:
        found = Document.objects.with_number(series=data["series"], year=data["year"], serial=data["serial"])
    else:
        title = fitted(Document, title=data["title"]).title
        found = among.filter(title=title, series="").exclude(pk__in=[document.pk for document in taken])
    return found.select_for_update(of=("self",)).order_by("pk").first()


def each_number_once(documents: Iterable[Data]) -> Iterator[Data]:
    """A 发文字号 printed twice in one file identifies the first document only; the other keeps it as printed text."""
    numbers: set[tuple[str, int, int]] = set()
    for data in documents:
        number = (data["series"], data["year"], data["serial"])
        if data["series"] and number in numbers:
            yield {**data, "series": None, "year": None, "serial": None}
        else:
            yield data
        numbers.add(number)


def store_document(
    data: Data, *, document: Document | None, reading: Reading | None, units: Units
) -> Document:
    """Write one document and all its parts; parts of an earlier text give way to the new ones."""
    document = _store_elements(data, document or Document(), reading)
    for parts in (
        document.organs,
        document.attachments,
        document.outgoing_relations,
        document.tasks,
        document.checklist,
    ):
        parts.all().delete()
    DocumentOrgan.objects.bulk_create(
        fitted(DocumentOrgan, document=document, position=position, printed=printed, unit=units.get(printed))
        for position, printed in enumerate(data["organs"], start=1)
    )
    Attachment.objects.bulk_create(
        fitted(Attachment, document=document, position=position, **attachment)
        for position, attachment in enumerate(data["attachments"], start=1)
    )
    _store_relations(data, document)
    _store_tasks(data["tasks"], document, units)
    _store_checklist(data["checklist"], document, units)
    return document


def fitted(model: type[M], **values: Any) -> M:
    """An unsaved row; text longer than its column is cut (the whole stands in the body)."""
    for field in model._meta.concrete_fields:
        value, limit = values.get(field.name), getattr(field, "max_length", None)
        if limit and isinstance(value, str) and len(value) > limit:
            values[field.name] = value[: limit - 1] + "…"
    return model(**values)


def printed_values(data: Data, *, document: Document) -> dict[str, Any]:
    """The columns of the text that was read; what the file does not say stays as the document has it."""
    values = {
        "title": data["title"],
        "series": data["series"] or "",
        "year": data["year"],
        "serial": data["serial"],
        "document_number": data["document_number"] or "",
        "addressees": [addressee[:120] for addressee in data["addressees"]],
        "written_on": date.fromisoformat(data["written_on"]) if data["written_on"] else None,
        "written_on_printed": data["written_on_printed"] or "",
        "note": data["note"] or "",
        "enclosed_title": data["enclosed_title"] or "",
        "body": data["body"],
        "text_status": data.get("text_status", TextStatus.FULL),
        "abstract": data.get("abstract") or document.abstract,
    }
    fit = fitted(Document, **values)
    return {name: getattr(fit, name) for name in values} | {
        "kind": _kind_named(data["kind"]) or document.kind
    }


def _store_elements(data: Data, document: Document, reading: Reading | None) -> Document:
    for name, value in printed_values(data, document=document).items():
        setattr(document, name, value)
    document.column = column_named(data["column"]) or document.column
    document.reading = reading
    document.save()
    return document


def _kind_named(name: str | None) -> Kind | None:
    """The 文种 of that name; an unknown one is made, so that nothing printed is lost."""
    return Kind.objects.get_or_create(name=name, defaults={"position": _LAST})[0] if name else None


def column_named(name: str | None) -> Column | None:
    """The column printed under that name, made when it is new; one that was renamed keeps its first name as slug."""
    if not name:
        return None
    new = fitted(Column, name=name, slug=name, position=_LAST)
    known = Column.objects.filter(Q(name=new.name) | Q(slug=new.slug)).order_by("pk").first()
    if known is None:
        new.save()
    return known or new


def _store_relations(data: Data, document: Document) -> None:
    named = [(RelationKind.REPEALS, repeal) for repeal in data["repeals"]]
    named += [(RelationKind.INTERPRETS, data["interprets"])] if data["interprets"] else []
    named += [(RelationKind.CITES, citation) for citation in data["citations"]]
    rows: dict[tuple[str, str, str], Relation] = {}
    for kind, reference in named:
        title, number = reference["title"], reference["document_number"] or ""
        if not title and not number:  # 《》 with nothing inside names nothing
            continue
        row = fitted(
            Relation, source=document, kind=kind, position=len(rows), title=title, document_number=number
        )
        rows.setdefault((kind, row.title, row.document_number), row)
    Relation.objects.bulk_create(rows.values())


def _store_tasks(tasks: Iterable[Data], document: Document, units: Units) -> None:
    stored = Task.objects.bulk_create(
        fitted(
            Task,
            document=document,
            position=position,
            path=data["path"],
            title=data["title"],
            text=data["text"],
            annotation=data["annotation"],
            deadline=data["deadline"] or "",
        )
        for position, data in enumerate(tasks, start=1)
    )
    Assignment.objects.bulk_create(
        row for task, data in zip(stored, tasks, strict=True) for row in _assignments(data, units, task=task)
    )
    Amount.objects.bulk_create(
        fitted(
            Amount,
            task=task,
            position=position,
            kind=quantity.kind,
            printed=quantity.printed,
            number=quantity.number,
            measure=quantity.measure,
        )
        for task, data in zip(stored, tasks, strict=True)
        for position, quantity in enumerate(quantities(data["text"] or "、".join(data["amounts"])), start=1)
        if quantity.number < _LARGEST
    )


def _store_checklist(items: Iterable[Data], document: Document, units: Units) -> None:
    numbers: set[int] = set()
    rows = []
    for position, data in enumerate(items, start=1):
        number = data["number"] if data["number"] not in numbers else None
        numbers.add(data["number"])
        rows.append(
            fitted(
                ChecklistItem,
                document=document,
                position=position,
                number=number,
                section=data["section"],
                point=data["point"],
                points=data["points"],
                content=data["content"],
                method=data["method"],
                tasks=list(data["tasks"]),
                veto="否决" in data["section"],
                damaged=data["damaged"],
            )
        )
    stored = ChecklistItem.objects.bulk_create(rows)
    Assignment.objects.bulk_create(
        row for item, data in zip(stored, items, strict=True) for row in _assignments(data, units, item=item)
    )


def _assignments(data: Data, units: Units, **owner: Any) -> list[Assignment]:
    """Rows for one task or item, each unit once in a role."""
    rows: dict[tuple[str, str], Assignment] = {}
    for assignment in data["assignments"]:
        printed, role = assignment["unit"], assignment["role"]
        row = fitted(
            Assignment,
            position=len(rows) + 1,
            printed=printed,
            unit=units.get(printed),
            role=role,
            implied=assignment["implied"],
            **owner,
        )
        rows.setdefault((row.printed, role), row)
    return list(rows.values())
