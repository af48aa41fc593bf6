"""A text that lost its line breaks gets them back where its numbering shows them. Pure.

Only a line far longer than any paragraph is cut, and only before numbers that count on (一、 二、 …; （一）（二）…;
1. 2. …), round the number, addressees, date and note of a notice. Nothing is added and nothing dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from documents.reading.source import Ledger, SourceLine
from foundation.chinese_text import NUMERALS, numeral

_LONG = 600  # no paragraph of a gazette is as long
_SHORT = 300  # long enough when the line holds title and number as well
_N = f"[{NUMERALS}]{{1,3}}"
_MARK = re.compile(
    rf"(?P<one>(?<![第之其统唯万单{NUMERALS}])({_N})、)|(?P<two>[（(]({_N})[)）](?![款项条]))|"
    r"(?P<three>(?<=[。；！？）)”：: ])(\d{1,2})[.．、](?!\d))"
)
_HEAD = re.compile(
    r"(?P<number>[\u4e00-\u9fff]{2,8}?[〔﹝\[［(（]\d{4}[〕﹞\]］)）]\d{1,5}号)(?P<to>各[^。；]{3,160}?[：:])"
)
_TITLE_END = re.compile(
    r"的(?:通知|意见|决定|通报|通告|公告|报告|请示|批复|函|决议|令)(?=[\u4e00-\u9fff]{2,8}?[〔﹝\[［(（]\d{4})"
)
_PLAN = r"(?:方案|办法|规定|措施|意见|细则|要点|规划|计划)"
_DATE = re.compile(
    rf"(?<=[。府室局会委厅部])\s*\d{{4}}年\d{{1,2}}月\d{{1,2}}日(?=[（(]此件|[\u4e00-\u9fff]{{4,40}}?{_PLAN}|$)"
)
_NOTE = re.compile(r"[（(]此件[^（()）]{2,20}[)）]")
_ENCLOSED = re.compile(rf"(?<=\n)([\u4e00-\u9fff0-9“”]{{4,50}}?{_PLAN})(?=为|根据|按照|一、|第一)")


def restored_breaks(lines: Iterable[SourceLine], ledger: Ledger) -> Iterator[SourceLine]:
    """The same lines; one that holds a whole text comes as its pieces, each with the number of the line."""
    for line in lines:
        whole = len(line.text) >= _LONG or (len(line.text) >= _SHORT and _TITLE_END.search(line.text))
        if line.is_row or not whole:
            yield line
            continue
        pieces = _pieces(line.text)
        ledger.cut(line.number, pieces)
        for piece in pieces:
            yield SourceLine(line.number, piece, True)


def _pieces(text: str) -> list[str]:
    cuts = _counting(text)
    if len(cuts) < 3:
        return [text]
    parts = [text[start:end] for start, end in pairwise([0, *cuts, len(text)]) if text[start:end].strip()]
    head = _TITLE_END.sub(lambda match: match.group() + "\n", parts[0])
    head = _HEAD.sub(r"\n\g<number>\n\g<to>\n", head)
    head = _NOTE.sub(
        lambda match: f"\n{match.group()}\n", _DATE.sub(lambda match: f"\n{match.group()}\n", head)
    )
    head = _ENCLOSED.sub(r"\1\n", head)
    return [piece.strip() for piece in (*head.split("\n"), *parts[1:]) if piece.strip()]


def _counting(text: str) -> list[int]:
    """Where numbers stand that count on from the last of their level."""
    last = {"one": 0, "two": 0, "three": 0}
    cuts = []
    for match in _MARK.finditer(text):
        level = next(name for name in last if match[name])
        digits = re.sub(r"[^0-9一二三四五六七八九十百〇零]", "", match[level])
        value = int(digits) if digits.isdigit() else numeral(digits)
        if value != last[level] + 1 and not (value == 1 and level != "one"):
            continue
        last[level] = value
        for lower in list(last)[list(last).index(level) + 1 :]:
            last[lower] = last[lower] if lower == "two" else 0
        cuts.append(match.start())
    return cuts
