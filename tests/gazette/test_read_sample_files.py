"""The sample issue says the same as text, as Word document and as two-column PDF (tests/files/compose.py made them)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from foundation.chinese_text import fold
from foundation.reference import known_units
from foundation.unit_names import UnitLexicon
from gazette.reading.whole import read_issue
from tests.databases import PROJECT
from tests.gazette.conftest import SAMPLE, Said

FILES = PROJECT / "tests" / "files"
OTHERS = [FILES / "sample-issue.docx", FILES / "sample-issue.pdf"]


@cache
def answer(path: Path) -> dict[str, Any]:
    return read_issue(path.read_bytes(), name=path.name, lexicon=UnitLexicon(known_units())).as_json()


def facts(path: Path) -> list[tuple[Any, ...]]:
    """All that is data: everything but the text itself, spelled one way."""
    read = answer(path)
    return [
        ("issue", json.dumps(read["issue"], ensure_ascii=False, sort_keys=True)),
        *(fact for document in read["documents"] for fact in _facts_of(document)),
        *(
            ("event", entry["start"], entry["end"], event["start"], event["end"], *event["people"])
            for entry in read["chronicle"]
            for event in entry["events"]
        ),
    ]


def _facts_of(document: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    of = document["document_number"] or document["title"]
    for name in (
        "title",
        "kind",
        "organs",
        "addressees",
        "written_on_printed",
        "note",
        "enclosed_title",
        "interprets",
    ):
        yield name, of, fold(str(document[name]))
    for heading in document["headings"]:
        yield "heading", of, heading["path"], heading["form"], fold(heading["text"])
    for task in document["tasks"]:
        yield "task", of, task["path"], task["deadline"], *_duties(task), *task["amounts"]
    for attachment in document["attachments"]:
        yield "attachment", of, attachment["label"], fold(attachment["title"])
    for item in document["checklist"]:
        words = (
            fold(str(item[name])) for name in ("number", "section", "point", "points", "content", "tasks")
        )
        yield "item", of, *words, item["damaged"], *_duties(item)
    for name in ("citations", "repeals"):
        for cited in document[name]:
            yield name, of, cited["document_number"], fold(cited["title"])


def _duties(owner: dict[str, Any]) -> list[tuple[str, str, bool]]:
    return sorted((duty["unit"], duty["role"], duty["implied"]) for duty in owner["assignments"])


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.suffix)
def test_the_facts_are_the_same(path: Path) -> None:
    expected = facts(SAMPLE)
    assert len(expected) > 350
    assert facts(path) == expected, "the sample has changed? run: python -m tests.files.compose"


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.suffix)
def test_the_words_are_the_same(path: Path) -> None:
    bodies = [[fold(document["body"]) for document in answer(each)["documents"]] for each in (SAMPLE, path)]
    assert bodies[0] == bodies[1]


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.suffix)
def test_the_same_problems_are_seen(path: Path) -> None:
    assert [problem["kind"] for problem in answer(path)["problems"]] == [
        problem["kind"] for problem in answer(SAMPLE)["problems"]
    ]


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.suffix)
def test_every_character_is_accounted_for(path: Path) -> None:
    coverage = answer(path)["coverage"]
    assert coverage["unplaced"] == []
    assert coverage["characters"] == coverage["placed"] + coverage["furniture"]


def test_running_heads_and_page_numbers_stand_in_no_text() -> None:
    for document in answer(FILES / "sample-issue.pdf")["documents"]:
        assert "2012年第3期" not in document["body"]
        assert "— " not in document["body"].replace("—— ", "")


@pytest.mark.django_db
@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.suffix)
def test_the_command_saves_what_it_reads(run: Callable[..., Said], path: Path) -> None:
    code, out, said = run("import_issue", path)
    assert (code, said) == (0, "")
    assert "新建公文 11 份" in out
    assert run("import_issue", path)[1] == "这个文件已经导入过，没有任何改动。\n"
