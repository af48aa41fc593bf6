"""Where a remark stands in a text that goes on changing. Pure.

A place is a paragraph (or a line of the contents, an event …) with the name it bears now. Names move: a paragraph put in
above makes p3 to p4. So a remark also keeps a digest of the whole place and the beginning of its words, and is found
again by them, in this order: the same words under the same name; the same words elsewhere; much the same words under the
same name, then elsewhere; or nowhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

from foundation.chinese_text import squeeze

QUOTED = 120  # characters of the place that a remark keeps
ALIKE = 0.5  # from here on a place under the same name counts as the same, only changed
MUCH_ALIKE = 0.75  # elsewhere it takes more


@dataclass(frozen=True)
class Place:
    """Something in a text that can be pointed at; `text` is all of its words."""

    anchor: str
    text: str

    @property
    def digest(self) -> str:
        return digest_of(self.text)

    @property
    def quote(self) -> str:
        return quote_of(self.text)


class Found(Enum):
    """What has become of the place since the remark was made."""

    SAME = "same"
    MOVED = "moved"
    CHANGED = "changed"
    GONE = "gone"


def digest_of(text: str) -> str:
    """White space apart: it is not what a remark is about."""
    return hashlib.sha256(squeeze(text).encode()).hexdigest()


def quote_of(text: str) -> str:
    """The beginning of the words in one line, e.g. to be shown beside a remark."""
    words = " ".join(text.split())
    return words if len(words) <= QUOTED else f"{words[: QUOTED - 1]}…"


class Places:
    """The places of one text, to find those of many remarks among them."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._by_anchor = {place.anchor: place for place in places}
        self._by_digest: dict[str, Place] = {}
        for place in places:
            self._by_digest.setdefault(place.digest, place)

    def named(self, anchor: str) -> Place | None:
        return self._by_anchor.get(anchor)

    def find(self, *, anchor: str, digest: str, quote: str) -> tuple[Place | None, Found]:
        """Where a remark belongs now; None when its place is gone."""
        here = self._by_anchor.get(anchor)
        if here is not None and here.digest == digest:
            return here, Found.SAME
        if digest in self._by_digest:
            return self._by_digest[digest], Found.MOVED
        if here is not None and _likeness(quote, here) >= ALIKE:
            return here, Found.CHANGED
        nearest = max(self._by_anchor.values(), key=lambda place: _likeness(quote, place), default=None)
        if nearest is not None and _likeness(quote, nearest) >= MUCH_ALIKE:
            return nearest, Found.CHANGED
        return None, Found.GONE


def _likeness(quote: str, place: Place) -> float:
    """Of the beginnings only: as much as was kept. 0 without looking closely where it cannot be much."""
    matcher = SequenceMatcher(None, place.quote, quote, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0
