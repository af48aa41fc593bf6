"""What the rules know of a document: frozen facts, loaded in a fixed number of questions. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from documents.defects.defect import DOCUMENT, Place, Subject
from documents.document_numbers import DocumentNumber
from foundation.work_days import WorkCalendar


@dataclass(frozen=True)
class UnitFact:
    """A printed unit; ``proposed`` is the open proposal of the name, if there is one."""

    printed: str
    is_known: bool = True
    role: str = "responsible"
    implied: bool = False
    proposed: int | None = None


@dataclass(frozen=True)
class AttachmentFact:
    pk: int
    position: int
    label: str
    title: str
    text: str


@dataclass(frozen=True)
class TargetFact:
    """A document on record that another one names; who repealed it, and since when."""

    pk: int
    name: str
    repealed_by: int | None = None
    repealing: str = ""
    repealed_on: date | None = None


@dataclass(frozen=True)
class RelationFact:
    pk: int
    kind: str  # cites | repeals | amends | interprets
    title: str
    printed_number: str = ""
    number: DocumentNumber | None = None
    target: TargetFact | None = None

    @property
    def name(self) -> str:
        return f"《{self.title}》" if self.title else self.printed_number


@dataclass(frozen=True)
class TaskFact:
    pk: int
    path: str
    title: str
    text: str = ""
    annotation: str = ""
    units: tuple[UnitFact, ...] = ()


@dataclass(frozen=True)
class ItemFact:
    """A row of a 责任清单."""

    pk: int
    number: int | None
    content: str
    damaged: bool = False
    section: str = ""
    point: str = ""
    points: str = ""
    method: str = ""
    tasks: tuple[str, ...] = ()
    units: tuple[UnitFact, ...] = ()


@dataclass(frozen=True)
class ProblemFact:
    """What the reader was not sure of and nobody has settled yet."""

    pk: int
    line: int
    kind: str
    kind_name: str
    message: str
    printed: str


@dataclass(frozen=True)
class DocumentFacts:
    pk: int
    title: str
    number: DocumentNumber | None = None
    document_number: str = ""
    kind: str = ""
    column: str = ""
    organs: tuple[UnitFact, ...] = ()
    addressees: tuple[str, ...] = ()
    written_on: date | None = None
    written_on_printed: str = ""
    note: str = ""
    theme: str = ""  # 主题分类
    abstract: str = ""
    disclosure: str = "active"
    disclosure_label: str = "主动公开"
    enclosed_title: str = ""
    body: str = ""
    has_full_text: bool = True
    effective_from: date | None = None
    effective_until: date | None = None
    attachments: tuple[AttachmentFact, ...] = ()
    relations: tuple[RelationFact, ...] = ()
    tasks: tuple[TaskFact, ...] = ()
    items: tuple[ItemFact, ...] = ()
    problems: tuple[ProblemFact, ...] = ()
    unplaced: int = 0  # characters of its own file that were laid nowhere
    is_interpreted: bool = False
    same_number: tuple[str, ...] = ()  # names of other documents with its number
    printed_month: date | None = None  # first day of the month of the issue that carries it

    @property
    def subject(self) -> Subject:
        return Subject(DOCUMENT, self.pk)

    @property
    def name(self) -> str:
        return f"{self.title}（{self.document_number}）" if self.document_number else self.title

    def at(
        self, label: str, field: str = "", *, anchor: str = "", rows: str = "", row: int | None = None
    ) -> Place:
        """A place of this document."""
        return Place(self.subject, label, field, anchor, rows, row)


@dataclass(frozen=True)
class OtherText:
    """Another document that may be the same text again."""

    pk: int
    name: str
    title: str
    written_on: date | None
    body: str


@dataclass(frozen=True)
class Surroundings:
    """What stands around the documents of one report."""

    on: date
    own_series: frozenset[str] = frozenset()
    others: tuple[OtherText, ...] = ()
    calendar: WorkCalendar = field(
        default_factory=lambda: WorkCalendar(frozenset(), frozenset(), frozenset())
    )
