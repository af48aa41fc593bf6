"""What a member of staff saw of a text the last time, and what changed since."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from documents.models import Correction, Document, Seen
from documents.snapshot import Content, snapshot

KEPT = 2  # the state before the last change they saw, and the one after it


@transaction.atomic
def note_seen(subject: Document | Correction, *, by: User, at: datetime) -> Content:
    """This person looks at the object now; written down only when they see something else than the last time.

    Answers the content they see.
    """
    content = snapshot(subject)
    seen = list(Seen.objects.by(by, subject).values_list("pk", "digest")[: KEPT + 1])
    if seen and seen[0][1] == content.digest:
        return content
    Seen.objects.create(
        user=by,
        subject_type=ContentType.objects.get_for_model(subject),
        subject_id=subject.pk,
        content=content.as_json(),
        digest=content.digest,
        at=at,
    )
    Seen.objects.filter(pk__in=[pk for pk, _ in seen[KEPT - 1 :]]).delete()
    return content


@transaction.atomic
def note_own_edit(subject: Document | Correction, *, by: User, at: datetime) -> None:
    """What this person wrote is no news to them: the state they saw last gives way to the one they made of it."""
    latest = Seen.objects.by(by, subject).first()
    if latest is None:
        note_seen(subject, by=by, at=at)
        return
    content = snapshot(subject)
    latest.content, latest.digest, latest.at = content.as_json(), content.digest, at
    latest.save(update_fields=["content", "digest", "at"])


def seen_before(subject: Document | Correction, content: Content, *, by: User) -> Seen | None:
    """The last state this person saw that was not this one."""
    return Seen.objects.by(by, subject).exclude(digest=content.digest).first()
