"""What the letter of a decision says, from the facts of the decision; our own neutral words. Pure.

The notice says nothing of appeals, so no letter does: a sentence on remedies would be somebody else's law.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from eldercare.rating_vocabulary import DecisionKind, Level
from eldercare.rules.timeline import barred_until
from foundation.chinese_text import day_in_words

NOTICE = "临民联发〔2024〕23号"
# Rule → section of the notice, and what it says in short.
RULES = {
    "N079": ("五（一）", "机构自评后自愿申请"),
    "N080": ("五（一）", "乡镇人民政府（街道办事处）初审"),
    "N081": ("五（一）", "民政部门组成评定组查看、核对资料并提出意见，由民政部门审核定级"),
    "N082": ("五（一）", "A 级、2A 级由所在地民政部门审定"),
    "N083": ("五（一）", "3A 级报市民政局复核审定"),
    "N085": ("五（二）", "等级有效期三年"),
    "N086": ("五（二）", "有效期内发生重大责任事故的，从事故发生当日起取消等级"),
    "N087": ("五（二）", "取消等级的，满两年才能重新申请"),
    "N089": ("五（二）", "不符合标准的限期整改"),
    "N090": ("五（二）", "到期没有整改的，降低或者撤销等级"),
}
TITLES = {
    DecisionKind.GRANT: "等级评定决定书",
    DecisionKind.REFUSE: "不予评定等级决定书",
    DecisionKind.LOWER: "降低等级决定书",
    DecisionKind.REVOKE: "撤销等级决定书",
    DecisionKind.CANCEL: "取消等级决定书",
}
CORRECTION = "等级评定更正决定书"
WHOSE = "社区居家养老服务机构"


@dataclass(frozen=True)
class Corrected:
    """The decision whose place this one takes."""

    number: str
    decided_on: date
    outcome: str


@dataclass(frozen=True, kw_only=True)
class LetterFacts:
    """One decision as it was made. `until` is the last day of its level as known then; `short` what kept the institution
    from the level it applied for."""

    kind: DecisionKind
    institution: str
    effective_on: date
    level: Level | None = None
    until: date | None = None
    by_city: bool = False
    applied_for: Level | None = None
    applied_on: date | None = None
    short: tuple[str, ...] = ()
    ordered_on: date | None = None
    due_on: date | None = None
    happened_on: date | None = None
    corrected: Corrected | None = None


def title(facts: LetterFacts) -> str:
    return WHOSE + (CORRECTION if facts.corrected else TITLES[facts.kind])


def said(facts: LetterFacts) -> tuple[str, ...]:
    """A paragraph each: how it came about, and what is decided."""
    return tuple(filter(None, (*_came_about(facts), _decided(facts), _shortfall(facts), _bar(facts))))


def basis(facts: LetterFacts) -> list[str]:
    """The ids of the rules the decision rests on, in order."""
    return list(_basis(facts))


def in_words(rule: str) -> str:
    """“临民联发〔2024〕23号 五（二）：等级有效期三年”."""
    section, name = RULES[rule]
    return f"{NOTICE} {section}：{name}"


def _came_about(facts: LetterFacts) -> Iterator[str]:
    name = facts.institution
    if facts.corrected is not None:
        was = facts.corrected
        yield f"{day_in_words(was.decided_on)}作出的 {was.number} 号决定（{was.outcome}）有误，现予更正，由本决定代替。"
    if facts.applied_for is not None and facts.applied_on is not None:
        yield (
            f"{name}于{day_in_words(facts.applied_on)}申请评定 {facts.applied_for.label}。"
            "申请经过自评、乡镇（街道）初审和评定组评定，由民政部门审核。"
        )
    if facts.ordered_on is not None and facts.due_on is not None:
        yield (
            f"{day_in_words(facts.ordered_on)}责令{name}限期整改，期限到{day_in_words(facts.due_on)}为止。"
            "期限已过，没有按要求整改。"
        )
    if facts.happened_on is not None:
        yield f"{name}于{day_in_words(facts.happened_on)}发生事故，经认定为重大责任事故。"


def _decided(facts: LetterFacts) -> str:
    day = day_in_words(facts.effective_on)
    until = f"，到{day_in_words(facts.until)}为止" if facts.until else ""
    match facts.kind:
        case DecisionKind.GRANT:
            return f"决定：评定为{_label(facts)}，从{day}起{until}。"
        case DecisionKind.REFUSE:
            return "决定：不予评定等级。"
        case DecisionKind.LOWER:
            return f"决定：从{day}起降为{_label(facts)}{until}。"
        case DecisionKind.REVOKE:
            return f"决定：从{day}起撤销等级。"
        case DecisionKind.CANCEL:
            return f"决定：从事故发生之日{day}起取消等级。"
    return "决定：原决定不再有效，等级照原决定作出以前的情况计算。"


def _shortfall(facts: LetterFacts) -> str:
    if not facts.short or facts.applied_for is None:
        return ""
    return f"评定组认为没有达到 {facts.applied_for.label}要求的评定内容：{'；'.join(facts.short)}。"


def _bar(facts: LetterFacts) -> str:
    if facts.kind != DecisionKind.CANCEL:
        return ""
    return f"到{day_in_words(barred_until(facts.effective_on))}为止，不能重新申请评定。"


def _basis(facts: LetterFacts) -> Iterator[str]:
    if facts.applied_for is not None:
        yield from ("N079", "N080", "N081")
        yield "N083" if facts.by_city else "N082"
    if facts.ordered_on is not None:
        yield "N089"
        yield "N090"
    if facts.happened_on is not None:
        yield from ("N086", "N087")
    if facts.kind == DecisionKind.GRANT:
        yield "N085"


def _label(facts: LetterFacts) -> str:
    assert facts.level is not None  # decision_has_level_where_one_is_given
    return f" {facts.level.label}"
