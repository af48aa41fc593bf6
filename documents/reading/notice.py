"""One notice: its paragraphs become elements, body, attachments, tasks, references. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from documents.official_text import Block, headings, parse
from documents.reading.answer import (
    AttachmentAnswer,
    DocumentAnswer,
    DocumentNumber,
    Findings,
)
from documents.reading.attachments import Announced, find_announced, first_label, read_attachments
from documents.reading.checklist import read_checklist
from documents.reading.citations import read_citations, read_interpreted, read_repeals, titles
from documents.reading.doubts import (
    Locator,
    report_brackets,
    report_foreign_words,
    report_restored,
    report_units,
    report_verbs,
)
from documents.reading.elements import (
    WrittenOn,
    addressees_of,
    kind_of,
    note_of,
    number_of,
    organs_in_title,
    signature_before,
    written_on,
)
from documents.reading.paragraphs import Paragraph
from documents.reading.source import Ledger
from documents.reading.tasks import read_tasks
from foundation.chinese_text import fold, squeeze, tidy
from foundation.unit_names import UnitLexicon

_SPEAKER = re.compile(r"^(\S{2,20}?人民政府)(?:代)?(?:省长|市长|州长|县长|区长|主任)\s+\S")
_SUBTITLE = re.compile(r"^——.*$")
_DATE_IN_SUBTITLE = re.compile(r"(\d{4}年\d{1,2}月\d{1,2}日)")
_ABOUT_ISSUING = re.compile(r"(?:印发|转发|批转)《?(.+?)》?的通知(?:[（(].*[)）])?$")


@dataclass
class _Parts:
    """What has been recognised so far."""

    title: str = ""
    number: DocumentNumber | None = None
    addressees: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()
    date: WrittenOn | None = None
    note: str | None = None
    enclosed: str | None = None
    body: list[Paragraph] = field(default_factory=list)
    attachments: tuple[AttachmentAnswer, ...] = ()
    attached: list[Paragraph] = field(default_factory=list)


def read_notice(
    paragraphs: Sequence[Paragraph],
    *,
    lexicon: UnitLexicon,
    ledger: Ledger,
    findings: Findings,
    column: str | None = None,
    title_length: int = 1,
) -> DocumentAnswer:
    """Read the paragraphs of one notice; the first ``title_length`` of them are its title."""
    parts = _Parts(title="".join(tidy(paragraph.text) for paragraph in paragraphs[:title_length]))
    rest = _take_head(list(paragraphs[title_length:]), parts)
    _take_tail(rest, parts, ledger, findings)
    for paragraph in paragraphs:
        ledger.place(line for line in paragraph.lines if ledger.is_open(line))
    return _answer(parts, lexicon, findings, column)


def _take_head(paragraphs: list[Paragraph], parts: _Parts) -> list[Paragraph]:
    """Number and addressees, when they stand where they must."""
    if paragraphs and (number := number_of(paragraphs[0].text)):
        parts.number = number
        paragraphs = paragraphs[1:]
    for index, paragraph in enumerate(paragraphs[:3]):
        if addressees := addressees_of(paragraph):
            parts.addressees = addressees
            return paragraphs[:index] + paragraphs[index + 1 :]
        if not _may_precede_addressees(paragraph):
            break
    return paragraphs


def _may_precede_addressees(paragraph: Paragraph) -> bool:
    """A subtitle or the speaker's line may stand between title and addressees."""
    return not paragraph.is_row and len(paragraph.text) <= 40 and "。" not in paragraph.text


def _take_tail(paragraphs: list[Paragraph], parts: _Parts, ledger: Ledger, findings: Findings) -> None:
    """Signature, date, note and attachments; what remains is the body."""
    announced = find_announced(paragraphs)
    begin = first_label(paragraphs, announced)
    text, parts.attached = paragraphs[:begin], paragraphs[begin:]
    parts.attachments = read_attachments(parts.attached, announced, ledger)
    _report_titles(announced, parts, paragraphs, findings)
    if announced is not None and announced.end <= begin:
        text = text[: announced.start] + text[announced.end :]
    for index, paragraph in enumerate(text):
        found = None if paragraph.is_row else written_on(paragraph, findings)
        if found is None:
            continue
        parts.date = found
        start = signature_before(text, index)
        parts.signature = tuple(squeeze(organ.text) for organ in text[start:index])
        before, after = text[:start], text[index + 1 :]
        if after and (note := note_of(after[0])):
            parts.note, after = note, after[1:]
        parts.enclosed = _enclosed(parts.title, before, after)
        if parts.enclosed:
            after = [Paragraph(parts.enclosed, after[0].lines), *after[1:]]
        parts.body = before + after
        return
    parts.body = [paragraph for paragraph in text if not _take_note(paragraph, parts)]


