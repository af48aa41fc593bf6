"""Counting what was found, segment by segment, and keeping the best of it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from foundation.search.matching import Matched, Ordinals
from foundation.search.shelf import VALIDITY, FacetColumn, Mask, Shelf

REACH = 200  # hits a reader may page through: the best, or the newest

RELEVANCE, NEWEST = "relevance", "date"
ORDERS = (RELEVANCE, NEWEST)


class Candidate(NamedTuple):
    """A hit before it is read; in the order of its fields, least first, unless the newest are wanted."""

    tier: int
    void: int
    apart: int
    age: int  # days before the end of the calendar
    pk: int  # of a day and a document, the title was written first, then the text in its order


@dataclass
class Gathered:
    """``chosen`` are the values a reader narrowed each facet to."""

    chosen: Mapping[str, Collection[str]]
    order: str
    on: date
    count: int = 0
    facets: dict[str, Counter[str]] = field(default_factory=dict)
    numbers: list[int] | None = None  # of every hit, for whoever wants them all
    _best: list[npt.NDArray[np.int64]] = field(default_factory=list)

    def add(self, shelf: Shelf, matched: Matched, *, buried: npt.NDArray[np.uint64]) -> None:
        if len(buried):
            matched = matched.only(~np.isin(shelf.ids[matched.places], buried))
        if not len(matched.places):
            return
        standing = shelf.standing(on=self.on)
        columns = {**shelf.facets, VALIDITY: standing.validity}
        within = {
            name: columns[name].bearing(values)[matched.places]
            if name in columns
            else np.zeros(len(matched.places), dtype=np.bool_)
            for name, values in self.chosen.items()
        }
        self._count_facets(columns, matched.places, within)
        if within:
            matched = matched.only(_all_of(within))
        self.count += len(matched.places)
        if self.numbers is not None:
            self.numbers += shelf.ids[matched.places].tolist()
        self._best.append(self._best_of(shelf, matched, standing.is_void[matched.places]))

    def _count_facets(
        self, columns: Mapping[str, FacetColumn], places: Ordinals, within: Mapping[str, Mask]
    ) -> None:
        """Each facet is counted as if nothing had been chosen in it, so that a reader can choose otherwise."""
        everywhere = places[_all_of(within)] if within else places
        for name, column in columns.items():
            others = {other: mask for other, mask in within.items() if other != name}
            narrowed = everywhere if len(others) == len(within) else places
            if others and narrowed is places:
                narrowed = places[_all_of(others)]
            self.facets.setdefault(name, Counter()).update(column.counts(narrowed))

    def _best_of(self, shelf: Shelf, matched: Matched, void: Mask) -> npt.NDArray[np.int64]:
        """Rows of candidates; the entries of a shelf stand newest first, and a stable sort leaves them so."""
        chosen: npt.NDArray[np.intp] | slice = slice(REACH)
        if self.order == RELEVANCE:
            rank = matched.tiers * 4 + void * np.uint8(2) + matched.apart
            chosen = np.argsort(rank, kind="stable")[:REACH]
        places = matched.places[chosen]
        age = np.int64(date.max.toordinal()) - shelf.days[places].astype(np.int64)
        columns = (matched.tiers[chosen], void[chosen], matched.apart[chosen], age)
        return np.column_stack([*columns, shelf.ids[places].astype(np.int64)])

    def best(self) -> list[Candidate]:
        """The candidates of all segments, the best first, no more than a reader may page through."""
        if not self._best:
            return []
        rows = np.concatenate(self._best)
        keys = (4, 3) if self.order == NEWEST else (4, 3, 2, 1, 0)  # the last counts most
        ordered = rows[np.lexsort([rows[:, key] for key in keys])[:REACH]]
        return [Candidate(*row) for row in ordered.tolist()]


def _all_of(within: Mapping[str, Mask]) -> Mask:
    masks: Mask = np.logical_and.reduce(list(within.values()))
    return masks
