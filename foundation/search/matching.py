"""Which entries of a segment hold every term, and how well. Pure.

What is matched are masks over the entries of a shelf; the tier of a hit says where its terms stand, best first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from foundation.search.folding import BREAK, ZONE
from foundation.search.postings import Found, pieces_of, slots_with
from foundation.search.shelf import ZONES, Mask, Shelf

Zones = npt.NDArray[np.bool_]  # zone by entry
Tiers = npt.NDArray[np.uint8]
Ordinals = npt.NDArray[np.intp]

TITLE, HEADING, BODY, WHOLE = range(ZONES)
ALL_IN_TITLE, ALL_IN_HEADINGS, SOME_IN_TITLE, SOME_IN_HEADING, IN_BODY = range(5)
TOGETHER, IN_ONE_PARAGRAPH, SCATTERED = range(3)


@dataclass(frozen=True)
class Wanted:
    """The forms of each term that must stand there, and of those that must not; ``phrase`` are the terms in a row."""

    terms: tuple[tuple[str, ...], ...]
    excluded: tuple[tuple[str, ...], ...]
    phrase: str = ""

    def texts(self) -> list[str]:
        forms = [form for forms in (*self.terms, *self.excluded) for form in forms]
        return [*forms, self.phrase] if self.phrase else forms

    def positional(self) -> list[int]:
        """The pieces whose positions are needed: those of texts of three characters and more."""
        return sorted({piece for text in self.texts() if len(text) > 2 for piece in pieces_of(text).values()})

    def placed(self) -> list[int]:
        """The pieces whose slots are enough."""
        return sorted(
            {piece for text in self.texts() if len(text) <= 2 for piece in pieces_of(text).values()}
        )


@dataclass(frozen=True)
class Matched:
    """``places`` are the ordinals, ascending, of the entries that hold every term and none that is excluded."""

    places: Ordinals
    tiers: Tiers  # of each place
    apart: Mask  # of each place: the terms do not stand in a row

    def only(self, kept: Mask) -> Matched:
        return Matched(self.places[kept], self.tiers[kept], self.apart[kept])


def matched(wanted: Wanted, found: Mapping[int, Found], shelf: Shelf) -> Matched:
    """The entries of a segment by its postings."""

    def standing(forms: Sequence[str]) -> Zones:
        mask = np.zeros(ZONES * len(shelf), dtype=np.bool_)
        for form in forms:
            mask[slots_with(form, found, shelf.starts)] = True
        return mask.reshape(ZONES, len(shelf))

    phrase = standing([wanted.phrase]) if wanted.phrase else None
    return _judged([standing(f) for f in wanted.terms], [standing(f) for f in wanted.excluded], phrase)


def looked_through(wanted: Wanted, texts: Sequence[str]) -> Matched:
    """The same of entries that are in no segment, by their folded texts."""
    zones = [text.split(ZONE) for text in texts]

    def standing(forms: Sequence[str]) -> Zones:
        rows = [[any(form in zone[place] for form in forms) for zone in zones] for place in range(ZONES)]
        return np.array(rows, dtype=np.bool_).reshape(ZONES, len(texts))

    phrase = standing([wanted.phrase]) if wanted.phrase else None
    return _judged([standing(f) for f in wanted.terms], [standing(f) for f in wanted.excluded], phrase)


def _hits(terms: Sequence[Zones], excluded: Sequence[Zones]) -> Mask:
    """Every term stands there, in the place itself or (of several terms all but one) in the title of its whole."""
    hits: Mask = np.logical_and.reduce([zones.any(axis=0) for zones in terms])
    hits &= np.logical_or.reduce([zones[:WHOLE].any(axis=0) for zones in terms])
    for zones in excluded:
        hits &= ~zones.any(axis=0)
    return hits


def _judged(terms: Sequence[Zones], excluded: Sequence[Zones], phrase: Zones | None) -> Matched:
    """Only the hits are judged: they are few, and the entries are many."""
    places = np.flatnonzero(_hits(terms, excluded))
    tiers = np.full(len(places), IN_BODY, dtype=np.uint8)
    titles = [zones[TITLE][places] for zones in terms]
    headings = [zones[HEADING][places] for zones in terms]
    tiers[np.logical_or.reduce(headings)] = SOME_IN_HEADING
    tiers[np.logical_or.reduce(titles)] = SOME_IN_TITLE
    in_both = [title | heading for title, heading in zip(titles, headings, strict=True)]
    tiers[np.logical_and.reduce(in_both)] = ALL_IN_HEADINGS
    tiers[np.logical_and.reduce(titles)] = ALL_IN_TITLE
    together: Mask = np.ones(len(places), dtype=np.bool_)
    if phrase is not None:
        together = np.any(phrase[:WHOLE, places], axis=0)
    return Matched(places, tiers, ~together)


def spread(wanted: Wanted, text: str) -> int:
    """How near each other the terms stand in one entry: in a row, in one paragraph, or scattered over several."""
    own = text.rpartition(ZONE)[0]
    if wanted.phrase and wanted.phrase in own:
        return TOGETHER
    for paragraph in own.replace(ZONE, BREAK).split(BREAK):
        if all(any(form in paragraph for form in forms) for forms in wanted.terms):
            return IN_ONE_PARAGRAPH
    return SCATTERED
