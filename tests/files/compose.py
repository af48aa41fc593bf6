"""Typeset fixtures/sample-issue.txt as sample-issue.docx and as the two-column sample-issue.pdf beside this file.

Run by hand when the sample changes: `python -m tests.files.compose` (needs `pip install typst` and Noto Sans CJK SC).
The tests read the ready-made files and need neither.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.files.word_sample import write_docx

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parents[1] / "fixtures" / "sample-issue.txt"
_TITLE = re.compile(r"^(?:示例市人民政府|关于规范|《关于规范).*(?:通知|意见|批复|通报|政策解读)$")
_NUMBER = re.compile(r"^示\S{1,4}〔2012〕\d+号$")
_LABEL = re.compile(r"^附件(?:\d[—\d]*)?$")
_BOX = re.compile(r"<input[^>]*>")
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Piece:
    """A paragraph of one or more printed lines, or the rows of a table."""

    lines: tuple[str, ...]
    style: str = "text"  # front | title | label | text | table

    @property
    def rows(self) -> list[list[str]]:
        return [line.split("\t") for line in self.lines]


def pieces() -> list[Piece]:
    """The sample without the scars of an extraction: tags, bold marks and running heads are gone."""
    found: list[Piece] = []
    body = False
    for block in re.split(r"\n\s*\n", SAMPLE.read_text("utf-8")):
        lines = tuple(_clean(line) for line in block.splitlines() if line.strip())
        if not lines or lines == ("目录",) or (lines == ("大事记",) and Piece(lines, "title") in found):
            continue
        body = body or bool(found and _NUMBER.match(lines[0]))
        if body and not any(piece.style == "title" for piece in found):
            found[-1] = Piece(found[-1].lines, "title")
        found.append(Piece(lines, _style(lines, body=body)))
    return found


def _clean(line: str) -> str:
    return _TAG.sub(" ", _BOX.sub("□", line)).replace("**", "").strip(" ")


def _style(lines: Sequence[str], *, body: bool) -> str:
    bare = re.sub(r"\s", "", lines[0])
    if "\t" in lines[0]:
        return "table"
    if not body:
        return "front"
    if len(lines) == 1 and (_TITLE.match(bare) or bare == "大事记"):
        return "title"
    return "label" if len(lines) == 1 and _LABEL.match(bare) else "text"


def sections(found: Sequence[Piece]) -> Iterator[tuple[str, list[Piece]]]:
    """Runs of pieces set alike: the front on pages of one column, text in two, attachments with tables in one."""
    current: list[Piece] = []
    kind = "front"
    for index, piece in enumerate(found):
        wanted = kind
        if piece.style == "title":
            wanted = "columns"
        elif piece.style == "label" or (
            piece.style == "text" and index + 1 < len(found) and found[index + 1].style == "label"
        ):
            wanted = "wide" if any(near.style == "table" for near in found[index : index + 4]) else "columns"
        if (wanted != kind or piece.style == "title") and current:
            yield kind, current
            current = []
        kind = wanted
        current.append(piece)
    yield kind, current


_PREAMBLE = """
#set document(title: "示例市人民政府公报 2012年第3期", author: "示例")
#set text(font: "Noto Sans CJK SC", size: 10.5pt, lang: "zh", region: "cn")
#set par(justify: true, leading: 0.75em, spacing: 0.75em, first-line-indent: (amount: 2em, all: true))
#set page(paper: "a4", margin: (x: 2cm, top: 2.4cm, bottom: 2.2cm))
#let t(..lines) = par(lines.pos().join(linebreak()))
#let f(..lines) = { par(first-line-indent: 0pt, lines.pos().join(linebreak())); v(0.6em) }
#let label(s) = par(first-line-indent: 0pt, s)
#let title(s) = align(center, text(size: 16pt, par(first-line-indent: 0pt, justify: false, s)))
#let headed(body) = { set page(
  header: context { let n = counter(page).get().first(); set text(size: 9pt)
    if calc.odd(n) [#h(1fr) #"示例市人民政府公报"] else [#"2012年第3期" #h(1fr)]
    line(length: 100%, stroke: 0.5pt) },
  footer: context align(center, text(size: 9pt)[— #counter(page).display() —])); body }
"""


def typst_source(found: Sequence[Piece]) -> str:
    parts = [_PREAMBLE]
    front = True
    for kind, run in sections(found):
        if kind == "front":
            parts.append(_front(run))
            continue
        if front:
            parts.append("#counter(page).update(1)\n#show: headed\n")
            front = False
        columns = 2 if kind == "columns" else 1
        parts.append(f"#set page(columns: {columns})\n#pagebreak(weak: true)\n")
        parts += [_typeset(piece) for piece in run]
    return "\n".join(parts)


def _front(run: Sequence[Piece]) -> str:
    parts = []
    for piece in run:
        if piece.lines[0].replace(" ", "") in ("编辑委员会", "目录", "示例市人民政府") and parts:
            parts.append("#pagebreak(weak: true)")
        lines = _contact(piece.lines)
        narrow = "#block(width: 12em)" if lines != piece.lines else "#block"
        parts.append(f"{narrow}[#f({_strings(lines)})]")
    return "\n".join(parts)


def _contact(lines: Sequence[str]) -> tuple[str, ...]:
    """The contact block stands in a narrow box, where its lines break by themselves."""
    if not lines[0].startswith("编辑发行"):
        return tuple(lines)
    return tuple(re.sub(r"\n(?!.*：)", "", "\n".join(lines)).split("\n"))


def _typeset(piece: Piece) -> str:
    if piece.style == "title":
        words = json.dumps(piece.lines[0], ensure_ascii=False)
        return f'#place(top + center, scope: "parent", float: true, title({words}))'
    if piece.style == "table":
        width = max(len(row) for row in piece.rows)
        cells = ", ".join(_cells(piece.rows, width))
        columns = "(1fr, 1.5fr, 1fr, 1.7fr, 1.2fr, 1.9fr)" if width == 6 else str(width)
        return (
            f"#block[#set par(first-line-indent: 0pt, justify: false)\n#table(columns: {columns}, {cells})]"
        )
    return f"#{'label' if piece.style == 'label' else 't'}({_strings(piece.lines)})"


def _cells(rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """A cell whose neighbours to the right are empty down to the end of a heading row spans them."""
    for row in rows:
        if row[0] and not any(row[1:]) and width > 2:
            yield f"table.cell(colspan: {width}, {_strings([row[0]])})"
            continue
        yield from (_strings([cell]) for cell in [*row, *[""] * (width - len(row))])


def _strings(lines: Sequence[str]) -> str:
    return ", ".join(json.dumps(line, ensure_ascii=False) for line in lines)


def main() -> None:
    import typst  # type: ignore[import-not-found,unused-ignore]

    found = pieces()
    write_docx(found, HERE / "sample-issue.docx")
    typst.compile(typst_source(found).encode(), output=str(HERE / "sample-issue.pdf"))


if __name__ == "__main__":
    main()
