"""目录: printed lines become entries with column, title and page. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from documents.reading.source import SourceLine
from foundation.chinese_text import fold, squeeze, tidy
from gazette.reading.answer import EntryAnswer

_LEADERS = ".．…·•⋯"
_PAGE = re.compile(
    rf"(?:[（(]\s*(?P<page>\d{{1,4}})\s*[)）]|(?<![{_LEADERS}])[{_LEADERS}]{{2,}}\s*(?P<dotted>\d{{1,4}}))\s*$"
)
_STOP = re.compile(
    r"^(?:发送范围|[（(](?:月刊|半月刊|双月刊|季刊|旬刊|周刊|不定期)[)）]|\d{4}年第\d+期|[（(]?总第\d+期|准印证)"
)
_SPEAKER = re.compile(r"^\S{4,30}\s+\S(?:\s?\S){1,3}$")
_COLUMN_WORD = re.compile(
    r"(?:文件|解读|大事记|任免|公告|专题|报告|要闻|法规|规章|选登|资料|统计|人事|会议|通报|通知|栏|专栏|机构|概况)$"
)
_COLUMN_LIMIT = 16


@dataclass(frozen=True)
class Contents:
    entries: tuple[EntryAnswer, ...]
    lines: tuple[int, ...]
    end: int  # index of the first line after the contents
    restated: tuple[tuple[int, str], ...] = ()  # page numbers and leaders, as printed on their lines


def read_contents(lines: Sequence[SourceLine]) -> Contents:
    """Find 目录 and read it to its last line with a page; without one there are no entries."""
    start = next((i for i, line in enumerate(lines) if squeeze(line.text) == "目录"), None)
    if start is None:
        return Contents((), (), 0)
    entries: list[EntryAnswer] = []
    used: list[int] = []
    restated: list[tuple[int, str]] = []
    pending: list[tuple[int, str]] = []
    column = ""
    end = start + 1
    for index in range(start + 1, len(lines)):
        text = lines[index].text.strip()
        if squeeze(text) == "目录":
            continue
        if _STOP.match(squeeze(text)) or len(pending) > 3 or _begins_text(text, entries):
            break
        match = _PAGE.search(text)
        if match is None:
            pending.append((lines[index].number, text))
            continue
        words = text[: match.start()].rstrip(f"{_LEADERS} \t\u3000")
        column, title = _column_and_title(column, [*(part for _, part in pending), words])
        entries.append(EntryAnswer(column, title, int(match["page"] or match["dotted"])))
        restated.append((lines[index].number, text[len(words) :]))
        used += [number for number, _ in pending] + [lines[index].number]
        pending = []
        end = index + 1
    return Contents(tuple(entries), tuple(used), end, tuple(restated))


def _begins_text(text: str, entries: Sequence[EntryAnswer]) -> bool:
    """The first title again, without its page: the text begins."""
    return bool(entries) and fold(text) == fold(entries[0].title)


def _column_and_title(column: str, parts: list[str]) -> tuple[str, str]:
    """Lines before a page: perhaps a new column, then the title; a speaker's line is no part of the title."""
    parts = [part for part in parts if part.strip()]
    if len(parts) > 1 and _is_column(parts[0]):
        column, parts = squeeze(parts[0]), parts[1:]
    elif len(parts) == 1 and not column and _is_column(parts[0]):
        column = squeeze(parts[0])
    if len(parts) > 1 and _SPEAKER.match(parts[-1].strip()) and "关于" not in parts[-1]:
        parts = parts[:-1]
    return column, "".join(tidy(part) for part in parts)


def _is_column(text: str) -> bool:
    bare = squeeze(text)
    return len(bare) <= _COLUMN_LIMIT and "关于" not in bare and bool(_COLUMN_WORD.search(bare))
