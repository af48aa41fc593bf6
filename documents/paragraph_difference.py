"""What changed between two texts, paragraph by paragraph and within a paragraph character by character. Pure.

Paragraphs that occur once on both sides are the fixed points (patience); between them equal runs are found, and what is
left is paired by likeness. Every step has a bound, so a text of any size is compared in reasonable time: what would cost
more is shown as wholly replaced. From the answer both texts can be put together again, letter by letter.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

LIKE = 0.35  # of their pairs of characters two paragraphs share at least, to be one paragraph changed
MOST_PAIRS = 60_000  # paragraphs of one gap that are tried against each other
MOST_CHARACTERS = 400_000  # product of the lengths, without what is equal at both ends, compared by character
MOST_LINES = 250_000  # the same for lines that repeat
ISLAND = 1  # so short a stretch between two changes is read with them, not for itself
MOVED = 8  # characters from which an equal paragraph elsewhere counts as moved


class Mark(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


class Kind(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED_AWAY = "moved_away"
    MOVED_HERE = "moved_here"


@dataclass(frozen=True)
class Piece:
    mark: Mark
    text: str


@dataclass(frozen=True)
class Change:
    """One paragraph; what was changed in it stands in pieces, in reading order, the old before the new."""

    kind: Kind
    pieces: tuple[Piece, ...]

    @property
    def before(self) -> str:
        return "".join(piece.text for piece in self.pieces if piece.mark != Mark.NEW)

    @property
    def after(self) -> str:
        return "".join(piece.text for piece in self.pieces if piece.mark != Mark.GONE)


def compare(before: Sequence[str], after: Sequence[str]) -> tuple[Change, ...]:
    """The paragraphs of both texts in the order of the page."""
    changes: list[Change] = []
    at = other_at = 0
    for start, other_start, length in [*_equal_runs(before, after), (len(before), len(after), 0)]:
        changes += _gap(before[at:start], after[other_at:other_start])
        changes += (_whole(Kind.SAME, Mark.SAME, text) for text in before[start : start + length])
        at, other_at = start + length, other_start + length
    return tuple(_with_moves(changes))


def is_there_before(change: Change) -> bool:
    return change.kind not in (Kind.ADDED, Kind.MOVED_HERE)


def is_there_after(change: Change) -> bool:
    return change.kind not in (Kind.REMOVED, Kind.MOVED_AWAY)


def old_text(changes: Iterable[Change]) -> list[str]:
    """The paragraphs before, from their difference."""
    return [change.before for change in changes if is_there_before(change)]


def new_text(changes: Iterable[Change]) -> list[str]:
    """The paragraphs after, from their difference."""
    return [change.after for change in changes if is_there_after(change)]


def _whole(kind: Kind, mark: Mark, text: str) -> Change:
    return Change(kind, (Piece(mark, text),))


Run = tuple[int, int, int]  # where it begins on either side, and how many paragraphs


def _equal_runs(before: Sequence[str], after: Sequence[str]) -> Iterator[Run]:
    """Runs of equal paragraphs, in order, none crossing another; a stretch at a time, not by recursion."""
    at = other_at = 0
    for anchor, other_anchor in [*_anchors(before, after), (len(before), len(after))]:
        yield from _runs_between(before, after, (at, anchor), (other_at, other_anchor))
        if anchor < len(before):
            yield anchor, other_anchor, 1
        at, other_at = anchor + 1, other_anchor + 1


def _anchors(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """Paragraphs that stand once on either side: the longest sequence of them that keeps its order."""
    places = {text: index for index, text in enumerate(after)}
    once, other_once = Counter(before), Counter(after)
    pairs = [
        (index, places[text])
        for index, text in enumerate(before)
        if once[text] == 1 and other_once.get(text) == 1
    ]
    ends: list[int] = []  # by length: the lowest place a sequence of that length may end at
    of_end: list[int] = []
    previous: list[int] = []
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        previous.append(of_end[length - 1] if length else -1)
        ends[length:] = [place] if length == len(ends) else [place, *ends[length + 1 :]]
        of_end[length:] = [number, *of_end[length + 1 :]]
    chosen: list[tuple[int, int]] = []
    number = of_end[-1] if of_end else -1
    while number >= 0:
        chosen.append(pairs[number])
        number = previous[number]
    return chosen[::-1]


def _runs_between(
    before: Sequence[str], after: Sequence[str], span: tuple[int, int], other_span: tuple[int, int]
) -> Iterator[Run]:
    """Equal paragraphs among those that repeat: both ends first, the middle only where it is small enough."""
    (start, end), (other_start, other_end) = span, other_span
    while start < end and other_start < other_end and before[start] == after[other_start]:
        yield start, other_start, 1
        start, other_start = start + 1, other_start + 1
    tail = 0
    while end > start and other_end > other_start and before[end - 1] == after[other_end - 1]:
        end, other_end, tail = end - 1, other_end - 1, tail + 1
    if 0 < (end - start) * (other_end - other_start) <= MOST_LINES:
        matcher = SequenceMatcher(None, before[start:end], after[other_start:other_end], autojunk=False)
        for block in matcher.get_matching_blocks():
            if block.size:
                yield start + block.a, other_start + block.b, block.size
    if tail:
        yield end, other_end, tail


def _gap(gone: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """Paragraphs without an equal: pairs that are alike are one paragraph changed, the others gone or new."""
    at = other_at = 0
    for index, place in [*_pairs(gone, new), (len(gone), len(new))]:
        yield from (_whole(Kind.REMOVED, Mark.GONE, text) for text in gone[at:index])
        yield from (_whole(Kind.ADDED, Mark.NEW, text) for text in new[other_at:place])
        if index < len(gone):
            yield Change(Kind.CHANGED, tuple(pieces(gone[index], new[place])))
        at, other_at = index + 1, place + 1


def _pairs(gone: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The pairs, in order, whose likeness is the most together; only near the diagonal where there are many."""
    if not gone or not new:
        return []
    if len(gone) == len(new) == 1:
        return [(0, 0)] if _likeness(_pairs_of(gone[0]), _pairs_of(new[0])) >= LIKE else []
    grams, other_grams = [_pairs_of(text) for text in gone], [_pairs_of(text) for text in new]
    reach = max(8, MOST_PAIRS // (2 * len(gone)))
    best: dict[tuple[int, int], float] = {}
    step: dict[tuple[int, int], str] = {}
    for index in range(1, len(gone) + 1):
        middle = index * len(new) // len(gone)
        for place in range(max(1, middle - reach), min(len(new), middle + reach) + 1):
            likeness = _likeness(grams[index - 1], other_grams[place - 1])
            together = best.get((index - 1, place - 1), 0.0) + likeness if likeness >= LIKE else -1.0
            above, left = best.get((index - 1, place), 0.0), best.get((index, place - 1), 0.0)
            best[index, place] = max(together, above, left)
            step[index, place] = "pair" if together >= max(above, left) else "up" if above >= left else "left"
    return _walk_back(step, len(gone), len(new))


def _walk_back(step: dict[tuple[int, int], str], index: int, place: int) -> list[tuple[int, int]]:
    chosen: list[tuple[int, int]] = []
    while index and place:
        way = step.get((index, place), "left" if (index, place - 1) in step else "up")
        if way == "pair":
            chosen.append((index - 1, place - 1))
        index, place = index - (way != "left"), place - (way != "up")
    return chosen[::-1]


def _pairs_of(text: str) -> frozenset[str]:
    """Characters two by two: which texts share many of them are alike, whatever their order."""
    return frozenset(map("".join, zip(f"\n{text}", f"{text}\n", strict=True)))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    if min(len(one), len(other)) * 2 < LIKE * (len(one) + len(other)):
        return 0.0
    return 2 * len(one & other) / (len(one) + len(other))


def pieces(before: str, after: str) -> list[Piece]:
    """One paragraph changed, by character; what is equal at both ends costs nothing."""
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    middle = _characters(old, new) if len(old) * len(new) <= MOST_CHARACTERS else _replaced(old, new)
    found = [Piece(Mark.SAME, before[:head]), *middle, Piece(Mark.SAME, before[len(before) - tail :])]
    return [piece for piece in found if piece.text]


def _common(one: str, other: str) -> int:
    """How many characters both begin with."""
    length = min(len(one), len(other))
    return next((index for index in range(length) if one[index] != other[index]), length)


def _characters(old: str, new: str) -> list[Piece]:
    """Alternating stretches; short islands between two changes are taken into them, for who hears the text."""
    stretches: list[list[str]] = []  # gone, new, and the equal characters after them
    at = other_at = 0
    for start, other_start, length in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        stretches.append([old[at:start], new[other_at:other_start], old[start : start + length]])
        at, other_at = start + length, other_start + length
    return [piece for stretch in _without_islands(stretches) for piece in _told(*stretch)]


def _without_islands(stretches: Iterable[list[str]]) -> list[list[str]]:
    kept: list[list[str]] = []
    for gone, new, equal in stretches:
        if kept and 0 < len(kept[-1][2]) <= ISLAND and (gone or new):
            island = kept[-1][2]
            kept[-1] = [kept[-1][0] + island + gone, kept[-1][1] + island + new, equal]
        else:
            kept.append([gone, new, equal])
    return kept


def _told(gone: str, new: str, equal: str) -> list[Piece]:
    return [*_replaced(gone, new), *([Piece(Mark.SAME, equal)] if equal else [])]


def _replaced(gone: str, new: str) -> list[Piece]:
    return [piece for piece in (Piece(Mark.GONE, gone), Piece(Mark.NEW, new)) if piece.text]


def _with_moves(changes: Iterable[Change]) -> list[Change]:
    """A paragraph that is gone here and new there, word for word, has moved."""
    listed = list(changes)
    gone = Counter(change.before for change in listed if change.kind == Kind.REMOVED)
    new = Counter(change.after for change in listed if change.kind == Kind.ADDED)
    moved = {text: number for text, number in (gone & new).items() if len(text) >= MOVED}
    left = {Kind.REMOVED: Counter(moved), Kind.ADDED: Counter(moved)}
    instead = {Kind.REMOVED: Kind.MOVED_AWAY, Kind.ADDED: Kind.MOVED_HERE}
    for index, change in enumerate(listed):
        text = change.pieces[0].text
        if change.kind in left and left[change.kind][text] > 0:
            left[change.kind][text] -= 1
            listed[index] = Change(instead[change.kind], change.pieces)
    return listed
