"""What proof-reading knows beforehand: units, places, officials, protected terms, common misprints. Pure.

The facts lie in fixtures/proofreading/terms.json and fixtures/reference/divisions.json; units and officials are
given by the caller, who may ask the database.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from documents.proofreading.near import NearNames
from foundation.unit_names import UnitLexicon

_GROUP = re.compile("各|有关|相关|市直|省直")  # groups have many spellings by right
_FIXTURES = Path(__file__).resolve().parent.parent.parent / "fixtures"


@dataclass(frozen=True)
class Misprint:
    """A wrong spelling; it does not count next to the letters of ``not_before`` and ``not_after``."""

    wrong: str
    right: str
    not_before: str = ""
    not_after: str = ""


@dataclass(frozen=True)
class Obsolete:
    """A rule or an office that ended on ``since`` (ISO day)."""

    name: str
    since: str
    instead: str


@dataclass(frozen=True)
class Terms:
    protected: tuple[str, ...]
    grave: tuple[Misprint, ...]
    words: tuple[Misprint, ...]
    obsolete_rules: tuple[Obsolete, ...]
    obsolete_units: tuple[Obsolete, ...]
    traditional: Mapping[str, str]


@dataclass(frozen=True)
class Place:
    name: str
    short_name: str
    level: str


@dataclass(frozen=True)
class Known:
    """What the caller knows of units and officials."""

    units: UnitLexicon
    unit_names: NearNames
    people: frozenset[str] = frozenset()

    @classmethod
    def of(cls, units: UnitLexicon, people: Iterable[str] = ()) -> Known:
        return cls(
            units, NearNames(name for name in units.names if not _GROUP.search(name)), frozenset(people)
        )


@cache
def terms() -> Terms:
    facts = json.loads((_FIXTURES / "proofreading" / "terms.json").read_text("utf-8"))
    return Terms(
        protected=tuple(facts["protected"]),
        grave=tuple(Misprint(**row) for row in facts["grave"]),
        words=tuple(Misprint(**row) for row in facts["words"]),
        obsolete_rules=tuple(Obsolete(**row) for row in facts["obsolete_rules"]),
        traditional=dict(zip(*facts["traditional"], strict=True)),
        obsolete_units=tuple(Obsolete(**row) for row in facts["obsolete_units"]),
    )


@cache
def places() -> tuple[Place, ...]:
    rows = json.loads((_FIXTURES / "reference" / "divisions.json").read_text("utf-8"))["rows"]
    return tuple(Place(row["name"], row["short_name"], row["level"]) for row in rows)
