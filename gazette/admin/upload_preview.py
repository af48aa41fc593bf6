"""What the preview shows: the source with its marks on one side, what was understood on the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch

from documents.official_text import Block, parse
from documents.proofreading.finding import Severity
from documents.reading.problem_names import name_of
from foundation.models import Unit
from foundation.unit_names import UnitLexicon
from gazette.consequences import Consequences, consequences_of
from gazette.difference import ROLES
from gazette.models import Upload, UploadDecision
from gazette.upload_names import OpenName, open_names, people_named
from gazette.upload_places import Places, Sheets

Data = Mapping[str, Any]


@dataclass(frozen=True)
class ProblemRow:
    number: int  # from 1, over the whole file
    line: int
    kind: str
    message: str
    printed: str
    suggestion: str
    severity: str = "warning"
    severity_name: str = ""  # of what proof-reading found; what the reader asks has none
    source: str = ""
    before: str = ""
    after: str = ""


@dataclass
class SourceRow:
    """A printed line with what became of it and the problems it raised."""

    number: int
    text: str
    place: str
    page: int
    gap: bool  # a blank line stands before it
    turns: bool  # the first line of a sheet
    problems: list[ProblemRow] = field(default_factory=list)


@dataclass(frozen=True)
class Chip:
    """A unit in a role."""

    unit: str
    role: str
    role_name: str
    implied: bool
    known: bool


@dataclass
class TaskRow:
    data: Data
    chips: list[Chip]


@dataclass
class DocumentView:
    number: int  # from 1
    data: Data
    line: int | None
    tasks: list[TaskRow]
    checklist: list[TaskRow]
    blocks: tuple[Block, ...] = ()  # only of the document whose text is asked for


@dataclass(frozen=True)
class Share:
    """One stretch of the coverage bar, in characters and in thousandths."""

    label: str
    place: str
    characters: int
    start: float
    width: float


@dataclass
class Understood:
    """A reading beside its source, whoever brought the file in."""

    sheets: Sheets
    lines: list[SourceRow]  # of the sheet that is shown
    groups: list[tuple[str, list[ProblemRow]]]
    shares: list[Share]
    documents: list[DocumentView]

    @property
    def problem_count(self) -> int:
        return sum(len(rows) for _, rows in self.groups)


@dataclass
class Preview(Understood):
    upload: Upload
    days: list[tuple[Data, int | None]]
    names: list[OpenName]
    decisions: list[UploadDecision]
    consequences: Consequences
    units: list[tuple[str, str]]
    people: list[str]

    @property
    def undecided(self) -> int:
        return sum(name.decision is None for name in self.names)


def preview_of(upload: Upload, *, text_of: int | None = None, sheet: int = 1) -> Preview:
    """``text_of``: the document whose whole text is shown, from 1; ``sheet``: the stretch of the source."""
    answer = upload.answer
    decisions = list(upload.decisions.select_related("by").order_by("at", "pk"))
    units = list(Unit.objects.order_by("pk").prefetch_related(Prefetch("variants")))
    lexicon = _lexicon(units)
    read = understood(
        answer, lines=upload.lines, findings=upload.findings, lexicon=lexicon, text_of=text_of, sheet=sheet
    )
    return Preview(
        **vars(read),
        upload=upload,
        days=_days(answer["chronicle"], upload.lines),
        names=open_names(answer, decisions=decisions, lexicon=lexicon) if upload.is_waiting else [],
        decisions=decisions,
        consequences=consequences_of(upload),
        units=sorted((unit.name, unit.short_name) for unit in units),
        people=sorted(people_named(answer)),
    )


def understood(
    answer: Data,
    *,
    lines: Sequence[Sequence[Any]],
    findings: Sequence[Data],
    lexicon: UnitLexicon,
    text_of: int | None = None,
    sheet: int = 1,
) -> Understood:
    problems = _problems(answer["problems"], findings)
    sheets = Sheets.of(lines, asked=sheet)
    return Understood(
        sheets=sheets,
        lines=_lines(lines[sheets.slice], problems),
        groups=_groups(problems),
        shares=_shares(answer["coverage"]),
        documents=_documents(answer["documents"], lines, lexicon, text_of),
    )


def _lexicon(units: Iterable[Unit]) -> UnitLexicon:
    return UnitLexicon(
        (unit.name, [unit.short_name, *(variant.printed for variant in unit.variants.all())])
        for unit in units
    )


def _problems(asked: Sequence[Data], found: Sequence[Data]) -> list[ProblemRow]:
    """What the reader asks, then what proof-reading adds to it: the same doubt is shown once."""
    rows = [
        ProblemRow(
            number,
            data["line"],
            name_of(data["kind"]),
            data["message"],
            data["printed"],
            data["suggestion"] or "",
        )
        for number, data in enumerate(asked, start=1)
    ]
    known = {(data["kind"], data["printed"]) for data in asked}
    new = [data for data in found if (data["rule"], data["printed"]) not in known]
    return rows + [_finding(number, data) for number, data in enumerate(new, start=len(rows) + 1)]


def _finding(number: int, data: Data) -> ProblemRow:
    return ProblemRow(
        number,
        data["line"] or 0,
        data["title"],
        data["message"],
        data["printed"],
        data["suggestion"] or "",
        data["severity"],
        Severity(data["severity"]).label,
        data["source"],
        data["before"],
        data["after"],
    )


def _groups(problems: Iterable[ProblemRow]) -> list[tuple[str, list[ProblemRow]]]:
    """By kind: hints last, else the most frequent first."""
    groups: dict[str, list[ProblemRow]] = defaultdict(list)
    for problem in problems:
        groups[problem.kind].append(problem)

    def rank(group: tuple[str, list[ProblemRow]]) -> tuple[bool, int, int]:
        rows = group[1]
        return rows[0].severity == Severity.HINT, -len(rows), rows[0].number

    return sorted(groups.items(), key=rank)


def _lines(lines: Sequence[Sequence[Any]], problems: Iterable[ProblemRow]) -> list[SourceRow]:
    raised: dict[int, list[ProblemRow]] = defaultdict(list)
    for problem in problems:
        if problem.line:
            raised[problem.line].append(problem)
    rows: list[SourceRow] = []
    last_number, last_page = 0, 0
    for number, text, place, page in lines:
        gap = bool(last_number) and number > last_number + 1
        rows.append(SourceRow(number, text, place, page, gap, page > last_page, raised.get(number, [])))
        last_number, last_page = number, max(page, last_page)
    return rows


def _shares(coverage: Data) -> list[Share]:
    unplaced = coverage["characters"] - coverage["placed"] - coverage["furniture"]
    parts = (
        ("已归位", "placed", coverage["placed"]),
        ("版面附件", "furniture", coverage["furniture"]),
        ("未归位", "unplaced", unplaced),
    )
    total, start, shares = max(coverage["characters"], 1), 0.0, []
    for label, place, characters in parts:
        width = round(1000 * characters / total, 1)
        shares.append(Share(label, place, characters, start, width))
        start += width
    return shares


def _documents(
    documents: Sequence[Data], lines: Sequence[Sequence[Any]], lexicon: UnitLexicon, text_of: int | None
) -> list[DocumentView]:
    places = Places(lines)
    return [
        DocumentView(
            number,
            data,
            places.of_document(data),
            [TaskRow(task, _chips(task, lexicon)) for task in data["tasks"]],
            [TaskRow(item, _chips(item, lexicon)) for item in data["checklist"]],
            parse(data["body"], enclosed_title=data["enclosed_title"] or "") if number == text_of else (),
        )
        for number, data in enumerate(documents, start=1)
    ]


def _chips(data: Data, lexicon: UnitLexicon) -> list[Chip]:
    return [
        Chip(row["unit"], row["role"], ROLES[row["role"]], row["implied"], lexicon.is_known(row["unit"]))
        for row in data["assignments"]
    ]


def _days(chronicle: Iterable[Data], lines: Sequence[Sequence[Any]]) -> list[tuple[Data, int | None]]:
    places = Places(lines)
    return [(day, places.of_beginning(day["text"])) for day in chronicle]
