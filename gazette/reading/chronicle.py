"""大事记: paragraphs become entries by day or range, and events by sentence with the people named. Pure.

Dates come from the text: the heading gives year and month, an entry its day. What cannot be dated is reported
and left unplaced, never dated by guess.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from documents.reading.answer import Findings
from documents.reading.paragraphs import Paragraph
from documents.reading.source import Ledger
from foundation.chinese_text import squeeze, tidy
from gazette.reading.answer import ChronicleAnswer, EventAnswer
from gazette.reading.people import find_people, likely_misprints

_HEAD = re.compile(
    r"[（(]?(\d{4})年(?:(\d{1,2})月)?(?:[—－～~\-至]+(?:\d{4}年)?(\d{1,2})月)?(?:份)?(?:\S{0,6}大事记)?[)）]?"
)
_TO = r"\s*(?:—|－|–|-|~|～|至|到)+\s*"
_DAY = re.compile(
    rf"^(?:(?P<year>\d{{4}})\s*年\s*)?(?P<month>\d{{1,2}})\s*月\s*(?:(?P<day>\d{{1,2}})\s*日?(?:{_TO}(?:(?P<month2>\d{{1,2}})\s*月\s*)?(?P<day2>\d{{1,2}})\s*日|(?<=日)|日)|(?P<part>[上中下]旬|末|初|底))\s*[，,：:、]?\s*"
)
_OPEN_END = re.compile(
    rf"^(?P<month>\d{{1,2}})\s*月\s*(?P<day>\d{{1,2}})\s*日{_TO}(?P<month2>\d{{1,2}})\s*月(?!\s*\d)"
)
_MONTH = re.compile(r"^(?:是月|本月|当月|月内)\s*[，,：:]?\s*")
_SAME_DAY = re.compile(r"^(?:(?:同日|当日|是日)\s*[，,：:]?|[△▲○●◇◆□])\s*")
_DAY_ONLY = re.compile(rf"^(?=\d{{1,2}}\s*日?(?:{_TO}\d{{1,2}}\s*日|(?<=\d)\s*日|日))")
_INNER = re.compile(
    rf"^(?P<day>\d{{1,2}})\s*日?{_TO}(?P<day2>\d{{1,2}})\s*日\s*[，,]?\s*|"
    r"^(?:(?P<month>\d{1,2})\s*月\s*)?(?P<only>\d{1,2})\s*日\s*[，,]\s*"
)
_SENTENCE = re.compile(r"[^。！？]*[。！？]+[”’」』）)]*|[^。！？]+$")
_PARTS = {"上旬": (1, 10), "中旬": (11, 20), "初": (1, 10), "末": (21, 0), "底": (21, 0), "下旬": (21, 0)}


@dataclass(frozen=True)
class _Heading:
    """Year and month that head the chronicle; a heading may run over the turn of a year (2020年12月—2021年1月)."""

    year: int | None = None
    month: int | None = None
    last_month: int | None = None

    def year_of(self, text: str) -> int | None:
        """The year of an entry that prints its month only."""
        match = re.match(r"^(\d{1,2})\s*月", text)
        turned = self.year and match and self.month and self.last_month and self.last_month < self.month
        return (
            self.year + 1
            if self.year and turned and match and int(match[1]) < (self.month or 0)
            else self.year
        )


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None


@dataclass
class _Open:
    """An entry while its paragraphs are gathered."""

    start: date
    end: date | None
    text: str
    lines: tuple[int, ...]
    printed: str = ""  # the date as printed

    @property
    def range_is_first_sentences(self) -> bool:
        """ "8月12日—16日，某某参加…": a comma ties the range to that sentence; a blank heads the whole entry."""
        return self.printed.rstrip().endswith(("，", ","))


def read_chronicle(
    paragraphs: Sequence[Paragraph],
    *,
    issue_year: int | None,
    issue_month: int | None,
    known_people: Iterable[str],
    ledger: Ledger,
    findings: Findings,
) -> tuple[ChronicleAnswer, ...]:
    """Entries in printed order. ``issue_year`` and ``issue_month`` are those printed on the issue."""
    heading = _Heading()
    opened: list[_Open] = []
    for paragraph in paragraphs:
        text = paragraph.text.strip()
        if (head := _HEAD.fullmatch(squeeze(text).removeprefix("大事记"))) and not opened:
            heading = _Heading(int(head[1]), _number(head[2]), _number(head[3]))
            ledger.furnish(paragraph.line) if len(paragraph.lines) == 1 else ledger.place(paragraph.lines)
            continue
        year = heading.year_of(text) or _year_for(text, issue_year, issue_month)
        found = _dated(text, year, heading.month, opened)
        if isinstance(found, _Open):
            date_printed = text[: len(text) - len(found.text)]
            opened.append(replace(found, lines=paragraph.lines, printed=date_printed))
        elif found == "continues" and opened:
            last = opened[-1]
            opened[-1] = _Open(
                last.start,
                last.end,
                f"{last.text}\n{tidy(text)}",
                (*last.lines, *paragraph.lines),
                last.printed,
            )
        else:
            findings.add(
                paragraph.line, "chronicle_undated", "大事记的这一段读不出日期，没有归入任何一天。", text[:60]
            )
    _report_order(opened, findings)
    for entry in opened:
        ledger.restate(entry.lines[0], entry.printed)
        ledger.place(entry.lines)
    return _with_people(opened, known_people, findings)


def _dated(text: str, year: int | None, month: int | None, opened: Sequence[_Open]) -> _Open | str:
    """An opened entry; "continues" for a paragraph that goes on with the last one; "" when no date can be read."""
    if _OPEN_END.match(text):
        return ""
    if month and _DAY_ONLY.match(text):  # a monthly chronicle may leave the month to its heading
        return _dated(f"{month}月{text}", year, month, opened)
    if match := _DAY.match(text):
        try:
            return _entry(match, text[match.end() :], int(match["year"] or year or 0))
        except ValueError:
            return ""
    if (match := _MONTH.match(text)) and (month or opened) and (year or opened):
        last = opened[-1].start if opened else date(year or 1, month or 1, 1)
        days = calendar.monthrange(last.year, month or last.month)[1]
        first = date(last.year, month or last.month, 1)
        return _Open(first, first.replace(day=days), text[match.end() :], ())
    if re.match(r"^\d{1,2}\s*月", text):
        return ""
    if (match := _SAME_DAY.match(text)) and opened:
        return _Open(opened[-1].start, opened[-1].end, text[match.end() :], ())
    return "continues" if opened else ""


def _entry(match: re.Match[str], rest: str, year: int) -> _Open:
    """Raises ValueError for a day that does not exist or a year nobody printed."""
    if not year:
        raise ValueError("no year")
    month = int(match["month"])
    if part := match["part"]:
        first, last = _PARTS[part]
        return _Open(
            date(year, month, first), date(year, month, last or calendar.monthrange(year, month)[1]), rest, ()
        )
    start = date(year, month, int(match["day"]))
    if not match["day2"]:
        return _Open(start, None, rest, ())
    end_month = int(match["month2"] or month)
    end = date(year + (1 if end_month < month else 0), end_month, int(match["day2"]))
    if end < start:
        raise ValueError("range runs backwards")
    return _Open(start, end if end > start else None, rest, ())


def _year_for(text: str, issue_year: int | None, issue_month: int | None) -> int | None:
    """A December chronicle stands in a January issue of the next year."""
    match = re.match(r"^(\d{1,2})\s*月", text)
    if issue_year and issue_month and match and int(match[1]) > issue_month:
        return issue_year - 1
    return issue_year


def _with_people(
    opened: Sequence[_Open], known: Iterable[str], findings: Findings
) -> tuple[ChronicleAnswer, ...]:
    """Split entries into events, then find people over all of them at once."""
    events: list[list[EventAnswer]] = [_events(entry) for entry in opened]
    flat = [event for entry in events for event in entry]
    people = find_people([event.text for event in flat], known=known)
    misprints = likely_misprints(people)
    named = iter(people)
    entries = []
    for entry, read in zip(opened, events, strict=True):
        with_people = tuple(replace(event, people=next(named)) for event in read)
        for event in with_people:
            for name in event.people:
                if name in misprints:
                    findings.add(
                        entry.lines[0],
                        "person_misprint",
                        f"人名“{name}”与“{misprints[name]}”只差一字，可能误印。",
                        name,
                        misprints[name],
                    )
        entries.append(ChronicleAnswer(entry.start.isoformat(), _iso(entry.end), entry.text, with_people))
    return tuple(entries)


def _events(entry: _Open) -> list[EventAnswer]:
    """One event a sentence; a sentence may carry days of its own."""
    events: list[EventAnswer] = []
    for match in _SENTENCE.finditer(entry.text):
        text = match.group().strip()
        if not text:
            continue
        start, end = entry.start, None if events and entry.range_is_first_sentences else entry.end
        if inner := _INNER.match(text):
            try:
                month = int(inner["month"] or entry.start.month)
                start = entry.start.replace(month=month, day=int(inner["day"] or inner["only"]))
                last = entry.start.replace(day=int(inner["day2"])) if inner["day2"] else None
                end = last if last and last > start else None
                text = text[inner.end() :]
            except ValueError:
                pass
        events.append(EventAnswer(start.isoformat(), _iso(end), text, ()))
    return events


def _report_order(opened: Sequence[_Open], findings: Findings) -> None:
    for before, entry in zip(opened, opened[1:], strict=False):
        whole_part = entry.end is not None and (entry.end - entry.start).days >= 7  # 上旬, 是月 close a month
        if entry.start < before.start and not whole_part:
            printed = f"{entry.start.month}月{entry.start.day}日"
            findings.add(
                entry.lines[0], "date_out_of_order", f"“{printed}”排在更晚的日期之后，请核对。", printed
            )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
