"""The names of an upload that an editor should look at: unknown units, and likely misprints of units and people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from documents.intake import unit_names
from foundation.chinese_text import fold
from foundation.models import UnitProposal
from foundation.unit_names import UnitLexicon
from gazette.models import OfficialAlias, Subject, UploadDecision

Data = Mapping[str, Any]
MISPRINTS = {"unit_misprint": Subject.UNIT, "person_misprint": Subject.PERSON}


@dataclass(frozen=True)
class OpenName:
    """A printed name, where it was seen, and what it may mean."""

    subject: Subject
    printed: str
    seen: str
    suggestion: str
    line: int | None
    decision: UploadDecision | None

    @property
    def is_unit(self) -> bool:
        return self.subject == Subject.UNIT


def open_names(answer: Data, *, decisions: Iterable[UploadDecision], lexicon: UnitLexicon) -> list[OpenName]:
    """Every name that is still unknown, decided or not: first those with a suggestion. Asks two questions."""
    decided = {(row.subject, row.printed): row for row in decisions}
    lines = {
        (MISPRINTS[problem["kind"]], problem["printed"]): problem["line"]
        for problem in reversed(answer["problems"])
        if problem["kind"] in MISPRINTS
    }
    names = sorted([*_people(answer), *_units(answer, lexicon)], key=lambda name: not name[3])
    return [
        OpenName(subject, printed, seen, near, lines.get((subject, printed)), decided.get((subject, printed)))
        for subject, printed, seen, near in names
    ]


def _units(answer: Data, lexicon: UnitLexicon) -> list[tuple[Subject, str, str, str]]:
    longest = UnitProposal._meta.get_field("printed").max_length or 0
    names = {
        printed: seen
        for printed, seen in unit_names(answer["documents"]).items()
        if not lexicon.is_known(printed) and 0 < len(fold(printed)) <= longest and len(printed) <= longest
    }
    none = set(
        UnitProposal.objects.filter(dismissed=True, printed__in=names).values_list("printed", flat=True)
    )
    return [
        (Subject.UNIT, printed, seen, lexicon.nearest(printed) or "")
        for printed, seen in names.items()
        if fold(printed) not in none
    ]


def _people(answer: Data) -> list[tuple[Subject, str, str, str]]:
    longest = OfficialAlias._meta.get_field("printed").max_length or 0
    found = {
        problem["printed"]: (problem["message"], problem["suggestion"] or "")
        for problem in answer["problems"]
        if problem["kind"] == "person_misprint" and 0 < len(problem["printed"]) <= longest
    }
    known = set(OfficialAlias.objects.filter(printed__in=found).values_list("printed", flat=True))
    return [
        (Subject.PERSON, printed, seen, near)
        for printed, (seen, near) in found.items()
        if printed not in known
    ]


def people_named(answer: Data) -> set[str]:
    """Every person the chronicle names, and every name a misprint may mean."""
    named = {name for entry in answer["chronicle"] for event in entry["events"] for name in event["people"]}
    return named | {
        p["suggestion"] for p in answer["problems"] if p["kind"] == "person_misprint" and p["suggestion"]
    }
