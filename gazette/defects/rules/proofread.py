"""The reader's rules of whole issues over what is on record: masthead, contact, chronicle, one text against another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from documents.defects.defect import Found, Place
from documents.defects.rules.proofread import Laid, asked, found_of
from documents.proofreading.finding import Rule, Slip
from documents.proofreading.known import Known
from documents.proofreading.passages import Passage, SourceText
from documents.proofreading.rules import text_slips
from foundation.chinese_text import squeeze
from gazette.defects.facts import IssueFacts
from gazette.proofreading.issue_rules import IssueRule
from gazette.proofreading.layout import IssueManuscript
from gazette.proofreading.rules import FRONT, RULES
from gazette.reading.answer import ChronicleAnswer, EntryAnswer, EventAnswer, IssueAnswer, MastheadAnswer


@dataclass(frozen=True)
class LaidIssue:
    """An issue laid out for proof-reading, with the place of every passage."""

    manuscript: IssueManuscript
    places: Mapping[int, Place]  # by identity of the passage
    documents: tuple[Laid, ...]
    fallback: Place

    def place_of(self, passage: Passage) -> Place:
        own = self.places.get(id(passage))
        if own is not None:
            return own
        home = next(
            (laid for laid in self.documents if any(p is passage for p in laid.manuscript.passages)), None
        )
        if home is not None:
            return home.place_of(passage)
        return self.fallback


def proofread_issue_facts(issue: IssueFacts, documents: Sequence[Laid], *, known: Known) -> Iterator[Found]:
    """What the rules say of the issue itself; its documents are asked one by one."""
    laid = lay_out_issue_facts(issue, documents, known=known)
    slips = [(rule, slip) for rule in asked(RULES) for slip in _slips(rule, laid.manuscript)]
    yield from found_of(slips, laid.place_of)


def _slips(rule: Rule, manuscript: IssueManuscript) -> Iterator[Slip]:
    yield from text_slips(rule, manuscript.events)
    if rule.id in FRONT:
        yield from text_slips(rule, manuscript.front)
    if isinstance(rule, IssueRule) and rule.issue:
        yield from rule.issue(manuscript)


def lay_out_issue_facts(issue: IssueFacts, documents: Sequence[Laid], *, known: Known) -> LaidIssue:
    front = list(_front(issue))
    entries = [
        (
            Passage(entry.title, f"目录第{entry.position}行", "", "entry"),
            issue.at(f"目录第{entry.position}行", rows="entries", row=entry.pk),
        )
        for entry in issue.entries
    ]
    events = [
        (
            Passage(day.whole_text, _day(day.start), f"d{day.start}", "event"),
            issue.at(_day(day.start), rows="chronicle", row=day.pk),
        )
        for day in issue.chronicle
    ]
    manuscript = IssueManuscript(
        issue=as_answer(issue),
        documents=tuple(laid.manuscript for laid in documents if laid.facts.has_full_text),
        chronicle=tuple(
            ChronicleAnswer(
                day.start.isoformat(),
                day.end.isoformat() if day.end else None,
                day.whole_text,
                tuple(
                    EventAnswer(e.start.isoformat(), e.end.isoformat() if e.end else None, e.text, e.people)
                    for e in day.events
                ),
            )
            for day in issue.chronicle
        ),
        front=tuple(passage for passage, _ in front),
        entries=tuple(passage for passage, _ in entries),
        events=tuple(passage for passage, _ in events),
        known=known,
        source=SourceText(()),
        problems=(),
    )
    places = {id(passage): place for passage, place in (*front, *entries, *events)}
    return LaidIssue(manuscript, places, tuple(documents), issue.at("版权页"))


def _day(day: date) -> str:
    return f"大事记{day.month}月{day.day}日"


def _front(issue: IssueFacts) -> Iterator[tuple[Passage, Place]]:
    """The printed front page, a line for each field that is on record."""
    for row in issue.masthead:
        place = issue.at("编辑委员会", rows="masthead", row=row.pk)
        yield Passage(f"{row.role} {' '.join(row.names)}", "编辑委员会", "", "front"), place
    lines = [
        ("刊名", "title", issue.title),
        ("主办", "sponsor", issue.sponsor),
        ("题语", "slogan", issue.slogan),
    ]
    lines += [("发行性质", "distribution_status", issue.distribution_status)]
    lines += [(_CONTACT.get(name, "版权页"), name, printed) for name, printed in issue.contact]
    lines += [("发送范围", "distribution", line) for line in issue.distribution]
    for label, field, text in lines:
        if squeeze(text):
            yield Passage(text, label, "", "front"), issue.at(label, field)


_CONTACT = {
    "editor": "编辑发行",
    "phone": "电话",
    "email": "电子邮箱",
    "postcode": "邮编",
    "address": "地址",
    "printer": "印刷",
    "printer_phone": "印刷单位电话",
}


def as_answer(issue: IssueFacts) -> IssueAnswer:
    """The shape a reading gives, from what is on record by now."""
    return IssueAnswer(
        title=issue.title,
        year=issue.year,
        number=issue.number,
        total_number=issue.total_number,
        frequency=issue.frequency or None,
        published=f"{issue.month:%Y-%m}" if issue.month else None,
        permit_number=issue.permit_number or None,
        sponsor=issue.sponsor or None,
        distribution_status=issue.distribution_status or None,
        masthead=tuple(MastheadAnswer(row.role, row.names) for row in issue.masthead),
        contact={name: printed for name, printed in issue.contact if printed},
        distribution=issue.distribution,
        contents=tuple(EntryAnswer(entry.column, entry.title, entry.page) for entry in issue.entries),
    )
