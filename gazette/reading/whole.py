"""A whole issue, from the bytes of a file to the answer. Pure: no database, no clock.

source → front and contents → paragraphs → documents in the order of the contents → chronicle → balance.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from documents.document_numbers import DocumentNumber
from documents.reading.answer import DocumentAnswer, Findings, ReadingAnswer
from documents.reading.balance import close
from documents.reading.elements import kind_of, number_of
from documents.reading.files.printed import UnreadableSource
from documents.reading.head import plain_head
from documents.reading.notice import read_notice
from documents.reading.paragraphs import Paragraph, read_paragraphs
from documents.reading.source import Ledger, Source, SourceLine, findings_of, read_source
from foundation.chinese_text import fold, squeeze
from foundation.unit_names import UnitLexicon
from gazette.reading.answer import ChronicleAnswer, EntryAnswer, IssueAnswer
from gazette.reading.chronicle import read_chronicle
from gazette.reading.contents import read_contents
from gazette.reading.front import read_front
from gazette.reading.titles import WantedTitle

_CHRONICLE = re.compile(r"^大事记(?:[（(]?\d{4}年\d{1,2}月(?:份)?[)）]?)?$|^\d{4}年\d{1,2}月(?:份)?大事记$")
_RUNNING_HEAD = re.compile(r"^(?:大事记|目录|.{2,20}人民政府公报|\d{4}年第\d{1,2}期)$")


@dataclass(frozen=True)
class _Section:
    """A stretch of paragraphs that begins with the title of one entry."""

    entry: EntryAnswer | None
    start: int
    title_length: int


def read_issue(
    raw: bytes, *, name: str, lexicon: UnitLexicon, known_people: Iterable[str] = ()
) -> ReadingAnswer:
    """Read a whole issue. Raises UnreadableSource for what is no gazette."""
    source, ledger = read_source(raw, name=name)
    return read_issue_source(source, ledger, lexicon=lexicon, known_people=known_people)


def read_issue_source(
    source: Source, ledger: Ledger, *, lexicon: UnitLexicon, known_people: Iterable[str] = ()
) -> ReadingAnswer:
    """The same from lines that are extracted already; the ledger is used up."""
    findings = findings_of(source)
    contents = read_contents(source.lines)
    begin = _first_text(source.lines, contents.entries, contents.end)
    for number, printed in contents.restated:
        ledger.restate(number, printed)
    ledger.place(contents.lines)
    used = set(contents.lines)
    issue = read_front(
        [line for line in source.lines[:begin] if line.number not in used], contents.entries, ledger
    )
    _require_gazette(issue, source.name)
    paragraphs = read_paragraphs(_without_heads(source.lines[begin:], ledger), ledger, findings)
    sections = _sections(paragraphs, contents.entries, findings)
    documents, chronicle = _read_sections(
        paragraphs, sections, issue, lexicon, known_people, ledger, findings
    )
    _report_numbers(documents, findings, paragraphs)
    return close(source, ledger, issue=issue, documents=documents, chronicle=chronicle, findings=findings)


def _require_gazette(issue: IssueAnswer, name: str) -> None:
    if issue.year is None and not issue.contents:
        raise UnreadableSource(
            f"文件“{name}”里找不到“××××年第×期”和目录，不像一期公报；单个文件请用 import_document。"
        )


def _first_text(lines: Sequence[SourceLine], entries: Sequence[EntryAnswer], start: int) -> int:
    """Index of the line where the first document begins."""
    words = [line.text for line in lines]
    for entry in entries[:3]:
        found = WantedTitle(entry.title).first_line(words, start)
        if found is not None:
            return found
    return next((i for i in range(start, len(lines)) if number_of(lines[i].text)), len(lines) + 1) - 1


def _without_heads(lines: Sequence[SourceLine], ledger: Ledger) -> list[SourceLine]:
    """Take running heads out; the first 大事记 is the heading of the chronicle."""
    kept: list[SourceLine] = []
    seen_chronicle = gap = False
    for line in lines:
        bare = squeeze(line.text)
        if _RUNNING_HEAD.match(bare) and not (_CHRONICLE.match(bare) and not seen_chronicle):
            ledger.furnish(line.number)
            gap = True
            continue
        seen_chronicle = seen_chronicle or bool(_CHRONICLE.match(bare))
        kept.append(replace(line, gap=line.gap or gap))
        gap = False
    return kept


def _sections(
    paragraphs: Sequence[Paragraph], entries: Sequence[EntryAnswer], findings: Findings
) -> list[_Section]:
    """Where each entry of the contents begins; a number nobody announced begins a document too."""
    sections: list[_Section] = []
    position = 0
    for entry in entries:
        found = _find_entry(paragraphs, entry, position)
        if found is None:
            findings.add(
                1, "contents_without_text", f"目录中的“{entry.title}”在正文里没有找到。", entry.title
            )
            continue
        sections.append(_Section(entry, *found))
        position = found[0] + found[1]
    return _with_unannounced(paragraphs, sections, findings)


def _find_entry(paragraphs: Sequence[Paragraph], entry: EntryAnswer, start: int) -> tuple[int, int] | None:
    """Where the entry's title stands, and on how many paragraphs: the very same words first, then nearly the same."""
    if _CHRONICLE.match(squeeze(entry.title)):
        heads = (i for i in range(start, len(paragraphs)) if _CHRONICLE.match(squeeze(paragraphs[i].text)))
        return next(((index, 1) for index in heads), None)
    return WantedTitle(entry.title).find(paragraphs, start)


