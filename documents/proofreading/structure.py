"""Rules of the body's build: numbering, sentence ends, sums of tables (GB/T 9704-2012, 7.3.3). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from documents.official_text import Block, split_number
from documents.proofreading.finding import Rule, Severity, Slip
from documents.proofreading.manuscript import Manuscript, Part
from documents.proofreading.passages import Passage
from documents.reading.paragraphs import LABEL
from foundation.chinese_text import NUMERALS, numeral, numeral_of

_N = f"[{NUMERALS}]+"
_BRACKET_AND_MARK = re.compile(rf"^([（(]\s*(?:{_N}|\d{{1,2}})\s*[)）])\s*([、.．，,])")
_WRONG_MARK = re.compile(rf"^(?:({_N})([.．,，])(?=\S)|(\d{{1,2}})(、)(?=\S))")
_FINISHED = re.compile(r"[。！？：；…:;!?][”’』」）)\]】》]*$|[）)\]］〕】》”]$|[，,]$")
_SENTENCE = re.compile(r"[，。；]")
_LIST_ITEM = re.compile(r"[\s\u3000_＿□]|[：:].{0,12}$")
_TOTAL = re.compile(r"^(?:合\s*计|总\s*计|共\s*计)$")
_SUBTOTAL = re.compile(r"^小\s*计$")
_AMOUNT = re.compile(r"^-?\d+(?:,\d{3})*(?:\.\d+)?$")
_ORDINAL_HEAD = re.compile(r"序号|编号|年份|年度|占比|比例|率|备注|电话|邮编|日期")
_SHORTEST_SENTENCE = 24


def heading_order(manuscript: Manuscript) -> Iterator[Slip]:
    """Numbers of one level count on. Under a new heading they may begin again or go on counting."""
    for part in manuscript.parts:
        yield from _order(part, _by_anchor(manuscript))


def _order(part: Part, passages: dict[str, Passage]) -> Iterator[Slip]:
    last: dict[int, int] = {}
    fresh: set[int] = set()
    for block in part.blocks:
        heading = block.heading
        if block.kind in ("title", "table"):
            last.clear()
        if heading is None or heading.number.startswith("第"):
            continue
        number = _value(heading.number)
        before = last.get(heading.level)
        if before is not None and number is not None and not heading.restored:
            message = _judge(
                heading.number, number, before, heading.level, may_restart=heading.level in fresh
            )
            if message:
                yield _slip(passages[block.anchor], message)
        if number is not None:
            last[heading.level] = number
        fresh.discard(heading.level)
        fresh.update(range(heading.level + 1, 5))


def _judge(printed: str, number: int, before: int, level: int, *, may_restart: bool) -> str | None:
    begins_again = may_restart or level >= 3 or level == 1 and before > 1  # 一、 again: a text enclosed
    if number == before + 1 or number == 1 and begins_again:
        return None
    expected = _printed(before + 1, level)
    if number == before:
        return f"序号“{printed}”重复，按顺序应为“{expected}”，请核对。"
    if number > before:
        return f"序号从“{_printed(before, level)}”跳到“{printed}”，中间缺号，请核对。"
    return f"序号“{printed}”排在“{_printed(before, level)}”之后，次序颠倒，请核对。"


def _printed(value: int, level: int) -> str:
    plain = numeral_of(value) if level <= 2 else str(value)
    return f"（{plain}）" if level in (2, 4) else plain


def _value(number: str) -> int | None:
    bare = number.strip("（）")
    return int(bare) if bare.isdigit() else numeral(bare)


def heading_level(manuscript: Manuscript) -> Iterator[Slip]:
    """一、 is followed by （一）, not by （1）; a leap over two levels is worth a look."""
    passages = _by_anchor(manuscript)
    level = 0
    for block in manuscript.parts[0].blocks:
        if block.kind == "title":
            level = 0
        if block.heading is None or block.heading.number.startswith("第"):
            continue
        if level and block.heading.level > level + 2:
            message = f"层次从第{level}级直接到第{block.heading.level}级“{block.heading.number}”，请按一、（一）1.（1）编排。"
            yield _slip(passages[block.anchor], message)
        level = block.heading.level


def heading_mark(passage: Passage) -> Iterator[Slip]:
    """“（一）、” and “一.” are wrong; “1、” should be “1.”."""
    if passage.role not in ("heading", "prose"):
        return
    if match := _BRACKET_AND_MARK.match(passage.text):
        message = f"带括号的序号后不加“{match[2]}”，请改为“{match[1]}”。"
        yield Slip(passage, *match.span(), message, match[1])
    elif match := _WRONG_MARK.match(passage.text):
        better = f"{match[1]}、" if match[1] else f"{match[3]}."
        yield Slip(passage, *match.span(), f"序号“{match.group()}”应写作“{better}”，请改正。", better)


def sentence_unended(passage: Passage) -> Iterator[Slip]:
    """A text that stops without a mark: cut off, or the mark is lost."""
    text = passage.text.rstrip()
    if _FINISHED.search(text) or not (passage.role == "event" or _is_prose(passage, text)):
        return
    start = max(len(text) - 6, 0)
    yield Slip(passage, start, len(text), "这一段末尾没有句末标点，可能缺字或缺标点，请核对。")


def _is_prose(passage: Passage, text: str) -> bool:
    """Sentences, no heading, label or line of a list."""
    if passage.role != "prose" or len(text) < _SHORTEST_SENTENCE or LABEL.match(text):
        return False
    found = split_number(text)
    rest = found[2] if found else text
    listed = len(rest) < _SHORTEST_SENTENCE or not _SENTENCE.search(rest) or _LIST_ITEM.search(rest)
    return "。" in rest or not listed


def table_total(manuscript: Manuscript) -> Iterator[Slip]:
    """A row 合计 must be the sum of the rows above it."""
    passages = {(p.anchor, p.text): p for p in manuscript.of_role("cell")}
    for part in manuscript.parts:
        for block in part.blocks:
            for printed, expected, row in _wrong_sums(block):
                passage = passages.get((block.anchor, printed))
                if passage:
                    message = f"“{row}”行印作{printed}，各行相加是{expected}，请核对。"
                    yield Slip(passage, 0, len(printed), message, str(expected))


def _wrong_sums(block: Block) -> Iterator[tuple[str, Decimal, str]]:
    header = block.rows[0] if block.rows else ()
    rows: list[tuple[str, ...]] = []
    for row in block.rows[1:]:
        name = next((cell for cell in row[:2] if cell), "")
        if _SUBTOTAL.match(name):
            continue
        if not _TOTAL.match(name):
            rows.append(row)
            continue
        for column, printed in enumerate(row):
            head = header[column] if column < len(header) else ""
            expected = _sum(rows, column)
            if expected is None or not _AMOUNT.match(printed) or _ORDINAL_HEAD.search(head):
                continue
            if expected != _number(printed) and len(row) == len(header):
                yield printed, expected, name
        rows = []


def _sum(rows: Sequence[tuple[str, ...]], column: int) -> Decimal | None:
    """The sum of a column of numbers; None unless at least two rows are there and each has its number."""
    cells = [row[column] if column < len(row) else "" for row in rows]
    if len(cells) < 2 or not all(_AMOUNT.match(cell) for cell in cells):
        return None
    return sum((_number(cell) for cell in cells), Decimal(0))


def _number(text: str) -> Decimal:
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return Decimal(0)


_BOUNDS = (
    (re.compile(r"不[少低]于\s*(?=\d)"), re.compile(r"(?<!不)[少低]于\s*\d+"), "不"),
    (re.compile(r"不[超高][过于]\s*(?=\d)"), re.compile(r"(?<!不)(?:超过|高于)\s*\d+"), "不"),
)


def row_wording(manuscript: Manuscript) -> Iterator[Slip]:
    """Cells of one row say 不少于, and one says 少于: a 不 is lost."""
    rows: dict[tuple[str, str], list[Passage]] = {}
    for passage in manuscript.of_role("cell"):
        rows.setdefault((passage.anchor, passage.place), []).append(passage)
    for cells in rows.values():
        for usual, odd, lost in _BOUNDS:
            found = [
                (cell, match)
                for cell in cells
                if (match := odd.search(cell.text)) and not usual.search(cell.text)
            ]
            if len(found) == 1 and sum(bool(usual.search(cell.text)) for cell in cells) >= 2:
                cell, match = found[0]
                message = f"同一行的其他格写“{lost}{match.group()[:2]}”，这一格是“{match.group()}”，可能漏了“{lost}”字。"
                yield Slip(cell, *match.span(), message, lost + match.group())


def _by_anchor(manuscript: Manuscript) -> dict[str, Passage]:
    return {
        passage.anchor: passage
        for passage in manuscript.of_role("heading", "prose", "title")
        if passage.anchor
    }


def _slip(passage: Passage, message: str) -> Slip:
    return Slip(passage, 0, min(len(passage.text), 12), message)


_LEVELS = "GB/T 9704-2012 7.3.3"
RULES = (
    Rule("heading_order", "序号不连贯", Severity.WARNING, _LEVELS, document=heading_order),
    Rule("heading_level", "层次跳级", Severity.HINT, _LEVELS, document=heading_level),
    Rule("heading_mark", "序号后的标点", Severity.WARNING, "GB/T 15834-2011", passage=heading_mark),
    Rule("sentence_unended", "段末缺标点", Severity.WARNING, "GB/T 15834-2011", passage=sentence_unended),
    Rule(
        "row_wording",
        "同行各格用语不一",
        Severity.WARNING,
        "党政机关公文处理工作条例第十九条",
        document=row_wording,
    ),
    Rule(
        "table_total",
        "表内合计不符",
        Severity.ERROR,
        "党政机关公文处理工作条例第十九条",
        document=table_total,
    ),
)
