"""Numbers that Word generates: they stand in no text, only in numbering.xml and in the styles. Pure.

A paragraph's number follows from its list (w:num → w:abstractNum), its level, and how often the level was used before:
a level starts again after a higher one, after w:lvlRestart, or when another w:num overrides its start.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

from foundation.chinese_text import numeral_of

_PLACE = re.compile(r"%([1-9])")
_PRIVATE = re.compile(r"[\ue000-\uf8ff]")
_CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "ideographDigital",
    "japaneseCounting",
    "japaneseDigitalTenThousand",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "koreanDigital2",
}
_SERIES = {
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
}
_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_LEGAL = str.maketrans("一二三四五六七八九十百零", "壹贰叁肆伍陆柒捌玖拾佰零")
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass
class _Level:
    """One level of a list definition."""

    start: int
    form: str
    text: str
    restart: int | None  # after which level (from 1) it starts again; 0 never, None after any higher one
    legal: bool
    suffix: str
    style: str | None


@dataclass
class Numbering:
    """Numbers of a document, asked for in the order of its paragraphs."""

    abstract_of: dict[str, str]
    levels: dict[str, dict[int, _Level]]  # by abstract list
    own_levels: dict[str, dict[int, _Level]]  # by list: levels it defines anew
    own_starts: dict[str, dict[int, int]]
    style_lists: dict[str, tuple[str | None, int | None]]
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def number_of(self, paragraph: Any, style: str | None) -> str:
        """The printed number before the paragraph, with its blank; "" for none."""
        list_id, depth = self._list_of(paragraph, style)
        abstract = self.abstract_of.get(list_id or "")
        level = self._level(list_id, abstract, depth) if list_id and abstract else None
        if list_id is None or abstract is None or level is None:
            return ""
        counts = self._counts.setdefault(abstract, {})
        counts[depth] = self._next(list_id, depth, level, counts)
        self._restart_below(list_id, abstract, depth, counts)
        return self._printed(list_id, abstract, level, counts)

    def _list_of(self, paragraph: Any, style: str | None) -> tuple[str | None, int]:
        """List and level, from the paragraph itself or from its style."""
        own_list, own_level = list_and_level(paragraph.find(qn("w:pPr")))
        style_list, style_level = self.style_lists.get(style or "", (None, None))
        list_id = own_list if own_list is not None else style_list
        if own_level is None and style_level is None and list_id:
            own_level = self._level_for_style(list_id, style)
        level = own_level if own_level is not None else style_level
        return (None if list_id == "0" else list_id), level or 0

    def _level_for_style(self, list_id: str, style: str | None) -> int | None:
        levels = self.levels.get(self.abstract_of.get(list_id, ""), {})
        return next((depth for depth, level in levels.items() if style and level.style == style), None)

    def _level(self, list_id: str, abstract: str, depth: int) -> _Level | None:
        return self.own_levels.get(list_id, {}).get(depth) or self.levels.get(abstract, {}).get(depth)

    def _next(self, list_id: str, depth: int, level: _Level, counts: dict[int, int]) -> int:
        start = self.own_starts.get(list_id, {}).get(depth)
        if start is not None and (list_id, depth) not in self._begun:
            self._begun.add((list_id, depth))
            return start
        if depth in counts:
            return counts[depth] + 1
        return level.start if start is None else start

    def _restart_below(self, list_id: str, abstract: str, depth: int, counts: dict[int, int]) -> None:
        for deeper in [other for other in counts if other > depth]:
            level = self._level(list_id, abstract, deeper)
            if level is None or level.restart is None or level.restart > depth:
                del counts[deeper]

    def _printed(self, list_id: str, abstract: str, level: _Level, counts: dict[int, int]) -> str:
        def place(match: re.Match[str]) -> str:
            depth = int(match[1]) - 1
            other = self._level(list_id, abstract, depth)
            if other is None:
                return ""
            return spell(counts.get(depth, other.start), "decimal" if level.legal else other.form)

        if level.form == "none":
            return _PLACE.sub("", level.text)
        if level.form == "bullet":
            return "• "
        label = _PLACE.sub(place, _PRIVATE.sub("", level.text))
        blank = label and level.suffix != "nothing" and not label.endswith(("、", "）", "．", " "))
        return f"{label} " if blank else label


def spell(value: int, form: str) -> str:
    """A number in the form Word calls so: 12 in chineseCounting is 十二."""
    if form in _CHINESE:
        return _chinese(value)
    if form in _SERIES and 0 < value <= len(_SERIES[form]):
        return _SERIES[form][value - 1]
    if form == "chineseLegalSimplified":
        return _chinese(value).translate(_LEGAL)
    if form in ("upperRoman", "lowerRoman"):
        return _roman(value) if form == "upperRoman" else _roman(value).lower()
    if form == "decimalZero":
        return f"{value:02d}"
    return str(value).translate(_FULL_WIDTH) if form == "decimalFullWidth" else str(value)


def _chinese(value: int) -> str:
    if not 0 < value < 1000:
        return str(value)
    hundreds, rest = divmod(value, 100)
    if not hundreds:
        return numeral_of(rest)
    link = "" if not rest else "零" if rest < 10 else "一" if rest < 20 else ""
    return numeral_of(hundreds) + "百" + link + (numeral_of(rest) if rest else "")


def _roman(value: int) -> str:
    letters = []
    for worth, letter in _ROMAN:
        times, value = divmod(value, worth)
        letters.append(letter * min(times, 20))
    return "".join(letters)


def list_and_level(properties: Any) -> tuple[str | None, int | None]:
    """w:numId and w:ilvl of paragraph properties."""
    numbering = properties.find(qn("w:numPr")) if properties is not None else None
    if numbering is None:
        return None, None
    level = _value(numbering, "w:ilvl")
    return _value(numbering, "w:numId"), int(level) if level and level.isdigit() else None


def _value(parent: Any, tag: str) -> str | None:
    child = parent.find(qn(tag))
    return None if child is None else child.get(qn("w:val"))


def _level_from(element: Any) -> _Level:
    restart, start = _value(element, "w:lvlRestart"), _value(element, "w:start")
    legal = element.find(qn("w:isLgl"))
    return _Level(
        start=int(start) if start and start.isdigit() else 0 if start is None else 1,
        form=_value(element, "w:numFmt") or "decimal",
        text=_value(element, "w:lvlText") or "",
        restart=int(restart) if restart and restart.isdigit() else None,
        legal=legal is not None and legal.get(qn("w:val")) not in ("0", "false"),
        suffix=_value(element, "w:suff") or "tab",
        style=_value(element, "w:pStyle"),
    )


def _levels_of(element: Any) -> dict[int, _Level]:
    return {int(level.get(qn("w:ilvl"), "0")): _level_from(level) for level in element.findall(qn("w:lvl"))}


def read_numbering(root: Any, style_lists: dict[str, tuple[str | None, int | None]]) -> Numbering:
    """``root`` is w:numbering, or None when the document has no lists."""
    numbering = Numbering({}, {}, {}, {}, style_lists)
    if root is None:
        return numbering
    links: dict[str, str] = {}
    for abstract in root.findall(qn("w:abstractNum")):
        identity = abstract.get(qn("w:abstractNumId"), "")
        numbering.levels[identity] = _levels_of(abstract)
        if link := _value(abstract, "w:numStyleLink"):
            links[identity] = link
    for number in root.findall(qn("w:num")):
        identity = number.get(qn("w:numId"), "")
        numbering.abstract_of[identity] = _value(number, "w:abstractNumId") or ""
        for override in number.findall(qn("w:lvlOverride")):
            depth = int(override.get(qn("w:ilvl"), "0"))
            start = _value(override, "w:startOverride")
            if start and start.isdigit():
                numbering.own_starts.setdefault(identity, {})[depth] = int(start)
            numbering.own_levels.setdefault(identity, {}).update(_levels_of(override))
    for identity, style in links.items():
        listed = style_lists.get(style, (None, None))[0]
        numbering.levels[identity] = numbering.levels.get(numbering.abstract_of.get(listed or "", ""), {})
    return numbering
