"""Notices of other houses: thirty texts of our own in the styles of many cities, against what a person reads in them."""

import json
from pathlib import Path
from typing import Any

import pytest

from documents.reading.single import read_document
from foundation.reference import known_units
from foundation.unit_names import UnitLexicon

TESTS = Path(__file__).resolve().parent.parent
NOTICES = sorted((TESTS / "notices").glob("*.txt"))
EXPECTED = json.loads((TESTS / "golden" / "notices.json").read_text("utf-8"))
LEXICON = UnitLexicon(known_units())


def read(path: Path) -> dict[str, Any]:
    return read_document(path.read_bytes(), name=path.name, lexicon=LEXICON).as_json()


def essence(answer: dict[str, Any]) -> dict[str, Any]:
    """The short keys a person can check by reading."""
    (document,) = answer["documents"]
    return {
        "number": document["document_number"],
        "kind": document["kind"],
        "organs": document["organs"],
        "written_on": document["written_on"],
        "addressees": document["addressees"],
        "enclosed_title": document["enclosed_title"],
        "note": document["note"],
        "repeals": [repeal["document_number"] for repeal in document["repeals"]],
        "cites": [citation["document_number"] for citation in document["citations"]],
        "headings": [heading["path"] for heading in document["headings"]],
        "roles": [
            [task["path"], role["role"] + ("*" if role["implied"] else ""), role["unit"]]
            for task in document["tasks"]
            for role in task["assignments"]
        ],
        "deadlines": [task["deadline"] for task in document["tasks"]],
        "checklist": [
            [item["number"], role["role"], role["unit"]]
            for item in document["checklist"]
            for role in item["assignments"]
        ],
        "unplaced": [line["line"] for line in answer["coverage"]["unplaced"]],
    }


def test_there_are_thirty_notices_and_each_is_expected() -> None:
    assert len(NOTICES) >= 30
    assert [path.stem for path in NOTICES] == list(EXPECTED)


@pytest.mark.parametrize("path", NOTICES, ids=lambda path: path.stem)
def test_reads_a_notice_as_a_person_does(path: Path) -> None:
    assert essence(read(path)) == EXPECTED[path.stem]


@pytest.mark.parametrize("path", NOTICES, ids=lambda path: path.stem)
def test_loses_nothing_of_a_notice(path: Path) -> None:
    answer = read(path)
    coverage = answer["coverage"]
    unplaced = sum(len("".join(line["text"].split())) for line in coverage["unplaced"])
    assert coverage["placed"] + coverage["furniture"] + unplaced == coverage["characters"]
    assert coverage["characters"] == len("".join(path.read_text("utf-8").split()))


def test_a_cited_number_is_never_taken_for_the_notices_own() -> None:
    cited = {number for expected in EXPECTED.values() for number in expected["cites"] if number}
    own = {expected["number"] for expected in EXPECTED.values()}
    assert cited and not cited & own
