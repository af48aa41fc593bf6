"""A read document laid out for proof-reading: its passages in printed order, with places and lines. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from documents.official_text import Block, parse
from documents.proofreading.known import Known
from documents.proofreading.passages import Passage, SourceText, block_passages
from documents.reading.answer import DocumentAnswer, LineAccount, Problem
from foundation.chinese_text import squeeze

_NUMBER_LINE = re.compile(r"^\S{2,14}[〔\[［【（(〈]?(?:19|20)\d{2}年?[〕\]］】)）〉]?第?\d{1,5}号?$")
_ANNOUNCED = re.compile(r"^(?:-\s*)?附\s*件\s*[：:]")
_ANNOUNCED_NEXT = re.compile(r"^\d{1,2}\s*[.．、]")
_HEAD_LINES = 6


@dataclass(frozen=True)
class Part:
    """The body, or one attachment: its name, its blocks."""

    name: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Manuscript:
    document: DocumentAnswer
    known: Known
    parts: tuple[Part, ...]
    passages: tuple[Passage, ...]
    source: SourceText | None = None
    problems: tuple[Problem, ...] = ()
    published: str | None = None  # YYYY-MM of the issue

    def of_role(self, *roles: str) -> Iterator[Passage]:
        return (passage for passage in self.passages if passage.role in roles)

    def first(self, role: str) -> Passage | None:
        return next(self.of_role(role), None)

    @property
    def title(self) -> Passage:
        return self.passages[0]


def lay_out(
    document: DocumentAnswer,
    *,
    known: Known,
    lines: Sequence[LineAccount] = (),
    problems: Iterable[Problem] = (),
    published: str | None = None,
    whole: SourceText | None = None,
) -> Manuscript:
    """``lines``: those of this document in the file; without them findings have places but no lines.
    ``whole``: the file, when the document is a part of it."""
    parts = tuple(_parts(document))
    source = SourceText(lines) if lines else None
    passages = [Passage(document.title, "标题", "", "title"), *_elements(document, source)]
    passages += [passage for part in parts for passage in block_passages(part.blocks, part.name)]
    passages += _closing(document, source)
    if source is not None:
        start = whole.start_of(lines[0].number) if whole else 0
        passages = [_moved(passage, start) for passage in _located(passages, source)]
    return Manuscript(document, known, parts, tuple(passages), whole or source, tuple(problems), published)


def _parts(document: DocumentAnswer) -> Iterator[Part]:
    yield Part("正文", parse(document.body, enclosed_title=document.enclosed_title or ""))
    for order, attachment in enumerate(document.attachments, start=1):
        yield Part(attachment.label, parse(attachment.text, prefix=f"a{order}-"))


def _elements(document: DocumentAnswer, source: SourceText | None) -> Iterator[Passage]:
    """What stands between the title and the body: the number as printed, if the lines are at hand."""
    printed = next((p for p in _head(source) if _NUMBER_LINE.match(squeeze(p))), None)
    if printed or document.number:
        yield Passage(printed or str(document.number), "发文字号", "", "number")
    if document.addressees:
        yield Passage("，".join(document.addressees), "主送机关", "", "addressees")


def _head(source: SourceText | None) -> Iterator[str]:
    lines = source.lines[:_HEAD_LINES] if source else ()
    return (line.text.strip() for line in lines if "\t" not in line.text)


def _closing(document: DocumentAnswer, source: SourceText | None) -> Iterator[Passage]:
    """Date, note, 附件说明 and the titles of the attachments."""
    if document.written_on_printed:
        yield Passage(document.written_on_printed, "成文日期", "", "date")
    if document.note:
        yield Passage(document.note, "附注", "", "note")
    yield from (Passage(text, "附件说明", "", "announcement") for text in _announced(source))
    for attachment in document.attachments:
        yield Passage(attachment.title, f"{attachment.label}标题", "", "attachment_title")


def _announced(source: SourceText | None) -> Iterator[str]:
    """The lines of the 附件说明 as printed."""
    lines = source.lines if source else ()
    for index, line in enumerate(lines):
        if "\t" in line.text or not _ANNOUNCED.match(line.text.strip()):
            continue
        yield line.text.strip()
        for following in lines[index + 1 :]:
            if "\t" in following.text or not _ANNOUNCED_NEXT.match(following.text.strip()):
                return
            yield following.text.strip()
        return


def _moved(passage: Passage, by: int) -> Passage:
    return replace(passage, offset=passage.offset + by) if by and passage.offset >= 0 else passage


def _located(passages: Sequence[Passage], source: SourceText) -> Iterator[Passage]:
    """Passages of the running text stand in order; the others are looked for by themselves."""
    cursor = 0
    for passage in passages:
        running = passage.role in ("title", "number", "addressees", "heading", "prose", "cell")
        found = source.find(
            passage.text, cursor if running else 0, window=6000 if running else len(source.text)
        )
        if found >= 0 and running:
            cursor = found + (1 if passage.role == "cell" else len(squeeze(passage.text)) // 2)
        yield replace(passage, offset=found)
