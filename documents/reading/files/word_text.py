"""The words of one Word paragraph as they would be printed. Pure.

Left out: tracked deletions and moves away, hidden runs, field codes, the fallback copies of drawings, ruby readings.
Kept: insertions, hyperlinks, content controls, formulas. Text boxes are handed back apart.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_LEFT_OUT = {
    qn("w:pPr"),
    qn("w:rPr"),
    qn("w:del"),
    qn("w:moveFrom"),
    qn("w:instrText"),
    qn("w:delText"),
    qn("w:delInstrText"),
    qn("w:rt"),
    qn("w:tbl"),
    f"{_MC}Fallback",
}
_TEXT = {qn("w:t"), f"{_M}t"}
_FIXED = {
    qn("w:tab"): " ",
    qn("w:ptab"): " ",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
    qn("w:checkBox"): "□",
}
_TICKED = {"f052", "f0fe", "00fe", "0052"}
_OPEN_BOX = {"f06f", "f0a8", "f071", "f0a3", "006f", "00a8"}


@dataclass
class ParagraphText:
    """``text`` holds "\\n" where a line was broken by hand; ``boxes`` are the contents of text boxes."""

    text: str
    boxes: list[Any] = field(default_factory=list)


def read_paragraph(paragraph: Any) -> ParagraphText:
    pieces: list[str] = []
    boxes: list[Any] = []
    for child in paragraph:
        _walk(child, pieces, boxes)
    return ParagraphText("".join(pieces), boxes)


def _walk(element: Any, pieces: list[str], boxes: list[Any]) -> None:
    tag = element.tag
    if tag in _LEFT_OUT or not isinstance(tag, str):
        return
    if tag == qn("w:txbxContent"):
        boxes.append(element)
    elif tag in _TEXT:
        pieces.append((element.text or "").replace("\t", " ").replace("\n", " "))
    elif tag in _FIXED:
        pieces.append(_FIXED[tag])
    elif tag == qn("w:br"):
        pieces.append("\n" if element.get(qn("w:type")) in (None, "textWrapping") else "")
    elif tag == qn("w:sym"):
        pieces.append(_symbol(element.get(qn("w:char"), "").lower()))
    elif not (tag == qn("w:r") and _is_hidden(element)):
        for child in element:
            _walk(child, pieces, boxes)


def _symbol(code: str) -> str:
    """Tick boxes of symbol fonts; other pictures of such fonts say nothing."""
    return "☑" if code in _TICKED else "□" if code in _OPEN_BOX else ""


def _is_hidden(run: Any) -> bool:
    properties = run.find(qn("w:rPr"))
    vanish = None if properties is None else properties.find(qn("w:vanish"))
    return vanish is not None and vanish.get(qn("w:val")) not in ("0", "false")


def mark_is_deleted(paragraph: Any) -> bool:
    """A tracked deletion of the paragraph mark: the text goes on in the next paragraph."""
    return paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}") is not None


def style_of(paragraph: Any) -> str | None:
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return None if style is None else style.get(qn("w:val"))
