"""Pointing what documents say of each other at the documents on record."""

from __future__ import annotations

from collections.abc import Iterable

from documents.models import Document, Relation
from documents.reading.citations import parse_number
from foundation.chinese_text import fold


def match_relations(documents: Iterable[Document]) -> int:
    """Point open references at these documents, and theirs at what is on record: by number, then exact title.

    What points somewhere stays as it is: to point it elsewhere is a change of content, and for a person to decide.
    A title that several documents bear decides nothing, nor does the title of a document that bears another number.
    """
    ids = [document.pk for document in documents]
    waiting = Relation.objects.filter(target__isnull=True)
    known = list(Document.objects.only("pk", "title", "series", "year", "serial", "enclosed_title"))
    by_number = {(d.series, d.year, d.serial): d for d in known if d.series}
    by_title = _by_title(known)
    matched = []
    for relation in waiting:
        number = parse_number(relation.document_number)
        target = by_number.get(number) if number else None
        if target is None:
            bearer = by_title.get(fold(relation.title))
            target = bearer if bearer and not (number and bearer.series) else None
        if target is None or target.pk == relation.source_id:
            continue
        if relation.source_id in ids or target.pk in ids:
            relation.target = target
            matched.append(relation)
    Relation.objects.bulk_update(matched, ["target"])
    return len(matched)


def _by_title(documents: Iterable[Document]) -> dict[str, Document | None]:
    """The one document of each title (its own, or that of the text it issues); None where several bear it."""
    bearers: dict[str, Document | None] = {}
    for document in documents:
        for title in {fold(document.enclosed_title), fold(document.title)} - {""}:
            bearers[title] = None if title in bearers else document
    return bearers
