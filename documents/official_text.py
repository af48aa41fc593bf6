"""Official text: one paragraph a line, read into blocks with headings, paths and anchors. Pure.

Heading levels follow from the prescribed numbering (GB/T 9704-2012, 7.3.3): 一、 → （一） → 1. → （1）;
chapters and articles of rules (第一章, 第一条) take the same places. A table is a run of lines with tabs.
HTML, outline, search, tasks, plain text and comparisons all start here, so that they agree.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from foundation.chinese_text import NUMERALS, numeral, squeeze, tidy

_N = f"[{NUMERALS}]+"
_NUMBERING = (
    (1, re.compile(rf"^({_N})、\s*")),
    (1, re.compile(rf"^(第{_N}章)\s*")),
    (2, re.compile(rf"^[（(]\s*({_N})\s*[)）]\s*[、.．]?\s*")),
    (2, re.compile(rf"^(第{_N}节)\s*")),
    (3, re.compile(r"^(\d{1,3})\s*[.．、](?!\d)\s*")),
    (3, re.compile(rf"^(第{_N}条)\s*")),
    (4, re.compile(r"^[（(]\s*(\d{1,3})\s*[)）]\s*[、.．]?\s*")),
)
_BULLET = re.compile(r"^-\s*(?=[\u4e00-\u9fff“《])")
_BRACKETED_END = re.compile(
    r"[（(\[［][^（()）\[\]［］]*(?:[（(][^（()）]*[)）][^（()）\[\]［］]*)*[)）\]］]\s*$"
)
_CLOSING = tuple(")）]］")
_ROLE_WORD = re.compile(r"牵头|配合|负责|责任单位|落实")
_COMMA = re.compile("[，,；;]")
_STOP = re.compile("[。；;]")
_FIRM_STOP = re.compile("[。；;！？]")
_COLON_HEAD = re.compile(r"^([^，,。；;：:“”《》]{2,14})[：:](?=.)")

RUN_IN_LIMIT = 28
RUN_IN_WITH_COMMA_LIMIT = 20
STANDALONE_LIMIT = 60


@dataclass(frozen=True)
class Heading:
    """A numbered place in the text. ``form``: standalone line, run_in before its text, or a numbered item."""

    level: int
    number: str
    path: str
    text: str
    form: str
    restored: bool = False  # the printed number was lost (a bullet stands there); it was counted on


@dataclass(frozen=True)
class Block:
    """One line of the text, or one table of several."""

    kind: str  # heading | paragraph | table | title
    anchor: str
    path: str
    text: str
    heading: Heading | None = None
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class OutlineEntry:
    heading: Heading
    anchor: str


@dataclass
class _Line:
    text: str
    level: int = 0
    number: str = ""
    rest: str = ""
    words: str = ""  # the rest without the bracket that names a role
    path: str = ""
    restored: bool = False

    @property
    def parent(self) -> str:
        return self.path.rpartition("/")[0]


def split_number(line: str) -> tuple[int, str, str] | None:
    """Level, number and rest of a numbered line: "（一）总则" → (2, "（一）", "总则")."""
    for level, pattern in _NUMBERING:
        if match := pattern.match(line):
            number, rest = match.group(1), line[match.end() :]
            bracketed = level in (2, 4) and not number.startswith("第")
            return level, f"（{number}）" if bracketed else number, rest
    return None


def annotation_start(text: str) -> int:
    """Where the bracket that closes the text and names a role begins; the length of the text if none does."""
    match = _BRACKETED_END.search(text) if text.rstrip().endswith(_CLOSING) else None
    return match.start() if match and _ROLE_WORD.search(match.group()) else len(text)


@lru_cache(maxsize=4096)  # every document has its 一/（一）/1
def anchor_of(path: str) -> str:
    """ "一/（二）/3" → "s1-2-3"; an article keeps its own count: "第一章/第五条" → "s1-5"."""
    parts = []
    for part in path.split("/"):
        bare = part.strip("（）第章节条")
        value = numeral(bare)
        parts.append(str(value) if value is not None else bare)
    return "s" + "-".join(parts)


def parse(body: str, *, enclosed_title: str = "", prefix: str = "") -> tuple[Block, ...]:
    """Read official text into blocks; anchors are unique and begin with ``prefix``."""
    groups = _group(body)
    lines = _place([group for group in groups if isinstance(group, _Line)])
    forms = _forms(lines)
    title = squeeze(enclosed_title)
    anchors = _Anchors(prefix)
    blocks: list[Block] = []
    path = ""
    numbered = iter(zip(lines, forms, strict=True))
    for group in groups:
        if not isinstance(group, _Line):
            blocks.append(
                Block(
                    "table", anchors.plain("t"), path, "\n".join("\t".join(row) for row in group), None, group
                )
            )
            continue
        line, form = next(numbered)
        if line.level:
            path = line.path
            heading = Heading(
                line.level, line.number, path, _heading_text(line.words, form), form, line.restored
            )
            kind = "heading" if form == "standalone" else "paragraph"
            blocks.append(Block(kind, anchors.numbered(path), path, line.text, heading))
        elif title and squeeze(line.text) == title:
            path = ""
            blocks.append(Block("title", anchors.plain("p"), "", line.text))
        else:
            blocks.append(Block("paragraph", anchors.plain("p"), path, line.text))
    return tuple(blocks)


def outline(blocks: Iterable[Block]) -> tuple[OutlineEntry, ...]:
    """The headings worth a line in the side outline: standalone and run-in ones."""
    return tuple(
        OutlineEntry(block.heading, block.anchor)
        for block in blocks
        if block.heading is not None and block.heading.form != "item"
    )


def headings(blocks: Iterable[Block]) -> tuple[Heading, ...]:
    """Every numbered place, items too."""
    return tuple(block.heading for block in blocks if block.heading is not None)


class _Anchors:
    """Unique names inside one text: s1-2-3 for numbered places, p17 and t2 for the others."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._plain: Counter[str] = Counter()
        self._seen: Counter[str] = Counter()

    def plain(self, letter: str) -> str:
        self._plain[letter] += 1
        return f"{self._prefix}{letter}{self._plain[letter]}"

    def numbered(self, path: str) -> str:
        base = self._prefix + anchor_of(path)
        self._seen[base] += 1
        return base if self._seen[base] == 1 else f"{base}-x{self._seen[base]}"


