"""What the tests of the readers share: short ways to read a text, and whether a string stands in its source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from documents.reading.answer import Answer, DocumentAnswer, Findings, ReadingAnswer
from documents.reading.paragraphs import Paragraph, read_paragraphs
from documents.reading.single import read_document
from documents.reading.source import Ledger, Source, SourceLine, read_source
from foundation.chinese_text import squeeze
from foundation.reference import known_units
from foundation.unit_names import UnitLexicon
from gazette.reading.whole import read_issue

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "fixtures" / "sample-issue.txt"
SEEDS = ROOT.parent / "shared" / "seeds"


@cache
def lexicon() -> UnitLexicon:
    """The units of the reference facts."""
    return UnitLexicon(known_units())


def read_one(text: str) -> ReadingAnswer:
    """A single notice from its text."""
    return read_document(text.encode(), name="通知.txt", lexicon=lexicon())


def read_all(text: str, *, people: Sequence[str] = ()) -> ReadingAnswer:
    """A whole issue from its text."""
    return read_issue(text.encode(), name="公报.txt", lexicon=lexicon(), known_people=people)


def notice(
    *body: str, title: str = "甲市人民政府关于做好某项工作的通知", tail: Sequence[str] = ()
) -> ReadingAnswer:
    """A notice round a body, with what follows its date."""
    head = [title, "", "甲政发〔2030〕1号", "", "各县、区人民政府：", ""]
    end = ["", "2030年5月6日", "", *tail]
    return read_one("\n".join([*head, *body, *end]))


def document(answer: ReadingAnswer) -> DocumentAnswer:
    """The only document of a reading."""
    (only,) = answer.documents
    return only


def kinds(answer: ReadingAnswer) -> list[str]:
    """The kinds of problems in order of their lines."""
    return [problem.kind for problem in answer.problems]


def source_of(text: str) -> tuple[Source, Ledger]:
    return read_source(text.encode(), name="试.txt")


def paragraphs_of(text: str) -> tuple[list[Paragraph], Findings]:
    """Lines joined into paragraphs, and what was noticed on the way."""
    source, ledger = source_of(text)
    findings = Findings()
    return read_paragraphs(source.lines, ledger, findings), findings


def balanced(answer: ReadingAnswer) -> bool:
    """Characters = placed + furniture + unplaced."""
    coverage = answer.coverage
    unplaced = sum(len(squeeze(text)) for _, text in coverage.unplaced)
    return coverage.characters == coverage.placed + coverage.furniture + unplaced


def stands(said: str, lines: Sequence[SourceLine]) -> bool:
    """Whether a string stands in the source, perhaps broken at line ends (what lies between may be furniture)."""
    wanted = squeeze(said)
    printed = [squeeze(line.text) for line in lines]
    return not wanted or "".join(printed).find(wanted) >= 0 or _in_pieces(wanted, printed)


def _in_pieces(wanted: str, printed: Sequence[str]) -> bool:
    """Each piece but the last runs to the end of a line; the next begins further down."""
    reached = {0}
    for line in printed:
        for done in sorted(reached):
            rest = wanted[done:]
            if rest in line:
                return True
            longest = min(len(rest), len(line))
            reached |= {done + size for size in range(1, longest + 1) if line.endswith(rest[:size])}
    return False


def strings_said(answer: ReadingAnswer) -> list[str]:
    """Every printed string of an answer: no ISO dates, no normal forms, no sentences of our own."""
    said = [text for part in answer.documents for text in _of_document(part)]
    said += [text for entry in answer.chronicle for text in _of_entry(entry)]
    return said + (_of_issue(answer.issue) if answer.issue else [])


def _of_document(read: DocumentAnswer) -> list[str]:
    said = [read.title, read.note or "", read.written_on_printed or "", *read.organs, *read.addressees]
    said += re.split("[\n\t]", read.body)
    for attachment in read.attachments:
        said += [attachment.title, *re.split("[\n\t]", attachment.text)]
    said += [heading.text for heading in read.headings]
    said += [reference.title for reference in (*read.citations, *read.repeals)]
    for task in read.tasks:
        said += [*task.text.split("\n"), *task.annotation.split("\n"), *task.amounts, task.deadline or ""]
        said += [task.title] if task.title != "（无题）" else []
    for item in read.checklist:
        said += [item.section, item.point, item.points, item.content, item.method, *item.tasks]
    return said


def _of_entry(entry: Answer) -> list[str]:
    read = entry.as_json()
    said = [*read["text"].split("\n")]
    for event in read["events"]:
        said += [*event["text"].split("\n"), *event["people"]]
    return said


def _of_issue(issue: Answer) -> list[str]:
    read = issue.as_json()
    said = [read["title"], read["sponsor"] or "", read["permit_number"] or "", *read["distribution"]]
    said += [name for row in read["masthead"] for name in row["names"]]
    said += [value for value in read["contact"].values() if value]
    said += [text for entry in read["contents"] for text in (entry["title"], entry["column"])]
    return said
