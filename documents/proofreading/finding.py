"""What a rule is and what it finds. Pure.

A rule looks at one of four things: every passage by itself, a run of passages, a whole document, a whole issue.
It answers slips: which piece of which passage, what is wrong and what to do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from documents.proofreading.passages import Passage

if TYPE_CHECKING:
    from documents.proofreading.manuscript import Manuscript

CONTEXT = 8
_LONG_NUMBER = re.compile(r"\d{5,}")  # may be a piece of somebody's number
_DIGIT = re.compile(r"\d")


class Severity(StrEnum):
    """error must be mended, warning is most likely wrong, hint is worth a look."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"

    @property
    def label(self) -> str:
        return {"error": "错误", "warning": "警告", "hint": "提示"}[self]


@dataclass(frozen=True)
class Slip:
    """One piece of one passage that a rule objects to. The message says what is wrong and what to do."""

    passage: Passage
    start: int
    end: int
    message: str
    suggestion: str | None = None


PassageCheck = Callable[[Passage], Iterable[Slip]]
TextCheck = Callable[[Sequence[Passage]], Iterable[Slip]]
DocumentCheck = Callable[["Manuscript"], Iterable[Slip]]


@dataclass(frozen=True)
class Rule:
    """``source`` names the standard and clause. A problem of the reader with the same id is shown under the rule,
    so that what only reading can know is said in one place. ``private``: what it prints is masked."""

    id: str
    title: str
    severity: Severity
    source: str
    passage: PassageCheck | None = None
    text: TextCheck | None = None
    document: DocumentCheck | None = None
    private: bool = False


@dataclass(frozen=True)
class Finding:
    rule: str
    title: str
    severity: Severity
    message: str
    suggestion: str | None
    source: str
    document: str
    place: str
    anchor: str
    line: int | None
    printed: str
    before: str = ""
    after: str = ""

    @property
    def sentence(self) -> str:
        """Where, what and what to do, in one sentence."""
        return f"{self.place}：{self.message}" if self.place else self.message

    def as_json(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "title": self.title,
            "severity": self.severity.value,
            "message": self.sentence,
            "suggestion": self.suggestion,
            "source": self.source,
            "document": self.document,
            "place": self.place,
            "anchor": self.anchor,
            "line": self.line,
            "printed": self.printed,
            "before": self.before,
            "after": self.after,
        }


def finding_of(rule: Rule, slip: Slip, *, document: str, line: int | None) -> Finding:
    """Tie a slip to its rule and its place; a private rule shows no digits but the last two."""
    text = slip.passage.text
    printed, message = text[slip.start : slip.end], slip.message
    before = text[max(slip.start - CONTEXT, 0) : slip.start]
    after = text[slip.end : slip.end + CONTEXT]
    if rule.private:
        message = message.replace(printed, masked(printed))
        printed = masked(printed)
    return Finding(
        rule=rule.id,
        title=rule.title,
        severity=rule.severity,
        message=message,
        suggestion=slip.suggestion,
        source=rule.source,
        document=document,
        place=slip.passage.place,
        anchor=slip.passage.anchor,
        line=line,
        printed=printed,
        before=_LONG_NUMBER.sub(_stars, before),
        after=_LONG_NUMBER.sub(_stars, after),
    )


def _stars(match: re.Match[str]) -> str:
    return "*" * len(match.group())


def masked(text: str) -> str:
    return _DIGIT.sub("*", text[:-2]) + text[-2:]
