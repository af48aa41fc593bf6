"""A text laid out for its reviewers: every place with the remarks that stand on it, the lost ones, those on the whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User

from foundation.lifecycle import Publishable
from foundation.models import Remark, RemarkReply
from foundation.remark_actions import may_resolve
from foundation.remark_places import Found, Place, Places


@dataclass
class Noted:
    """One remark as the page shows it; `next_id` is the next one that stands, in reading order."""

    remark: Remark
    found: Found
    replies: list[RemarkReply]
    may_resolve: bool
    next_id: int | None = None


@dataclass
class Row:
    """One place of the text: what the template shows of it, and what was said beside it."""

    place: Place
    kind: str
    shown: Any
    notes: list[Noted] = field(default_factory=list)


@dataclass
class Sheet:
    rows: Sequence[Row]
    whole: list[Noted]
    lost: list[Noted]
    standing: int
    settled: int
    first_id: int | None


def sheet_of(subject: Publishable, shown: Mapping[str, tuple[str, Any]], *, user: User) -> Sheet:
    """`shown` tells for each anchor, in reading order, what kind of row it makes and what the template needs for it."""
    places = {place.anchor: place for place in subject.places()}
    rows = [Row(places[anchor], *what) for anchor, what in shown.items() if anchor in places]
    by_anchor = {row.place.anchor: row for row in rows}
    found = Places(list(places.values()))
    beside: defaultdict[str | None, list[Noted]] = defaultdict(list)
    for remark in _remarks(subject):
        place, state = _where(found, remark)
        note = Noted(remark, state, list(remark.replies.all()), may_resolve(user, remark))
        anchor = place.anchor if place else None
        beside["" if not remark.anchor else anchor if anchor in by_anchor else None].append(note)
    for anchor, row in by_anchor.items():
        row.notes = beside[anchor]
    whole, lost = beside[""], beside[None]
    every = [*whole, *lost, *(note for row in rows for note in row.notes)]
    return Sheet(rows, whole, lost, *_counted(every), first_id=_chain(every))


def _remarks(subject: Publishable) -> Iterable[Remark]:
    remarks = list(
        Remark.objects.of(subject)
        .select_related("by", "resolved_by", "follows")
        .prefetch_related("replies__by")
        .order_by("at", "pk")
    )
    for remark in remarks:
        remark.subject = subject  # known already: not asked for once a remark
    return remarks


def _where(found: Places, remark: Remark) -> tuple[Place | None, Found]:
    if not remark.anchor:
        return None, Found.SAME
    return found.find(anchor=remark.anchor, digest=remark.digest, quote=remark.quote)


def _counted(notes: Iterable[Noted]) -> tuple[int, int]:
    standing = [note.remark.is_standing for note in notes]
    return sum(standing), len(standing) - sum(standing)


def _chain(notes: Iterable[Noted]) -> int | None:
    """Each standing remark leads to the next one, the last to the first. Answers the first."""
    standing = [note for note in notes if note.remark.is_standing]
    for note, following in zip(standing, [*standing[1:], *standing[:1]], strict=True):
        note.next_id = following.remark.pk if following is not note else None
    return standing[0].remark.pk if standing else None
