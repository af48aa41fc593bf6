"""The elements of a notice round its body (GB/T 9704-2012, 7.2–7.3): title, number, organs, addressees, date. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from documents.reading.answer import DocumentNumber, Findings
from documents.reading.citations import NUMBER
from documents.reading.paragraphs import DATE_LINE, NOTE_LINE, Paragraph
from documents.reading.unit_lists import looks_like_unit
from foundation.chinese_text import numeral, squeeze, tidy

KINDS = (
    "决议",
    "决定",
    "命令",
    "公报",
    "公告",
    "通告",
    "意见",
    "通知",
    "通报",
    "报告",
    "请示",
    "批复",
    "议案",
    "函",
    "纪要",
    "令",
)
_KIND = re.compile(rf"({'|'.join(KINDS)})(?:[（(][^（()）]*[)）])?$")
_ORGAN_BEFORE_ABOUT = re.compile(r"^([^《》，。]{3,60}?)关于")
_PART_OF_ORGANS = re.compile(r"(?<=[府局委室会院厅部办])\s*[、\s]\s*(?=[\u4e00-\u9fff])")
_NUMBER_LINE = re.compile(rf"^{NUMBER.pattern}$")
_ADDRESSED = re.compile(r"[：:]$")
_HELD = re.compile(
    r"各?县、自治县、区|各县、市、区|各县、区|各市、县|各委、办、局|各部、委、办、局|各市、州|各州、市|各委、局|各乡、镇|各办、局"
)
_CHINESE_DATE = re.compile(
    r"^([〇○Ｏ零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日$"
)


@dataclass(frozen=True)
class WrittenOn:
    iso: str | None
    printed: str


def number_of(text: str) -> DocumentNumber | None:
    """A paragraph that is nothing but a 发文字号."""
    match = _NUMBER_LINE.match(squeeze(text))
    return DocumentNumber(match["series"], int(match["year"]), int(match["serial"])) if match else None


def kind_of(title: str) -> str | None:
    """文种 by the last word of the title; 政策解读 is the gazette's own."""
    bare = squeeze(title)
    if re.search(r"解读(?:[（(].*[)）])?$", bare):
        return "政策解读"
    match = _KIND.search(bare)
    if match is None:
        return None
    return "命令" if match[1] == "令" else match[1]


def organs_in_title(title: str) -> tuple[str, ...]:
    """Organs named before 关于; none when the title begins with 关于 or the words are no unit."""
    match = _ORGAN_BEFORE_ABOUT.match(title)
    if match is None:
        return ()
    parts = [tidy(part) for part in _PART_OF_ORGANS.split(match[1]) if part.strip()]
    return tuple(parts) if parts and all(looks_like_unit(part) for part in parts) else ()


def addressees_of(paragraph: Paragraph) -> tuple[str, ...]:
    """主送机关: a short paragraph that ends in a colon; "各县、自治县、区人民政府" stays whole."""
    text = paragraph.text
    if (
        paragraph.is_row
        or not _ADDRESSED.search(text)
        or len(text) > 300
        or re.search("[。；《》]|如下[：:]$", text)
    ):
        return ()
    held = _HELD.sub(lambda match: match.group().replace("、", "\ue000"), text[:-1])
    return tuple(tidy(part.replace("\ue000", "、")) for part in re.split("[，,；;、]", held) if part.strip())


def written_on(paragraph: Paragraph, findings: Findings) -> WrittenOn | None:
    """成文日期 of a line that is nothing but a date. What is printed is kept; a missing 日 leaves the day unknown."""
    text = paragraph.text.strip()
    if match := _CHINESE_DATE.match(squeeze(text)):
        return WrittenOn(_chinese_date(match), tidy(text))
    match = DATE_LINE.match(text)
    if match is None:
        return None
    printed = squeeze(text)
    if not match[4]:
        findings.add(
            paragraph.line,
            "date_incomplete",
            f"成文日期“{printed}”缺“日”字，日期未必完整，请对照纸质版。",
            printed,
            f"{printed}日",
        )
        return WrittenOn(None, printed)
    try:
        return WrittenOn(date(int(match[1]), int(match[2]), int(match[3])).isoformat(), printed)
    except ValueError:
        findings.add(paragraph.line, "date_impossible", f"日期“{printed}”不存在，请核对。", printed)
        return WrittenOn(None, printed)


def note_of(paragraph: Paragraph) -> str | None:
    match = NOTE_LINE.match(paragraph.text.strip())
    return tidy(match[1]) if match else None


def signature_before(paragraphs: Sequence[Paragraph], end: int) -> int:
    """Index of the first of the organ lines that stand directly before a date line."""
    start = end
    while start > 0:
        text = squeeze(paragraphs[start - 1].text)
        if paragraphs[start - 1].is_row or not looks_like_unit(text) or re.search("[：:，。；]", text):
            break
        start -= 1
    return start


def _chinese_date(match: re.Match[str]) -> str | None:
    digits = {character: str(value) for value, character in enumerate("零一二三四五六七八九")}
    year = "".join(digits.get(character, "0") for character in match[1])
    try:
        return date(int(year), numeral(match[2]) or 0, numeral(match[3]) or 0).isoformat()
    except ValueError:
        return None
