"""What a document says of others: citations, repeals, and what an interpretation interprets. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from documents.reading.answer import Reference
from foundation.chinese_text import fold, tidy

NUMBER = re.compile(
    r"(?P<series>[\u4e00-\u9fff]{2,12}?)\s*[〔﹝\[［【（(]\s*(?P<year>\d{4})\s*[〕﹞\]］】)）]\s*第?\s*(?P<serial>\d{1,5})\s*号"
)
STANDARD = re.compile(
    r"(?:GB|DB|JGJ|MZ|CJJ|WS|YY|HJ|NY|LY|SB|JT)\s*(?:/\s*T|/\s*Z|\d{2}/T)?\s*\d+(?:\.\d+)?\s*[—\-－–]\s*\d{4}"
)
_NOT_A_DOCUMENT = re.compile(
    r"(?:许可证|资格证|合格证|健康证|执业证|营业执照|身份证|居住证|登记证书|证书|责任书|承诺书|协议书|备案书|申请书|回执|告知书|护照)$"
)
_AFTER_TITLE = re.compile(
    r"\s*(?:[（(]([^（()）]*(?:[（(][^（()）]*[)）][^（()）]*)*)[)）]|(GB[\s/TZ\d.—\-－–]+))"
)


_BETWEEN = re.compile(r"\s*(?:[，,]?(?:以及|及|和|与)|、)?\s*")
_REPEALED_AFTER = re.compile(
    r"(?:等\d*[个件项份]*(?:文件|规定|政策)?)?[，,]?(?:自[^，。；]{1,24}起[，,]?)?(?:同时|一并|即行|相应|予以|均|也|现)*(?:废止|停止执行|失效)"
)
_REPEALED_BEFORE = re.compile(r"废止(?:了)?[^《》，。；]{0,12}$")


@dataclass(frozen=True)
class _Named:
    """A title in a sentence: where it begins, where what belongs to it ends, and its number."""

    title: str
    start: int
    end: int
    number: str | None


def titles(text: str) -> list[tuple[str, int, int]]:
    """Everything between 《 and its own 》, nested marks kept: (title, start, end)."""
    found: list[tuple[str, int, int]] = []
    depth = start = 0
    for position, character in enumerate(text):
        if character == "《":
            if depth == 0:
                start = position
            depth += 1
        elif character == "》" and depth:
            depth -= 1
            if depth == 0 and (title := tidy(text[start + 1 : position])):
                found.append((title, start, position + 1))
    return found


def read_citations(text: str, *, own: Iterable[str]) -> tuple[Reference, ...]:
    """Documents named in 《》 with the number that follows, each once; ``own`` titles are left out."""
    left_out = {_bare(title) for title in own if title}
    found: dict[tuple[str, str], Reference] = {}
    for title, _, end in titles(text):
        if _NOT_A_DOCUMENT.search(title) or _bare(title) in left_out or len(title) < 3:
            continue
        number = _number_after(text, end)
        key = (fold(title), "")
        if key not in found or (number and not found[key].document_number):
            found[key] = Reference(title, number)
    return tuple(found.values())


def _bare(title: str) -> str:
    """A title for comparing: folded, without a closing （试行）."""
    return re.sub(r"\((?:试行|暂行|范本|草案|修订)\)$", "", fold(title))


def read_repeals(text: str) -> tuple[Reference, ...]:
    """Titles that a clause repeals: 《A》（号）同时废止; 《A》和《B》停止执行; 废止《A》、《B》."""
    found: dict[str, Reference] = {}
    for sentence in re.split(r"(?<=[。；])", text):
        if not re.search("废止|停止执行|失效", sentence):
            continue
        for listed in _lists_of_titles(sentence):
            before = sentence[max(listed[0].start - 20, 0) : listed[0].start]
            if _REPEALED_AFTER.match(sentence, listed[-1].end) or _REPEALED_BEFORE.search(before):
                for one in listed:
                    found.setdefault(fold(one.title), Reference(one.title, one.number))
    return tuple(found.values())


def _lists_of_titles(sentence: str) -> list[list[_Named]]:
    """Titles that stand together, with nothing but their numbers, other brackets and 、和及 between them."""
    lists: list[list[_Named]] = []
    for title, start, end in titles(sentence):
        named = _Named(title, start, _end_of_brackets(sentence, end), _number_after(sentence, end))
        if lists and _BETWEEN.fullmatch(sentence, lists[-1][-1].end, start):
            lists[-1].append(named)
        else:
            lists.append([named])
    return lists


def read_interpreted(title: str, text: str) -> Reference | None:
    """《X》政策解读 interprets X; its number is taken from the text when it stands there."""
    if "解读" not in title:
        return None
    named = titles(title)
    if not named:
        return None
    wanted = named[0][0]
    for other, _, end in titles(text):
        if fold(other) == fold(wanted) and (number := _number_after(text, end)):
            return Reference(wanted, number)
    return Reference(wanted)


def parse_number(text: str) -> tuple[str, int, int] | None:
    """Series, year and serial of a 发文字号 in any spelling of its brackets, widths and blanks."""
    match = NUMBER.fullmatch(fold(text))
    return (match["series"], int(match["year"]), int(match["serial"])) if match else None


def _number_after(text: str, end: int) -> str | None:
    match = _AFTER_TITLE.match(text, end)
    if match is None:
        return None
    inner = match[1] or match[2] or ""
    if number := NUMBER.search(inner):
        return f"{number['series']}〔{number['year']}〕{int(number['serial'])}号"
    if standard := STANDARD.search(inner):
        return re.sub(r"\s+", "", standard.group())
    return None


def _end_of_brackets(text: str, end: int) -> int:
    """Past the number and whatever else stands in brackets after a title: 《A》（号）（以下简称…）."""
    while match := _AFTER_TITLE.match(text, end):
        end = match.end()
    return end
