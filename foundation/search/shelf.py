"""What a segment knows of its entries without reading them: numbers, days, facets, and where their zones begin. Pure.

Entries stand newest first, those of a day as they were written;
the place of an entry in that order is its ordinal. The text of a segment is the first zone
(title and number) of all entries, then the second (heading), the third (body) and the last (title of the whole they are
parts of); zone `z` of entry `n` is the slot `z * entries + n`. A shelf never changes once it is made.
"""

from __future__ import annotations

import io
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from foundation.search.folding import BREAK, ZONE

Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.uint32]

ZONES = 4
NEVER = np.iinfo(np.uint32).max
VALIDITY = "validity"
_FEW = 16  # one in so many
STATES = ("valid", "repealed", "expired", "pending")  # as documents.validity names them
_VOID = [STATES.index("repealed"), STATES.index("expired")]


@dataclass(frozen=True)
class ShelfRow:
    """What is kept of an entry."""

    pk: int
    folded: str
    day: date | None
    facets: Mapping[str, Sequence[str]]
    effective_from: date | None = None
    effective_until: date | None = None
    repealed_from: date | None = None


@dataclass(frozen=True)
class FacetColumn:
    """Which entries bear which values of one facet, as pairs in the order of the entries: one may bear several, or none.

    To be counted fast, the first value of every entry stands in one array, the second in another, and so on as long as
    enough entries have one: picking the hits out of an array costs a tenth of walking through pairs.
    """

    values: tuple[str, ...]
    ordinals: Numbers
    codes: Numbers
    entries: int

    def counts(self, places: npt.NDArray[np.intp]) -> dict[str, int]:
        """How many of these entries bear each value; what none bears is left out."""
        nothing = len(self.values)
        counted = np.zeros(nothing + 1, dtype=np.int64)
        layers, ordinals, codes = self._split
        for layer in layers:
            counted += np.bincount(layer[places], minlength=nothing + 1)
        if len(ordinals):
            hits = np.zeros(self.entries, dtype=np.bool_)
            hits[places] = True
            counted += np.bincount(codes[hits[ordinals]], minlength=nothing + 1)
        return {value: count for value, count in zip(self.values, counted.tolist(), strict=False) if count}

    @cached_property
    def _split(self) -> tuple[list[npt.NDArray[np.unsignedinteger[Any]]], Numbers, Numbers]:
        """By entry the code of its first value, its second, … (one more than the last code where it has none), and the
        pairs of higher rank, which so few entries have that an array of all is not worth its bytes."""
        begins = np.flatnonzero(np.diff(self.ordinals, prepend=np.int64(-1)))
        lengths = np.diff(np.append(begins, len(self.ordinals)))
        ranks = np.arange(len(self.ordinals)) - np.repeat(begins, lengths)
        borne = np.bincount(ranks) if len(ranks) else np.zeros(0, dtype=np.intp)
        dense = int(np.count_nonzero(borne * _FEW >= self.entries))
        layers = []
        for rank in range(dense):
            layer = np.full(self.entries, len(self.values), dtype=np.min_scalar_type(len(self.values)))
            layer[self.ordinals[ranks == rank]] = self.codes[ranks == rank]
            layers.append(layer)
        return layers, self.ordinals[ranks >= dense], self.codes[ranks >= dense]

    def bearing(self, wanted: Collection[str]) -> Mask:
        codes = [code for code, value in enumerate(self.values) if value in wanted]
        mask = np.zeros(self.entries, dtype=np.bool_)
        mask[self.ordinals[np.isin(self.codes, codes)]] = True
        return mask


@dataclass(frozen=True)
class Standing:
    """What the entries of a shelf are worth on one day."""

    on: date
    is_void: Mask  # repealed or expired
    validity: FacetColumn  # of those entries of which it is told: a notice is in force or not, a chronicle is neither


