"""五 and 附件1: what a level asks of an institution, criterion by criterion. Pure.

A criterion asks nothing of a level (不强制要求), or lost its text in print (条文缺失: not scored), or is decided by a figure
on record (area, beds, staff, licence, lift), or is judged by people.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from eldercare.rating_vocabulary import LEVELS, Level

NOT_ASKED, LOST = "不强制要求", "条文缺失"


class Fact(StrEnum):
    """Figures that decide a criterion."""

    BUILDING_AREA = "building_area"
    BEDS = "beds"
    FULL_TIME = "full_time"
    SOCIAL_WORKERS = "social_workers"
    COOKS = "cooks"
    MEDICAL = "medical"
    MEDICAL_LICENCE = "medical_licence"  # 1: in force on the day
    LIFT = "lift"  # 1: there is one, or nobody of the aged is above the first floor


FACT_LABELS = {
    Fact.BUILDING_AREA: ("建筑面积", "平方米"),
    Fact.BEDS: ("床位", "张"),
    Fact.FULL_TIME: ("专职服务人员", "人"),
    Fact.SOCIAL_WORKERS: ("社会工作者", "人"),
    Fact.COOKS: ("厨师", "人"),
    Fact.MEDICAL: ("医护人员", "人"),
    Fact.MEDICAL_LICENCE: ("医疗机构执业许可", ""),
    Fact.LIFT: ("无障碍电梯", ""),
}
YES_OR_NO = frozenset({Fact.MEDICAL_LICENCE, Fact.LIFT})

_NEED = re.compile(r"(>=|>)(\d+(?:\.\d+)?)")
_HOLDS: dict[str, Callable[[Decimal, Decimal], bool]] = {">=": operator.ge, ">": operator.gt}


class Verdict(StrEnum):
    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"  # the figure is not on record
    JUDGED = "judged"  # for people to say
    NOT_ASKED = "not_asked"
    NOT_SCORED = "not_scored"  # lost in print


@dataclass(frozen=True)
class Requirement:
    """One cell of the standard."""

    text: str
    need: str = ""  # ">=300", ">400"; "" when people judge

    @property
    def is_asked(self) -> bool:
        return self.text not in (NOT_ASKED, LOST)

    @property
    def is_lost(self) -> bool:
        return self.text == LOST


@dataclass(frozen=True)
class CriterionText:
    """One row of the standard; `levels` in the order of LEVELS."""

    code: str
    category: str
    item: str
    levels: tuple[Requirement, Requirement, Requirement]
    fact: str = ""

    def of(self, level: Level) -> Requirement:
        return self.levels[level.rank]


Figures = Mapping[str, Decimal | None]


def in_words(fact: Fact, figure: Decimal) -> str:
    """“有”, “420.5 平方米”."""
    if fact in YES_OR_NO:
        return "有" if figure else "没有"
    return f"{figure.normalize():f} {FACT_LABELS[fact][1]}"


def holds(need: str, figure: Decimal) -> bool:
    """Whether a figure satisfies ">=300" or ">400"."""
    matched = _NEED.fullmatch(need)
    if matched is None:
        raise ValueError(f"not a need: {need}")
    return _HOLDS[matched[1]](figure, Decimal(matched[2]))


def judge(criterion: CriterionText, level: Level, figures: Figures) -> Verdict:
    """What the record alone says of one criterion at one level."""
    asked = criterion.of(level)
    if asked.is_lost:
        return Verdict.NOT_SCORED
    if not asked.is_asked:
        return Verdict.NOT_ASKED
    if not criterion.fact:
        return Verdict.JUDGED
    figure = figures.get(criterion.fact)
    if figure is None:
        return Verdict.UNKNOWN
    enough = not asked.need or holds(asked.need, figure)  # “300 平方米以下即可” is met by any area
    return Verdict.MET if enough else Verdict.UNMET


@dataclass(frozen=True)
class Gap:
    """One thing between an institution and a level."""

    criterion: CriterionText
    verdict: Verdict  # UNMET, UNKNOWN or JUDGED
    reason: str


def gaps(criteria: Sequence[CriterionText], level: Level, figures: Figures) -> list[Gap]:
    """What stands between the record and the level: figures that fail or are missing first, then what people judge."""
    found = [(criterion, judge(criterion, level, figures)) for criterion in criteria]
    open_ones = [
        Gap(criterion, verdict, _reason(criterion, level, verdict, figures))
        for criterion, verdict in found
        if verdict in (Verdict.UNMET, Verdict.UNKNOWN, Verdict.JUDGED)
    ]
    order = (Verdict.UNMET, Verdict.UNKNOWN, Verdict.JUDGED)
    return sorted(open_ones, key=lambda gap: order.index(gap.verdict))


def reached_by_figure(criterion: CriterionText, figure: Decimal) -> Level | None:
    """The highest level a verified figure satisfies; what asks nothing is satisfied."""
    for level in reversed(LEVELS):
        asked = criterion.of(level)
        if not asked.is_asked or not asked.need or holds(asked.need, figure):
            return level
    return None


def highest_reached(criteria: Sequence[CriterionText], reached: Mapping[str, Level | None]) -> Level | None:
    """The highest level whose every requirement was found to be met; `reached` by the code of the criterion."""
    for level in reversed(LEVELS):
        if all(_is_met(criterion, level, reached.get(criterion.code)) for criterion in criteria):
            return level
    return None


def falls_short(
    criteria: Sequence[CriterionText], level: Level, reached: Mapping[str, Level | None]
) -> list[CriterionText]:
    """The criteria that keep an institution from a level."""
    return [row for row in criteria if not _is_met(row, level, reached.get(row.code))]


def is_scored(criterion: CriterionText) -> bool:
    """Whether anything is left to be found: not all of it is lost in print or asked of nobody."""
    return any(asked.is_asked for asked in criterion.levels)


def _is_met(criterion: CriterionText, level: Level, reached: Level | None) -> bool:
    return not criterion.of(level).is_asked or (reached is not None and reached.rank >= level.rank)


def highest_by_figures(criteria: Sequence[CriterionText], figures: Figures) -> Level | None:
    """The highest level none of whose figures fails; what people judge is left open."""
    for level in reversed(LEVELS):
        if all(judge(criterion, level, figures) != Verdict.UNMET for criterion in criteria):
            return level
    return None


def _reason(criterion: CriterionText, level: Level, verdict: Verdict, figures: Figures) -> str:
    asked = criterion.of(level).text
    if verdict == Verdict.JUDGED:
        return f"{asked}（由评定组判断）"
    if verdict == Verdict.UNKNOWN:
        return f"{asked}；没有登记{FACT_LABELS[Fact(criterion.fact)][0]}"
    if criterion.fact in YES_OR_NO:
        return f"{asked}；现在没有"
    figure = figures[criterion.fact]
    assert figure is not None
    return f"{asked}；现有 {in_words(Fact(criterion.fact), figure)}"