def _report_titles(
    announced: Announced | None, parts: _Parts, paragraphs: Sequence[Paragraph], findings: Findings
) -> None:
    """附件说明 must equal the attachment's own title (GB/T 9704-2012, 7.3.4)."""
    if announced is None:
        return
    printed = {fold(attachment.title): attachment for attachment in parts.attachments}
    for position, title in enumerate(announced.titles, start=1):
        if fold(title) in printed:
            continue
        own = next(
            (a.title for a in parts.attachments if squeeze(a.label) in (f"附件{position}", "附件")), None
        )
        message = f"附件说明中的“{title}”与附件自己的标题不一致，请核对。"
        findings.add(paragraphs[announced.start].line, "attachment_title_differs", message, title, own)


def _take_note(paragraph: Paragraph, parts: _Parts) -> bool:
    """A note without a date before it."""
    if parts.note is None and not paragraph.is_row and (note := note_of(paragraph)):
        parts.note = note
        return True
    return False


def _enclosed(title: str, before: Sequence[Paragraph], after: Sequence[Paragraph]) -> str | None:
    """The title of the text a notice issues: it stands right after the date and note."""
    if not after or after[0].is_row:
        return None
    candidate = tidy(after[0].text)
    expected = {fold(title)}
    if match := _ABOUT_ISSUING.search(squeeze(title)):
        expected.add(fold(match[1]))
    for paragraph in before:
        expected.update(fold(name) for name, _, _ in titles(paragraph.text))
    if fold(candidate) in expected:
        return candidate
    return candidate if len(candidate) <= 60 and kind_of(candidate) or _looks_like_plan(candidate) else None


def _looks_like_plan(text: str) -> bool:
    return len(text) <= 60 and bool(
        re.search(
            r"(?:方案|办法|规定|细则|措施|规划|计划|制度|预案|规则|意见|要点|清单|条例)(?:[（(].*[)）])?$",
            text,
        )
    )


def _answer(parts: _Parts, lexicon: UnitLexicon, findings: Findings, column: str | None) -> DocumentAnswer:
    body = "\n".join(paragraph.text for paragraph in parts.body)
    blocks = parse(body, enclosed_title=parts.enclosed or "")
    locate = Locator([*parts.body, *parts.attached])

    def report(block: Block, printed: str, kind: str) -> None:
        findings.add(locate(printed or block.text), kind, "这处责任标注没有读懂，请核对。", printed)

    tasks = read_tasks(blocks, known=lexicon.is_known, report=report)
    checklist = read_checklist(parts.attached, known=lexicon.is_known, findings=findings)
    whole = "\n".join([body, *(attachment.text for attachment in parts.attachments)])
    own = [parts.title, parts.enclosed or "", *(attachment.title for attachment in parts.attachments)]
    own += [title for name in own for title, _, _ in titles(name)] if "解读" not in parts.title else []
    report_units(tasks, checklist, lexicon, findings, locate)
    report_verbs(tasks, findings, locate)
    report_restored(blocks, findings, locate)
    report_foreign_words([*parts.body, *parts.attached], findings)
    report_brackets(parts.body, findings)
    date = parts.date or _date_in_subtitle(parts.body)
    return DocumentAnswer(
        title=parts.title,
        kind=kind_of(parts.title),
        column=column,
        number=parts.number,
        organs=organs_in_title(parts.title) or parts.signature or _speakers_organ(parts.body),
        addressees=parts.addressees,
        written_on=date.iso if date else None,
        written_on_printed=date.printed if date else None,
        note=parts.note,
        enclosed_title=parts.enclosed,
        attachments=parts.attachments,
        headings=headings(blocks),
        citations=read_citations(whole, own=own),
        repeals=read_repeals(whole),
        interprets=read_interpreted(parts.title, whole),
        body=body,
        tasks=tasks,
        checklist=checklist,
    )


def _date_in_subtitle(body: Sequence[Paragraph]) -> WrittenOn | None:
    """A report is dated by the line under its title: ——2023年2月10日在……上."""
    for paragraph in body[:2]:
        if _SUBTITLE.match(paragraph.text) and (match := _DATE_IN_SUBTITLE.search(squeeze(paragraph.text))):
            return written_on(Paragraph(match[1], paragraph.lines), Findings())
    return None


def _speakers_organ(body: Sequence[Paragraph]) -> tuple[str, ...]:
    """A report is given by the head of an organ: 临沧市人民政府市长 某某."""
    for paragraph in body[:3]:
        if match := _SPEAKER.match(paragraph.text):
            return (match[1],)
    return ()
