"""Keeping each published state of a document: the only door through which printed content changes once it is public.

The database refuses every other change of it (migration `0008_kept_versions`): a transaction has to say first which
document it corrects, and who says so here also writes the next version, before the transaction is through.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.contrib.auth.models import User
from django.db import connection

from documents.models import Correction, Document, DocumentVersion
from documents.snapshot import snapshot

_TELL = "SELECT set_config('portal.correcting', %s, true)"


@contextmanager
def correcting(document: Document) -> Iterator[None]:
    """Within, and within the caller's transaction, the printed content of this one document may change.

    A failure rolls back to before the telling, and takes it back with the rest.
    """
    _say(str(document.pk))
    yield
    _say("")


def _say(told: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_TELL, [told])


def keep_version(
    document: Document,
    *,
    at: datetime,
    by: User | None = None,
    note: str = "",
    correction: Correction | None = None,
) -> DocumentVersion:
    """The document as it stands now, as its next version; the caller holds its lock.

    Where nothing printed changed since the newest version, that one is the answer: there is no version of nothing.
    """
    content = snapshot(Document.objects.get(pk=document.pk))
    newest = document.versions.without_content().newest()
    if newest is not None and newest.digest == content.digest:
        return newest
    return DocumentVersion.objects.create(
        document=document,
        number=newest.number + 1 if newest else 1,
        content=content.as_json(),
        digest=content.digest,
        published_at=at,
        by=by,
        note=note if newest else "",
        correction=correction,
    )
