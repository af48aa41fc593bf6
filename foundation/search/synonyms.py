"""Other names for what a term says: groups of synonyms kept at the desk, and the names units are printed under."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q

from foundation.models import Unit
from foundation.search.folding import folded
from foundation.search.memory import Memory
from foundation.search.question import LONGEST_TERM, Question, Term

MOST_FORMS = 12
_WIDE_BRACKETS = str.maketrans("()", "（）")


@dataclass(frozen=True)
class Sought:
    """A term with everything that counts as it; none of the forms contains another."""

    term: Term
    forms: tuple[str, ...]


def sought_in(question: Question, memory: Memory) -> list[Sought]:
    """Each term with its other names; a term in quotation marks has none. At most three queries."""
    open_terms = [term for term in question.terms if not term.is_exact and len(term.text) > 1]
    spelt = {text: [text, *_said_otherwise(text, memory)] for text in (term.text for term in open_terms)}
    named = _by_units({form for forms in spelt.values() for form in forms})
    return [Sought(term, _forms(term, spelt, named)) for term in question.terms]


def _forms(term: Term, spelt: Mapping[str, list[str]], named: Mapping[str, set[str]]) -> tuple[str, ...]:
    if term.is_exact or term.text not in spelt:
        return (term.text,)
    forms = list(spelt[term.text])
    for form in spelt[term.text]:
        forms += sorted(named.get(form, ()))
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


def _by_units(forms: Collection[str]) -> dict[str, set[str]]:
    """The names of the units that bear one of these names, by that name."""
    if not forms:
        return {}
    spelt = {*forms, *(form.translate(_WIDE_BRACKETS) for form in forms)}
    bearers = Unit.objects.filter(
        Q(name__in=spelt) | Q(short_name__in=spelt) | Q(variants__printed__in=spelt)
    ).distinct()
    named: dict[str, set[str]] = defaultdict(set)
    for unit in bearers.prefetch_related("variants"):
        names = {unit.name, unit.short_name, *(variant.printed for variant in unit.variants.all())}
        known = {folded(name) for name in names} - {""}
        for form in known.intersection(forms):
            named[form] |= known
    return named
