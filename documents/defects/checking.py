"""All rules over the facts of some documents: the defects of each. Pure: no model, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from documents.defects.defect import Defect, Found, tied
from documents.defects.facts import DocumentFacts, Surroundings
from documents.defects.register import KINDS
from documents.defects.rules import dates, likeness, parts, privacy, relations
from documents.defects.rules.proofread import lay_out_facts, proofread_facts
from documents.proofreading.known import Known
from documents.proofreading.rules import RULES as PROOFREADING

FACTUAL = (*parts.RULES, *dates.RULES, *relations.RULES)


def defects_of(document: DocumentFacts, around: Surroundings, *, known: Known) -> list[Defect]:
    """Everything that is wrong with one document, in the order of its parts."""
    return list(tied(_found(document, around, known), subject=document.subject, kinds=KINDS))


def _found(document: DocumentFacts, around: Surroundings, known: Known) -> Iterator[Found]:
    found = list(factual(document, around))
    found += likeness.duplicates(document, around.others)
    found += numbers_of(document, around)
    found += proofread_facts(lay_out_facts(document, known=known), PROOFREADING)
    yield from found
    yield from parts.open_problems(document.problems, owner=document.subject, found=found)


def factual(document: DocumentFacts, around: Surroundings) -> Iterator[Found]:
    """What needs no look at the wording."""
    return (found for rule in FACTUAL for found in rule(document, around))


def numbers_of(document: DocumentFacts, around: Surroundings) -> Iterable[Found]:
    texts = tuple(parts.texts_of(document))
    return privacy.numbers_in(texts, derived=parts.derived_texts_of(document), on=around.on)
