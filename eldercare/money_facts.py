"""What an institution is entitled to, reckoned from the record: its levels, its filings, the rules of the year."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from eldercare.models import Award, Filing, Institution, MoneyRules, Rating
from eldercare.models.reckoning import Reckoning, ShownLine, shown
from eldercare.money_vocabulary import AwardKind, BuildWork, FundSource
from eldercare.rating_vocabulary import Level
from eldercare.rules.subsidy import (
    NOTHING,
    ONE_DAY,
    Line,
    Rated,
    Span,
    construction_aid,
    entitlement,
    to_fen,
)

Days = Mapping[str, Sequence[Sequence[str]]]  # level → first and last day of each span
NO_RULES = "没有适用于这一年的补助规则，请市级管理人员先施行。"


@dataclass(frozen=True)
class Reckoned:
    """What was reckoned, as it is frozen with an award or an adjustment. `rules` None: none apply."""

    rules: MoneyRules | None
    computed: Decimal | None  # None: only recorded (N093)
    most: Decimal
    is_open: bool = False
    days: Days | None = None
    lines: tuple[Mapping[str, str], ...] = ()
    notes: tuple[str, ...] = ()

    def columns(self) -> dict[str, Any]:
        """For a row that keeps it."""
        return vars(self) | {"lines": list(self.lines), "notes": list(self.notes)}

    @property
    def shown_lines(self) -> list[ShownLine]:
        return shown(self.lines)

    def is_that_of(self, kept: Reckoning) -> bool:
        """Whether the row was reckoned from the same rules and days, to the same amount."""
        mine = (self.rules, self.computed, self.most, self.days)
        return mine == (kept.rules, kept.computed, kept.most, kept.days)


def reckon_again(award: Award, *, on: date) -> Reckoned:
    """What an award comes to by what holds today."""
    if award.kind == AwardKind.OPERATING:
        assert award.year is not None  # award_says_for_what
        return reckon_years(award.institution, [award.year], on=on)[award.year]
    assert award.area is not None
    if award.fund == FundSource.CENTRAL:
        return recorded(award.amount)
    return reckon_project(award.rules, works=BuildWork(award.works), area=award.area)


def reckon_years(institution: Institution, years: Sequence[int], *, on: date) -> dict[int, Reckoned]:
    """Operating subsidy of each year, line by line (N077, N098 to N101)."""
    editions = list(MoneyRules.objects.published().order_by("-year_from"))
    days = rated_days(institution, years)
    nothing_in = [year for year in years if not days[year]]
    history = (_rated_of(institution), filed_spans(institution)) if nothing_in else ((), ())
    return {
        year: _reckon_year(
            year,
            next((one for one in editions if one.year_from <= year), None),
            days[year],
            history=history,
            on=on,
        )
        for year in years
    }


def _reckon_year(
    year: int,
    edition: MoneyRules | None,
    days: Days,
    *,
    history: tuple[Sequence[Rated], Sequence[Span]],
    on: date,
) -> Reckoned:
    if edition is None:
        return Reckoned(None, NOTHING, NOTHING, days=days, notes=(NO_RULES,))
    rated, filed = (_rated_in(days), [Span(date(year, 1, 1))]) if days else history
    found = entitlement(year, rated=rated, filed=filed, rules=edition.as_rules())
    early = bool(found.lines) and on < edition.cut_off_in(year)
    said = (
        f"{year} 年还没有到 {edition.cut_off}：等级有效期以内、还没有到的日子先算在内；"
        "提前核定须写明理由，以后有变化再调整。"
    )
    return Reckoned(
        edition,
        found.total,
        to_fen(found.most),
        is_open=found.open or early,
        days=days,
        lines=tuple(map(_kept, found.lines)),
        notes=(*found.notes, *((said,) if early else ())),
    )


def _rated_in(days: Days) -> list[Rated]:
    return [
        Rated(Level(level), Span(date.fromisoformat(first), date.fromisoformat(last)))
        for level, spans in days.items()
        for first, last in spans
    ]


def _kept(line: Line) -> dict[str, str]:
    days = f"{line.span.first} 至 {line.span.last}"
    return {"days": days, "amount": str(line.amount), "reason": line.reason}


def reckon_project(rules: MoneyRules | None, *, works: BuildWork, area: Decimal) -> Reckoned:
    """Construction aid by floor area (N094, N095): in principle so much, so it is also the most."""
    if rules is None:
        return Reckoned(None, NOTHING, NOTHING, notes=(NO_RULES,))
    is_new = works == BuildWork.NEW
    aid = construction_aid(area, is_new=is_new, rules=rules.as_rules())
    rate = rules.new_building if is_new else rules.conversion
    reason = f"{works.label} {area.normalize():f} 平方米 × 每平方米 {rate.normalize():f} 元"
    return Reckoned(rules, aid, aid, lines=({"days": "", "amount": str(aid), "reason": reason},))


def recorded(amount: Decimal) -> Reckoned:
    """Central budget investment goes by the central rules: the amount of the paper stands (N093)."""
    note = "中央预算内投资按中央的要求申请，这里只登记金额和依据文件，不核算。"
    return Reckoned(None, None, amount, notes=(note,))


def rated_days(institution: Institution, years: Iterable[int]) -> dict[int, Days]:
    """The days of each year on which the institution is both rated and on file, by level (N077)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT of_year, eldercare_rated_days(%s, of_year)::text FROM unnest(%s::int[]) AS of_year",
            [institution.pk, list(years)],
        )
        return {year: json.loads(days) for year, days in cursor.fetchall()}


def _rated_of(institution: Institution) -> list[Rated]:
    rows = Rating.objects.current().filter(institution=institution).order_by("period")
    return [Rated(Level(row.level), Span(row.first_day, row.last_day)) for row in rows]


def filed_spans(institution: Institution) -> list[Span]:
    rows = Filing.objects.filter(institution=institution, accepted_on__isnull=False).order_by("version")
    spans = (span_on_file(row.accepted_on, row.ended_on, institution.closed_on) for row in rows)
    return [span for span in spans if span is not None]


def span_on_file(accepted_on: date | None, ended_on: date | None, closed_on: date | None) -> Span | None:
    """The days a filing counts for money: to the day before it ended or the institution closed."""
    assert accepted_on is not None
    ends = [day for day in (ended_on, closed_on) if day is not None]
    last = min(ends) - ONE_DAY if ends else None
    return None if last is not None and last < accepted_on else Span(accepted_on, last)
