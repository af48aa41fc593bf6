"""The printed content of a document as plain data: what a version keeps, compares and reads again. Pure.

Everything a reader takes for the document itself stands here, and nothing else: no status, no place in an issue, no links
to units or other documents. Line ends are canonical, so the same text typed in another browser is the same content.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Protocol, Self

_LINE_END = re.compile(r"\r\n?")
_DATES = ("written_on", "effective_from", "effective_until")
_LISTS = ("organs", "addressees")

# The columns a Document and a Correction share; the parts stand in rows of their own.
COLUMNS = (
    "title",
    "enclosed_title",
    "document_number",
    "series",
    "year",
    "serial",
    "kind",
    "addressees",
    "written_on",
    "written_on_printed",
    "note",
    "body",
    "effective_from",
    "effective_until",
    "index_number",
    "subject",
    "abstract",
    "disclosure",
    "text_status",
)


@dataclass(frozen=True)
class AttachmentContent:
    label: str
    title: str
    text: str


@dataclass(frozen=True)
class Content:
    """One state of a document, in the words of the page; organs and attachments in printed order."""

    title: str
    enclosed_title: str
    document_number: str
    series: str
    year: int | None
    serial: int | None
    kind: str  # the name of the 文种, or nothing
    organs: tuple[str, ...]
    addressees: tuple[str, ...]
    written_on: date | None
    written_on_printed: str
    note: str
    body: str
    attachments: tuple[AttachmentContent, ...]
    effective_from: date | None
    effective_until: date | None
    index_number: str
    subject: str
    abstract: str
    disclosure: str
    text_status: str

    def as_json(self) -> dict[str, Any]:
        """Plain data that JSON keeps whole."""
        data: dict[str, Any] = {field.name: getattr(self, field.name) for field in fields(self)}
        data |= {name: list(data[name]) for name in _LISTS}
        data |= {name: data[name].isoformat() if data[name] else None for name in _DATES}
        data["attachments"] = [vars(part).copy() for part in self.attachments]
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The content that `as_json` wrote down."""
        values = dict(data)
        values |= {name: tuple(values[name]) for name in _LISTS}
        values |= {name: date.fromisoformat(values[name]) if values[name] else None for name in _DATES}
        values["attachments"] = tuple(AttachmentContent(**part) for part in values["attachments"])
        return cls(**values)

    @property
    def digest(self) -> str:
        """The same 64 characters for the same content, whoever holds it."""
        canonical = json.dumps(self.as_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


class Printed(Protocol):
    """What a snapshot is taken of: a Document or a Correction, in a migration too, its parts loaded or not."""

    @property
    def organs(self) -> Any: ...
    @property
    def attachments(self) -> Any: ...
    @property
    def kind(self) -> Any: ...


def snapshot(printed: Printed) -> Content:
    """The content as it stands in the object and its parts."""
    values: dict[str, Any] = {name: getattr(printed, name) for name in COLUMNS}
    values["kind"] = printed.kind.name if printed.kind else ""
    values["addressees"] = tuple(printed.addressees)  # type: ignore[attr-defined]
    values["body"], values["abstract"] = canonical(values["body"]), canonical(values["abstract"])
    return Content(
        organs=tuple(organ.printed for organ in _in_order(printed.organs.all())),
        attachments=tuple(
            AttachmentContent(part.label, part.title, canonical(part.text))
            for part in _in_order(printed.attachments.all())
        ),
        **values,
    )


def canonical(text: str) -> str:
    """A browser sends \\r\\n where a file has \\n."""
    return _LINE_END.sub("\n", text)


def _in_order(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: row.position)
