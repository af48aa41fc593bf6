"""What taking a level away means, before it is done (N086, N087, N090). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from eldercare.rules.timeline import Held, barred_until
from foundation.civil_time import ONE_DAY


def cancelled_from(held: Iterable[Held], happened_on: date) -> list[str]:
    """Sentences for the person who decides: which levels end, from when, and what is barred until when."""
    touched = [span for span in held if span.last >= happened_on]
    said = [_ended(span, happened_on) for span in touched]
    until = barred_until(happened_on)
    bar = f"到 {until} 为止不能重新申请评定；换名称、换运营主体、原主体另设机构，也不能避开。"
    return [*said, bar]


def _ended(span: Held, day: date) -> str:
    if span.first >= day:
        return f"{span.level.label}（{span.first} 至 {span.last}）自始不再有效。"
    return f"{span.level.label}（{span.first} 至 {span.last}）到 {day - ONE_DAY} 为止，从事故当天 {day} 起没有等级。"
