"""Documents published by the real verbs, and their corrections, for tests of what comes after publication."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from documents.correction_actions import publish_correction, start_correction
from documents.models import Correction, Document, DocumentVersion
from documents.snapshot import snapshot
from documents.versions import correcting, keep_version
from foundation.permissions import ADD_CORRECTION, PUBLISH_CORRECTION
from tests import make

AT = make.PUBLISHED_AT
LATER = AT + timedelta(days=3)
WHY = "示例：第一段的数字印错，应为350万元。"


def public(title: str = "示例通知", **fields: object) -> Document:
    """A document with two organs and an attachment, published by the real verbs."""
    units = [make.unit(f"示例甲局{make.serial()}"), make.unit(f"示例乙局{make.serial()}")]
    document = make.document(title, published=False, organs=units, **fields)
    make.attachment(document, text="项目\t数量\n甲\t1")
    make.published(document)
    return Document.objects.get(pk=document.pk)


def started(document: Document, **changes: object) -> Correction:
    """A correction as an editor left it, with these changes."""
    by = make.staff(ADD_CORRECTION)
    correction = start_correction(document, explanation=WHY, by=by, at=LATER)
    for name, value in changes.items():
        setattr(correction, name, value)
    correction.save()
    return Correction.objects.get(pk=correction.pk)


def meanwhile(document: Document, *, body: str, note: str = "示例：另一次更正") -> DocumentVersion:
    """A version that no correction of the desk made, as a migration or psql might."""
    with transaction.atomic(), correcting(document):
        Document.objects.filter(pk=document.pk).update(body=body)
    return keep_version(document, at=LATER, note=note)


def corrected(document: Document, **changes: object) -> DocumentVersion:
    """The version that a published correction made."""
    return publish(started(document, **changes))


def publish(correction: Correction) -> DocumentVersion:
    """Through the three reviews before the public."""
    reviewed = make.reviewed(Correction.objects.get(pk=correction.pk))
    return publish_correction(reviewed, by=make.staff(PUBLISH_CORRECTION), at=LATER)


def newest_is_the_document(document: Document) -> bool:
    newest = document.versions.newest()
    return newest is not None and newest.digest == snapshot(Document.objects.get(pk=document.pk)).digest
