"""Numbers with their units as printed: money, and the other targets a task sets. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from foundation.chinese_text import squeeze

_NUMBER = (
    r"(?<!\d)\d+(?:[,，]\d{3})*(?:\.\d+)?"  # not from the middle of a run: long runs cost their length only
)
_MONEY = re.compile(rf"({_NUMBER})([十百千万亿]*(?:美|欧|港)?元)")
_MEASURES = (
    r"%|％|‰|个百分点|个|户|家|件|套|所|项|场(?:次)?|次|人次|人|名|条|座|处|只|头|台|辆|批次|批|张|册|亩|公顷|平方公里|平方米|"
    r"公里|千米|米|吨|公斤|千瓦时|千瓦|千伏|兆瓦|立方米|小时|工作日|天|学时|分|枚|支|班|期|对|宗|篇|种|类"
)
_TARGET = re.compile(rf"({_NUMBER})([百千万亿]*(?:{_MEASURES}))")
_DATE_BEFORE = ("年", "月", "第")


@dataclass(frozen=True)
class Quantity:
    """A printed quantity: "1000万元" is 1000 of 万元."""

    printed: str
    number: Decimal
    measure: str
    kind: str  # money | target


def money(text: str) -> tuple[str, ...]:
    """Amounts of money in printed order, each once."""
    return tuple(dict.fromkeys(match.group() for match in _MONEY.finditer(squeeze(text))))


def quantities(text: str) -> tuple[Quantity, ...]:
    """Money and targets in printed order, each once. Dates, ordinals and codes are none."""
    squeezed = squeeze(text)
    found: dict[str, tuple[int, Quantity]] = {}
    for kind, pattern in (("money", _MONEY), ("target", _TARGET)):
        for match in pattern.finditer(squeezed):
            if kind == "target" and squeezed.endswith(_DATE_BEFORE, 0, match.start()):
                continue
            number = Decimal(match[1].replace(",", "").replace("，", ""))
            found.setdefault(match.group(), (match.start(), Quantity(match.group(), number, match[2], kind)))
    return tuple(quantity for _, quantity in sorted(found.values(), key=lambda pair: pair[0]))
