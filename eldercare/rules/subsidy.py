"""六: operating subsidy by level and year, construction aid by area (N077, N094, N095, N098 to N101). Pure.

Amounts are Decimal yuan with two places. What the notice does not say (a part of a year, a change of level within one) is
said by the dated rule edition: it counts days, or looks at one day of the year, or leaves it to the officer, who then
decides with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from eldercare.money_vocabulary import PartYear
from eldercare.rating_vocabulary import Level

FEN = Decimal("0.01")
NOTHING = Decimal("0.00")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Rules:
    """One edition of the money rules."""

    name: str
    amounts: Mapping[Level, Decimal]  # yuan a year
    cut_off: tuple[int, int]  # month and day
    part_year: PartYear
    level_change: PartYear  # two levels within one year
    new_building: Decimal  # yuan per m²
    conversion: Decimal


@dataclass(frozen=True)
class Span:
    """Days from first to last, both counted; `last` None: still running."""

    first: date
    last: date | None = None

    def within(self, first: date, last: date) -> Span | None:
        start, end = max(self.first, first), min(self.last or last, last)
        return Span(start, end) if start <= end else None

    @property
    def days(self) -> int:
        assert self.last is not None
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Rated:
    level: Level
    span: Span


@dataclass(frozen=True)
class Line:
    """One step of the reckoning, as it is shown."""

    span: Span
    level: Level
    amount: Decimal
    reason: str


@dataclass(frozen=True)
class Entitlement:
    """What a year comes to, line by line. `open`: the edition leaves it to the officer; `total` is then the share by days."""

    year: int
    lines: tuple[Line, ...]
    total: Decimal
    most: Decimal  # no decision may give more
    open: bool
    notes: tuple[str, ...]


def to_fen(amount: Decimal) -> Decimal:
    """四舍五入到分."""
    return amount.quantize(FEN, rounding=ROUND_HALF_UP)


def entitlement(year: int, *, rated: Sequence[Rated], filed: Sequence[Span], rules: Rules) -> Entitlement:
    """Operating subsidy of one institution in one year.

    Only days that are both rated and on file count (N077); a rating that ended gives nothing after its last day.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    whole = (last - first).days + 1
    shares = sorted(_shares(rated, filed, first, last), key=lambda share: share.span.first)
    if not shares:
        return Entitlement(year, (), NOTHING, NOTHING, False, (_why_nothing(rated, filed, first, last),))
    levels = {share.level for share in shares}
    days = sum(share.span.days for share in shares)
    most = max(rules.amounts[level] for level in levels)
    if days == whole and len(levels) == 1:
        level = levels.pop()
        line = Line(Span(first, last), level, to_fen(rules.amounts[level]), f"{level} 级，全年有效并在备案中")
        return Entitlement(year, (line,), line.amount, most, False, ())
    how = rules.level_change if len(levels) > 1 else rules.part_year
    if how == PartYear.CUT_OFF:
        return _at_cut_off(year, shares, most, rules)
    lines = tuple(_by_days(share, whole, rules) for share in shares)
    total = min(sum((line.amount for line in lines), NOTHING), to_fen(most))
    notes = (_left_open(levels),) if how == PartYear.DECIDE else ()
    return Entitlement(year, lines, total, most, how == PartYear.DECIDE, notes)


def _shares(rated: Iterable[Rated], filed: Sequence[Span], first: date, last: date) -> Iterable[Rated]:
    """The days of each rating that lie in the year and on file."""
    for rating in rated:
        inside = rating.span.within(first, last)
        if inside is None:
            continue
        assert inside.last is not None
        for span in filed:
            both = span.within(inside.first, inside.last)
            if both is not None:
                yield Rated(rating.level, both)


def _why_nothing(rated: Sequence[Rated], filed: Sequence[Span], first: date, last: date) -> str:
    if not any(rating.span.within(first, last) for rating in rated):
        return "这一年没有有效的等级。"
    if not any(span.within(first, last) for span in filed):
        return "这一年没有登记备案，不享受运营补贴。"
    return "这一年里等级有效的日子都不在备案中。"


def _by_days(share: Rated, whole: int, rules: Rules) -> Line:
    amount = rules.amounts[share.level]
    days = share.span.days
    due = to_fen(amount * days / whole)
    reason = f"{share.level} 级 {days} 天，{amount:f} 元 × {days} ÷ {whole}"
    return Line(share.span, share.level, due, reason)


def _at_cut_off(year: int, shares: Sequence[Rated], most: Decimal, rules: Rules) -> Entitlement:
    day = date(year, *rules.cut_off)
    standing = next((share for share in shares if share.span.within(day, day)), None)
    if standing is None:
        said = f"{day} 没有有效的等级或不在备案中，按规则不补。"
        return Entitlement(year, (), NOTHING, NOTHING, False, (said,))
    amount = to_fen(rules.amounts[standing.level])
    line = Line(standing.span, standing.level, amount, f"{day} 是 {standing.level} 级，按全年计")
    return Entitlement(year, (line,), amount, most, False, ())


def _left_open(levels: set[Level]) -> str:
    if len(levels) > 1:
        return "年内等级有变化，通知没有规定怎样计算；下面按天数列出，由经办人决定并写明理由。"
    return "等级不满一年，通知没有规定怎样计算；下面按天数列出，由经办人决定并写明理由。"


def construction_aid(area: Decimal, *, is_new: bool, rules: Rules) -> Decimal:
    """Aid from provincial system funds and lottery funds by floor area (N094, N095). Projects that win central budget money
    follow the central rules and are only recorded (N093)."""
    rate = rules.new_building if is_new else rules.conversion
    return to_fen(area * rate)


def overpaid(paid: Decimal, due: Decimal) -> Decimal:
    """What must come back: never negative."""
    return max(paid - due, NOTHING)
