"""One notice from the bytes of a file to the answer. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Sequence

from documents.reading.answer import Findings, ReadingAnswer
from documents.reading.balance import close
from documents.reading.elements import kind_of, number_of
from documents.reading.notice import read_notice
from documents.reading.paragraphs import Paragraph, read_paragraphs
from documents.reading.source import UnreadableSource, read_source
from foundation.chinese_text import squeeze
from foundation.unit_names import UnitLexicon

_TITLE_LIMIT = 160


def read_document(raw: bytes, *, name: str, lexicon: UnitLexicon) -> ReadingAnswer:
    """Read one notice. Raises UnreadableSource when no title and no number can be found."""
    source, ledger = read_source(raw, name=name)
    findings = Findings()
    paragraphs = read_paragraphs(source.lines, ledger, findings)
    start, length = _find_title(paragraphs, name)
    document = read_notice(
        paragraphs[start:], lexicon=lexicon, ledger=ledger, findings=findings, title_length=length
    )
    return close(source, ledger, issue=None, documents=(document,), chronicle=(), findings=findings)


def title_start(paragraphs: Sequence[Paragraph], number: int) -> int:
    """Where the title above a number begins (it may take several lines); the number's own index if there is none."""
    for start in range(number - 1, max(number - 4, -1), -1):
        text = squeeze("".join(paragraph.text for paragraph in paragraphs[start:number]))
        if kind_of(text) and "关于" in text and len(text) <= _TITLE_LIMIT:
            return start
    return number


def _find_title(paragraphs: Sequence[Paragraph], name: str) -> tuple[int, int]:
    """The title of a single notice, and of how many paragraphs: above or below its number, else by its 文种."""
    for index, paragraph in enumerate(paragraphs):
        if paragraph.is_row or not number_of(paragraph.text):
            continue
        start = title_start(paragraphs, index)
        if start < index:
            return start, index - start
        if index + 1 < len(paragraphs) and kind_of(paragraphs[index + 1].text):
            return index + 1, 1
    for index, paragraph in enumerate(paragraphs[:40]):
        if (
            kind_of(paragraph.text)
            and 6 <= len(squeeze(paragraph.text)) <= _TITLE_LIMIT
            and "。" not in paragraph.text
        ):
            return index, 1
    raise UnreadableSource(f"文件“{name}”里找不到公文标题和发文字号，不像一份公文；请检查是否选错了文件。")
