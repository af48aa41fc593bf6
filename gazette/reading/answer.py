"""The answer for a whole issue: its data, contents, documents and chronicle. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

CONTACT_FIELDS = ("editor", "phone", "email", "postcode", "address", "printer", "printer_phone")


@dataclass(frozen=True)
class MastheadAnswer:
    role: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class EntryAnswer:
    column: str
    title: str
    page: int | None


@dataclass(frozen=True)
class IssueAnswer:
    title: str
    year: int | None = None
    number: int | None = None
    total_number: int | None = None
    frequency: str | None = None
    published: str | None = None  # YYYY-MM
    permit_number: str | None = None
    sponsor: str | None = None
    distribution_status: str | None = None
    masthead: tuple[MastheadAnswer, ...] = ()
    contact: dict[str, str] = field(default_factory=dict)
    distribution: tuple[str, ...] = ()
    contents: tuple[EntryAnswer, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "year": self.year,
            "number": self.number,
            "total_number": self.total_number,
            "frequency": self.frequency,
            "published": self.published,
            "permit_number": self.permit_number,
            "sponsor": self.sponsor,
            "distribution_status": self.distribution_status,
            "masthead": [{"role": row.role, "names": list(row.names)} for row in self.masthead],
            "contact": {name: self.contact.get(name) for name in CONTACT_FIELDS},
            "distribution": list(self.distribution),
            "contents": [{"column": e.column, "title": e.title, "page": e.page} for e in self.contents],
        }


@dataclass(frozen=True)
class EventAnswer:
    start: str
    end: str | None
    text: str
    people: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {"start": self.start, "end": self.end, "text": self.text, "people": list(self.people)}


@dataclass(frozen=True)
class ChronicleAnswer:
    start: str
    end: str | None
    text: str
    events: tuple[EventAnswer, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "events": [event.as_json() for event in self.events],
        }
