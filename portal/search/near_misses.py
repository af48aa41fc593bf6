"""您是不是要找: names and numbers that come near to a question nothing was found for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from django.db.models import Case, F, IntegerField, Model, Q, QuerySet, Value, When

from documents.document_numbers import DocumentNumber
from documents.models import Document
from documents.near_numbers import near
from foundation.models import Unit
from foundation.refusals import SearchTooSlow
from foundation.search.folding import folded
from foundation.search.nearness import fewest_errors
from foundation.search.question import Question
from foundation.search.reading import one_view
from portal.search.suggestions import (
    TIME,
    SuggestionJson,
    of_number,
    of_person,
    of_title,
    of_unit,
    people,
)

SHOWN = 5
CANDIDATES = 60  # of each kind, those that share most with the question
MOST_ERRORS = 3
SHORTEST = 3  # characters; of two, one wrong leaves nothing to go by

M = TypeVar("M", bound=Model)


def near_numbers(wanted: DocumentNumber) -> list[SuggestionJson]:
    documents = Document.objects.public().exclude(document_number="")
    found = near(wanted, documents.only("document_number", "title", "series", "serial"), limit=SHOWN)
    return [of_number(document) for document in found]


def near_names(question: Question) -> list[SuggestionJson]:
    """Units, people and titles that hold the longest term with few errors, the nearest first. Three queries at most."""
    text = max((term.text for term in question.wanted), key=len)
    if len(text) < SHORTEST:
        return []
    try:
        with one_view(TIME):
            found = [
                *_near(Unit.objects.all(), "name", text, of_unit),
                *_near(people(), "name", text, of_person),
                *_near(Document.objects.public(), "title", text, of_title),
            ]
    except SearchTooSlow:
        return []
    return [said for _, said in sorted(found, key=lambda pair: pair[0])[:SHOWN]]


def _near(
    names: QuerySet[M], field: str, text: str, say: Callable[[M], SuggestionJson]
) -> Iterator[tuple[tuple[int, int], SuggestionJson]]:
    """With each the number of errors and the length of the name."""
    most = min(MOST_ERRORS, len(text) // SHORTEST)
    for found in _sharing(names, field, _pieces(text)):
        name = folded(str(getattr(found, field)))
        errors = fewest_errors(text, name)
        if errors <= most:
            yield (errors, len(name)), say(found)


def _pieces(text: str) -> list[str]:
    """What a name that comes near has in common with the text: two characters, of a short text one."""
    size = 1 if len(text) <= SHORTEST else 2
    return list(dict.fromkeys(text[at : at + size] for at in range(len(text) - size + 1)))


def _sharing(names: QuerySet[M], field: str, pieces: Sequence[str]) -> Iterable[M]:
    holding = [Q(**{f"{field}__contains": piece}) for piece in pieces]
    shared: Any = Value(0)
    for holds in holding:
        shared = shared + Case(When(holds, then=Value(1)), default=Value(0), output_field=IntegerField())
    return names.annotate(shared=shared).filter(shared__gt=0).order_by(F("shared").desc(), "pk")[:CANDIDATES]
