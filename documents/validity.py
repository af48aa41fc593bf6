"""有效性: what a reader must know before relying on a document. Derived on the day, never stored. Pure.

废止 = void from that date, 撤销 = void from the start (党政机关公文处理工作条例 第三十三条).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from documents.models import Document, Relation


@dataclass(frozen=True)
class Validity:
    """``state``: valid | repealed | expired | pending; ``by`` the document that repeals."""

    state: str
    label: str
    by: Document | None = None
    since: date | None = None

    @property
    def is_valid(self) -> bool:
        return self.state == "valid"


def validity_of(document: Document, repeals: Sequence[Relation], *, on: date) -> Validity:
    """The validity on a day, given the repeals of the document that are in force on it."""
    if repeals:
        source = repeals[0].source
        return Validity("repealed", "已废止", source, source.effective_from or source.written_on)
    if document.effective_until and document.effective_until < on:
        return Validity("expired", "已失效", since=document.effective_until)
    if document.effective_from and document.effective_from > on:
        return Validity("pending", "尚未施行", since=document.effective_from)
    return Validity("valid", "有效")
