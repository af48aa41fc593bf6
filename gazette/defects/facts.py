"""What the rules know of an issue and of its neighbours. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from documents.defects.defect import ISSUE, Place, Subject
from documents.defects.facts import DocumentFacts, ProblemFact


@dataclass(frozen=True)
class EntryFact:
    """A line of the contents; ``document`` is the key of the document it leads to."""

    pk: int
    position: int
    title: str
    page: int | None = None
    column: str = ""
    document: int | None = None
    is_chronicle: bool = False


@dataclass(frozen=True)
class EventFact:
    pk: int
    start: date
    end: date | None
    text: str
    people: tuple[str, ...] = ()


@dataclass(frozen=True)
class DayFact:
    """A day, or a range of days, of the chronicle."""

    pk: int
    start: date
    end: date | None
    text: str
    events: tuple[EventFact, ...] = ()

    @property
    def whole_text(self) -> str:
        """As printed; where only the events were typed in, theirs."""
        return self.text or "".join(event.text for event in self.events)


@dataclass(frozen=True)
class MastheadFact:
    pk: int
    role: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class NeighbourFact:
    """Another issue on record."""

    year: int
    number: int
    total_number: int | None = None
    month: date | None = None

    @property
    def name(self) -> str:
        return f"{self.year}年第{self.number}期"


@dataclass(frozen=True)
class OriginalFact:
    """The PDF that readers download. ``unread`` says why nothing of it is known."""

    name: str  # another file has another
    about: str = ""  # what the file says of itself
    pages: tuple[str, ...] = ()
    unread: str = ""


@dataclass(frozen=True)
class IssueFacts:
    pk: int
    title: str
    year: int
    number: int
    total_number: int | None = None
    frequency: str = ""
    month: date | None = None
    permit_number: str = ""
    sponsor: str = ""
    slogan: str = ""
    distribution_status: str = ""
    distribution: tuple[str, ...] = ()
    contact: tuple[tuple[str, str], ...] = ()  # field, printed
    has_full_text: bool = True
    has_cover: bool = False
    original: OriginalFact | None = None
    entries: tuple[EntryFact, ...] = ()
    masthead: tuple[MastheadFact, ...] = ()
    chronicle: tuple[DayFact, ...] = ()
    documents: tuple[DocumentFacts, ...] = ()  # of its contents, without what is withdrawn
    loose: tuple[tuple[int, str], ...] = ()  # read from its file, but not in its contents: key, name
    problems: tuple[ProblemFact, ...] = ()
    unplaced: int = 0
    before: NeighbourFact | None = None  # the issue on record that precedes it
    after: NeighbourFact | None = None

    @property
    def subject(self) -> Subject:
        return Subject(ISSUE, self.pk)

    @property
    def name(self) -> str:
        return f"{self.year}年第{self.number}期"

    def at(
        self, label: str, field: str = "", *, rows: str = "", row: int | None = None, page: int = 0
    ) -> Place:
        """A place of this issue."""
        return Place(self.subject, label, field, rows=rows, row=row, page=page)
