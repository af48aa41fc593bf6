"""Where an institution stands in rating on a day: derived from what was decided, never stored. Pure.

    停业          the institution has closed
    A·2A·3A       a level holds that day (a renewal on its way does not hide it)
    未生效        a level was given and has not begun
    已取消        cancelled after a major accident; barred for two full years (N086, N087)
    评定中        an application is on its way
    已撤销        the last level was revoked (N090)
    已到期        the last level has run out (N085)
    不予评定      applied, and was given no level
    已备案未申请  on file and never rated
    未备案        not on file: not rated (N076)

The first that fits, in this order; but a bar that has run out is only told when nothing came after it.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from eldercare.rating_vocabulary import DecisionKind, Level
from eldercare.rules.timeline import YEARS_BARRED, barred_until


class Standing(StrEnum):
    CLOSED = "closed"
    HELD = "held"
    COMING = "coming"
    CANCELLED = "cancelled"
    APPLYING = "applying"
    REVOKED = "revoked"
    EXPIRED = "expired"
    REFUSED = "refused"
    UNRATED = "unrated"
    UNFILED = "unfiled"


@dataclass(frozen=True)
class StandingFacts:
    """One institution on the day `on`, as its decisions and applications stand."""

    on: date
    is_filed: bool = False
    closed_on: date | None = None
    level: Level | None = None  # that holds that day
    until: date | None = None  # its last day
    coming: Level | None = None  # given, and begins later
    coming_from: date | None = None
    ended_on: date | None = None  # the last day of the last level that has ended
    taken: DecisionKind | None = None  # the last revocation or cancellation that stands
    taken_on: date | None = None  # from which day
    applying: bool = False
    was_decided: bool = False  # some application was decided, with whatever result


def standing(facts: StandingFacts) -> Standing:
    taken = _taken_last(facts)
    tests = (
        (Standing.CLOSED, facts.closed_on is not None and facts.closed_on <= facts.on),
        (Standing.HELD, facts.level is not None),
        (Standing.COMING, facts.coming is not None),
        (Standing.CANCELLED, barred(facts) is not None),
        (Standing.APPLYING, facts.applying),
        (Standing.CANCELLED, taken == DecisionKind.CANCEL),
        (Standing.REVOKED, taken == DecisionKind.REVOKE),
        (Standing.EXPIRED, facts.ended_on is not None),
        (Standing.REFUSED, facts.was_decided),
        (Standing.UNRATED, facts.is_filed),
    )
    return next((found for found, fits in tests if fits), Standing.UNFILED)


def barred(facts: StandingFacts) -> date | None:
    """The last day of the two years in which no application is possible, while they run."""
    if facts.taken != DecisionKind.CANCEL or facts.taken_on is None:
        return None
    until = barred_until(facts.taken_on)
    return until if facts.on <= until else None


def still_barring(on: date) -> date:
    """The earliest day of a cancellation that still bars that day."""
    year = on.year - YEARS_BARRED
    has_day = on.day <= monthrange(year, on.month)[1]
    return date(year, on.month, on.day) if has_day else date(year, on.month + 1, 1)


def _taken_last(facts: StandingFacts) -> DecisionKind | None:
    """Whether the last level ended because it was taken away: none ran after that day."""
    if facts.taken_on is None or (facts.ended_on is not None and facts.ended_on >= facts.taken_on):
        return None
    return facts.taken


NAMES = {
    Standing.CLOSED: "停业",
    Standing.HELD: "有等级",
    Standing.COMING: "未生效",
    Standing.CANCELLED: "已取消",
    Standing.APPLYING: "评定中",
    Standing.REVOKED: "已撤销",
    Standing.EXPIRED: "已到期",
    Standing.REFUSED: "不予评定",
    Standing.UNRATED: "已备案未申请",
    Standing.UNFILED: "未备案",
}


def in_words(facts: StandingFacts) -> str:
    """For lists and pages: “2A 级”, “已取消（禁申至 2028-03-04）”."""
    found = standing(facts)
    if found == Standing.HELD:
        assert facts.level is not None
        return facts.level.label
    if found == Standing.COMING:
        assert facts.coming is not None
        return f"{facts.coming.label}（{facts.coming_from} 起）"
    until = barred(facts)
    if found == Standing.CANCELLED and until is not None:
        return f"已取消（禁申至 {until}）"
    return NAMES[found]
