"""Folding entries into segments, and putting one segment in the place of several.

A segment is written once and never changed. What is deleted gets a grave (its number, whatever segment it may stand
in), what is new stays fresh until it is folded, and a fold swaps old segments for a new one in a single transaction:
whoever reads sees every entry exactly once, before or after. Folds take turns by a lock of the database; nobody
waits for them but another fold. Segments grow by the size of what is folded in, so there are few of them and each
entry is written a handful of times; `rebuild` writes them all anew beside the old ones, full to the brim.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from django.db import connection, transaction
from django.db.models import F, Func, IntegerField

from foundation.models import SearchEntry, SearchFresh, SearchGrave, SearchPosting, SearchSegment
from foundation.search.postings import postings_of
from foundation.search.shelf import ZONES, Shelf, ShelfRow, arranged, packed_shelf, shelf_of, unpacked_shelf

MOST_FRESH = 1000  # entries looked through at every question; with more, a fold is due
FOLDED_ON_COMMIT = 2_000_000  # characters a publication may have to wait for
SEGMENT_CHARACTERS = 16_000_000  # a full segment: half a gigabyte of memory while it is made
_SIZE = Func(F("folded"), function="length", output_field=IntegerField())
_LOCK = 0x7365_6766
_ROW = ("pk", "folded", "day", "facets", "effective_from", "effective_until", "repealed_from")


def fold_if_due() -> bool:
    """Fold when there is enough to fold, and nobody else does already. Answers whether it did."""
    if SearchFresh.objects.count() <= MOST_FRESH:
        return False
    return fold()


@transaction.atomic
def fold() -> bool:
    """Fold what is fresh into a segment, together with small segments."""
    if not _asked("SELECT pg_try_advisory_xact_lock(%s)", _LOCK):
        return False
    graves = set(SearchGrave.objects.values_list("pk", flat=True))
    fresh, characters = _some_fresh()
    swallowed = _swallowed(characters)
    pks = set(fresh).union(*(map(int, shelf_in(segment.pk, segment.digest).ids) for segment in swallowed))
    rows = rows_of(pks - graves)
    if rows:
        segment = write_segment(rows)
        SearchSegment.objects.filter(pk=segment.pk).update(is_current=True)
    SearchFresh.objects.filter(pk__in=fresh).delete()
    _drop([segment.pk for segment in swallowed])
    _forget_graves(graves)
    return True


def _some_fresh() -> tuple[list[int], int]:
    """As many fresh entries as one fold takes, and their characters; those already deleted come along."""
    waiting = list(SearchFresh.objects.order_by("pk").values_list("pk", flat=True))
    sizes = dict(SearchEntry.objects.filter(pk__in=waiting).values_list("pk", _SIZE))
    taken: list[int] = []
    characters = 0
    for pk in waiting:
        if taken and characters + sizes.get(pk, 0) > FOLDED_ON_COMMIT:
            break
        taken.append(pk)
        characters += sizes.get(pk, 0)
    return taken, characters


def _swallowed(characters: int) -> list[SearchSegment]:
    """The segments no larger than what is folded with them: each entry is rewritten as often as sizes double."""
    chosen = []
    for segment in SearchSegment.objects.filter(is_current=True).defer("shelf").order_by("characters", "pk"):
        if segment.characters > characters or characters + segment.characters > FOLDED_ON_COMMIT:
            break
        chosen.append(segment)
        characters += segment.characters
    return chosen


def rows_of(pks: Collection[int]) -> list[ShelfRow]:
    """Entries that are still there; one deleted meanwhile is missing here or has a grave, or both."""
    rows = SearchEntry.objects.filter(pk__in=pks).values_list(*_ROW)
    return arranged(ShelfRow(*row) for row in rows)


def write_segment(rows: list[ShelfRow]) -> SearchSegment:
    """A new segment of these rows, which are arranged; nobody reads it before it is current."""
    shelf, text = shelf_of(rows)
    digest = blake2b(text.encode("utf-8"), digest_size=16).hexdigest()
    segment = SearchSegment.objects.create(
        entries=len(rows), characters=len(text), shelf=packed_shelf(shelf), digest=digest
    )
    table = SearchPosting._meta.db_table
    copy = f"COPY {table} (segment_id, piece, positions, slots) FROM STDIN (FORMAT BINARY)"
    with connection.cursor() as cursor, cursor.copy(copy) as copied:
        copied.set_types(["int8", "int8", "bytea", "bytea"])
        for posting in postings_of(text, shelf.starts):
            copied.write_row((segment.pk, *posting))
            segment.pieces += 1
    segment.save(update_fields=["pieces"])
    return segment


def _drop(segments: Collection[int]) -> None:
    if segments:
        SearchPosting.objects.filter(segment_id__in=segments).delete()
        SearchSegment.objects.filter(pk__in=segments).delete()


def _forget_graves(graves: Collection[int]) -> None:
    """Graves seen before the fold whose entries stand in no segment any more."""
    buried = np.array(sorted(graves), dtype=np.uint64)
    for pk, digest in current_segments():
        buried = buried[~np.isin(buried, shelf_in(pk, digest).ids)]
    SearchGrave.objects.filter(pk__in=buried.tolist()).delete()


def current_segments() -> list[tuple[int, str]]:
    """Number and digest of the segments that are read."""
    current = SearchSegment.objects.filter(is_current=True)
    return list(current.order_by("pk").values_list("pk", "digest"))


@lru_cache(maxsize=128)
def shelf_in(segment: int, digest: str) -> Shelf:
    """The shelf of a segment, kept in this process: a number and digest stand for one content for ever."""
    packed = SearchSegment.objects.values_list("shelf", flat=True).get(pk=segment, digest=digest)
    return unpacked_shelf(bytes(packed))


def rebuild(*, say: Callable[[int, int], None] = lambda done, total: None) -> None:
    """Write all segments anew beside those in use, then swap them in one transaction.

    ``say`` hears how many entries of how many are done. Publishing goes on meanwhile; folding waits.
    """
    _asked("SELECT pg_advisory_lock(%s)", _LOCK)
    try:
        _sweep()
        graves = list(SearchGrave.objects.values_list("pk", flat=True))
        total, done = SearchEntry.objects.count(), 0
        pks: set[int] = set()
        written = []
        for some in _full_segments():
            rows = rows_of(some)
            if not rows:
                continue
            with transaction.atomic():
                written.append(write_segment(rows).pk)
            pks.update(row.pk for row in rows)
            done += len(rows)
            say(done, max(total, done))
        _swap(written, pks, graves)
    finally:
        _asked("SELECT pg_advisory_unlock(%s)", _LOCK)


def _sweep() -> None:
    """What a rebuild that was killed has left."""
    _drop(list(SearchSegment.objects.filter(is_current=False).values_list("pk", flat=True)))
    SearchPosting.objects.exclude(segment_id__in=SearchSegment.objects.values("pk")).delete()


@transaction.atomic
def _swap(written: list[int], pks: set[int], graves: list[int]) -> None:
    """An entry read after its grave was seen is none of the dead: no grave seen then is needed any more."""
    _drop(list(SearchSegment.objects.filter(is_current=True).values_list("pk", flat=True)))
    SearchSegment.objects.filter(pk__in=written).update(is_current=True)
    with connection.cursor() as cursor:
        for model, gone in ((SearchFresh, list(pks)), (SearchGrave, graves)):
            cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE entry_id = ANY(%s)", [gone])


def _full_segments() -> Iterator[list[int]]:
    """The numbers of all entries, newest first, as many at a time as a segment holds."""
    newest = SearchEntry.objects.order_by(F("day").desc(nulls_last=True), "pk").values_list("pk", _SIZE)
    pks: list[int] = []
    characters = 0
    for pk, size in newest:
        if pks and characters + size + ZONES > SEGMENT_CHARACTERS:
            yield pks
            pks, characters = [], 0
        pks.append(pk)
        characters += size + ZONES
    if pks:
        yield pks


def _asked(query: str, *parameters: int) -> object:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchone()[0]
