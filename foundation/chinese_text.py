"""Chinese text as gazettes print it: white space, widths, brackets, numerals. Pure."""

import re
import unicodedata
from collections import Counter
from datetime import date

HAN = "\u3400-\u4dbf\u4e00-\u9fff\u3007"
NUMERALS = "一二三四五六七八九十百零〇"

_WIDE = f"{HAN}\u3000-\u303f\uff00-\uffef“”‘’—…·"
_LOOSE_SPACE = re.compile(rf"(?<=[{_WIDE}])[ \t\u3000]+|[ \t\u3000]+(?=[{_WIDE}])")
BRACKETS = str.maketrans("〔［[【〈〕］]】〉", "(((((" + ")))))")
_DIGITS = {numeral: value for value, numeral in enumerate("零一二三四五六七八九")} | {"〇": 0}


def squeeze(text: str) -> str:
    """The text without any white space."""
    return "".join(text.split())


def tidy(text: str) -> str:
    """Drop the blanks that an extraction leaves beside Chinese characters; keep those between Latin words."""
    even = " ".join(text.split())
    return _LOOSE_SPACE.sub("", even) if " " in even else even


def day_in_words(day: date) -> str:
    """A day as it is written out: 2024年9月30日."""
    return f"{day.year}年{day.month}月{day.day}日"


def fold(text: str) -> str:
    """One spelling for matching: half width, round brackets, no white space."""
    return squeeze(unicodedata.normalize("NFKC", text)).translate(BRACKETS)


def weight(text: str) -> int:
    """How many characters count: all but white space."""
    return len(squeeze(text))


def numeral(text: str) -> int | None:
    """The value of a Chinese numeral below a thousand, or None."""
    if not text or any(character not in NUMERALS for character in text):
        return None
    total = current = 0
    for character in text:
        if character == "十":
            total, current = total + (current or 1) * 10, 0
        elif character == "百":
            total, current = total + (current or 1) * 100, 0
        else:
            current = _DIGITS[character]
    return total + current


def numeral_of(value: int) -> str:
    """一 … 九十九, as headings are numbered."""
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else "十" if tens == 1 else "一二三四五六七八九"[tens - 1] + "十"
    return head + ("" if ones == 0 else "一二三四五六七八九"[ones - 1])


_PAIRS = {"）": "（", "》": "《", "〉": "〈", "”": "“", "’": "‘", "〕": "〔", "】": "【"}
_OPENING = frozenset(_PAIRS.values())
_ITEM_MARK = re.compile(r"(?:^|(?<=[\s；;。：:，、]))[0-9a-zA-Z①-⑳一二三四五六七八九十]{1,3}[)）]")


def unpaired(text: str) -> list[tuple[int, str]]:
    """Brackets, quotes and title marks without their other half: (position, mark). Half-width brackets count as
    full-width ones; the bracket of a list number such as "1)" needs no other half."""
    items = {match.end() - 1 for match in _ITEM_MARK.finditer(text)}
    open_marks: list[tuple[int, str]] = []
    waiting: Counter[str] = Counter()
    lone: list[tuple[int, str]] = []
    for position, printed in enumerate(text):
        mark = {"(": "（", ")": "）"}.get(printed, printed)
        if mark in _OPENING:
            open_marks.append((position, mark))
            waiting[mark] += 1
        elif mark in _PAIRS and waiting[_PAIRS[mark]]:
            while open_marks[-1][1] != _PAIRS[mark]:
                lone.append(open_marks.pop())
                waiting[lone[-1][1]] -= 1
            waiting[open_marks.pop()[1]] -= 1
        elif mark in _PAIRS and position not in items:
            lone.append((position, printed))
    return sorted(lone + open_marks)
