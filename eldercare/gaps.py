"""差距清单: what an institution lacks for a level, by the edition of the standard in use."""

from __future__ import annotations

from dataclasses import dataclass

from eldercare.models import Rating, StandardEdition
from eldercare.rating_vocabulary import LEVELS, Level
from eldercare.rules import standard
from eldercare.rules.standard import Figures, Gap, Verdict


@dataclass(frozen=True)
class GapList:
    """Nothing but `edition` None where no edition is in use: then nobody can say."""

    edition: StandardEdition | None
    level: Level
    found: tuple[Gap, ...] = ()

    def of(self, verdict: Verdict) -> list[Gap]:
        return [gap for gap in self.found if gap.verdict == verdict]

    @property
    def unmet(self) -> list[Gap]:
        return self.of(Verdict.UNMET)

    @property
    def unknown(self) -> list[Gap]:
        return self.of(Verdict.UNKNOWN)

    @property
    def judged(self) -> list[Gap]:
        return self.of(Verdict.JUDGED)


def gap_list(level: Level, figures: Figures) -> GapList:
    """Figures that fail first, then those that nobody has recorded, then what the group will judge."""
    edition = StandardEdition.objects.published().first()
    if edition is None:
        return GapList(None, level)
    criteria = [row.text for row in edition.criteria.order_by("position") if row.is_scored]
    return GapList(edition, level, tuple(standard.gaps(criteria, level, figures)))


def level_wanted(held: Rating | None) -> Level:
    """The next level; who holds the highest is asked whether it still deserves it."""
    if held is None:
        return LEVELS[0]
    return Level(held.level).next or LEVELS[-1]
