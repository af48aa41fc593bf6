"""Lines become paragraphs: sentences broken by a page or column are joined, paragraph ends kept. Pure.

Reads source lines without running heads; gives paragraphs, each with the numbers of its lines.
A fragment that the page break printed twice is set aside with a Problem.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from documents.official_text import split_number
from documents.reading import labels
from documents.reading.answer import Findings
from documents.reading.lost_breaks import restored_breaks
from documents.reading.source import Ledger, SourceLine
from documents.reading.unit_lists import looks_like_unit
from foundation.chinese_text import fold, squeeze, tidy, weight

LABEL = labels.at_line_start()
DATE_LINE = re.compile(r"^(\d(?:\s*\d){3})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*(日?)$")
NOTE_LINE = re.compile(r"^[（(]\s*(此件.*?)\s*[)）]$")
ATTACHMENT_LABEL = re.compile(r"^附\s*件\s*(?:(\d{1,2}(?:\s*[—－\-–]\s*\d{1,2})?)\s*[：:]?)?$")
ATTACHMENT_LIST = re.compile(r"^(?:-\s*)?附\s*件\s*[：:]")

_END = re.compile(r"[。！？；：;:!?…][”’」』）)\]］】》]*$|[。！？；][^\w]*$|[)）\]］]$")
_SENTENCE_MARK = re.compile(r"[，。；,;]")
_CLOSERS = ("，", "。", "；", "、", "）", ")", "”", "》", "：", ",", ";", "．", "】", "］", "]")
_PAIRS = (("（", "）"), ("《", "》"), ("“", "”"), ("〔", "〕"), ("〈", "〉"))
_ROLE = re.compile(r"牵头|配合|负责|责任单位|牵头单位|落实|职责分工")
_COMPLETE_UNIT = re.compile(
    r"(?:局|委|委员会|办|办公室|政府|会|院|社|行|公司|部门|单位|中心|海关|站|所|队|厅|部|集团|等)$"
)
_UNFINISHED = re.compile(
    r"^(?=\S{14,}$)(?!关于)\S*(?:应当|应(?![急用对届聘邀付收变])|必须|不得|可以|要(?!点|求|素|闻|情))\S+$"
)  # a sentence without a mark yet
_INDENT = re.compile(r"^(?:\u3000| {2,})")
_NUMBER_END = re.compile(r"^[^。；]{0,120}的[\u4e00-\u9fff]{1,2}\s*[\u4e00-\u9fff]{2,14}〔\d{4}〕\d{1,5}号$")
_NUMBER_LINE = re.compile(
    r"^[（(]?[\u4e00-\u9fff]{2,14}\s*[〔﹝\[［【（(]\s*\d{4}\s*[〕﹞\]］】)）]\s*第?\s*\d{1,5}\s*号[)）]?$"
)
_NAME_APART = re.compile(r"^([\u4e00-\u9fff]{2,3})\s+(?=[\u4e00-\u9fff])")
_CHRONICLE = "大事记"
_DAY = re.compile(r"^\d{1,2}\s*月\s*\d{1,2}\s*日")  # an entry of the chronicle begins
_HEADING_LIMIT = 48
_LONGEST = 3000  # a bracket that never closes must not swallow the rest of the issue


@dataclass(frozen=True)
class Paragraph:
    """Text of one paragraph or table row, and the lines it came from."""

    text: str
    lines: tuple[int, ...]
    is_row: bool = False

    @property
    def line(self) -> int:
        return self.lines[0]


def read_paragraphs(lines: Sequence[SourceLine], ledger: Ledger, findings: Findings) -> list[Paragraph]:
    """Join lines into paragraphs."""
    paragraphs: list[Paragraph] = []
    for line in restored_breaks(lines, ledger):
        text = line.text if line.is_row else line.text.strip()
        last = paragraphs[-1] if paragraphs and len(paragraphs[-1].text) <= _LONGEST else None
        if line.is_row:
            paragraphs.append(Paragraph(text.strip("\n"), (line.number,), is_row=True))
        elif last is not None and (again := _repeated(last, text)):
            findings.add(
                line.number,
                "repeated_fragment",
                "换页处重复的片段，已从正文中移出，请核对。",
                text[:again],
                "",
            )
            ledger.furnish(line.number, weight(text[:again]))
            if text[again:]:
                paragraphs[-1] = Paragraph(_joined(last.text, text[again:]), (*last.lines, line.number))
                ledger.restate(line.number, text[:again])
        elif (
            last is not None
            and not (_is_attached_title(paragraphs) and _SENTENCE_MARK.search(text))
            and (
                _goes_on(last, text, line)
                or _continues(last, text, gap=line.gap, indented=_INDENT.match(line.text) is not None)
            )
        ):
            paragraphs[-1] = Paragraph(_joined(last.text, text), (*last.lines, line.number))
        else:
            paragraphs.append(Paragraph(text, (line.number,)))
    return [paragraph if paragraph.is_row else _tidied(paragraph) for paragraph in paragraphs]


def is_structural(text: str) -> bool:
    """Whether a line begins something of its own: a number, a label, a date, an attachment."""
    return bool(
        split_number(text)
        or LABEL.match(text)
        or DATE_LINE.match(text)
        or NOTE_LINE.match(text)
        or ATTACHMENT_LABEL.match(text)
        or ATTACHMENT_LIST.match(text)
        or text.startswith(("——", "- ", "•", "●"))
    )


def is_annotation_line(text: str) -> bool:
    """A line that is nothing but a bracket naming who is responsible."""
    return bool(_is_one_bracket(text) and _ROLE.search(text) and not NOTE_LINE.match(text))


def _is_one_bracket(text: str) -> bool:
    """Whether the bracket that opens the line closes at its very end."""
    depth = 0
    for position, character in enumerate(text):
        depth += (character in "（(〔[［【") - (character in "）)〕]］】")
        if depth == 0:
            return position == len(text) - 1 and position > 0
    return False


def _joined(before: str, after: str) -> str:
    """Latin letters and digits broken at a line end keep their blank; Chinese needs none."""
    blank = before[-1:].isascii() and after[:1].isascii() and before[-1:].isalpha() and after[:1].isalpha()
    return f"{before} {after}" if blank else before + after


def _tidied(paragraph: Paragraph) -> Paragraph:
    """Prose loses the blanks of the extraction; short lines and a name set before its story keep theirs."""
    text = paragraph.text
    if not (len(text) > 40 or _SENTENCE_MARK.search(text) or split_number(text)):
        return Paragraph(re.sub(r"\s+", " ", text), paragraph.lines)
    name = _NAME_APART.match(text)
    return Paragraph(f"{name[1]} {tidy(text[name.end() :])}" if name else tidy(text), paragraph.lines)


def _repeated(last: Paragraph, text: str) -> int:
    """How many characters repeat the tail of the last paragraph after a page break; they close a bracket never opened."""
    depth = 0
    for position, character in enumerate(text[:60]):
        depth += (character in "（(〔[") - (character in "）)〕]")
        if depth < 0:
            again = text[: position + 1]
            whole = not last.is_row and _balance(last.text) == 0 and fold(last.text).endswith(fold(again))
            return position + 1 if whole else 0
    return 0


def _balance(text: str) -> int:
    """Open brackets and quotes that are not closed."""
    folded = text.replace("(", "（").replace(")", "）").replace("[", "〔").replace("]", "〕")
    return sum(max(folded.count(opening) - folded.count(closing), 0) for opening, closing in _PAIRS)


def _goes_on(last: Paragraph, text: str, line: SourceLine) -> bool:
    """Whether the sheet shows it: a full line above, no indent here. Only a new number after a full stop says no."""
    return line.goes_on and not last.is_row and not (is_structural(text) and _END.search(last.text))


def _continues(last: Paragraph, text: str, *, gap: bool, indented: bool) -> bool:
    """Whether a line goes on with the sentence of the paragraph before it."""
    if (
        indented
        or _NUMBER_LINE.search(last.text)
        or _NUMBER_END.search(last.text)
        or _NUMBER_LINE.search(text)
    ):
        return False
    if looks_like_unit(last.text) and (looks_like_unit(text) or DATE_LINE.match(text)):
        return False
    if (
        last.is_row
        or ATTACHMENT_LABEL.match(last.text)
        or NOTE_LINE.match(last.text)
        or DATE_LINE.match(last.text)
    ):
        return False
    if is_annotation_line(text) or _opens_annotation(text):
        return _takes_annotation(last.text)
    if is_structural(text) or squeeze(last.text) == _CHRONICLE or _DAY.match(last.text) and _DAY.match(text):
        return False
    if text.startswith(_CLOSERS) or _balance(last.text) > 0:
        return True
    if _END.search(last.text):
        return False
    if LABEL.match(last.text):
        return not _COMPLETE_UNIT.search(last.text)
    if _is_heading_line(last.text):
        return not gap and not text.startswith("（")
    begun = _SENTENCE_MARK.search(last.text) or _UNFINISHED.match(last.text) or _DAY.match(last.text)
    return bool(begun) or not gap


def _opens_annotation(text: str) -> bool:
    """The first half of an annotation that a page break cut: its bracket is not closed yet."""
    return text.startswith(("（", "(")) and _balance(text) > 0 and bool(re.search(r"[局委办府]、", text))


def _takes_annotation(text: str) -> bool:
    """An annotation belongs to the paragraph before it, unless that is a bare title or already closed by one."""
    return not LABEL.match(text) and not is_annotation_line(text) and bool(_SENTENCE_MARK.search(text))


def _is_attached_title(paragraphs: Sequence[Paragraph]) -> bool:
    """The line after 附件1 is a title: a sentence does not go on with it."""
    return (
        len(paragraphs) > 1
        and bool(ATTACHMENT_LABEL.match(paragraphs[-2].text))
        and not _SENTENCE_MARK.search(paragraphs[-1].text)
    )


def _is_heading_line(text: str) -> bool:
    """A standalone heading: numbered at level one or two, short, without a full stop."""
    found = split_number(text)
    return found is not None and found[0] <= 2 and len(squeeze(text)) <= _HEADING_LIMIT and "。" not in text