def _group(body: str) -> list[_Line | tuple[tuple[str, ...], ...]]:
    """Lines as they stand; runs of tabbed lines as one table."""
    groups: list[_Line | tuple[tuple[str, ...], ...]] = []
    rows: list[tuple[str, ...]] = []
    for text in body.splitlines():
        if "\t" in text:
            rows.append(tuple(cell.strip() for cell in text.split("\t")))
            continue
        if rows:
            groups.append(tuple(rows))
            rows = []
        if text.strip():
            groups.append(_Line(text.strip()))
    if rows:
        groups.append(tuple(rows))
    return groups


def _place(lines: list[_Line]) -> list[_Line]:
    """Give each numbered line its level and path; a bullet under a heading takes the next number."""
    stack: list[tuple[int, str]] = []
    last_item: dict[str, int] = defaultdict(int)
    for line in lines:
        found = split_number(line.text)
        if found is None and (match := _BULLET.match(line.text)) and any(level < 3 for level, _ in stack):
            parent = "/".join(number for level, number in stack if level < 3)
            found = (3, str(last_item[parent] + 1), line.text[match.end() :])
            line.restored = True
        if found is None:
            continue
        line.level, line.number, line.rest = found
        line.words = line.rest[: annotation_start(line.rest)]
        while stack and stack[-1][0] >= line.level:
            stack.pop()
        parent = "/".join(number for _, number in stack)
        if line.level == 3 and line.number.isdigit():
            last_item[parent] = int(line.number)
        stack.append((line.level, line.number))
        line.path = f"{parent}/{line.number}" if parent else line.number
    return lines


def _forms(lines: list[_Line]) -> list[str]:
    """The form of each numbered line; a run-in among plain items is an item too."""
    forms = [
        _form(line, lines[index + 1] if index + 1 < len(lines) else None) for index, line in enumerate(lines)
    ]
    siblings: dict[tuple[str, int], list[int]] = defaultdict(list)
    run = 0
    for index, line in enumerate(lines):
        if line.level in (1, 2):
            run += 1  # a parent path may occur twice (a text enclosed in another): keep the families apart
        if line.level >= 3:
            siblings[(f"{run}:{line.parent}", line.level)].append(index)
    for members in siblings.values():
        run_ins = [index for index in members if forms[index] == "run_in"]
        items = [index for index in members if forms[index] == "item"]
        if len(run_ins) < len(items):
            for index in run_ins:
                forms[index] = "item"
    return forms


def _form(line: _Line, following: _Line | None) -> str:
    """What one numbered line looks like by itself."""
    if not line.level:
        return ""
    text = line.words.strip()
    if line.number.startswith("第") and line.number.endswith("条"):
        return "item"
    if len(line.words) == len(line.rest) and _stands_alone(text, following):
        return "standalone"
    sentence, mark, remainder = text.partition("。")
    limit = RUN_IN_WITH_COMMA_LIMIT if _COMMA.search(sentence) else RUN_IN_LIMIT
    if mark and remainder.strip() and len(squeeze(sentence)) <= limit:
        return "run_in"
    return "run_in" if _COLON_HEAD.match(text) else "item"


def _stands_alone(text: str, following: _Line | None) -> bool:
    if (
        not text
        or len(squeeze(text)) > STANDALONE_LIMIT
        or text.endswith(("，", ",", "、", "；", ";", "：", ":"))
    ):
        return False
    if _FIRM_STOP.search(text[:-1]) or text[-1] in "；;！？":
        return False
    if not text.endswith("。"):
        return True
    return len(text) <= 16 and following is not None and not following.level


def _heading_text(text: str, form: str) -> str:
    """The words of a heading; of a plain item its first sentence."""
    if form == "standalone":
        return tidy(text.rstrip("。"))
    if form == "run_in" and (match := _COLON_HEAD.match(text)) and "。" not in match.group(1):
        return tidy(match.group(1))
    return tidy(_STOP.split(text, maxsplit=1)[0])
