"""What the public may be told of an institution's level on a day (五（二）): derived from what was decided, never stored. Pure.

    有效        a level holds that day
    即将到期    the same, and it runs out within 90 days without another to follow
    尚未生效    a level was given and has not begun
    已取消      the last level was cancelled after a major accident (N086); no application for two full years (N087)
    已撤销      the last level was revoked (N090)
    已到期      the last level has run out (N085)
    未评定      no level was ever given, or none of those given stands

An application on its way, or one that came to nothing, is the institution's own affair and not told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from eldercare.rating_vocabulary import DecisionKind, Level
from eldercare.rules.timeline import barred_until

DAYS_BEFORE_EXPIRY = 90


class PlaqueState(StrEnum):
    VALID = "valid"
    EXPIRING = "expiring"
    COMING = "coming"
    CANCELLED = "cancelled"
    REVOKED = "revoked"
    EXPIRED = "expired"
    UNRATED = "unrated"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    PlaqueState.VALID: "有效",
    PlaqueState.EXPIRING: "即将到期",
    PlaqueState.COMING: "尚未生效",
    PlaqueState.CANCELLED: "已取消",
    PlaqueState.REVOKED: "已撤销",
    PlaqueState.EXPIRED: "已到期",
    PlaqueState.UNRATED: "未评定",
}
HOLDS = frozenset({PlaqueState.VALID, PlaqueState.EXPIRING})


@dataclass(frozen=True)
class Span:
    """Days a level holds, both counted, with the number of the decision that gave it and who decided."""

    level: Level
    first: date
    last: date
    number: str = ""
    authority: str = ""


@dataclass(frozen=True)
class Taken:
    """The last revocation or cancellation that stands, and from which day."""

    kind: DecisionKind
    on: date
    number: str = ""
    authority: str = ""


@dataclass(frozen=True)
class Plaque:
    """One institution on the day `on`: the level that holds, the next to come, the last that ended, what was taken."""

    on: date
    held: Span | None = None
    coming: Span | None = None
    ended: Span | None = None
    taken: Taken | None = None

    @property
    def state(self) -> PlaqueState:
        if self.held is not None:
            ends_soon = (self.held.last - self.on).days < DAYS_BEFORE_EXPIRY
            return PlaqueState.EXPIRING if ends_soon and self.coming is None else PlaqueState.VALID
        if self.coming is not None:
            return PlaqueState.COMING
        if self.taken is not None and (self.ended is None or self.ended.last < self.taken.on):
            cancelled = self.taken.kind == DecisionKind.CANCEL
            return PlaqueState.CANCELLED if cancelled else PlaqueState.REVOKED
        return PlaqueState.EXPIRED if self.ended is not None else PlaqueState.UNRATED

    @property
    def holds(self) -> bool:
        return self.state in HOLDS

    @property
    def shown(self) -> Span | None:
        """The level the state speaks of; after a level was taken away, the last that held, if any."""
        if self.held is not None or self.state == PlaqueState.COMING:
            return self.held or self.coming
        return self.ended

    @property
    def barred_until(self) -> date | None:
        """The last day of the two years without application, while they run."""
        if self.state != PlaqueState.CANCELLED or self.taken is None:
            return None
        until = barred_until(self.taken.on)
        return until if self.on <= until else None
