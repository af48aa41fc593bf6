"""Rules of punctuation (GB/T 15834-2011). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from documents.official_text import split_number
from documents.proofreading.finding import Rule, Severity, Slip
from documents.proofreading.passages import Passage
from foundation.chinese_text import HAN, unpaired

_HALF = re.compile(
    rf"(?<=[{HAN}”’》）)%])[,;:!?](?!\d{{3}}(?!\d))|\((?=[^()]*[{HAN}])|(?<=[{HAN}])\.(?=$|[{HAN}])|"
    rf"(?<=[{HAN}])\"|\"(?=[{HAN}])"
)
_FULL = re.compile(r"[０-９Ａ-Ｚａ-ｚ]+")
_DOUBLED = re.compile(
    r"(?P<mark>[，、；：！？])(?P=mark)+|(?<!。)。。(?!。)|[，、；：][。，、；：]|。[，、；：]"
)
_LEADING = re.compile(r"^[，。、；：）》”’！？](?!\d)")
_ELLIPSIS = re.compile(r"。{3,}|(?<!\.)\.{3,}(?!\.)|(?<!…)…{1,12}\s{0,3}等|等\s{0,3}…+|(?<!…)…(?!…)")
_BEFORE_ETC = re.compile(r"、(?=等(?![级离待同式比量额候差效价因号高外几一到他她我你两三半]))")
_BEFORE_AND = re.compile(rf"、(?=(?:和(?![平谐睦解田林县风声合顺善美缓约气])|及(?![时格早物]))[{HAN}“《])")
_BETWEEN_QUOTED = re.compile(r"(?<=”)、(?=“)|(?<=》)、(?=《)")
_NESTED_TITLE = re.compile(r"《[^《》]*《[^《》]*》[^《》]*》")


def halfwidth(passages: Sequence[Passage]) -> Iterator[Slip]:
    """Said once for a text, with the number of places: mostly the whole text was typed or extracted so."""
    found = [(passage, match) for passage in passages for match in _HALF.finditer(passage.text)]
    yield from _once(found, "半角标点", "中文里应当用全角标点，请改为全角。")


def fullwidth(passages: Sequence[Passage]) -> Iterator[Slip]:
    found = [(passage, match) for passage in passages for match in _FULL.finditer(passage.text)]
    yield from _once(found, "全角数字或字母", "数字和字母应当用半角，请改为半角。")


def _once(found: Sequence[tuple[Passage, re.Match[str]]], what: str, advice: str) -> Iterator[Slip]:
    if found:
        passage, match = found[0]
        count = (
            f"有{len(found)}处{what}，第一处是“{match.group()}”"
            if len(found) > 1
            else f"“{match.group()}”是{what}"
        )
        yield Slip(passage, *match.span(), f"{count}；{advice}")


def doubled(passage: Passage) -> Iterator[Slip]:
    for match in _DOUBLED.finditer(passage.text):
        yield Slip(passage, *match.span(), f"标点“{match.group()}”连用，请删去多余的一个。")


def leading(passage: Passage) -> Iterator[Slip]:
    if passage.role == "prose" and (match := _LEADING.match(passage.text)):
        yield Slip(passage, *match.span(), f"一段以“{match.group()}”开头，前面可能有缺字或错断，请核对。")


def ellipsis(passage: Passage) -> Iterator[Slip]:
    for match in _ELLIPSIS.finditer(passage.text):
        message = f"“{match.group()}”不合省略号的用法：省略号是六连点“……”，不与“等”并用，请改正。"
        yield Slip(passage, *match.span(), message)


def before_etc(passage: Passage) -> Iterator[Slip]:
    for match in _BEFORE_ETC.finditer(passage.text):
        yield Slip(passage, match.start(), match.end() + 1, "“等”前不用顿号，请删去“、”。", "等")


def before_and(passage: Passage) -> Iterator[Slip]:
    numbered = split_number(passage.text)
    begin = len(passage.text) - len(numbered[2]) if numbered else 0
    for match in _BEFORE_AND.finditer(passage.text, begin):
        word = passage.text[match.end()]
        yield Slip(passage, match.start(), match.end() + 1, f"“{word}”前不用顿号，请删去“、”。", word)


def between_quoted(passages: Sequence[Passage]) -> Iterator[Slip]:
    found = [(passage, match) for passage in passages for match in _BETWEEN_QUOTED.finditer(passage.text)]
    yield from _once(found, "夹在引号或书名号之间的顿号", "并列的引号、书名号之间通常不用顿号，可以删去。")


def nested_title(passage: Passage) -> Iterator[Slip]:
    for match in _NESTED_TITLE.finditer(passage.text):
        yield Slip(passage, *match.span(), "书名号里面的书名号应当用单书名号“〈〉”，请改正。")


def unbalanced(passages: Iterable[Passage]) -> Iterator[Slip]:
    """Titles, cells and events; prose is checked while it is read, where broken pages are still known."""
    for passage in passages:
        if passage.role not in ("title", "attachment_title", "event", "entry", "cell"):
            continue
        for at, mark in unpaired(passage.text):
            yield Slip(passage, at, at + 1, f"“{mark}”没有与它成对的另一半，请补上或删去。")


RULES = (
    Rule("halfwidth_mark", "中文里的半角标点", Severity.WARNING, "GB/T 15834-2011", text=halfwidth),
    Rule("fullwidth_digit", "全角数字和字母", Severity.WARNING, "GB/T 15835-2011", text=fullwidth),
    Rule("mark_doubled", "标点连用", Severity.ERROR, "GB/T 15834-2011", passage=doubled),
    Rule("mark_leading", "标点出现在段首", Severity.WARNING, "GB/T 15834-2011", passage=leading),
    Rule("ellipsis_form", "省略号的形式", Severity.WARNING, "GB/T 15834-2011", passage=ellipsis),
    Rule("separator_before_etc", "“等”前的顿号", Severity.WARNING, "GB/T 15834-2011", passage=before_etc),
    Rule(
        "separator_before_and",
        "“和、及”前的顿号",
        Severity.WARNING,
        "GB/T 15834-2011",
        passage=before_and,
    ),
    Rule(
        "separator_between_quoted",
        "引号、书名号之间的顿号",
        Severity.HINT,
        "GB/T 15834-2011",
        text=between_quoted,
    ),
    Rule("title_marks_nested", "书名号套用", Severity.WARNING, "GB/T 15834-2011", passage=nested_title),
    Rule(
        "bracket_unbalanced",
        "括号、引号、书名号不成对",
        Severity.WARNING,
        "GB/T 15834-2011",
        text=unbalanced,
    ),
)
