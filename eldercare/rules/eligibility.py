"""五: who may apply for a rating (N073, N076, N079, N084, N087, N091). Pure; each refusal names its rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from eldercare.rating_vocabulary import MATERIALS, MaterialState
from eldercare.rules.answer import Answer, Verdict
from eldercare.rules.timeline import YEARS_BARRED, barred_until
from foundation.civil_time import first_day_after, is_full

ALWAYS_ASKED = (1, 3, 6, 7, 8, 9)


@dataclass(frozen=True)
class BarFact:
    """A level was cancelled from that day; `whose`: this site's, or that of the operator elsewhere."""

    cancelled_on: date
    whose: str


@dataclass(frozen=True)
class RatingFacts:
    """One institution on the day it applies in one round."""

    on: date
    year: int
    opens_on: date
    closes_on: date
    is_filed: bool = False
    opened_on: date | None = None
    closed_on: date | None = None
    bars: tuple[BarFact, ...] = ()
    open_elsewhere: str = ""  # label of another application that is on its way
    applied_already: bool = False  # in this round
    self_run: bool = False
    caters: bool = False
    treats: bool = False
    meals_delivered: bool = False
    unmarked: int = 0  # criteria without a mark of the self-assessment
    materials: Mapping[int, str] = field(default_factory=dict)  # number → state


def is_on_file(facts: RatingFacts) -> Answer:
    """N076: not registered or filed, not rated."""
    rule, title = "N076", "已登记备案"
    if facts.closed_on is not None:
        return Answer(rule, title, Verdict.BROKEN, f"机构已于 {facts.closed_on} 停业。", blocks=True)
    if not facts.is_filed:
        reason = "没有有效的备案；未按规定登记备案的不能参加等级评定。"
        return Answer(rule, title, Verdict.BROKEN, reason, blocks=True)
    return Answer(rule, title, Verdict.MET, "备案有效。", blocks=True)


def has_run_a_year(facts: RatingFacts) -> Answer:
    """N073: a full year on the day of application, as the Civil Code counts it."""
    rule, title = "N073", "运营满一年"
    if facts.opened_on is None:
        return Answer(
            rule, title, Verdict.UNKNOWN, "没有填写实际开展服务日期。", blocks=True, field="opened_on"
        )
    if is_full(facts.opened_on, on=facts.on, years=1):
        return Answer(
            rule,
            title,
            Verdict.MET,
            f"{facts.opened_on} 开展服务，到申请日 {facts.on} 已满一年。",
            blocks=True,
        )
    first = first_day_after(facts.opened_on, years=1)
    reason = f"{facts.opened_on} 开展服务，满一年后即 {first} 起才能申请；申请日期是 {facts.on}。"
    return Answer(rule, title, Verdict.BROKEN, reason, blocks=True)


def round_takes_it(facts: RatingFacts) -> Answer:
    """N084: within the days of the year's round, and once."""
    rule, title = "N084", "每年评定一次"
    if facts.applied_already:
        reason = f"这个机构在 {facts.year} 年度已经申请过，下一年度再申请。"
        return Answer(rule, title, Verdict.BROKEN, reason, blocks=True)
    if facts.open_elsewhere:
        return Answer(
            rule, title, Verdict.BROKEN, f"{facts.open_elsewhere}的申请还在办理，办完再申请。", blocks=True
        )
    if not facts.opens_on <= facts.on <= facts.closes_on:
        reason = f"{facts.year} 年度受理申请的日期是 {facts.opens_on} 至 {facts.closes_on}，申请日期 {facts.on} 不在其中。"
        return Answer(rule, title, Verdict.BROKEN, reason, blocks=True)
    return Answer(rule, title, Verdict.MET, f"在 {facts.year} 年度受理申请的日期之内。", blocks=True)


def is_not_barred(facts: RatingFacts) -> Answer:
    """N087: two full years after a level was cancelled, whoever runs the site now, wherever the operator runs one."""
    rule, title = "N087", "没有禁止申请"
    running = [bar for bar in facts.bars if not is_full(bar.cancelled_on, on=facts.on, years=YEARS_BARRED)]
    if not running:
        return Answer(rule, title, Verdict.MET, "没有被取消等级，或取消已满两年。", blocks=True)
    last = max(running, key=lambda bar: bar.cancelled_on)
    until = barred_until(last.cancelled_on)
    reason = f"{last.whose}自 {last.cancelled_on} 被取消等级，满两年（{until}）以后才能重新申请。"
    return Answer(rule, title, Verdict.BROKEN, reason, blocks=True)


def has_rated_itself(facts: RatingFacts) -> Answer:
    """N079: self-assessment against the standard comes first."""
    rule, title = "N079", "对照标准自评"
    if facts.unmarked:
        return Answer(rule, title, Verdict.UNKNOWN, f"还有 {facts.unmarked} 条没有自评。", blocks=True)
    return Answer(rule, title, Verdict.MET, "各条都已自评。", blocks=True)


def hands_in_materials(facts: RatingFacts) -> Answer:
    """N091: the ten materials, each handed in or, where the notice makes it conditional, not applicable."""
    rule, title = "N091", "申请材料"
    missing = [
        number
        for number in MATERIALS
        if (state := facts.materials.get(number, MaterialState.MISSING)) != MaterialState.PROVIDED
        and (state == MaterialState.MISSING or number in asked_materials(facts))
    ]
    if missing:
        named = "；".join(f"{number} {MATERIALS[number]}" for number in missing)
        return Answer(rule, title, Verdict.BROKEN, f"还缺 {len(missing)} 种材料：{named}。", blocks=True)
    return Answer(rule, title, Verdict.MET, "十种材料都已核对。", blocks=True)


def asked_materials(facts: RatingFacts) -> frozenset[int]:
    """Numbers that cannot be left out by this institution."""
    asked = set(ALWAYS_ASKED)
    if facts.caters or facts.treats:
        asked.add(2)
    if not facts.self_run:
        asked.add(4)
    if facts.meals_delivered:
        asked.add(5)
    return frozenset(asked)


MAY_APPLY = (is_on_file, has_run_a_year, round_takes_it, is_not_barred)
MAY_SUBMIT = (*MAY_APPLY, has_rated_itself, hands_in_materials)
STILL_HOLDS = (is_on_file, is_not_barred)  # asked again at every later stage
