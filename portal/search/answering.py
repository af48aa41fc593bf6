"""The answer to what a reader asked: a page of hits, the document that bears the number, and what helps on from nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from documents.document_numbers import DocumentNumber, read_number
from documents.models import Document
from documents.near_numbers import bearing
from foundation.active_filters import ActiveFilter
from foundation.search.finding import find
from foundation.search.question import Term
from foundation.search.results import Facet, FacetValue, Page
from portal.search.asking import Asked
from portal.search.near_misses import near_names, near_numbers
from portal.search.suggestions import SuggestionJson

OPEN_VALUES, MOST_VALUES = 6, 60  # of a facet: those that stand open, and those that are listed at all


class Way(NamedTuple):
    """Another question that may find something."""

    text: str
    query: str


class FacetShown(NamedTuple):
    """Values that stand open, those in the disclosure, and how many more there are."""

    facet: Facet
    values: list[FacetValue]
    rest: list[FacetValue]
    more: int


@dataclass(frozen=True)
class Answer:
    asked: Asked
    page: Page
    numbered: Document | None  # that bears the number in the question
    near: list[SuggestionJson]

    @property
    def next(self) -> Asked | None:
        return self.asked.going_on(self.page.next_cursor) if self.page.next_cursor else None

    @property
    def is_empty(self) -> bool:
        return not self.page.hits and not self.page.is_partial

    def facets_shown(self) -> list[FacetShown]:
        return [_shown(facet) for facet in self.page.facets]

    def active(self) -> list[ActiveFilter]:
        return [
            ActiveFilter(facet.label, value.label, self.asked.without(facet.name, value.value).query)
            for facet in self.page.facets
            for value in facet.values
            if value.is_chosen
        ]

    def ways(self) -> list[Way]:
        """From nothing: without one of the facets that others of its values would answer, without all, with fewer words."""
        chosen = [facet for facet in self.page.facets if any(value.is_chosen for value in facet.values)]
        lifted = [
            Way(f"不限{facet.label}", self.asked.without(facet.name).query)
            for facet in chosen
            if any(value.count for value in facet.values)
        ]
        if len(chosen) > 1:
            lifted.append(Way("去掉全部筛选", self.asked.without().query))
        return [*lifted, *self._fewer_words()]

    def _fewer_words(self) -> list[Way]:
        terms = self.page.question.terms
        if len(self.page.question.wanted) < 2:
            return []
        shorter = [" ".join(_typed(each) for each in terms if each != left_out) for left_out in terms]
        return [Way(f"只查“{text}”", self.asked.saying(text).query) for text in shorter]


def number_asked(typed: str) -> DocumentNumber | None:
    """The number a question is, when it is one and nothing else."""
    return read_number(typed)


def answer_to(asked: Asked, *, on: date) -> Answer:
    """Raises what `find` raises."""
    page = find(asked.typed, on=on, facets=asked.facets, order=asked.order, cursor=asked.cursor)
    number = number_asked(asked.typed.strip('"“”'))
    numbered = bearing(number) if number else None
    missed = not (page.count or page.is_partial or asked.facets or numbered)
    near = _near(page, number) if missed else []
    return Answer(asked, page, numbered, near)


def _near(page: Page, number: DocumentNumber | None) -> list[SuggestionJson]:
    return near_numbers(number) if number else near_names(page.question)


def _shown(facet: Facet) -> FacetShown:
    """The open values are the first, and every one that is chosen."""
    opened = [value for at, value in enumerate(facet.values) if at < OPEN_VALUES or value.is_chosen]
    rest = [value for value in facet.values if value not in opened]
    return FacetShown(facet, opened, rest[:MOST_VALUES], len(rest[MOST_VALUES:]))


def _typed(term: Term) -> str:
    text = f'"{term.text}"' if term.is_exact else term.text
    return f"-{text}" if term.is_excluded else text
