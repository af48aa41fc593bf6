"""What changes between what is on record and what a file says, for a person to read. Pure: plain data in and out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

Data = Mapping[str, Any]

SAME, GONE, NEW = "same", "gone", "new"
FIELDS = {
    "title": "标题",
    "document_number": "发文字号",
    "kind": "文种",
    "column": "栏目",
    "organs": "发文机关",
    "addressees": "主送机关",
    "written_on": "成文日期",
    "note": "附注",
}
ISSUE_FIELDS = {
    "title": "刊名",
    "total_number": "总期号",
    "published": "出版年月",
    "frequency": "刊期",
    "permit_number": "准印证号",
    "sponsor": "主办",
    "distribution_status": "发行性质",
    "distribution": "发送范围",
    "masthead": "编辑委员会",
    "contents": "目录",
}
ROLES = {"lead": "牵头", "support": "配合", "responsible": "负责"}
_KEPT = 12  # characters shown on either side of a change
_CAREFUL = 2_000_000  # product of lengths up to which two paragraphs are compared by character
_MANY = 2000  # paragraphs from which lines that repeat over and over count for nothing
_LIKE = 0.4


@dataclass(frozen=True)
class Piece:
    mark: str  # same | gone | new
    text: str


@dataclass(frozen=True)
class FieldChange:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ParagraphChange:
    """A paragraph that is new, gone, or changed: in pieces, long unchanged stretches cut to a “…”."""

    kind: str  # added | removed | changed
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class DocumentChanges:
    fields: tuple[FieldChange, ...] = ()
    paragraphs: tuple[ParagraphChange, ...] = ()
    tasks_added: tuple[str, ...] = ()
    tasks_gone: tuple[str, ...] = ()
    roles_added: tuple[str, ...] = ()
    roles_gone: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any(vars(self).values())

    def _count(self, kind: str) -> int:
        return sum(change.kind == kind for change in self.paragraphs)

    @property
    def lists(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return (
            ("增加的责任事项", self.tasks_added),
            ("减少的责任事项", self.tasks_gone),
            ("增加的责任单位", self.roles_added),
            ("减少的责任单位", self.roles_gone),
        )

    @property
    def summary(self) -> str:
        """One line: “标题、成文日期；正文增加 2 段、修改 1 段；责任单位增加 3 处”."""
        parts = ["、".join(change.label for change in self.fields)]
        text = (("增加", "added"), ("删去", "removed"), ("修改", "changed"))
        body = [f"{word} {self._count(kind)} 段" for word, kind in text if self._count(kind)]
        parts.append(f"正文{'、'.join(body)}" if body else "")
        for label, added, gone, unit in (
            ("责任事项", self.tasks_added, self.tasks_gone, "项"),
            ("责任单位", self.roles_added, self.roles_gone, "处"),
        ):
            words = [f"增加 {len(added)} {unit}"] * bool(added) + [f"减少 {len(gone)} {unit}"] * bool(gone)
            parts.append(f"{label}{'、'.join(words)}" if words else "")
        return "；".join(filter(None, parts))


def compare_documents(before: Data, after: Data) -> DocumentChanges:
    """Elements, text with attachments, tasks and their units."""
    tasks_added, tasks_gone = _added_and_gone(_tasks(before), _tasks(after))
    roles_added, roles_gone = _added_and_gone(_roles(before), _roles(after))
    return DocumentChanges(
        fields=_fields(before, after, FIELDS),
        paragraphs=compare_paragraphs(_text(before), _text(after)),
        tasks_added=tasks_added,
        tasks_gone=tasks_gone,
        roles_added=roles_added,
        roles_gone=roles_gone,
    )


def compare_issues(before: Data, after: Data) -> tuple[FieldChange, ...]:
    """The issue's own data, masthead and contents; lines without a page may be an editor's."""
    return _fields(_flat(before), _flat(after), ISSUE_FIELDS)


def _flat(issue: Data) -> Data:
    roles = [f"{row['role']} {' '.join(row['names'])}" for row in issue["masthead"]]
    lines = [f"{line['title']}（{line['page']}）" for line in issue["contents"] if line["page"]]
    return {**issue, "masthead": roles, "contents": lines}


def _fields(before: Data, after: Data, labels: Mapping[str, str]) -> tuple[FieldChange, ...]:
    shown = [(label, _shown(before[name]), _shown(after[name])) for name, label in labels.items()]
    return tuple(FieldChange(label, old, new) for label, old, new in shown if old != new)


def compare_events(before: Iterable[Data], after: Iterable[Data]) -> tuple[ParagraphChange, ...]:
    """The chronicle, an event a paragraph: a day that changes is a change of its event."""
    return compare_paragraphs([_event(data) for data in before], [_event(data) for data in after])


def compare_paragraphs(before: Sequence[str], after: Sequence[str]) -> tuple[ParagraphChange, ...]:
    changes: list[ParagraphChange] = []
    matcher = SequenceMatcher(None, before, after, autojunk=len(after) > _MANY)
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        if tag != "equal":
            changes += _replaced(before[start:end], after[other_start:other_end])
    return tuple(changes)


def _replaced(gone: Sequence[str], new: Sequence[str]) -> Iterable[ParagraphChange]:
    """Pair each lost paragraph with the next new one that is like it; what finds no pair stands alone."""
    waiting = list(new)
    for text in gone:
        like = next((i for i, other in enumerate(waiting[:4]) if _alike(text, other)), None)
        if like is None:
            yield ParagraphChange("removed", (Piece(GONE, text),))
            continue
        yield from (ParagraphChange("added", (Piece(NEW, other),)) for other in waiting[:like])
        yield ParagraphChange("changed", _pieces(text, waiting[like]))
        del waiting[: like + 1]
    yield from (ParagraphChange("added", (Piece(NEW, text),)) for text in waiting)


def _alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < _LIKE or matcher.quick_ratio() < _LIKE:
        return False
    return len(one) * len(other) > _CAREFUL or matcher.ratio() >= _LIKE


def _pieces(before: str, after: str) -> tuple[Piece, ...]:
    if len(before) * len(after) > _CAREFUL:
        return Piece(GONE, before), Piece(NEW, after)
    pieces: list[Piece] = []
    for tag, start, end, other_start, other_end in SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(SAME, before[start:end]))
            continue
        pieces += [Piece(GONE, before[start:end])] * (end > start)
        pieces += [Piece(NEW, after[other_start:other_end])] * (other_end > other_start)
    last = len(pieces) - 1
    return tuple(_cut(piece, first=i == 0, last=i == last) for i, piece in enumerate(pieces))


def _cut(piece: Piece, *, first: bool, last: bool) -> Piece:
    """Keep only the ends of an unchanged stretch that touch a change."""
    text = piece.text
    if piece.mark != SAME or len(text) <= 2 * _KEPT + 2:
        return piece
    head, tail = "" if first else text[:_KEPT], "" if last else text[-_KEPT:]
    return Piece(SAME, f"{head}……{tail}")


def _text(data: Data) -> list[str]:
    lines = data["body"].split("\n") if data["body"] else []
    for part in data["attachments"]:
        lines += [f"{part['label']} {part['title']}".strip(), *part["text"].split("\n")]
    return [line for line in lines if line.strip()]


def _tasks(data: Data) -> list[str]:
    return [f"{task['path']} {task['title']}".strip() for task in data["tasks"]]


def _roles(data: Data) -> list[str]:
    return [
        f"{task['path']}：{row['unit']}（{ROLES.get(row['role'], row['role'])}）"
        for task in data["tasks"]
        for row in task["assignments"]
    ]


def _event(data: Data) -> str:
    days = data["start"] + (f"—{data['end']}" if data["end"] else "")
    return f"{days} {data['text']}"


def _added_and_gone(before: list[str], after: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the one list has more of than the other, each in its own order."""
    added, gone = Counter(after) - Counter(before), Counter(before) - Counter(after)
    return tuple(added.elements()), tuple(gone.elements())


def _shown(value: Any) -> str:
    return "、".join(value) if isinstance(value, list | tuple) else str(value or "")
