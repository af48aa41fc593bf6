"""What operating subsidies will come to in the years ahead, by county: what is firm, and what comes with renewals. Pure.

Firm: the levels that were decided run to their end and nothing follows. If renewed: each level that still runs is given
again, at the same level, from the day after its end on. Both go by the rules known today and by the filings in force; where
the rules leave a part of a year to the officer, its share of days is taken.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from eldercare.rules.subsidy import NOTHING, ONE_DAY, Rated, Rules, Span, entitlement


@dataclass(frozen=True)
class Site:
    """One institution: where, which levels from today on, on file since when."""

    county: str
    rated: tuple[Rated, ...]
    filed: tuple[Span, ...]


@dataclass(frozen=True)
class Amount:
    """Of one county in one year; `more` comes on top if everything is renewed."""

    firm: Decimal = NOTHING
    more: Decimal = NOTHING
    sites: int = 0  # that get something firm
    sites_renewed: int = 0  # that get something if everything is renewed

    @property
    def renewed(self) -> Decimal:
        return self.firm + self.more

    def plus(self, other: Amount) -> Amount:
        return Amount(
            self.firm + other.firm,
            self.more + other.more,
            self.sites + other.sites,
            self.sites_renewed + other.sites_renewed,
        )


Forecast = Mapping[tuple[str, int], Amount]  # by county and year


def forecast(
    sites: Iterable[Site], *, on: date, years: Sequence[int], rules: Mapping[int, Rules]
) -> Forecast:
    """The years ahead, seen from that day; a year without rules is left out."""
    due = cache(lambda year, rated, filed: _due(year, rated, filed, rules[year]))
    found: dict[tuple[str, int], Amount] = defaultdict(Amount)
    for site in sites:
        renewed = (*site.rated, *_renewal(site.rated, on))
        for year in filter(rules.__contains__, years):
            filed = _within(site.filed, year)
            firm, whole = due(year, site.rated, filed), due(year, renewed, filed)
            one = Amount(firm, whole - firm, int(firm > 0), int(whole > 0))
            found[site.county, year] = found[site.county, year].plus(one)
    return dict(found)


def total(found: Forecast, year: int) -> Amount:
    """Of all counties."""
    amount = Amount()
    for (_, of_year), one in found.items():
        amount = amount.plus(one) if of_year == year else amount
    return amount


def _due(year: int, rated: tuple[Rated, ...], filed: tuple[Span, ...], rules: Rules) -> Decimal:
    return entitlement(year, rated=rated, filed=filed, rules=rules).total


def _renewal(rated: Sequence[Rated], on: date) -> tuple[Rated, ...]:
    """The same level again, from the day after the last that still runs or is to come."""
    running = [one for one in rated if one.span.last is not None and one.span.last >= on]
    if not running:
        return ()
    last = max(running, key=lambda one: one.span.last or date.max)
    assert last.span.last is not None
    return (Rated(last.level, Span(last.span.last + ONE_DAY)),)


def _within(filed: Sequence[Span], year: int) -> tuple[Span, ...]:
    """Cut to the year, so that institutions on file all year are alike."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return tuple(part for span in filed if (part := span.within(first, last)) is not None)
