"""--check prints one JSON object of exactly the contract's shape, and writes nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.databases import Database
from tests.gazette.conftest import SAMPLE, Said

TEXT, WORDS, FLAG, COUNT = ("text",), ("words",), ("flag",), ("count",)
HASH, DAY, MONTH, ROLE, FORM = ("hash",), ("day",), ("month",), ("role",), ("form",)
PATTERNS = {
    HASH: r"[0-9a-f]{64}",
    DAY: r"\d{4}-\d{2}-\d{2}",
    MONTH: r"\d{4}-\d{2}",
    ROLE: "lead|support|responsible",
    FORM: "standalone|run_in|item",
    WORDS: r"(?s).*\S.*",
}


def maybe(shape: Any) -> tuple[str, Any]:
    return ("maybe", shape)


REFERENCE = {"title": WORDS, "document_number": maybe(WORDS)}
ASSIGNMENT = {"unit": WORDS, "role": ROLE, "implied": FLAG}
DOCUMENT = {
    "column": maybe(WORDS),
    "title": WORDS,
    "kind": maybe(WORDS),
    "document_number": maybe(WORDS),
    "series": maybe(WORDS),
    "year": maybe(COUNT),
    "serial": maybe(COUNT),
    "organs": [WORDS],
    "addressees": [WORDS],
    "written_on": maybe(DAY),
    "written_on_printed": maybe(WORDS),
    "note": maybe(WORDS),
    "enclosed_title": maybe(WORDS),
    "attachments": [{"label": WORDS, "title": TEXT, "text": TEXT}],
    "headings": [{"level": COUNT, "number": WORDS, "path": WORDS, "text": TEXT, "form": FORM}],
    "citations": [REFERENCE],
    "repeals": [REFERENCE],
    "interprets": maybe(REFERENCE),
    "body": WORDS,
    "tasks": [
        {
            "path": TEXT,
            "title": WORDS,
            "text": TEXT,
            "annotation": TEXT,
            "assignments": [ASSIGNMENT],
            "amounts": [WORDS],
            "deadline": maybe(WORDS),
        }
    ],
    "checklist": [
        {
            "number": maybe(COUNT),
            **dict.fromkeys(("section", "point", "points", "content", "method"), TEXT),
            "tasks": [TEXT],
            "assignments": [ASSIGNMENT],
            "damaged": FLAG,
        }
    ],
}
ISSUE = {
    "title": WORDS,
    "year": maybe(COUNT),
    "number": maybe(COUNT),
    "total_number": maybe(COUNT),
    "frequency": maybe(WORDS),
    "published": maybe(MONTH),
    "permit_number": maybe(WORDS),
    "sponsor": maybe(WORDS),
    "distribution_status": maybe(WORDS),
    "masthead": [{"role": WORDS, "names": [WORDS]}],
    "contact": dict.fromkeys(
        ("editor", "phone", "email", "postcode", "address", "printer", "printer_phone"), maybe(TEXT)
    ),
    "distribution": [WORDS],
    "contents": [{"column": TEXT, "title": WORDS, "page": maybe(COUNT)}],
}
EVENT = {"start": DAY, "end": maybe(DAY), "text": WORDS, "people": [WORDS]}
ANSWER = {
    "source": {"name": WORDS, "sha256": HASH, "characters": COUNT},
    "issue": maybe(ISSUE),
    "documents": [DOCUMENT],
    "chronicle": [{"start": DAY, "end": maybe(DAY), "text": WORDS, "events": [EVENT]}],
    "problems": [
        {"line": COUNT, "kind": WORDS, "message": WORDS, "printed": TEXT, "suggestion": maybe(TEXT)}
    ],
    "coverage": {
        **dict.fromkeys(("characters", "placed", "furniture"), COUNT),
        "unplaced": [{"line": COUNT, "text": WORDS}],
    },
}


def faults(value: Any, shape: Any, at: str = "$") -> list[str]:
    """Where a value leaves the shape: keys missing or too many, another type, another form."""
    if isinstance(shape, dict):
        if not isinstance(value, dict) or value.keys() != shape.keys():
            return [f"{at}: {sorted(value) if isinstance(value, dict) else value!r}"]
        return [fault for key in shape for fault in faults(value[key], shape[key], f"{at}.{key}")]
    if isinstance(shape, list):
        if not isinstance(value, list):
            return [f"{at}: {value!r}"]
        return [fault for n, part in enumerate(value) for fault in faults(part, shape[0], f"{at}[{n}]")]
    if shape[0] == "maybe":
        return [] if value is None else faults(value, shape[1], at)
    if shape == FLAG:
        return [] if isinstance(value, bool) else [f"{at}: {value!r}"]
    if shape == COUNT:
        return [] if type(value) is int and value >= 0 else [f"{at}: {value!r}"]
    fits = isinstance(value, str) and re.fullmatch(PATTERNS.get(shape, "(?s).*"), value)
    return [] if fits else [f"{at}: {value!r}"]


def balance(answer: dict[str, Any]) -> tuple[int, int]:
    coverage = answer["coverage"]
    unplaced = sum(len("".join(line["text"].split())) for line in coverage["unplaced"])
    return coverage["characters"], coverage["placed"] + coverage["furniture"] + unplaced


@pytest.mark.parametrize(
    ("path", "broken"),
    [
        ("source", None),
        ("documents", {}),
        ("issue", {"title": "一期"}),
        ("problems", [{"line": "1"}]),
        ("extra", 1),
    ],
)
def test_the_shape_refuses_what_is_not_of_it(path: str, broken: Any) -> None:
    whole = {"source": {"name": "甲", "sha256": "0" * 64, "characters": 1}, "issue": None, "documents": []}
    whole |= {
        "chronicle": [],
        "problems": [],
        "coverage": dict.fromkeys(("characters", "placed", "furniture"), 0),
    }
    whole["coverage"]["unplaced"] = []
    assert faults(whole, ANSWER) == []
    assert faults(whole | {path: broken}, ANSWER) != []


@pytest.mark.django_db
def test_check_prints_the_whole_issue_in_shape_and_writes_nothing(
    run: Callable[..., Said], versions: Callable[[], dict[str, list[str]]]
) -> None:
    before = versions()
    code, out, said = run("import_issue", SAMPLE, "--check")
    assert (code, said) == (0, "")
    answer = json.loads(out)
    assert faults(answer, ANSWER) == []
    assert answer["issue"]["number"] == 3
    assert len(answer["documents"]) == 11
    assert answer["chronicle"]
    assert balance(answer)[0] == balance(answer)[1] == answer["source"]["characters"]
    assert versions() == before


@pytest.mark.django_db
def test_check_of_a_notice_has_no_issue(
    run: Callable[..., Said], versions: Callable[[], dict[str, list[str]]], notice_file: Path
) -> None:
    before = versions()
    code, out, said = run("import_document", notice_file, "--check", "--issue", "2012/3")
    assert (code, said) == (0, "")
    answer = json.loads(out)
    assert faults(answer, ANSWER) == []
    assert (answer["issue"], answer["chronicle"], len(answer["documents"])) == (None, [], 1)
    assert balance(answer)[0] == balance(answer)[1]
    assert versions() == before


def test_check_needs_no_tables_and_prints_utf8_on_any_terminal(bare_database: Database) -> None:
    code, out, said = bare_database.run("import_issue", str(SAMPLE), "--check", PYTHONIOENCODING="ascii")
    assert (code, said) == (0, "")
    answer = json.loads(out.decode("utf-8"))
    assert faults(answer, ANSWER) == []
    units = {a["unit"] for d in answer["documents"] for t in d["tasks"] for a in t["assignments"]}
    assert "示例市交通运输局" in units
    assert bare_database.counts() == {}


def test_saving_without_tables_says_what_to_do(bare_database: Database) -> None:
    code, out, said = bare_database.run("import_issue", str(SAMPLE))
    assert (code, out) == (2, b"")
    assert said.strip() == "数据库还没有建好，没有保存；请先运行 manage.py migrate。"
