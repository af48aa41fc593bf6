"""Bars drawn on the server: for each county a group, for each year a bar of two parts. Pure.

Heights are to one scale; each part carries its amount as text, and the table beside the picture says the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from eldercare.rules.forecast import Amount, Forecast

LEFT, TOP, BOTTOM, PLOT = 64, 16, 56, 220
BAR, APART, BETWEEN = 22, 6, 24
NICE = (1, 2, 5, 10)
STEPS = 5
TEN_THOUSAND = Decimal(10000)


@dataclass(frozen=True)
class Bar:
    year: int
    amount: Amount
    x: int
    firm_top: int
    firm_height: int
    more_top: int
    more_height: int
    base: int

    @property
    def middle(self) -> int:
        return self.x + BAR // 2

    @property
    def short_year(self) -> str:
        return f"{self.year % 100:02d}"


@dataclass(frozen=True)
class Group:
    name: str
    middle: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Tick:
    y: int
    label: str  # in 万元


@dataclass(frozen=True)
class Bars:
    groups: tuple[Group, ...]
    ticks: tuple[Tick, ...]
    width: int
    height: int
    base: int
    bar_width: int = BAR
    left: int = LEFT
    tick_end: int = LEFT - 8


def bars(names: Mapping[str, str], found: Forecast, years: Sequence[int]) -> Bars:
    """One group a county, in the order of `names` (by county code)."""
    most = max((amount.renewed for amount in found.values()), default=Decimal(0))
    top = _round_up(most)
    base = TOP + PLOT
    groups, x = [], LEFT + BETWEEN // 2
    for code, name in names.items():
        start, drawn = x, []
        for year in years:
            drawn.append(_bar(year, found.get((code, year), Amount()), x, base, top))
            x += BAR + APART
        groups.append(Group(name, (start + x - APART) // 2, tuple(drawn)))
        x += BETWEEN - APART
    ticks = tuple(
        Tick(base - PLOT * step // STEPS, f"{top * step / STEPS / TEN_THOUSAND:.2f}".rstrip("0").rstrip("."))
        for step in range(STEPS + 1)
    )
    return Bars(tuple(groups), ticks, x, base + BOTTOM, base)


def _bar(year: int, amount: Amount, x: int, base: int, top: Decimal) -> Bar:
    firm, whole = (round(PLOT * part / top) for part in (amount.firm, amount.renewed))
    return Bar(year, amount, x, base - firm, firm, base - whole, whole - firm, base)


def _round_up(most: Decimal) -> Decimal:
    """The next 1, 2 or 5 with noughts, so that the lines stand at plain numbers; never nothing."""
    power = Decimal(10) ** max(most.adjusted(), 4)
    return next(power * step for step in NICE if power * step >= most)
