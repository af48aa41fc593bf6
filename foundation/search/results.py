"""What a question is answered with. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from foundation.search.marking import Marked
from foundation.search.question import Question


@dataclass(frozen=True)
class Hit:
    """One place that was found. ``subject`` and ``subject_id`` name the object it belongs to, e.g. documents.document."""

    kind: str
    kind_label: str
    subject: str
    subject_id: int
    address: str  # with the anchor of the paragraph
    whole: Marked  # the title of what it is a part of, "" for what is none
    trail: str  # where in the whole it stands: the headings above it
    title: Marked  # its own, "" for a section
    number: Marked
    heading: Marked
    snippet: Marked
    day: date | None
    validity: str  # valid | repealed | expired | pending

    @property
    def headline(self) -> Marked:
        """What a line of the list begins with."""
        return self.title if self.title.text else self.whole

    @property
    def anchor(self) -> str:
        return self.address.partition("#")[2]


@dataclass(frozen=True)
class FacetValue:
    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """A way to narrow what was found; each count is what choosing that value alone in this facet would show."""

    name: str
    label: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True)
class Page:
    """``count`` is exact unless ``is_partial``: then time ran out, and there may be more than was looked at.

    ``next_cursor`` is "" on the last page; ``is_cut`` says that the last page is the last only because nobody may page
    through more than ``reach`` hits.
    """

    question: Question
    forms: tuple[str, ...]  # everything that is marked: the terms and their other names
    hits: tuple[Hit, ...]
    count: int
    is_partial: bool
    facets: tuple[Facet, ...]
    next_cursor: str
    is_cut: bool
    reach: int
