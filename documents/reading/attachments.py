"""附件: the list that announces them, and the texts that follow under their labels. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from documents.official_text import split_number
from documents.reading.answer import AttachmentAnswer
from documents.reading.members import member_rows
from documents.reading.paragraphs import ATTACHMENT_LABEL, ATTACHMENT_LIST, Paragraph
from documents.reading.source import Ledger
from foundation.chinese_text import fold, squeeze, tidy

_LISTED = re.compile(r"^\s*(?:(\d{1,2})\s*[.．、]\s*)?(.+?)\s*$")
_SUBTITLE = re.compile(r"^[（(][^（()）]{1,12}[)）]$")
_TITLE_LIMIT = 80


@dataclass(frozen=True)
class Announced:
    """The 附件说明: titles in order, and the paragraphs it takes (first, past the last)."""

    titles: tuple[str, ...]
    start: int
    end: int


def find_announced(paragraphs: Sequence[Paragraph]) -> Announced | None:
    """The list “附件：1. … 2. …”, on one line or several."""
    for index, paragraph in enumerate(paragraphs):
        match = ATTACHMENT_LIST.match(paragraph.text)
        if match is None or paragraph.is_row:
            continue
        first = paragraph.text[match.end() :].strip()
        names = [first] if first else []
        end = index + 1
        while end < len(paragraphs) and (found := split_number(paragraphs[end].text)) and found[0] == 3:
            names.append(paragraphs[end].text)
            end += 1
        parts = [part for name in names for part in re.split(r"\s+(?=\d{1,2}\s*[.．])", name)]
        listed = [match[2] for part in parts if (match := _LISTED.match(part))]
        return Announced(tuple(tidy(name).rstrip("。；") for name in listed), index, end)
    return None


def first_label(paragraphs: Sequence[Paragraph], announced: Announced | None, *, start: int = 0) -> int:
    """Where the attachments begin: at the first label, or at a title that stands just before it."""
    for index in range(start, len(paragraphs)):
        if paragraphs[index].is_row or not ATTACHMENT_LABEL.match(paragraphs[index].text.strip()):
            continue
        return index - 1 if _is_title_before(paragraphs, index, announced) else index
    return len(paragraphs)


def read_attachments(
    paragraphs: Sequence[Paragraph], announced: Announced | None, ledger: Ledger
) -> tuple[AttachmentAnswer, ...]:
    """The attachments that stand in the text; announced ones that do not keep an empty text."""
    labels = [i for i, p in enumerate(paragraphs) if not p.is_row and ATTACHMENT_LABEL.match(p.text.strip())]
    found = []
    for order, index in enumerate(labels):
        end = labels[order + 1] if order + 1 < len(labels) else len(paragraphs)
        if order + 1 < len(labels) and _is_title_before(paragraphs, end, announced):
            end -= 1
        found.append(_read_one(paragraphs, index, end, announced, ledger))
    return tuple(_with_missing(found, announced))


def _is_title_before(paragraphs: Sequence[Paragraph], index: int, announced: Announced | None) -> bool:
    """A damaged page sets the title before its label: it is an announced one."""
    if index == 0 or announced is None or paragraphs[index - 1].is_row:
        return False
    return fold(paragraphs[index - 1].text) in {fold(title) for title in announced.titles}


def _read_one(
    paragraphs: Sequence[Paragraph], index: int, end: int, announced: Announced | None, ledger: Ledger
) -> AttachmentAnswer:
    label = squeeze(paragraphs[index].text).rstrip("：:")
    position = index + 1
    if _is_title_before(paragraphs, index, announced):
        title = tidy(paragraphs[index - 1].text)
    else:
        title = ""
        if position < end and _may_be_title(paragraphs[position]):
            title = tidy(paragraphs[position].text)
            position += 1
    while position < end and title and _SUBTITLE.match(paragraphs[position].text.strip()):
        title += tidy(paragraphs[position].text)
        position += 1
    return AttachmentAnswer(
        label, title or _announced_title(label, announced), _text(paragraphs[position:end], ledger)
    )


def _may_be_title(paragraph: Paragraph) -> bool:
    text = paragraph.text
    return (
        not paragraph.is_row
        and len(text) <= _TITLE_LIMIT
        and not re.search("[。；，]", text)
        and not split_number(text)
    )


def _text(paragraphs: Sequence[Paragraph], ledger: Ledger) -> str:
    """Lines as they stand; the header that a table repeats on each page is furniture."""
    lines: list[str] = []
    header: str | None = None
    in_table = False
    members = member_rows(paragraphs)
    for index, paragraph in enumerate(paragraphs):
        if index in members:
            lines.append(members[index])
            continue
        if paragraph.is_row:
            if header is not None and fold(paragraph.text) == fold(header):
                for line in paragraph.lines:
                    ledger.furnish(line)
                continue
            if not in_table and header is None:
                header = paragraph.text
        in_table = paragraph.is_row
        lines.append(paragraph.text)
    return "\n".join(lines)


def _announced_title(label: str, announced: Announced | None) -> str:
    digits = re.sub(r"\D.*", "", label.removeprefix("附件"))
    titles = announced.titles if announced else ()
    position = int(digits) - 1 if digits else 0
    return titles[position] if position < len(titles) else ""


def _with_missing(found: list[AttachmentAnswer], announced: Announced | None) -> list[AttachmentAnswer]:
    """Announced attachments that the issue does not print are kept by their titles."""
    if announced is None:
        return found
    numbers = {squeeze(attachment.label) for attachment in found}
    titles = {fold(attachment.title) for attachment in found}
    single = len(announced.titles) == 1
    for position, title in enumerate(announced.titles, start=1):
        label = "附件" if single else f"附件{position}"
        if fold(title) not in titles and label not in numbers and f"附件{position}" not in numbers:
            found.append(AttachmentAnswer(label, title, ""))
    return sorted(found, key=lambda attachment: _order(attachment.label))


def _order(label: str) -> tuple[int, int]:
    numbers = [int(number) for number in re.findall(r"\d+", label)]
    return (numbers[0] if numbers else 1, numbers[1] if len(numbers) > 1 else 0)
