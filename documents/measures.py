"""Measures of targets as printed, brought to one: 万人 and 人, ％ and %. Pure."""

from __future__ import annotations

from decimal import Decimal

_SPELLINGS = {"％": "%", "场次": "场", "公里": "公里", "千米": "公里"}
_TIMES = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_WHOLE = {"千瓦", "千瓦时", "千伏", "千米", "百分点"}  # here 千 and 百 belong to the measure


def base_of(measure: str) -> tuple[Decimal, str]:
    """How many of which measure one of this is: 万人次 → (10000, 人次)."""
    times = Decimal(1)
    rest = measure
    while len(rest) > 1 and rest[0] in _TIMES and rest not in _WHOLE:
        times *= _TIMES[rest[0]]
        rest = rest[1:]
    return times, _SPELLINGS.get(rest, rest)