def _with_unannounced(
    paragraphs: Sequence[Paragraph], sections: list[_Section], findings: Findings
) -> list[_Section]:
    """A 发文字号 under a title that no section claims begins a document of its own."""
    claimed = {section.start + section.title_length for section in sections}
    extra = []
    for index in range(1, len(paragraphs)):
        if index in claimed or paragraphs[index].is_row or not number_of(paragraphs[index].text):
            continue
        start = _title_start(paragraphs, index)
        if start < index:
            title = squeeze("".join(p.text for p in paragraphs[start:index]))
            findings.add(
                paragraphs[start].line, "text_without_contents", "目录里没有这份文件，仍按公文读入。", title
            )
            extra.append(_Section(None, start, index - start))
    return sorted([*sections, *extra], key=lambda section: section.start)


def _title_start(paragraphs: Sequence[Paragraph], number: int) -> int:
    """Where the title above a number begins (it may take several lines); the number's own index if none does."""
    for start in range(number - 1, max(number - 4, -1), -1):
        text = squeeze("".join(paragraph.text for paragraph in paragraphs[start:number]))
        if kind_of(text) and "关于" in text and len(text) <= 160:
            return start
    return number


def _read_sections(
    paragraphs: Sequence[Paragraph],
    sections: Sequence[_Section],
    issue: IssueAnswer,
    lexicon: UnitLexicon,
    known_people: Iterable[str],
    ledger: Ledger,
    findings: Findings,
) -> tuple[tuple[DocumentAnswer, ...], tuple[ChronicleAnswer, ...]]:
    documents: list[DocumentAnswer] = []
    chronicle: tuple[ChronicleAnswer, ...] = ()
    names = [*known_people, *(name for row in issue.masthead for name in row.names)]
    for order, section in enumerate(sections):
        end = sections[order + 1].start if order + 1 < len(sections) else len(paragraphs)
        own = paragraphs[section.start : end]
        column = section.entry.column if section.entry else None
        if _CHRONICLE.match(squeeze(own[0].text)):
            month = int(issue.published[5:]) if issue.published else None
            year = int(issue.published[:4]) if issue.published else issue.year
            ledger.furnish(own[0].line)
            body = own if _HAS_MONTH.search(own[0].text) else own[1:]
            chronicle += read_chronicle(
                body, issue_year=year, issue_month=month, known_people=names, ledger=ledger, findings=findings
            )
            continue
        head = plain_head(own, section.title_length)
        lines = [line for paragraph in own for line in paragraph.lines]
        document = read_notice(
            head, lines=lines, lexicon=lexicon, ledger=ledger, findings=findings, column=column
        )
        _report_title(section, document, own[0].line, findings)
        documents.append(document)
    return tuple(documents), chronicle


_HAS_MONTH = re.compile(r"\d{4}年\d{1,2}月")


def _report_title(section: _Section, document: DocumentAnswer, line: int, findings: Findings) -> None:
    if section.entry and fold(section.entry.title) != fold(document.title):
        if re.split(r"-{2}|—{2}", fold(section.entry.title))[0] == fold(document.title):
            return
        findings.add(
            line, "title_differs", "目录标题与正文标题不一致，请核对。", section.entry.title, document.title
        )


def _report_numbers(
    documents: Sequence[DocumentAnswer], findings: Findings, paragraphs: Sequence[Paragraph]
) -> None:
    """Numbers of one series should rise through an issue, and stand for one document each."""
    last: dict[tuple[str, int], int] = {}
    standing: dict[DocumentNumber | None, list[int]] = defaultdict(list)
    for paragraph in paragraphs:
        standing[number_of(paragraph.text)].append(paragraph.line)
    for document in documents:
        if document.number is None:
            continue
        key = (document.number.series, document.number.year)
        lines = standing.get(document.number) or [1]
        if document.number.serial < last.get(key, 0):
            message = "发文字号的顺序与前一份文件不连贯，请核对。"
            findings.add(lines[0], "number_out_of_order", message, str(document.number))
        if document.number.serial == last.get(key):
            message = "发文字号与前一份文件相同，请核对。"
            findings.add(lines[-1], "number_twice", message, str(document.number))
        last[key] = document.number.serial
