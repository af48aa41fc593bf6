"""Rules over a whole issue: its data, masthead, contents and chronicle. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from documents.proofreading.finding import Rule, Severity, Slip
from documents.proofreading.passages import Passage
from documents.reading.answer import DocumentAnswer
from foundation.chinese_text import fold
from foundation.unit_names import UnitLexicon
from gazette.proofreading.layout import IssueManuscript
from gazette.reading.people import one_letter_apart

_MEETING = re.compile(r"(?P<body>[\u4e00-\u9fff]{2,12})第(?P<number>\d{1,4})次(?P<kind>[\u4e00-\u9fff]{2,6})")
_MOST = {"月刊": 12, "半月刊": 24, "双月刊": 6, "季刊": 4, "旬刊": 36, "周刊": 53}
_SHORTEST_HEADING = 5
_STYLE = 2  # days printed more than once

IssueCheck = Callable[[IssueManuscript], Iterable[Slip]]


@dataclass(frozen=True)
class IssueRule(Rule):
    """A rule that needs the whole issue."""

    issue: IssueCheck | None = None


def issue_data(manuscript: IssueManuscript) -> Iterator[Slip]:
    """Year, number, total number and month of publication must fit each other."""
    issue = manuscript.issue
    if issue.year and issue.published and int(issue.published[:4]) not in (issue.year, issue.year + 1):
        passage = manuscript.front_line(f"{issue.year}年第{issue.number}期")
        yield _whole(passage, f"期号是{issue.year}年，出版却在{issue.published[:4]}年，请核对。")
    most = _MOST.get(issue.frequency or "")
    if most and issue.number and issue.number > most:
        passage = manuscript.front_line(f"第{issue.number}期")
        yield _whole(passage, f"{issue.frequency}一年至多{most}期，这里印作第{issue.number}期，请核对。")
    if issue.number and issue.total_number and issue.total_number < issue.number:
        passage = manuscript.front_line(f"总第{issue.total_number}期")
        yield _whole(passage, f"总第{issue.total_number}期小于本年第{issue.number}期，请核对。")


def permit_missing(manuscript: IssueManuscript) -> Iterator[Slip]:
    issue = manuscript.issue
    if "内部资料" in (issue.distribution_status or "") and not issue.permit_number:
        passage = manuscript.front_line(issue.distribution_status or "")
        yield _whole(passage, "印有“内部资料”字样而没有准印证号，请核对是否漏印。")


_MAIL = re.compile(r"^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$", re.ASCII)
_CONTACT = {
    "email": (_MAIL, "电子邮箱"),
    "postcode": (re.compile(r"^\d{6}$"), "邮政编码"),
    "phone": (re.compile(r"\d{7}"), "电话"),
}


def contact_form(manuscript: IssueManuscript) -> Iterator[Slip]:
    for field, (pattern, label) in _CONTACT.items():
        printed = manuscript.issue.contact.get(field)
        if printed and not pattern.search(
            printed.replace("-", "").replace("—", "") if field == "phone" else printed
        ):
            yield _whole(manuscript.front_line(printed), f"{label}“{printed}”的写法不对，请核对。")


def contents_pages(manuscript: IssueManuscript) -> Iterator[Slip]:
    """Pages rise through the contents; every entry has one."""
    last = 0
    for entry, passage in zip(manuscript.issue.contents, manuscript.entries, strict=True):
        if entry.page is None:
            yield _whole(passage, f"目录“{entry.title[:16]}”没有页码，请补上。")
            continue
        if entry.page < last:
            message = f"目录页码从{last}退到{entry.page}（“{entry.title[:16]}”），请核对。"
            yield _whole(passage, message)
        last = max(last, entry.page)


def masthead_repeated(manuscript: IssueManuscript) -> Iterator[Slip]:
    for row in manuscript.issue.masthead:
        for name, count in Counter(row.names).items():
            if count > 1:
                message = f"“{name}”在“{row.role}”里列了{count}次，请核对。"
                yield _name_slip(manuscript, name, message)


def masthead_near(manuscript: IssueManuscript) -> Iterator[Slip]:
    """A name of one role one letter from a name of another role or from an official on record."""
    rows = [(row.role, name) for row in manuscript.issue.masthead for name in row.names]
    names = {name for _, name in rows}
    said: set[str] = set()
    for role, name in reversed(rows):
        others = [o for r, o in rows if r != role and o not in said] + sorted(manuscript.known.people - names)
        near = next((other for other in others if one_letter_apart(name, other)), None)
        if near and name not in manuscript.known.people and name not in said:
            said.add(name)
            message = f"版权页上的“{name}”与“{near}”只差一字，如是同一人请统一。"
            yield _name_slip(manuscript, name, message, near)


def chronicle_person(manuscript: IssueManuscript) -> Iterator[Slip]:
    """A name of the chronicle, not on record, one letter from an official on record."""
    known = manuscript.known.people
    said: set[str] = set()
    for entry, passage in zip(manuscript.chronicle, manuscript.events, strict=True):
        for name in (name for event in entry.events for name in event.people):
            near = sorted(other for other in known if one_letter_apart(name, other))
            if name in known or name in said or len(near) != 1 or name not in passage.text:
                continue
            said.add(name)
            start = passage.text.index(name)
            message = f"人名“{name}”与已知领导“{near[0]}”只差一字，请核对。"
            yield Slip(passage, start, start + len(name), message, near[0])


def chronicle_future(manuscript: IssueManuscript) -> Iterator[Slip]:
    published = manuscript.issue.published
    for entry, passage in zip(manuscript.chronicle, manuscript.events, strict=True):
        if published and (entry.end or entry.start)[:7] > published:
            message = f"这件事晚于本期出版的{published[:4]}年{int(published[5:])}月，请核对日期。"
            yield Slip(passage, 0, min(len(passage.text), 10), message)


def chronicle_repeated(manuscript: IssueManuscript) -> Iterator[Slip]:
    """The same day stands twice as an entry of its own; where it does so often, that is the house's style."""
    days = Counter((entry.start, entry.end) for entry in manuscript.chronicle)
    if sum(count > 1 for count in days.values()) > _STYLE:
        return
    seen: set[tuple[str, str | None]] = set()
    for entry, passage in zip(manuscript.chronicle, manuscript.events, strict=True):
        if (entry.start, entry.end) in seen:
            message = "同一天（或同一时段）在大事记里立了两条，请合并或核对。"
            yield Slip(passage, 0, min(len(passage.text), 10), message)
        seen.add((entry.start, entry.end))


