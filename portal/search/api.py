"""The answer of the search page for machines: the same hits, counts and ways on."""

from __future__ import annotations

from datetime import date
from typing import TypedDict

from django.urls import reverse

from foundation.search.marking import Marked
from foundation.search.results import Facet, Hit
from portal.search.answering import Answer
from portal.search.suggestions import SuggestionJson, of_number


class MarkedJson(TypedDict):
    """A text, and the places in it where the terms stand: first character and the one after the last."""

    text: str
    marks: list[tuple[int, int]]


class HitJson(TypedDict):
    kind: str
    kind_name: str
    subject: str
    subject_id: int
    url: str
    whole: MarkedJson
    trail: str
    title: MarkedJson
    number: MarkedJson
    heading: MarkedJson
    snippet: MarkedJson
    day: date | None
    validity: str


class ValueJson(TypedDict):
    value: str
    name: str
    count: int
    is_chosen: bool


class FacetJson(TypedDict):
    facet: str
    name: str
    values: list[ValueJson]


class AnswerJson(TypedDict):
    """``count`` is exact unless ``is_partial``; ``next`` is the address of the next page or null."""

    q: str
    sort: str
    as_of: date
    searched: list[str]
    count: int
    is_partial: bool
    most: int
    numbered: SuggestionJson | None
    hits: list[HitJson]
    facets: list[FacetJson]
    did_you_mean: list[SuggestionJson]
    next: str | None


def as_json(answer: Answer, *, on: date) -> AnswerJson:
    page, following = answer.page, answer.next
    return {
        "q": answer.asked.typed,
        "sort": answer.asked.order,
        "as_of": on,
        "searched": list(page.forms),
        "count": page.count,
        "is_partial": page.is_partial,
        "most": page.reach,
        "numbered": of_number(answer.numbered) if answer.numbered else None,
        "hits": [_hit(hit) for hit in page.hits],
        "facets": [_facet(facet) for facet in page.facets],
        "did_you_mean": answer.near,
        "next": f"{reverse('portal:search')}{following.query}&format=json" if following else None,
    }


def _hit(hit: Hit) -> HitJson:
    return {
        "kind": hit.kind,
        "kind_name": hit.kind_label,
        "subject": hit.subject,
        "subject_id": hit.subject_id,
        "url": hit.address,
        "whole": _marked(hit.whole),
        "trail": hit.trail,
        "title": _marked(hit.title),
        "number": _marked(hit.number),
        "heading": _marked(hit.heading),
        "snippet": _marked(hit.snippet),
        "day": hit.day,
        "validity": hit.validity,
    }


def _marked(text: Marked) -> MarkedJson:
    return {"text": text.text, "marks": list(text.ranges)}


def _facet(facet: Facet) -> FacetJson:
    return {
        "facet": facet.name,
        "name": facet.label,
        "values": [
            {"value": one.value, "name": one.label, "count": one.count, "is_chosen": one.is_chosen}
            for one in facet.values
        ],
    }
