"""Whole issues against what a person read in them: the invented sample exactly, the two real ones in their facts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bench.accuracy import ISSUES, expected
from bench.facts import facts_of
from documents.reading.answer import ReadingAnswer
from gazette.reading.whole import read_issue
from tests.reading import ROOT, SAMPLE, SEEDS, balanced, lexicon

GOLDEN = ROOT / "tests" / "golden"
ROLES = {"lead": "牵头", "support": "配合", "responsible": "责任"}
Facts = dict[str, Any]


def read(path: Path) -> ReadingAnswer:
    return read_issue(path.read_bytes(), name=path.name, lexicon=lexicon())


def golden(name: str) -> Facts:
    facts: Facts = json.loads((GOLDEN / name).read_text("utf-8"))
    return facts


def structure(answer: Facts) -> Facts:
    """Everything but running text."""
    return {
        "issue": answer["issue"],
        "documents": [_document(document) for document in answer["documents"]],
        "chronicle": _chronicle(answer),
        "problems": [[p["line"], p["kind"], p["suggestion"]] for p in answer["problems"]],
        "unplaced": answer["coverage"]["unplaced"],
    }


def _document(document: Facts) -> Facts:
    return {
        "number": document["document_number"],
        "title": document["title"],
        "kind": document["kind"],
        "column": document["column"],
        "organs": document["organs"],
        "addressees": document["addressees"],
        "date": [document["written_on"], document["written_on_printed"]],
        "note": document["note"],
        "enclosed": document["enclosed_title"],
        "attachments": [[attachment["label"], attachment["title"]] for attachment in document["attachments"]],
        "headings": [f"{heading['path']} {heading['form']}" for heading in document["headings"]],
        "tasks": [_task(task) for task in document["tasks"]],
        "checklist": [_item(item) for item in document["checklist"]],
        "citations": [_reference(reference) for reference in document["citations"]],
        "repeals": [_reference(reference) for reference in document["repeals"]],
        "interprets": document["interprets"] and _reference(document["interprets"]),
    }


def _task(task: Facts) -> str:
    """ "二/（一）/3 牵头:甲局 配合:乙局 责任*:丙局 2030年6月底前"; the star marks what a standing rule implies."""
    return " ".join([task["path"], *_roles(task), *([task["deadline"]] if task["deadline"] else [])])


def _item(item: Facts) -> str:
    return " ".join([str(item["number"]), *(["damaged"] if item["damaged"] else []), *_roles(item)])


def _roles(passage: Facts) -> list[str]:
    return [
        f"{ROLES[role['role']]}{'*' if role['implied'] else ''}:{role['unit']}"
        for role in passage["assignments"]
    ]


def _reference(reference: Facts) -> str:
    return " ".join(filter(None, (reference["title"], reference["document_number"])))


def _chronicle(answer: Facts) -> list[Any]:
    return [
        [entry["start"], entry["end"], [[e["start"], e["end"], *e["people"]] for e in entry["events"]]]
        for entry in answer["chronicle"]
    ]


def test_the_sample_is_read_as_a_person_reads_it() -> None:
    assert structure(read(SAMPLE).as_json()) == golden("sample-issue.json")


@pytest.mark.parametrize("name", ISSUES)
def test_a_real_issue_is_read_as_a_person_reads_it(name: str) -> None:
    path = SEEDS / f"{name}.txt"
    if not path.exists():
        pytest.skip(f"没有原文 {path.name}，真实一期的对照测试跳过")
    answer = read(path)
    assert balanced(answer)
    assert answer.as_json()["coverage"]["unplaced"] == []
    facts, wanted = facts_of(answer.as_json()), expected(name)
    for kind in wanted:
        assert facts[kind] == wanted[kind], kind
