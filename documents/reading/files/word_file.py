"""A Word document (.docx) becomes printed lines: paragraphs and tables in order, generated numbers written out. Pure.

A paragraph is a line with a blank one before it, a break by hand a new line without; a table row is a line with tabs.
Text boxes follow the paragraph they hang on, foot- and endnotes follow the text; running heads come last, as furniture.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from documents.reading.files.archive import inspect
from documents.reading.files.printed import Doubt, Extraction, PrintedLine
from documents.reading.files.word_numbering import Numbering, list_and_level, read_numbering
from documents.reading.files.word_tables import cells_of, is_frame, read_rows
from documents.reading.files.word_text import mark_is_deleted, read_paragraph, style_of

_BLANKS = re.compile(r"\s+")
_MAX_CHAIN = 50
_FOREIGN_PART = "Word 文件里嵌入了另一个文件（altChunk），没有读入，请核对原文。"


def read_word(raw: bytes) -> Extraction:
    """Raises UnreadableSource for hostile archives, and whatever python-docx raises for broken ones."""
    inspect(raw)
    document = Document(io.BytesIO(raw))
    writer = _Writer(_numbering_of(document), _default_style(document))
    writer.blocks(document.element.body)
    for relation in (RELATION.FOOTNOTES, RELATION.ENDNOTES):
        for root in _related(document, relation):
            for note in root:
                if note.get(qn("w:type")) in (None, "normal"):
                    writer.blocks(note)
    for text in _running_heads(document):
        writer.lines.append(PrintedLine(text, furniture=True))
    return Extraction(tuple(writer.lines), tuple(writer.doubts))


class _Writer:
    """Puts blocks down as lines."""

    def __init__(self, numbering: Numbering, default_style: str | None) -> None:
        self.lines: list[PrintedLine] = []
        self.doubts: list[Doubt] = []
        self._numbering = numbering
        self._default_style = default_style
        self._held = ""  # words of a paragraph whose mark was deleted

    def blocks(self, parent: Any) -> None:
        for child in parent:
            if child.tag == qn("w:p"):
                self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                self._table(child)
            elif child.tag == qn("w:altChunk"):
                self.doubts.append(Doubt(len(self.lines) + 1, "part_unread", _FOREIGN_PART))
            elif child.tag not in (qn("w:del"), qn("w:moveFrom"), qn("w:sectPr")) and isinstance(
                child.tag, str
            ):
                self.blocks(child)

    def _paragraph(self, paragraph: Any) -> None:
        words, boxes = self._words(paragraph)
        if mark_is_deleted(paragraph):
            self._held += words
        else:
            number = self._number(paragraph)
            text = self._held + words
            self._held = ""
            if text.strip():
                self._put(number + text.lstrip())
        for box in boxes:
            self.blocks(box)

    def _words(self, paragraph: Any) -> tuple[str, list[Any]]:
        read = read_paragraph(paragraph)
        return read.text, read.boxes

    def _number(self, paragraph: Any) -> str:
        return self._numbering.number_of(paragraph, style_of(paragraph) or self._default_style)

    def _put(self, text: str) -> None:
        self.lines.append(PrintedLine(""))
        self.lines += [PrintedLine(line.rstrip()) for line in text.split("\n") if line.strip()]

    def _table(self, table: Any) -> None:
        if is_frame(table):
            for cell in cells_of(table):
                self.blocks(cell)
            return
        self.lines.append(PrintedLine(""))
        for row in read_rows(table, self._cell):
            if any(row):
                self.lines.append(PrintedLine("\t".join(row)))
        self.lines.append(PrintedLine(""))

    def _cell(self, cell: Any) -> str:
        """The words of a cell; paragraphs, and the cells of a table inside, parted by blanks."""
        parts = []
        for block in _paragraphs_within(cell):
            words, boxes = self._words(block)
            parts.append(self._number(block) + words)
            parts += [self._cell(box) for box in boxes]
        return _BLANKS.sub(" ", " ".join(part for part in parts if part.strip())).strip()


def _paragraphs_within(cell: Any) -> Iterator[Any]:
    for child in cell:
        if child.tag == qn("w:p"):
            yield child
        elif child.tag not in (qn("w:del"), qn("w:moveFrom")) and isinstance(child.tag, str):
            yield from _paragraphs_within(child)


def _related(document: WordDocument, relation: str) -> Iterator[Any]:
    """Roots of the parts the document refers to so."""
    for found in document.part.rels.values():
        if found.reltype == relation and not found.is_external:
            yield parse_xml(found.target_part.blob)


def _running_heads(document: WordDocument) -> list[str]:
    """Every different line of headers and footers, once."""
    heads: dict[str, None] = {}
    for relation in (RELATION.HEADER, RELATION.FOOTER):
        for root in _related(document, relation):
            for paragraph in root.iter(qn("w:p")):
                heads.setdefault(_BLANKS.sub(" ", read_paragraph(paragraph).text).strip())
    return [head for head in heads if head]


def _numbering_of(document: WordDocument) -> Numbering:
    root = next(_related(document, RELATION.NUMBERING), None)
    return read_numbering(root, _style_lists(document))


def _styles(document: WordDocument) -> list[Any]:
    return list(document.styles.element.findall(qn("w:style")))


def _default_style(document: WordDocument) -> str | None:
    paragraphs = (style for style in _styles(document) if style.get(qn("w:type")) == "paragraph")
    return next((s.get(qn("w:styleId")) for s in paragraphs if s.get(qn("w:default")) in ("1", "true")), None)


def _style_lists(document: WordDocument) -> dict[str, tuple[str | None, int | None]]:
    """List and level of every style, inherited from the style it is based on."""
    styles = {style.get(qn("w:styleId")): style for style in _styles(document)}
    found: dict[str, tuple[str | None, int | None]] = {}
    for identity, style in styles.items():
        list_id: str | None = None
        level: int | None = None
        for _ in range(_MAX_CHAIN):
            own_list, own_level = list_and_level(style.find(qn("w:pPr")))
            list_id, level = list_id or own_list, own_level if level is None else level
            based = style.find(qn("w:basedOn"))
            if list_id is not None or based is None or based.get(qn("w:val")) not in styles:
                break
            style = styles[based.get(qn("w:val"))]
        found[identity] = (list_id, level)
    return found