@dataclass(frozen=True)
class Shelf:
    ids: npt.NDArray[np.uint64]
    days: Numbers  # date.toordinal(); 0 without a day
    starts: Numbers  # of every slot in the text of the segment, and its end
    facets: Mapping[str, FacetColumn]
    dated: Numbers  # ordinals of the entries that any of the three days below belongs to
    effective_from: Numbers
    effective_until: Numbers
    repealed_from: Numbers
    _standing: list[Standing] = field(default_factory=list, init=False, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.ids)

    def standing(self, *, on: date) -> Standing:
        """What the entries are worth on that day, remembered until another day is asked for."""
        remembered = [standing for standing in self._standing if standing.on == on]
        if not remembered:
            remembered = self._standing[:] = [self._standing_on(on)]
        return remembered[0]

    def _standing_on(self, on: date) -> Standing:
        states = self._states(on)
        told = self.facets[VALIDITY].ordinals if VALIDITY in self.facets else np.empty(0, dtype=np.uint32)
        column = FacetColumn(STATES, told, states[told], len(self))
        return Standing(on, np.isin(states, _VOID), column)

    def _states(self, on: date) -> Numbers:
        """Places in `STATES`; without a day of its own an entry is valid."""
        today = np.uint32(on.toordinal())
        codes = np.zeros(len(self), dtype=np.uint32)
        state = np.zeros(len(self.dated), dtype=np.uint32)
        state[(self.effective_from > today) & (self.effective_from != NEVER)] = STATES.index("pending")
        state[self.effective_until < today] = STATES.index("expired")
        state[self.repealed_from <= today] = STATES.index("repealed")
        codes[self.dated] = state
        return codes


def arranged(rows: Iterable[ShelfRow]) -> list[ShelfRow]:
    """The order of a shelf."""
    return sorted(rows, key=lambda row: (-_number(row.day, without=0), row.pk))


def shelf_of(rows: Sequence[ShelfRow]) -> tuple[Shelf, str]:
    """The shelf of these rows, which are arranged, and the text its postings are made of."""
    zones = [row.folded.split(ZONE) for row in rows]
    parts = [zone[place] + BREAK for place in range(ZONES) for zone in zones]
    starts = np.zeros(len(parts) + 1, dtype=np.uint32)
    np.cumsum([len(part) for part in parts], out=starts[1:])
    dated = [
        n for n, row in enumerate(rows) if row.effective_from or row.effective_until or row.repealed_from
    ]
    shelf = Shelf(
        np.array([row.pk for row in rows], dtype=np.uint64),
        _days((row.day for row in rows), without=0),
        starts,
        {name: _column(rows, name) for name in sorted({name for row in rows for name in row.facets})},
        np.array(dated, dtype=np.uint32),
        _days((rows[n].effective_from for n in dated), without=NEVER),
        _days((rows[n].effective_until for n in dated), without=NEVER),
        _days((rows[n].repealed_from for n in dated), without=NEVER),
    )
    return shelf, "".join(parts)


def _number(day: date | None, *, without: int) -> int:
    return day.toordinal() if day else without


def _days(days: Iterable[date | None], *, without: int) -> Numbers:
    return np.array([_number(day, without=without) for day in days], dtype=np.uint32)


def _column(rows: Sequence[ShelfRow], name: str) -> FacetColumn:
    codes: dict[str, int] = {}
    pairs = [
        (n, codes.setdefault(value, len(codes)))
        for n, row in enumerate(rows)
        for value in dict.fromkeys(row.facets.get(name, ()))
    ]
    packed = np.array(pairs, dtype=np.uint32).reshape(-1, 2)
    return FacetColumn(
        tuple(codes), np.ascontiguousarray(packed[:, 0]), np.ascontiguousarray(packed[:, 1]), len(rows)
    )


_ARRAYS = ("ids", "days", "starts", "dated", "effective_from", "effective_until", "repealed_from")


def packed_shelf(shelf: Shelf) -> bytes:
    names = list(shelf.facets)
    words = json.dumps([[name, shelf.facets[name].values] for name in names], ensure_ascii=False)
    arrays: dict[str, npt.NDArray[np.generic]] = {name: getattr(shelf, name) for name in _ARRAYS}
    for place, name in enumerate(names):
        arrays[f"ordinals{place}"] = shelf.facets[name].ordinals
        arrays[f"codes{place}"] = shelf.facets[name].codes
    arrays["words"] = np.frombuffer(words.encode("utf-8"), dtype=np.uint8)
    stream = io.BytesIO()
    np.savez(stream, allow_pickle=False, **arrays)
    return stream.getvalue()


def unpacked_shelf(packed: bytes) -> Shelf:
    with np.load(io.BytesIO(packed), allow_pickle=False) as arrays:
        words = json.loads(arrays["words"].tobytes().decode("utf-8"))
        facets = {
            name: FacetColumn(
                tuple(values), arrays[f"ordinals{place}"], arrays[f"codes{place}"], len(arrays["ids"])
            )
            for place, (name, values) in enumerate(words)
        }
        return Shelf(facets=facets, **{name: arrays[name] for name in _ARRAYS})
