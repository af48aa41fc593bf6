"""One notice: its paragraphs become elements, body, attachments, tasks, references. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from documents.document_numbers import DocumentNumber
from documents.official_text import Block, headings, parse
from documents.reading.answer import (
    AttachmentAnswer,
    DocumentAnswer,
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
    organs_of,
    signature_before,
    signed_date,
    written_on,
)
from documents.reading.head import Head
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
    organs: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()
    date: WrittenOn | None = None
    note: str | None = None
    enclosed: str | None = None
    body: list[Paragraph] = field(default_factory=list)
    attachments: tuple[AttachmentAnswer, ...] = ()
    attached: list[Paragraph] = field(default_factory=list)


def read_notice(
    head: Head,
    *,
    lines: Sequence[int],
    lexicon: UnitLexicon,
    ledger: Ledger,
    findings: Findings,
    column: str | None = None,
) -> DocumentAnswer:
    """Read one notice under its head; ``lines`` are those of the source that belong to it."""
    parts = _Parts(title=head.title, number=head.number, organs=head.organs)
    rest = _take_addressees(list(head.rest), parts)
    _take_tail(rest, parts, ledger, findings)
    parts.date = parts.date or head.written_on
    ledger.place(line for line in lines if ledger.is_open(line))
    return _answer(parts, lexicon, findings, column)


def _take_addressees(paragraphs: list[Paragraph], parts: _Parts) -> list[Paragraph]:
    """The addressees, when they stand where they must."""
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
    _report_titles(announced, parts, paragraphs, ledger, findings)
    if announced is not None and announced.end <= begin:
        text = text[: announced.start] + text[announced.end :]
    text = [part for paragraph in text for part in signed_date(paragraph) or (paragraph,)]
    parts.body = _without_closing(text, parts, findings)


def _without_closing(text: list[Paragraph], parts: _Parts, findings: Findings) -> list[Paragraph]:
    """Take signature, date and note out of the text; what they close may be followed by the enclosed text."""
    end = next(
        (i for i, p in enumerate(text) if not p.is_row and (written_on(p, Findings()) or note_of(p))), None
    )
    if end is None:
        return text
    start = signature_before(text, end)
    parts.signature = tuple(organ for paragraph in text[start:end] for organ in organs_of(paragraph))
    before, after = text[:start], text[end:]
    while after and (_take_date(after[0], parts, findings) or _take_note(after[0], parts)):
        after = after[1:]
        if not parts.date:
            after = _take_late_signature(after, parts)
    length = _enclosed_length(parts.title, before, after)
    if length:
        lines = tuple(line for paragraph in after[:length] for line in paragraph.lines)
        parts.enclosed = "".join(tidy(paragraph.text) for paragraph in after[:length])
        after = [Paragraph(parts.enclosed, lines), *after[length:]]
    return before + after


def _take_late_signature(after: list[Paragraph], parts: _Parts) -> list[Paragraph]:
    """Organs and date may stand below the note."""
    length = next((i for i, p in enumerate(after[:12]) if p.is_row or not organs_of(p)), 0)
    if 0 < length < len(after) and not after[length].is_row and written_on(after[length], Findings()):
        parts.signature += tuple(organ for paragraph in after[:length] for organ in organs_of(paragraph))
        return after[length:]
    return after


def _take_date(paragraph: Paragraph, parts: _Parts, findings: Findings) -> bool:
    found = None if paragraph.is_row or parts.date else written_on(paragraph, findings)
    parts.date = parts.date or found
    return found is not None


def _report_titles(
    announced: Announced | None,
    parts: _Parts,
    paragraphs: Sequence[Paragraph],
    ledger: Ledger,
    findings: Findings,
) -> None:
    """附件说明 must equal the attachment's own title (GB/T 9704-2012, 7.3.4)."""
    if announced is None:
        return
    exact = {fold(attachment.title) for attachment in parts.attachments}
    printed = {fold(_without_blanks(attachment.title)) for attachment in parts.attachments}
    for position, title in enumerate(announced.titles, start=1):
        if fold(_without_blanks(title)) in printed:
            if fold(title) not in exact:  # the attachment's own title stands in the answer, with its blanks
                _restate(paragraphs[announced.start : announced.end], title, ledger)
            continue
        own = next(
            (a.title for a in parts.attachments if squeeze(a.label) in (f"附件{position}", "附件")), None
        )
        message = f"附件说明中的“{title}”与附件自己的标题不一致，请核对。"
        findings.add(paragraphs[announced.start].line, "attachment_title_differs", message, title, own)


def _restate(paragraphs: Sequence[Paragraph], title: str, ledger: Ledger) -> None:
    for paragraph in paragraphs:
        if title in paragraph.text:
            for line in paragraph.lines:
                ledger.restate(line, title)


def _without_blanks(title: str) -> str:
    """A form leaves a place to fill in: 临沧市____年度……目录."""
    return re.sub(r"[_＿]+", "", title)


def _take_note(paragraph: Paragraph, parts: _Parts) -> bool:
    """A note without a date before it."""
    if parts.note is None and not paragraph.is_row and (note := note_of(paragraph)):
        parts.note = note
        return True
    return False


def _enclosed_length(title: str, before: Sequence[Paragraph], after: Sequence[Paragraph]) -> int:
    """How many paragraphs after date and note are the title of the text that the notice issues; none: 0."""
    expected = {fold(title)}
    if match := _ABOUT_ISSUING.search(squeeze(title)):
        expected.add(fold(match[1]))
    for paragraph in before:
        expected.update(fold(name) for name, _, _ in titles(paragraph.text))
    for length in (1, 2, 3):
        run = after[:length]
        if (
            len(run) == length
            and not any(p.is_row for p in run)
            and fold("".join(p.text for p in run)) in expected
        ):
            return length
    if not after or after[0].is_row:
        return 0
    first = tidy(after[0].text)
    return int(len(first) <= 60 and bool(kind_of(first)) or _looks_like_plan(first))


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
    report_brackets([*parts.body, *parts.attached], findings)
    date = parts.date or _date_in_subtitle(parts.body)
    return DocumentAnswer(
        title=parts.title,
        kind=kind_of(parts.title),
        column=column,
        number=parts.number,
        organs=_organs(parts),
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


def _organs(parts: _Parts) -> tuple[str, ...]:
    """Organs of the title, in the fuller form of the signature (省人民政府 → 湖北省人民政府)."""
    named, signed = parts.organs, parts.signature
    if not named:
        return signed or _speakers_organ(parts.body)
    fuller = len(named) == len(signed) and all(s.endswith(n) for n, s in zip(named, signed, strict=True))
    return signed if fuller else named


def _speakers_organ(body: Sequence[Paragraph]) -> tuple[str, ...]:
    """A report is given by the head of an organ: 临沧市人民政府市长 某某."""
    for paragraph in body[:3]:
        if match := _SPEAKER.match(paragraph.text):
            return (match[1],)
    return ()
