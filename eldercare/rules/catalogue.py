"""附件3: what a catalogue says of one level on a day: the level, and what has become of it since. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from eldercare.rating_vocabulary import DecisionKind, Level
from eldercare.rules.timeline import YEARS_VALID, Ruling, timeline
from foundation.chinese_text import day_in_words
from foundation.civil_time import ONE_DAY, last_day

# The columns of the form, word for word.
COLUMNS = (
    "序号",
    "县区",
    "社区居家养老服务机构名称",
    "登记号（备案号）",
    "详细地址",
    "负责人及联系电话",
    "等级评定结果",
)
TITLE = "临沧市{year}年度社区居家养老服务机构等级评定目录"


@dataclass(frozen=True)
class Result:
    """A level as it was given, the last day it holds as far as known, and what ended it by the day, if anything."""

    level: Level
    first: date
    last: date | None  # None: it never held for a day
    ended: str = ""

    @property
    def said(self) -> str:
        return f"{self.level.label}（{self.ended}）" if self.ended else self.level.label


def result_of(rulings: Sequence[Ruling], source: int, *, on: date) -> Result:
    """What became by that day of the level the ruling `source` gave. `rulings` are those of the institution, as known."""
    given = next(ruling for ruling in rulings if ruling.source == source)
    assert given.level is not None
    spans = [span for span in timeline(rulings) if span.source == source]
    last = max((span.last for span in spans), default=None)
    end = last or given.effective_on - ONE_DAY
    ended = "" if on <= end or on < given.effective_on else _cause(rulings, given, end)
    return Result(given.level, given.effective_on, last, ended)


def _cause(rulings: Sequence[Ruling], given: Ruling, end: date) -> str:
    """Why the level no longer holds from the day after `end`."""
    if end >= last_day(given.effective_on, years=YEARS_VALID):
        return f"{day_in_words(end)}到期"
    after = [ruling for ruling in rulings if ruling.effective_on <= end + ONE_DAY and ruling is not given]
    from_then = f"{day_in_words(end + ONE_DAY)}起"
    for ruling in reversed(after):
        if ruling.kind == DecisionKind.CANCEL:
            return f"{from_then}取消"
        if ruling.kind == DecisionKind.REVOKE:
            return f"{from_then}撤销"
        if ruling.kind == DecisionKind.LOWER and ruling.level is not None:
            return f"{from_then}降为 {ruling.level.label}"
        if ruling.kind == DecisionKind.GRANT and ruling.level is not None:
            return f"{from_then}另评为 {ruling.level.label}"
    return f"{from_then}不再有效"
