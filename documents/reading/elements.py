"""The elements of a notice round its body (GB/T 9704-2012, 7.2–7.3): title, number, organs, addressees, date. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from documents.document_numbers import DocumentNumber
from documents.reading.answer import Findings
from documents.reading.citations import NUMBER
from documents.reading.paragraphs import DATE_LINE, NOTE_LINE, Paragraph
from documents.reading.unit_lists import looks_like_unit, split_list
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
_ORGAN_BEFORE_ABOUT = re.compile(r"^([^《》，。]{3,200}?)(?:关于|印发|转发|批转|公布|发布|令$)")
_ORGAN_BEFORE_KIND = re.compile(r"^([^《》，。]{3,60}?)(?:公告|通告|公报|令)$")
_PART_OF_ORGANS = re.compile(r"(?<=[府局委室会院厅部办队])\s*[、\s]\s*(?=[\u4e00-\u9fff])")
_PLACE = re.compile(r"^(?:中共|中国共产党)?([\u4e00-\u9fff]{2,8}?(?:自治[州县]|[省市州县区]))")
_NUMBER_LINE = re.compile(rf"^{NUMBER.pattern}$")
_SIGNED_DATE = re.compile(
    r"^(\S{4,36}?)\s*((?:\d{4}|[〇○零一二三四五六七八九]{4})\s*年\s*\S{1,3}\s*月\s*\S{1,3}\s*日)$"
)
_ADDRESSED = re.compile(r"[：:]$")
_CHINESE_DATE = re.compile(
    r"^([〇○Ｏ零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日$"
)


@dataclass(frozen=True)
class WrittenOn:
    iso: str | None
    printed: str


def number_of(text: str) -> DocumentNumber | None:
    """A paragraph that is nothing but a 发文字号."""
    bare = re.sub(r"签发人[：:].*$", "", squeeze(text))
    if bare[:1] in "（(" and bare[-1:] in "）)":
        bare = bare[1:-1]
    match = _NUMBER_LINE.match(bare)
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
    match = _ORGAN_BEFORE_ABOUT.match(title) or _ORGAN_BEFORE_KIND.match(squeeze(title))
    if match is None:
        return ()
    parts = [squeeze(part) for part in _PART_OF_ORGANS.split(match[1].strip()) if part.strip()]
    parts = [own for part in parts for own in _split_at_place(part)]
    return tuple(parts) if parts and all(looks_like_unit(part) for part in parts) else ()


def _split_at_place(organs: str) -> list[str]:
    """Organs set without a gap part where the name of the place begins again after a whole organ."""
    match = _PLACE.match(organs)
    if match is None:
        return [organs]
    cut = re.compile(rf"(?<=[府局委室会院厅部办])(?=(?:中共|中国共产党)?{match[1]})")
    parts = cut.split(organs)
    return parts if all(looks_like_unit(part) for part in parts) else [organs]


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
    return tuple(tidy(part) for part in split_list(text[:-1]))


def written_on(paragraph: Paragraph, findings: Findings) -> WrittenOn | None:
    """成文日期 of a line that is nothing but a date. What is printed is kept; a missing 日 leaves the day unknown."""
    text = paragraph.text.strip()
    if match := _CHINESE_DATE.match(squeeze(text)):
        return WrittenOn(_chinese_date(match), tidy(text))
    printed = squeeze(text)
    match = DATE_LINE.match(printed)
    if match is None:
        return None
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


def organs_of(paragraph: Paragraph) -> tuple[str, ...]:
    """Organs of a signature line: one, or several parted by blanks or set without a gap."""
    if paragraph.is_row or re.search("[：:，。；]", paragraph.text):
        return ()
    parts = [part for part in re.split(r"\s+", paragraph.text.strip()) if part]
    if not all(looks_like_unit(part) for part in parts):
        parts = [squeeze(paragraph.text)]
    parts = [own for part in parts for own in _split_at_place(part)]
    return tuple(parts) if parts and all(looks_like_unit(part) for part in parts) else ()


def signed_date(paragraph: Paragraph) -> tuple[Paragraph, Paragraph] | None:
    """An organ and a date on one line, as two paragraphs."""
    match = None if paragraph.is_row else _SIGNED_DATE.match(paragraph.text.strip())
    if match is None or not looks_like_unit(squeeze(match[1])):
        return None
    return Paragraph(match[1], paragraph.lines), Paragraph(match[2], paragraph.lines)


def signature_before(paragraphs: Sequence[Paragraph], end: int) -> int:
    """Index of the first of the organ lines that stand directly before a date line."""
    start = end
    while start > 0:
        if not organs_of(paragraphs[start - 1]):
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
