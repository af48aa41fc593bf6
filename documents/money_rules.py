"""Which sums of money a picture adds, and why it leaves the others out. Pure.

A gazette names money in many ways: a fund, a part of it, a rate for each household, a threshold. What cannot be told
apart for certain is not added: the sum is what is surely named, never more. Each sum gets exactly one verdict.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from foundation.chinese_text import squeeze

BEFORE, AFTER = 8, 6  # letters of the sentence looked at round a sum
_RATE_BEFORE = re.compile(
    r"(?:每|户均|人均|亩均|单户|单个|单笔|最高|不超过|不高于|超过|达到?|高于|低于|小于|大于|分别)[^，。；、]*$"
)
_RATE_AFTER = re.compile(r"^(?:\(含\))?(?:及?以上|及?以下|以内|/|／|每|的?标准|的一次性)")
_BRACKETS = str.maketrans("（）", "()")


class Verdict(Enum):
    ADDED = "加进去了"
    PART = "是其中的一部分，没有再加"
    RATE = "像是标准或门槛（每户、以上、最高），不加"
    SMALLER = "同一件事里已加了更大的一笔"
    UNDER = "上一层的事项已经加了"
    FOREIGN = "不是人民币，不加"


@dataclass(frozen=True)
class Sum:
    """A sum of money as a task names it; ``yuan`` is None in another currency."""

    key: int
    task: int
    document: int
    path: str
    printed: str
    text: str  # of the task
    yuan: Decimal | None


def judge(sums: Sequence[Sum]) -> dict[int, Verdict]:
    """The verdict on every sum, by its key: of each task at most the largest is added, of each branch the upper one."""
    verdicts = {each.key: _alone(each) for each in sums}
    tasks: dict[int, list[Sum]] = defaultdict(list)
    for each in sums:
        if verdicts[each.key] is Verdict.ADDED:
            tasks[each.task].append(each)
    largest = [max(found, key=lambda each: (each.yuan or 0, -each.key)) for found in tasks.values()]
    kept = {each.key for each in largest}
    above = {(each.document, each.path) for each in largest}
    for found in tasks.values():
        for each in found:
            if each.key not in kept:
                verdicts[each.key] = Verdict.SMALLER
    for each in largest:
        if any((each.document, path) in above for path in _ancestors(each.path)):
            verdicts[each.key] = Verdict.UNDER
    return verdicts


def added(sums: Iterable[Sum], verdicts: Mapping[int, Verdict]) -> Decimal:
    return sum((each.yuan or Decimal(0) for each in sums if verdicts[each.key] is Verdict.ADDED), Decimal(0))


def in_words(yuan: Decimal, *, places: int | None = None) -> str:
    """120000000 → 1.2亿元; 5000000 → 500万元; exact, or to so many places with 约 where that rounds."""
    for measure, size in (("亿元", 100_000_000), ("万元", 10_000)):
        if yuan >= size:
            return _figure(yuan / size, places) + measure
    return _figure(yuan, places) + "元"


def _figure(value: Decimal, places: int | None) -> str:
    shown = value if places is None else round(value, places)
    plain = f"{shown:,f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return plain if shown == value else f"约{plain}"


def _alone(each: Sum) -> Verdict:
    """What the words round a sum say of it, whatever else is named."""
    if each.yuan is None:
        return Verdict.FOREIGN
    text = squeeze(each.text).translate(_BRACKETS)
    at = text.find(each.printed)
    if at < 0:
        return Verdict.ADDED
    before = re.split("[。；]", text[:at])[-1]
    if "其中" in before:
        return Verdict.PART
    end = at + len(each.printed)
    is_rate = _RATE_BEFORE.search(before[-BEFORE:]) or _RATE_AFTER.match(text[end : end + AFTER])
    return Verdict.RATE if is_rate else Verdict.ADDED


def _ancestors(path: str) -> Iterable[str]:
    steps = path.split("/")
    return ("/".join(steps[:end]) for end in range(1, len(steps)))
