"""What a reader asks of the search page, as it stands in the address. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict

from foundation.search.gathering import RELEVANCE

MOST_VALUES = 20  # of one facet
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


@dataclass(frozen=True)
class Asked:
    typed: str
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: str = RELEVANCE
    cursor: str = ""

    @property
    def is_plain(self) -> bool:
        """Nothing but words was sent: no facet, no order, no further page."""
        return not self.facets and self.order == RELEVANCE and not self.cursor

    @property
    def query(self) -> str:
        """The same question as an address under the search page."""
        pairs = [("q", self.typed)]
        pairs += [(name, value) for name, values in self.facets.items() for value in values]
        pairs += [("sort", self.order)] if self.order != RELEVANCE else []
        pairs += [("cursor", self.cursor)] if self.cursor else []
        return f"?{urlencode(pairs)}"

    def saying(self, typed: str) -> Asked:
        return replace(self, typed=typed, cursor="")

    def ordered(self, order: str) -> Asked:
        return replace(self, order=order, cursor="")

    def going_on(self, cursor: str) -> Asked:
        return replace(self, cursor=cursor)

    def without(self, name: str = "", value: str = "") -> Asked:
        """With one value of a facet lifted, with all of the facet, or with all facets."""
        kept = {
            each: tuple(one for one in values if each != name or (value and one != value))
            for each, values in self.facets.items()
            if name
        }
        return replace(self, facets={each: values for each, values in kept.items() if values}, cursor="")


def read_asked(query: QueryDict, facets: Collection[str]) -> Asked:
    """Control characters, which no text holds and no page may show, are dropped; blanks stand for those between words."""
    chosen = {name: _values(query.getlist(name)) for name in facets}
    return Asked(
        typed=_CONTROLS.sub(" ", query.get("q", "")).strip(),
        facets={name: values for name, values in chosen.items() if values},
        order=query.get("sort") or RELEVANCE,
        cursor=query.get("cursor", ""),
    )


def _values(given: list[str]) -> tuple[str, ...]:
    cleaned = (_CONTROLS.sub("", value) for value in given)
    return tuple(dict.fromkeys(filter(None, cleaned)))[:MOST_VALUES]
