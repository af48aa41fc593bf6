"""本期进度: what is still missing before an issue can close, in one look; a fixed number of questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from documents.models import Document, TextStatus
from foundation.lifecycle import UNDER_REVIEW, Status
from foundation.models import EditorialDuty, Remark
from foundation.outstanding import Outstanding, kinds_of
from gazette.models import Entry, Issue

STATIONS = (*UNDER_REVIEW, Status.PUBLISHED)
SIGNED = (Status.FINAL_REVIEW, Status.PUBLISHED)


@dataclass(frozen=True)
class Open:
    """So many of one kind still to be seen to."""

    kind: Outstanding
    number: int


@dataclass(frozen=True)
class Line:
    """One line of the contents."""

    entry: Entry
    document: Document | None
    duty: EditorialDuty | None
    is_late: bool
    page_fault: str
    faults: tuple[str, ...]
    open: tuple[Open, ...]

    @property
    def passed(self) -> int:
        """How many of the four stations (初审, 复审, 终审, 发布) the document has behind it."""
        status = self.document.status if self.document else Status.DRAFT
        return STATIONS.index(Status(status)) + 1 if status in STATIONS else 0

    @property
    def is_ready(self) -> bool:
        done = self.document is None or self.document.status in SIGNED
        return done and not (self.faults or self.page_fault or any(one.number for one in self.open))


@dataclass(frozen=True)
class Progress:
    issue: Issue
    lines: Sequence[Line]
    missing: Sequence[str]  # of the issue itself
    standing: int  # remarks on the issue itself

    @cached_property
    def documents(self) -> dict[int, Document]:
        """Each once, though it may stand in two lines; what was withdrawn is not waited for."""
        found = [line.document for line in self.lines if line.document]
        return {one.pk: one for one in found if one.status != Status.WITHDRAWN}

    @property
    def total(self) -> int:
        return len(self.documents)

    @property
    def signed(self) -> int:
        return sum(one.status in SIGNED for one in self.documents.values())

    @property
    def percent(self) -> int:
        """Rounded down: 100 only when all are signed."""
        return 100 * self.signed // self.total if self.total else 0

    @property
    def unready(self) -> int:
        return sum(not line.is_ready for line in self.lines)


def progress_of(issue: Issue, *, on: date) -> Progress:
    entries = list(
        issue.entries.select_related("column", "document").defer("document__body").order_by("position")
    )
    keys = [entry.document_id for entry in entries if entry.document_id]
    duties = EditorialDuty.objects.about(Document).current().filter(subject_id__in=keys)
    borne = {duty.subject_id: duty for duty in duties.select_related("person")}
    counted = [(kind, kind.counter(keys)) for kind in kinds_of(Document)]
    has_chronicle = issue.chronicle.exists()
    lines, last = [], 0
    for entry in entries:
        lines.append(_line(entry, borne, counted, has_chronicle, last, on))
        last = entry.page or last
    return Progress(issue, lines, _missing(issue, entries), Remark.objects.of(issue).standing().count())


def _line(
    entry: Entry,
    borne: Mapping[int, EditorialDuty],
    counted: Sequence[tuple[Outstanding, Mapping[int, int]]],
    has_chronicle: bool,
    last_page: int,
    on: date,
) -> Line:
    key = entry.document_id or 0
    duty = borne.get(key)
    is_late = duty is not None and duty.due_on is not None and duty.due_on < on
    return Line(
        entry=entry,
        document=entry.document,
        duty=duty,
        is_late=is_late and entry.document is not None and entry.document.status not in SIGNED,
        page_fault=_page_fault(entry, last_page),
        faults=tuple(_faults(entry, has_chronicle)),
        open=tuple(Open(kind, numbers[key]) for kind, numbers in counted if numbers.get(key)),
    )


def _page_fault(entry: Entry, last_page: int) -> str:
    if entry.page is None:
        return "没有页码"
    return f"页码在前一条（第{last_page}页）之前" if entry.page < last_page else ""


def _faults(entry: Entry, has_chronicle: bool) -> list[str]:
    document = entry.document
    if document is None:
        if not entry.is_chronicle:
            return ["没有对应的公文"]
        return [] if has_chronicle else ["大事记还没有录入"]
    faults = [] if document.text_status == TextStatus.FULL else ["只有提要，没有全文"]
    faults += [] if document.written_on or document.written_on_printed else ["没有成文日期"]
    faults += ["已撤回"] if document.status == Status.WITHDRAWN else []
    return faults


def _missing(issue: Issue, entries: Sequence[Entry]) -> list[str]:
    """What the issue itself still lacks, as its page calls it."""
    lacking = {
        "目录": bool(entries),
        "编辑委员会": issue.masthead.exists(),
        "总期号": issue.total_number is not None,
        "出版年月": issue.published_month is not None,
        "准印证号": bool(issue.permit_number),
        "发送范围": bool(issue.distribution),
        "原版 PDF": bool(issue.pdf),
    }
    return [name for name, is_there in lacking.items() if not is_there]
