"""The difference between two states of a document, for readers and for the desk. Pure.

Elements are told in a table, the text with its attachments paragraph by paragraph; what did not change or only moved is
folded between the changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from documents.paragraph_difference import Change, Kind, Piece, compare, pieces
from documents.snapshot import Content
from foundation.chinese_text import day_in_words

AROUND = 1  # unchanged paragraphs shown on either side of a change
ELEMENTS = {
    "title": "标题",
    "enclosed_title": "所印发文件标题",
    "document_number": "发文字号",
    "kind": "文种",
    "organs": "发文机关",
    "addressees": "主送机关",
    "written_on": "成文日期",
    "written_on_printed": "成文日期（原样）",
    "note": "附注",
    "effective_from": "施行日期",
    "effective_until": "有效期至",
    "index_number": "索引号",
    "subject": "主题分类",
    "abstract": "摘要",
    "disclosure": "公开属性",
    "text_status": "文本状态",
}
WORDS = {
    "active": "主动公开",
    "on_request": "依申请公开",
    "closed": "不予公开",
    "full": "全文",
    "outline": "仅提要",
}
_SIGNS = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n"} | {0x7F: 0x2421}
FOLDED = {Kind.SAME: "未改动", Kind.MOVED_AWAY: "移到别处", Kind.MOVED_HERE: "从别处移来"}


@dataclass(frozen=True)
class ElementChange:
    label: str
    before: str
    after: str

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return tuple(pieces(self.before, self.after))


@dataclass(frozen=True)
class Stretch:
    """Paragraphs shown together; `folded` says in a word why nobody need read them, or nothing."""

    changes: tuple[Change, ...]
    folded: str = ""

    @property
    def characters(self) -> int:
        return sum(len(piece.text) for change in self.changes for piece in change.pieces)


@dataclass(frozen=True)
class ContentDifference:
    elements: tuple[ElementChange, ...]
    changes: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.elements) or any(change.kind != Kind.SAME for change in self.changes)

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        return tuple(_folded(self.changes))

    @property
    def summary(self) -> str:
        """One line: “标题、附注；正文修改 2 段、增加 1 段”."""
        counted = {
            "修改": self._count(Kind.CHANGED),
            "增加": self._count(Kind.ADDED),
            "删去": self._count(Kind.REMOVED),
            "移动": self._count(Kind.MOVED_HERE),
        }
        text = "、".join(f"{word} {number} 段" for word, number in counted.items() if number)
        elements = "、".join(change.label for change in self.elements)
        return "；".join(filter(None, (elements, text and f"正文和附件{text}")))

    def _count(self, kind: Kind) -> int:
        return sum(change.kind == kind for change in self.changes)


def compare_contents(before: Content, after: Content) -> ContentDifference:
    return ContentDifference(_elements(before, after), compare(paragraphs(before), paragraphs(after)))


def compare_texts(before: str, after: str) -> ContentDifference:
    """Two texts alone."""
    return ContentDifference((), compare(before.splitlines(), after.splitlines()))


def paragraphs(content: Content) -> list[str]:
    """The text and its attachments as one list of paragraphs; an attachment begins with its own heading."""
    lines = content.body.split("\n")
    for part in content.attachments:
        lines += [f"{part.label} {part.title}".strip(), *part.text.split("\n")]
    return [visible(line) for line in lines if line.strip()]


def visible(text: str) -> str:
    """Control characters, which no page may hold, as the signs that stand for them: their change is a change too."""
    return text.translate(_SIGNS)


def _elements(before: Content, after: Content) -> tuple[ElementChange, ...]:
    pairs = [(label, getattr(before, name), getattr(after, name)) for name, label in ELEMENTS.items()]
    return tuple(ElementChange(label, shown(old), shown(new)) for label, old, new in pairs if old != new)


def shown(value: Any) -> str:
    """A value as a person reads it."""
    if isinstance(value, tuple | list):
        return visible("、".join(map(str, value)))
    if isinstance(value, date):
        return day_in_words(value)
    return visible(WORDS.get(value, str(value))) if value else ""


def _folded(changes: Sequence[Change]) -> Iterable[Stretch]:
    near = _near_a_change(changes)
    marked = [
        (FOLDED.get(change.kind, "") if index not in near else "", change)
        for index, change in enumerate(changes)
    ]
    for folded, group in groupby(marked, key=lambda pair: pair[0]):
        yield Stretch(tuple(change for _, change in group), folded)


def _near_a_change(changes: Sequence[Change]) -> set[int]:
    """Unchanged paragraphs that show where a change stands."""
    places = [index for index, change in enumerate(changes) if change.kind not in FOLDED]
    beside = {index + step for index in places for step in range(-AROUND, AROUND + 1)}
    return {index for index in beside if 0 <= index < len(changes) and changes[index].kind == Kind.SAME}
