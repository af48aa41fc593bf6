"""The shape of an answer (spec: reading an issue or a notice). Frozen facts, and the JSON they become. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

from documents.document_numbers import DocumentNumber
from documents.official_text import Heading


@dataclass(frozen=True)
class Problem:
    """What the reader was not sure of. ``line`` counts from 1."""

    line: int
    kind: str
    message: str
    printed: str
    suggestion: str | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "line": self.line,
            "kind": self.kind,
            "message": self.message,
            "printed": self.printed,
            "suggestion": self.suggestion,
        }


@dataclass(frozen=True)
class Reference:
    """Another document as this one names it."""

    title: str
    document_number: str | None = None

    def as_json(self) -> dict[str, Any]:
        return {"title": self.title, "document_number": self.document_number}


@dataclass(frozen=True)
class UnitRole:
    unit: str
    role: str  # lead | support | responsible
    implied: bool = False

    def as_json(self) -> dict[str, Any]:
        return {"unit": self.unit, "role": self.role, "implied": self.implied}


@dataclass(frozen=True)
class TaskAnswer:
    path: str
    title: str
    text: str
    annotation: str
    assignments: tuple[UnitRole, ...]
    amounts: tuple[str, ...] = ()
    deadline: str | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "path": self.path,
            "title": self.title,
            "text": self.text,
            "annotation": self.annotation,
            "assignments": [assignment.as_json() for assignment in self.assignments],
            "amounts": list(self.amounts),
            "deadline": self.deadline,
        }


@dataclass(frozen=True)
class ChecklistAnswer:
    number: int | None
    section: str
    point: str
    points: str
    content: str
    method: str
    tasks: tuple[str, ...]
    assignments: tuple[UnitRole, ...]
    damaged: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "section": self.section,
            "point": self.point,
            "points": self.points,
            "content": self.content,
            "method": self.method,
            "tasks": list(self.tasks),
            "assignments": [assignment.as_json() for assignment in self.assignments],
            "damaged": self.damaged,
        }


@dataclass(frozen=True)
class AttachmentAnswer:
    label: str
    title: str
    text: str

    def as_json(self) -> dict[str, Any]:
        return {"label": self.label, "title": self.title, "text": self.text}


def _heading_json(heading: Heading) -> dict[str, Any]:
    return {
        "level": heading.level,
        "number": heading.number,
        "path": heading.path,
        "text": heading.text,
        "form": heading.form,
    }


@dataclass(frozen=True)
class DocumentAnswer:
    title: str
    kind: str | None = None
    column: str | None = None
    number: DocumentNumber | None = None
    organs: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    written_on: str | None = None
    written_on_printed: str | None = None
    note: str | None = None
    enclosed_title: str | None = None
    attachments: tuple[AttachmentAnswer, ...] = ()
    headings: tuple[Heading, ...] = ()
    citations: tuple[Reference, ...] = ()
    repeals: tuple[Reference, ...] = ()
    interprets: Reference | None = None
    body: str = ""
    tasks: tuple[TaskAnswer, ...] = ()
    checklist: tuple[ChecklistAnswer, ...] = ()

    def as_json(self) -> dict[str, Any]:
        number = self.number
        return {
            "column": self.column,
            "title": self.title,
            "kind": self.kind,
            "document_number": str(number) if number else None,
            "series": number.series if number else None,
            "year": number.year if number else None,
            "serial": number.serial if number else None,
            "organs": list(self.organs),
            "addressees": list(self.addressees),
            "written_on": self.written_on,
            "written_on_printed": self.written_on_printed,
            "note": self.note,
            "enclosed_title": self.enclosed_title,
            "attachments": [attachment.as_json() for attachment in self.attachments],
            "headings": [_heading_json(heading) for heading in self.headings],
            "citations": [citation.as_json() for citation in self.citations],
            "repeals": [repeal.as_json() for repeal in self.repeals],
            "interprets": self.interprets.as_json() if self.interprets else None,
            "body": self.body,
            "tasks": [task.as_json() for task in self.tasks],
            "checklist": [item.as_json() for item in self.checklist],
        }


@dataclass
class Findings:
    """Problems gathered while reading, in order of their lines."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, line: int, kind: str, message: str, printed: str, suggestion: str | None = None) -> None:
        self.problems.append(Problem(line, kind, message, printed, suggestion))

    def in_order(self) -> list[Problem]:
        return sorted(self.problems, key=lambda problem: problem.line)


class Answer(Protocol):
    """Anything that can say itself as JSON."""

    def as_json(self) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Coverage:
    """Every character that is not white space is placed, furniture, or shown as unplaced."""

    characters: int
    placed: int
    furniture: int
    unplaced: tuple[tuple[int, str], ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "characters": self.characters,
            "placed": self.placed,
            "furniture": self.furniture,
            "unplaced": [{"line": line, "text": text} for line, text in self.unplaced],
        }


@dataclass(frozen=True)
class LineAccount:
    """What became of one printed line: placed, furniture or unplaced. For the editor's eye; no part of the JSON."""

    number: int
    text: str
    place: str
    page: int = 0  # the sheet of a PDF, from 1


@dataclass(frozen=True)
class ReadingAnswer:
    """What one file says; a single notice has no issue and no chronicle."""

    name: str
    sha256: str
    characters: int
    issue: Answer | None
    documents: tuple[DocumentAnswer, ...]
    chronicle: tuple[Answer, ...]
    problems: tuple[Problem, ...]
    coverage: Coverage
    lines: tuple[LineAccount, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "source": {"name": self.name, "sha256": self.sha256, "characters": self.characters},
            "issue": self.issue.as_json() if self.issue else None,
            "documents": [document.as_json() for document in self.documents],
            "chronicle": [entry.as_json() for entry in self.chronicle],
            "problems": [problem.as_json() for problem in self.problems],
            "coverage": self.coverage.as_json(),
        }
