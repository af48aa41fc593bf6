"""Other names for what a term says: groups of synonyms kept at the desk, and the names units are printed under."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from foundation.search.memory import Memory
from foundation.search.question import LONGEST_TERM, Question, Term

MOST_FORMS = 12


@dataclass(frozen=True)
class Sought:
    """A term with everything that counts as it; none of the forms contains another."""

    term: Term
    forms: tuple[str, ...]


def sought_in(question: Question, memory: Memory) -> list[Sought]:
    """Each term with its other names; a term in quotation marks has none."""
    open_terms = [term for term in question.terms if not term.is_exact and len(term.text) > 1]
    spelt = {text: [text, *_said_otherwise(text, memory)] for text in (term.text for term in open_terms)}
    return [Sought(term, _forms(term, spelt, memory)) for term in question.terms]


def _forms(term: Term, spelt: Mapping[str, list[str]], memory: Memory) -> tuple[str, ...]:
    if term.is_exact or term.text not in spelt:
        return (term.text,)
    forms = list(spelt[term.text])
    for form in spelt[term.text]:
        forms += sorted(memory.names_of_unit(form))
    return _shortest(form for form in forms if len(form) <= LONGEST_TERM)


def _shortest(forms: Iterable[str]) -> tuple[str, ...]:
    """Where one form contains another, whatever holds the longer holds the shorter: that one is enough."""
    given = list(dict.fromkeys(forms))
    kept = [form for form in given if not any(other != form and other in form for other in given)]
    return tuple(kept[:MOST_FORMS])


def _said_otherwise(text: str, memory: Memory) -> list[str]:
    """The text with every synonym in it said otherwise: 市发改委 → 市发展改革委, 市发展和改革委员会."""
    found = []
    for words in memory.synonyms():
        inside = max((word for word in words if word in text), key=len, default=None)
        if inside is not None:
            found += [text.replace(inside, word) for word in sorted(words) if word != inside]
    return found
