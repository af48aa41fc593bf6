"""Whether the index and the content agree: every subject by the digests of its entries, every entry by its one place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt
from django.db import transaction
from django.db.models import Count

from foundation.models import SearchEntry, SearchFresh, SearchGrave, SearchPosting, SearchSegment
from foundation.search.indexing import entries_of, entry_key
from foundation.search.reading import one_view
from foundation.search.registry import Searchable, searchables
from foundation.search.segments import current_segments, shelf_in

SUBJECTS_AT_ONCE = 50


@dataclass(frozen=True)
class Proof:
    """What one searchable came to: entries the content asks for, entries on record, subjects that differ."""

    label: str
    wanted: int
    standing: int
    differing: tuple[int, ...]

    @property
    def agrees(self) -> bool:
        return not self.differing and self.wanted == self.standing


def subjects_of(searchable: Searchable) -> set[int]:
    """Every subject that is public or still has entries."""
    public = set(searchable.public().order_by().values_list("pk", flat=True))
    known = SearchEntry.objects.filter(subject=searchable.label).values_list("subject_id", flat=True)
    return public.union(known.distinct())


def proofs() -> Iterator[Proof]:
    """Read all content once more and compare it with what is on record."""
    for searchable in searchables():
        wanted = standing = 0
        differing: list[int] = []
        waiting = iter(sorted(subjects_of(searchable)))
        while some := list(islice(waiting, SUBJECTS_AT_ONCE)):
            asked, kept = _compared(searchable.label, some)
            wanted, standing = wanted + len(asked), standing + len(kept)
            differing += sorted({pk for pk, _ in asked ^ kept})
        yield Proof(str(searchable.model._meta.verbose_name), wanted, standing, tuple(differing))


@transaction.atomic
def _compared(label: str, pks: list[int]) -> tuple[set[tuple[int, str]], set[tuple[int, str]]]:
    rows = SearchEntry.objects.filter(subject=label, subject_id__in=pks)
    return set(map(entry_key, entries_of(label, pks))), set(rows.values_list("subject_id", "digest"))


def misplaced() -> tuple[int, int]:
    """How many entries stand nowhere, and how many at two places or without being any: each should be in one segment
    and not buried, or else fresh."""
    with one_view():
        entries = _numbers(SearchEntry.objects.values_list("pk", flat=True))
        fresh = _numbers(SearchFresh.objects.values_list("pk", flat=True))
        graves = _numbers(SearchGrave.objects.values_list("pk", flat=True))
        shelves = [shelf_in(pk, digest).ids for pk, digest in current_segments()]
    folded = np.concatenate([ids[~np.isin(ids, graves)] for ids in shelves] or [fresh[:0]])
    placed = np.concatenate([folded, fresh[np.isin(fresh, entries)]])
    nowhere = np.setdiff1d(entries, placed)
    return len(nowhere), len(placed) - (len(entries) - len(nowhere))


def _numbers(pks: Iterable[int]) -> npt.NDArray[np.uint64]:
    return np.array(list(pks), dtype=np.uint64)


def incomplete() -> list[int]:
    """The segments that have lost postings."""
    current = SearchSegment.objects.filter(is_current=True).order_by("pk").values_list("pk", "pieces")
    kept = SearchPosting.objects.order_by().values_list("segment_id").annotate(count=Count("piece"))
    counts: dict[int, int] = dict(kept)
    return [pk for pk, pieces in current if counts.get(pk, 0) != pieces]
