"""Keeping the index true: what was published, changed or withdrawn is written anew when its transaction is through.

`follow` is what the verbs and the desk call. A crash between the commit and the writing leaves a stale entry until
`manage.py reindex`; so that nothing withdrawn is found even then, a withdrawal also calls `forget`, which takes the
entries out inside its own transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from hashlib import blake2b
from itertools import islice
from zlib import crc32

from django.db import connection, transaction
from django.db.models import Model

from foundation.models import SearchEntry, SearchFresh, SearchGrave
from foundation.search import segments
from foundation.search.folding import BREAK, ZONE, folded
from foundation.search.registry import KIND, VALIDITY, YEAR, Place, searchable_of

SUBJECTS_AT_ONCE = 50
_GATHERED: ContextVar[list[Model] | None] = ContextVar("gathered", default=None)
_LOCK = 0x7365_6172  # beside the number of a subject: who writes its entries


def follow(*subjects: Model) -> None:
    """Write the entries of these objects anew once the transaction is through, whatever they have become.

    Robust: the change itself stands even when the index cannot be written; that is logged, and reindexing mends it.
    """
    gathered = _GATHERED.get()
    if gathered is not None:
        gathered.extend(subjects)
        return
    by_label: dict[str, list[int]] = defaultdict(list)
    for subject in subjects:
        by_label[subject._meta.label_lower].append(subject.pk)
    for label, pks in by_label.items():
        transaction.on_commit(partial(_catch_up, label, pks), robust=True)


@contextmanager
def followed_together() -> Iterator[None]:
    """Within, whoever is to be written anew is gathered, and all are written in one go: many moved, few questions.

    What fails within is rolled back by the caller, and nobody has to be written anew.
    """
    subjects: list[Model] = []
    token = _GATHERED.set(subjects)
    try:
        yield
    finally:
        _GATHERED.reset(token)
    follow(*subjects)


def _catch_up(label: str, pks: Sequence[int]) -> None:
    refresh(label, pks)
    segments.fold_if_due()


@transaction.atomic
def forget(*subjects: Model) -> None:
    """Take the entries of these objects out, in the transaction that takes them back from the public."""
    for subject in subjects:
        lock_subjects(subject._meta.label_lower, [subject.pk])
        mine = SearchEntry.objects.filter(subject=subject._meta.label_lower, subject_id=subject.pk)
        bury(list(mine.values_list("pk", flat=True)))


def refresh(label: str, pks: Iterable[int]) -> int:
    """Bring the entries of these subjects to what they are now; what is the same stays. Answers how many changed."""
    changed, waiting = 0, iter(sorted(set(pks)))
    while some := list(islice(waiting, SUBJECTS_AT_ONCE)):
        changed += _refresh(label, some)
    return changed


@transaction.atomic
def _refresh(label: str, pks: list[int]) -> int:
    """Two who write of one subject take turns; each reads it only when its turn has come, so the last one is right."""
    lock_subjects(label, pks)
    wanted = {entry_key(entry): entry for entry in entries_of(label, pks)}
    standing = SearchEntry.objects.filter(subject=label, subject_id__in=pks)
    kept: set[tuple[int, str]] = set()
    gone: list[int] = []
    for pk, subject_id, digest in standing.order_by("pk").values_list("pk", "subject_id", "digest"):
        key = (subject_id, digest)
        if key in wanted and key not in kept:
            kept.add(key)
        else:
            gone.append(pk)
    new = [entry for key, entry in wanted.items() if key not in kept]
    bury(gone)
    write(new)
    return len(gone) + len(new)


def entries_of(label: str, pks: Collection[int]) -> Iterable[SearchEntry]:
    """What can be found of these subjects, unsaved."""
    for pk, place in searchable_of(label).places(pks):
        yield entry_of(label, pk, place)


def entry_key(entry: SearchEntry) -> tuple[int, str]:
    return entry.subject_id, entry.digest


def entry_of(label: str, pk: int, place: Place) -> SearchEntry:
    year = place.year or (place.day.year if place.day else None)
    facets = {name: sorted(set(values)) for name, values in sorted(place.facets.items()) if values}
    facets[KIND] = [place.kind]
    if year:
        facets[YEAR] = [str(year)]
    if place.has_validity:
        facets[VALIDITY] = ["told"]
    entry = SearchEntry(
        kind=place.kind,
        subject=label,
        subject_id=pk,
        address=place.address,
        anchors=list(place.anchors),
        whole=_storable(place.whole),
        trail=_storable(place.trail),
        title=_storable(place.title),
        number=_storable(place.number),
        heading=_storable(place.heading),
        body=_storable(place.body),
        day=place.day,
        facets=facets,
        effective_from=place.effective_from,
        effective_until=place.effective_until,
        repealed_from=place.repealed_from,
    )
    zones = (BREAK.join((place.title, place.number)), place.heading, place.body, place.whole)
    entry.folded = ZONE.join(map(folded, zones))
    entry.digest = blake2b(repr(_content(entry)).encode("utf-8"), digest_size=16).hexdigest()
    return entry


def _content(entry: SearchEntry) -> list[object]:
    skipped = ("id", "digest")
    return [getattr(entry, field.attname) for field in entry._meta.fields if field.attname not in skipped]


def _storable(text: str) -> str:
    return text.replace("\0", "")


def write(entries: list[SearchEntry]) -> None:
    """New entries are fresh: found by looking, until they are folded into a segment."""
    written = SearchEntry.objects.bulk_create(entries, batch_size=500)
    SearchFresh.objects.bulk_create([SearchFresh(entry_id=entry.pk) for entry in written], batch_size=2000)


def bury(pks: Collection[int]) -> None:
    """Take entries out; a grave hides what a segment still says of them."""
    SearchEntry.objects.filter(pk__in=pks).delete()
    SearchGrave.objects.bulk_create([SearchGrave(entry_id=pk) for pk in pks], batch_size=2000)


def lock_subjects(label: str, pks: Iterable[int]) -> None:
    """One writer for each subject at a time; always in the same order, so that nobody waits in a circle."""
    keys = sorted({crc32(f"{label} {pk}".encode()) - 2**31 for pk in pks})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, key) FROM unnest(%s::int[]) WITH ORDINALITY AS t(key, n) ORDER BY n",
            [_LOCK, keys],
        )
