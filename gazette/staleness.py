"""Which columns have gone stale, by the rules of the inspection of government sites. Pure: no model, no clock.

All thresholds stand here (国办公开办函〔2019〕61号, single vetoes): the home page unchanged for two weeks; news unchanged
for two weeks; notices and policy for six months; columns without anything; and how many of each fail a site. An item
counts by the publish time the server wrote; one without counts as not there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from foundation.civil_time import last_day

TWO_WEEKS = timedelta(days=14)
SIX_MONTHS = 6
HOME_PAGE = TWO_WEEKS
MOST_STALE, MOST_DUE, MOST_BLANK = 5, 10, 5  # so many, or more, and the site fails


class Cadence(Enum):
    """How often a column must have something new."""

    NEWS = "两周"
    POLICY = "六个月"
    CLOSED = "不再更新"

    def last_fresh_day(self, changed_on: date) -> date | None:
        """The last day on which what came that day still counts as fresh; None for ever."""
        if self is Cadence.NEWS:
            return changed_on + TWO_WEEKS
        return last_day(changed_on, months=SIX_MONTHS) if self is Cadence.POLICY else None


# By the address name of the column; what is not named here is notices and policy.
CADENCES = {
    "chronicle": Cadence.NEWS,
    "news": Cadence.NEWS,
    "city-congress-5-3": Cadence.CLOSED,  # the papers of one session
}
NEWS_WORDS = ("动态", "要闻", "新闻", "大事记")


class Freshness(Enum):
    FRESH = "按时更新"
    SOON = "快到期"
    STALE = "超期未更新"
    BLANK = "空白栏目"
    CLOSED = "不再更新"


SOON = timedelta(days=3)  # before the last day, so that somebody can still do something


@dataclass(frozen=True)
class Standing:
    """A column on a day."""

    name: str
    slug: str
    cadence: Cadence
    changed_on: date | None
    last_fresh_day: date | None
    freshness: Freshness

    def days_left(self, on: date) -> int | None:
        return (self.last_fresh_day - on).days if self.last_fresh_day else None


def cadence_of(slug: str, name: str) -> Cadence:
    if slug in CADENCES:
        return CADENCES[slug]
    return Cadence.NEWS if any(word in name for word in NEWS_WORDS) else Cadence.POLICY


def standing_of(slug: str, name: str, changed_on: date | None, *, on: date) -> Standing:
    cadence = cadence_of(slug, name)
    until = cadence.last_fresh_day(changed_on) if changed_on else None
    return Standing(name, slug, cadence, changed_on, until, _freshness(cadence, changed_on, until, on))


def _freshness(cadence: Cadence, changed_on: date | None, until: date | None, on: date) -> Freshness:
    if changed_on is None:
        return Freshness.BLANK
    if until is None:
        return Freshness.CLOSED
    if on > until:
        return Freshness.STALE
    return Freshness.SOON if on > until - SOON else Freshness.FRESH


def home_page(changed_on: date | None, *, on: date) -> Standing:
    """The first page as a whole."""
    until = changed_on + HOME_PAGE if changed_on else None
    return Standing(
        "首页", "", Cadence.NEWS, changed_on, until, _freshness(Cadence.NEWS, changed_on, until, on)
    )


@dataclass(frozen=True)
class Verdict:
    """What an inspector would count."""

    stale: int
    blank: int
    home_is_stale: bool

    @property
    def fails(self) -> bool:
        return self.home_is_stale or self.stale >= MOST_STALE or self.blank >= MOST_BLANK

    @property
    def pressing(self) -> int:
        return self.stale + self.blank + self.home_is_stale


def verdict(columns: Iterable[Standing], home: Standing) -> Verdict:
    seen = [column.freshness for column in columns]
    return Verdict(
        seen.count(Freshness.STALE),
        seen.count(Freshness.BLANK),
        home.freshness in (Freshness.STALE, Freshness.BLANK),
    )
