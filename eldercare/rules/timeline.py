"""五（二）: from what was decided, in order, to the days each level holds (N085, N086, N090). Pure.

Decisions are applied in the order they were made. A grant runs for three years and takes the place of what it meets; a
lower level holds for what is left of the period; a revoked or cancelled level ends the day before. An accident that becomes
known late does not touch a level that was applied for when its two years had run out. What a correction says stands in the
place of what it corrects.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from eldercare.rating_vocabulary import DecisionKind, Level
from foundation.civil_time import ONE_DAY, last_day

YEARS_VALID = 3  # N085
YEARS_BARRED = 2  # N087


@dataclass(frozen=True)
class Ruling:
    """One decision as it stands; `source` names it."""

    source: int
    kind: DecisionKind
    effective_on: date
    level: Level | None = None
    applied_on: date | None = None  # of a grant


@dataclass(frozen=True)
class Held:
    """Days a level holds, both counted; `source` is the decision that gave it."""

    level: Level
    first: date
    last: date
    source: int
    applied_on: date | None = None


def timeline(rulings: Iterable[Ruling]) -> tuple[Held, ...]:
    """The levels of one institution over time: in order, without overlap."""
    held: list[Held] = []
    for ruling in rulings:
        held = _applied(held, ruling)
    return tuple(held)


def _applied(held: list[Held], ruling: Ruling) -> list[Held]:
    day = ruling.effective_on
    if ruling.kind in (DecisionKind.REFUSE, DecisionKind.ANNUL):
        return held
    if ruling.kind == DecisionKind.REVOKE:
        return _until(held, day)
    if ruling.kind == DecisionKind.CANCEL:
        return [*_until(held, day), *_applied_for_after(held, barred_until(day))]
    assert ruling.level is not None
    if ruling.kind == DecisionKind.GRANT:
        last = last_day(day, years=YEARS_VALID)
        return [*_until(held, day), Held(ruling.level, day, last, ruling.source, ruling.applied_on)]
    return [*_until(held, day), *_lowered(held, day, ruling.level, ruling.source)]


def _until(held: Sequence[Held], day: date) -> list[Held]:
    """What lies before the day."""
    return [replace(span, last=min(span.last, day - ONE_DAY)) for span in held if span.first < day]


def _applied_for_after(held: Sequence[Held], bar: date) -> list[Held]:
    """What was applied for when the bar had run out."""
    return [span for span in held if span.applied_on is not None and span.applied_on > bar]


def _lowered(held: Sequence[Held], day: date, level: Level, source: int) -> list[Held]:
    """What lies from the day on, nothing of it above the level."""
    rest = [replace(span, first=max(span.first, day)) for span in held if span.last >= day]
    return [
        replace(span, level=level, source=source) if span.level.rank > level.rank else span for span in rest
    ]


def first_possible_day(held: Iterable[Held], level: Level, *, decided_on: date) -> date:
    """From when a level granted today can hold: at once if it is higher than what holds, else when that has ended."""
    running = [span for span in held if span.last >= decided_on]
    if all(span.level.rank < level.rank for span in running):
        return decided_on
    return max(span.last for span in running) + ONE_DAY


def level_on(held: Iterable[Held], day: date) -> Level | None:
    return next((span.level for span in held if span.first <= day <= span.last), None)


def barred_until(cancelled_on: date) -> date:
    """The last day on which no new application is possible (满 2 年后方可重新申请)."""
    return last_day(cancelled_on, years=YEARS_BARRED)
