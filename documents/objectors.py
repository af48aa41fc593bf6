"""What stands in the way of a document's final review and publication: defects that are not in order."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from documents.defects.report import document_report, objections
from documents.models import Document
from foundation.lifecycle import Publishable, Verb
from foundation.objections import objects_to

CHECKED_BEFORE = frozenset({"final_review", "publish"})  # by value: not every lifecycle has every verb


def defects_stand(obj: Publishable, verb: Verb) -> Iterable[str]:
    if isinstance(obj, Document) and verb.value in CHECKED_BEFORE:
        yield from objections(document_report(obj, on=timezone.localdate()))


objects_to(Document, defects_stand)
