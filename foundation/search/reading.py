"""What the search asks the database, in one view of it: nothing others write shows an entry twice or hides it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic

import numpy as np
import numpy.typing as npt
from django.db import OperationalError, connection, transaction
from django.db.models import Q
from psycopg import Cursor
from psycopg.errors import QueryCanceled

from foundation.models import SearchEntry, SearchFresh, SearchGrave, SearchPosting
from foundation.refusals import SearchTooSlow
from foundation.search.gathering import Gathered
from foundation.search.matching import Wanted, looked_through, matched
from foundation.search.postings import Found
from foundation.search.segments import current_segments, shelf_in
from foundation.search.shelf import Shelf, ShelfRow, arranged, shelf_of

TIME = 1.5  # seconds a question may take, and one statement of it
TOO_SLOW = "查找用时过长，没有结果：请换更具体的词，或过一会儿再试。"
SEGMENTS_AT_ONCE = 8
_ROW = ("pk", "folded", "day", "facets", "effective_from", "effective_until", "repealed_from")


@dataclass(frozen=True)
class Standing:
    """The index as it is in this view: segments with their shelves newest first, what is fresh, what is no more."""

    segments: list[tuple[int, Shelf]]
    fresh: list[int]
    buried: npt.NDArray[np.uint64]


@contextmanager
def one_view(time: float | None = None) -> Iterator[None]:
    """A transaction of its own that sees one state of the database; within a transaction, that of its statements.

    ``time`` are the seconds each statement may take. Raises SearchTooSlow when a statement that is no part to be left out takes too long.
    """
    within = connection.in_atomic_block
    with in_time():
        _execute(
            ("" if within else "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;")
            + f"SET LOCAL statement_timeout = {int((time or TIME) * 1000)}"
        )
        yield
        if within:
            _execute("SET LOCAL statement_timeout TO DEFAULT")


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def standing_index() -> Standing:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT ARRAY(SELECT entry_id FROM {SearchFresh._meta.db_table}),"
            f" ARRAY(SELECT entry_id FROM {SearchGrave._meta.db_table})"
        )
        fresh, buried = cursor.fetchone()
    segments = [(pk, shelf_in(pk, digest)) for pk, digest in current_segments()]
    segments.sort(key=lambda pair: -int(pair[1].days[0]))
    return Standing(segments, fresh, np.array(buried, dtype=np.uint64))


def gather(wanted: Wanted, into: Gathered, *, time: float = TIME) -> bool:
    """Look through everything, newest segments first. Answers whether ``time`` (seconds) allowed to look at all of it."""
    end = monotonic() + time
    index = standing_index()
    try:
        if index.fresh:
            with in_time():
                _look_through_fresh(wanted, index.fresh, into)
        for begin in range(0, len(index.segments), SEGMENTS_AT_ONCE):
            if monotonic() > end:
                return False
            _look_into(wanted, index, index.segments[begin : begin + SEGMENTS_AT_ONCE], into)
    except SearchTooSlow:
        return False
    return True


@contextmanager
def in_time() -> Iterator[None]:
    """A part of the view that may run out of time and be left out. Raises SearchTooSlow."""
    try:
        with transaction.atomic():
            yield
    except QueryCanceled:
        raise SearchTooSlow(TOO_SLOW) from None
    except OperationalError as error:
        if not isinstance(error.__cause__, QueryCanceled):
            raise
        raise SearchTooSlow(TOO_SLOW) from None


def _look_through_fresh(wanted: Wanted, fresh: Sequence[int], into: Gathered) -> None:
    condition = Q(pk__in=fresh)
    for forms in wanted.terms:
        condition &= _any_of(forms)
    for forms in wanted.excluded:
        condition &= ~_any_of(forms)
    rows = arranged(ShelfRow(*row) for row in SearchEntry.objects.filter(condition).values_list(*_ROW))
    if rows:
        shelf, _ = shelf_of(rows)
        found = looked_through(wanted, [row.folded for row in rows])
        into.add(shelf, found, buried=np.empty(0, dtype=np.uint64))


def _any_of(forms: Collection[str]) -> Q:
    condition = Q()
    for form in forms:
        condition |= Q(folded__contains=form)
    return condition


def _look_into(
    wanted: Wanted, index: Standing, segments: Sequence[tuple[int, Shelf]], into: Gathered
) -> None:
    with in_time():
        postings = _postings(wanted, [pk for pk, _ in segments])
    for pk, shelf in segments:
        into.add(shelf, matched(wanted, postings[pk], shelf), buried=index.buried)


def _postings(wanted: Wanted, segments: Sequence[int]) -> dict[int, dict[int, Found]]:
    """The postings a question needs, by segment and piece, as bytes and not as their hexadecimal digits.

    Positions are read for terms of three characters and more; for shorter ones only where no slots are kept.
    """
    positional, placed = wanted.positional(), wanted.placed()
    found: dict[int, dict[int, Found]] = defaultdict(dict)
    with Cursor(connection.connection) as cursor:  # Django's own cursors only know the digits
        cursor.execute(
            "SELECT segment_id, piece,"
            " CASE WHEN slots IS NULL OR piece = ANY(%(positional)s::int8[]) THEN positions END,"
            " CASE WHEN piece = ANY(%(placed)s::int8[]) THEN slots END"
            f" FROM {SearchPosting._meta.db_table}"
            " WHERE segment_id = ANY(%(segments)s::int8[]) AND piece = ANY(%(pieces)s::int8[])",
            {
                "positional": positional,
                "placed": placed,
                "segments": list(segments),
                "pieces": sorted({*positional, *placed}),
            },
            binary=True,
        )
        for segment, piece, positions, slots in cursor:
            found[segment][piece] = Found(positions, slots)
    return found
