"""Counting what was found, segment by segment, and keeping the best of it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from foundation.search.matching import Matched
from foundation.search.shelf import STATES, VALIDITY, FacetColumn, Mask, Shelf

REACH = 200  # hits a reader may page through: the best, or the newest

RELEVANCE, NEWEST = "relevance", "date"
ORDERS = (RELEVANCE, NEWEST)
_VOID = [STATES.index("repealed"), STATES.index("expired")]


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
        hits = matched.hits
        if len(buried) and hits.any():
            hits = hits & ~np.isin(shelf.ids, buried)
        if not hits.any():
            return
        states = shelf.states(on=self.on)
        columns = {**shelf.facets, VALIDITY: shelf.validity(states)}
        within = {
            name: columns[name].bearing(values, len(shelf))
            if name in columns
            else np.zeros(len(shelf), dtype=np.bool_)
            for name, values in self.chosen.items()
        }
        self._count_facets(columns, hits, within)
        hits = _narrowed(hits, within)
        self.count += int(np.count_nonzero(hits))
        if self.numbers is not None:
            self.numbers += shelf.ids[hits].tolist()
        self._best.append(self._best_of(shelf, matched, hits, np.isin(states, _VOID)))

    def _count_facets(
        self, columns: Mapping[str, FacetColumn], hits: Mask, within: Mapping[str, Mask]
    ) -> None:
        """Each facet is counted as if nothing had been chosen in it, so that a reader can choose otherwise."""
        for name, column in columns.items():
            others = {other: mask for other, mask in within.items() if other != name}
            counted = self.facets.setdefault(name, Counter())
            counted.update(column.counts(_narrowed(hits, others)))

    def _best_of(self, shelf: Shelf, matched: Matched, hits: Mask, void: Mask) -> npt.NDArray[np.int64]:
        """Rows of candidates; the entries of a shelf stand newest first, and a stable sort leaves them so."""
        places = np.flatnonzero(hits)
        if self.order == RELEVANCE:
            rank = matched.tiers[places] * 4 + void[places] * 2 + matched.apart[places]
            places = places[np.argsort(rank, kind="stable")]
        places = places[:REACH]
        age = np.int64(date.max.toordinal()) - shelf.days[places].astype(np.int64)
        columns = (matched.tiers[places], void[places], matched.apart[places], age)
        return np.column_stack([*columns, shelf.ids[places].astype(np.int64)])

    def best(self) -> list[Candidate]:
        """The candidates of all segments, the best first, no more than a reader may page through."""
        if not self._best:
            return []
        rows = np.concatenate(self._best)
        keys = (4, 3) if self.order == NEWEST else (4, 3, 2, 1, 0)  # the last counts most
        ordered = rows[np.lexsort([rows[:, key] for key in keys])[:REACH]]
        return [Candidate(*row) for row in ordered.tolist()]


def _narrowed(hits: Mask, within: Mapping[str, Mask]) -> Mask:
    for mask in within.values():
        hits = hits & mask
    return hits