def meeting_order(manuscript: IssueManuscript) -> Iterator[Slip]:
    """The count of a meeting rises with the days."""
    last: dict[str, int] = {}
    for passage in manuscript.events:
        for match in _MEETING.finditer(passage.text):
            key, number = match["body"][-5:] + match["kind"][:3], int(match["number"])
            if number < last.get(key, 0):
                message = f"“{match.group()}”的次数小于前面的第{last[key]}次，请核对。"
                yield Slip(passage, *match.span(), message)
            last[key] = max(number, last.get(key, 0))


def number_date_order(manuscript: IssueManuscript) -> Iterator[Slip]:
    """Of two documents of one series the later number is not the older one."""
    last: dict[tuple[str, int], tuple[int, str]] = {}
    dated = [(m, m.document.number, m.document.written_on) for m in manuscript.documents]
    for other, number, day in sorted(dated, key=lambda row: row[1].serial if row[1] else 0):
        passage = other.first("number")
        if number is None or day is None or passage is None:
            continue
        serial, before = last.get((number.series, number.year), (0, ""))
        if day < before:
            message = f"“{number}”的成文日期{day}早于{serial}号的{before}，请核对文号或日期。"
            yield _whole(passage, message)
        last[(number.series, number.year)] = (number.serial, max(day, before))


def interpretation_wording(manuscript: IssueManuscript) -> Iterator[Slip]:
    """Headings of a 解读 against those of the document it explains."""
    by_title = {fold(other.document.title): other.document for other in manuscript.documents}
    for other in manuscript.documents:
        interprets = other.document.interprets
        target = by_title.get(fold(interprets.title)) if interprets else None
        if target is None:
            continue
        lexicon = UnitLexicon((text, ()) for text in _headings(target))
        for passage in other.passages:
            text = passage.heading.text if passage.heading else ""
            near = lexicon.nearest(text) if len(text) >= _SHORTEST_HEADING else None
            if near and text in passage.text:
                start = passage.text.index(text)
                message = f"解读的标题“{text}”与原文的“{near}”只差一字，请核对。"
                yield Slip(passage, start, start + len(text), message, near)


def _headings(document: DocumentAnswer) -> list[str]:
    return [heading.text for heading in document.headings if len(heading.text) >= _SHORTEST_HEADING]


def _whole(passage: Passage, message: str) -> Slip:
    return Slip(passage, 0, len(passage.text), message)


def _name_slip(manuscript: IssueManuscript, name: str, message: str, suggestion: str | None = None) -> Slip:
    passage = manuscript.front_line(name)
    start = max(passage.text.find(name), 0)
    return Slip(passage, start, start + len(name), message, suggestion)


_EDITING = "政府公报编校：三审三校"
_PUBLISHING = "内部资料性出版物管理办法"
RULES = (
    IssueRule("issue_data", "期号与出版月份", Severity.ERROR, _EDITING, issue=issue_data),
    IssueRule("permit_missing", "准印证号", Severity.HINT, _PUBLISHING, issue=permit_missing),
    IssueRule("contact_form", "联系方式的写法", Severity.WARNING, _EDITING, issue=contact_form),
    IssueRule("contents_pages", "目录页码", Severity.ERROR, _EDITING, issue=contents_pages),
    IssueRule("contents_without_text", "目录有而正文无", Severity.ERROR, _EDITING),
    IssueRule("text_without_contents", "正文有而目录无", Severity.ERROR, _EDITING),
    IssueRule("title_differs", "目录与正文标题不一致", Severity.ERROR, _EDITING),
    IssueRule("number_out_of_order", "发文字号次序", Severity.WARNING, "GB/T 9704-2012 7.2.5"),
    IssueRule(
        "number_date_order",
        "文号与日期次序相反",
        Severity.WARNING,
        "GB/T 9704-2012 7.2.5、7.3.5.4",
        issue=number_date_order,
    ),
    IssueRule("masthead_repeated", "版权页人名重复", Severity.WARNING, _EDITING, issue=masthead_repeated),
    IssueRule("masthead_near", "版权页人名相近", Severity.HINT, _EDITING, issue=masthead_near),
    IssueRule("person_misprint", "人名可能误印", Severity.ERROR, _EDITING, issue=chronicle_person),
    IssueRule("chronicle_undated", "大事记读不出日期", Severity.WARNING, _EDITING),
    IssueRule("chronicle_future", "大事记晚于出版", Severity.ERROR, _EDITING, issue=chronicle_future),
    IssueRule("chronicle_repeated", "大事记同日两条", Severity.WARNING, _EDITING, issue=chronicle_repeated),
    IssueRule("date_out_of_order", "大事记日期次序", Severity.WARNING, _EDITING),
    IssueRule("meeting_order", "会议次数次序", Severity.WARNING, _EDITING, issue=meeting_order),
    IssueRule(
        "interpretation_wording", "解读与原文标题", Severity.WARNING, _EDITING, issue=interpretation_wording
    ),
)
