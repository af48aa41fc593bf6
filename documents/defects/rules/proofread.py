"""The reader's proof-reading rules over what is on record: the same register, other places. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256

from documents.defects.defect import Found, Place, Quote, quoted
from documents.defects.facts import AttachmentFact, DocumentFacts, UnitFact
from documents.defects.register import NOT_ASKED
from documents.official_text import headings, parse
from documents.proofreading.finding import Rule, Slip
from documents.proofreading.known import Known
from documents.proofreading.manuscript import Manuscript, lay_out
from documents.proofreading.passages import Passage
from documents.proofreading.reported import NEAR_NAMES, SAID_ONCE
from documents.proofreading.rules import text_slips
from documents.reading.answer import (
    AttachmentAnswer,
    ChecklistAnswer,
    DocumentAnswer,
    Reference,
    TaskAnswer,
    UnitRole,
)
from foundation.chinese_text import unpaired

PlaceOf = Callable[[Passage], Place]
UNPAIRED = "bracket_unbalanced"
_FIELDS = {
    "title": "title",
    "number": "document_number",
    "addressees": "addressees",
    "date": "written_on_printed",
    "note": "note",
}


@dataclass(frozen=True)
class Laid:
    """A document laid out for proof-reading, beside its facts."""

    facts: DocumentFacts
    manuscript: Manuscript

    def place_of(self, passage: Passage) -> Place:
        """The field, or the attachment and paragraph, a passage stands in."""
        facts = self.facts
        if passage.role == "attachment_title":
            titles = list(self.manuscript.of_role("attachment_title"))
            order = next(at for at, other in enumerate(titles) if other is passage)
            part = facts.attachments[order]
            return facts.at(passage.place, anchor=f"a{part.position}", rows="attachments", row=part.pk)
        if passage.anchor.startswith("a") and (own := self._attachment(passage)):
            place = facts.at(passage.place, anchor=passage.anchor, rows="attachments", row=own.pk)
            return replace(place, line=_line(own.text, passage))
        field = "body" if passage.anchor else _FIELDS.get(passage.role, "body")
        place = facts.at(passage.place, field, anchor=passage.anchor)
        return replace(place, line=_line(facts.body, passage)) if field == "body" else place

    def _attachment(self, passage: Passage) -> AttachmentFact | None:
        order = passage.anchor[1:].partition("-")[0]
        if order.isdigit() and 0 < int(order) <= len(self.facts.attachments):
            return self.facts.attachments[int(order) - 1]
        return None


def _line(text: str, passage: Passage) -> int:
    """The line of the text a passage, or the first cell with its words, stands in."""
    places = _lines_of(text)
    return places.get(passage.text) or places.get(passage.text.strip(), 0)


@lru_cache(maxsize=64)
def _lines_of(text: str) -> dict[str, int]:
    places: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        for piece in (line.strip(), *(cell.strip() for cell in line.split("\t"))):
            places.setdefault(piece, number)
    return places


def lay_out_facts(facts: DocumentFacts, *, known: Known) -> Laid:
    """The number as it is written, whatever it was taken apart into."""
    month = f"{facts.printed_month:%Y-%m}" if facts.printed_month else None
    laid = lay_out(as_answer(facts), known=known, published=month)
    passages = tuple(
        replace(passage, text=facts.document_number or passage.text) if passage.role == "number" else passage
        for passage in laid.passages
    )
    return Laid(facts, replace(laid, passages=passages))


def as_answer(facts: DocumentFacts) -> DocumentAnswer:
    """The shape a reading gives, from what is on record by now."""
    named: dict[str, list[Reference]] = {}
    for relation in facts.relations:
        number = relation.printed_number or None
        named.setdefault(relation.kind, []).append(Reference(relation.title, number))
    return DocumentAnswer(
        title=facts.title,
        kind=facts.kind or None,
        column=facts.column or None,
        number=facts.number,
        organs=tuple(organ.printed for organ in facts.organs),
        addressees=facts.addressees,
        written_on=facts.written_on.isoformat() if facts.written_on else None,
        written_on_printed=facts.written_on_printed or None,
        note=facts.note or None,
        enclosed_title=facts.enclosed_title or None,
        attachments=tuple(AttachmentAnswer(part.label, part.title, part.text) for part in facts.attachments),
        headings=headings(parse(facts.body, enclosed_title=facts.enclosed_title)),
        citations=tuple(named.get("cites", ())),
        repeals=tuple(named.get("repeals", ())),
        interprets=next(iter(named.get("interprets", ())), None),
        body=facts.body,
        tasks=tuple(
            TaskAnswer(task.path, task.title, task.text, task.annotation, _roles(task.units))
            for task in facts.tasks
        ),
        checklist=tuple(
            ChecklistAnswer(
                item.number,
                item.section,
                item.point,
                item.points,
                item.content,
                item.method,
                item.tasks,
                _roles(item.units),
                item.damaged,
            )
            for item in facts.items
        ),
    )


def _roles(units: Iterable[UnitFact]) -> tuple[UnitRole, ...]:
    return tuple(UnitRole(unit.printed, unit.role, unit.implied) for unit in units)


def proofread_facts(laid: Laid, rules: Sequence[Rule]) -> Iterator[Found]:
    """What the rules say of one document; of a text that is not on record nothing is said."""
    if not laid.facts.has_full_text:
        return
    slips = [(rule, slip) for rule in asked(rules) for slip in _slips(rule, laid.manuscript)]
    yield from found_of(slips, laid.place_of)


def asked(rules: Iterable[Rule]) -> Iterator[Rule]:
    """Without those that the report asks in its own way."""
    return (rule for rule in rules if rule.id not in NOT_ASKED)


def _slips(rule: Rule, manuscript: Manuscript) -> Iterator[Slip]:
    yield from text_slips(rule, manuscript.passages)
    if rule.document:
        yield from rule.document(manuscript)
    if rule.id == UNPAIRED:
        yield from _unpaired(manuscript.of_role("prose", "heading"))


def _unpaired(passages: Iterable[Passage]) -> Iterator[Slip]:
    """While a file is read, the reader asks this itself, for it knows the broken pages; on record every line counts."""
    for passage in passages:
        for at, mark in unpaired(passage.text):
            yield Slip(passage, at, at + 1, f"“{mark}”缺另一半，请补上或删去。")


def found_of(slips: Sequence[tuple[Rule, Slip]], place_of: PlaceOf) -> Iterator[Found]:
    """A grave misprint is not also a near name; what a rule says of one name it says once."""
    grave = {slip.passage.text[slip.start : slip.end] for rule, slip in slips if rule.id == "grave_misprint"}
    seen: set[tuple[str, str]] = set()
    for rule, slip in slips:
        printed = slip.passage.text[slip.start : slip.end]
        if rule.id in NEAR_NAMES and any(wrong in printed for wrong in grave):
            continue
        if rule.id in SAID_ONCE and (rule.id, printed) in seen:
            continue
        seen.add((rule.id, printed))
        text = slip.passage.text
        mark = f"{_digest(text)}\n{printed}\n{slip.start}"
        yield Found(rule.id, place_of(slip.passage), slip.message, mark, _quote(slip, printed), text)


@lru_cache(maxsize=256)
def _digest(text: str) -> str:
    """The passage in short: a long one may have many slips."""
    return sha256(text.encode("utf-8", "replace")).hexdigest()


def _quote(slip: Slip, printed: str) -> Quote | None:
    if not printed or printed == slip.passage.text and slip.passage.role in ("title", "number"):
        return None
    return quoted(slip.passage.text, slip.start, slip.end)
