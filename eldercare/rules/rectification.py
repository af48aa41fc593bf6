"""限期整改 (N089, N090, N108): what an order to correct waits for on a day. Pure.

    整改中            the time has not run out
    已整改，待办结    the last re-check found it corrected; a person closes the order
    期满，待复查      the time has run out, and nobody has looked since
    期满未整改，待认定  looked at after the time ran out, and not corrected; a person says so, or gives more time
    待决定等级        found not corrected in time: the authority lowers or revokes the level
    已整改、未按期整改  ended

Nothing follows by itself: a day that passes only changes what is waited for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from eldercare.rating_vocabulary import OrderKind, OrderStatus


class OrderStage(StrEnum):
    RUNNING = "running"
    CORRECTED = "corrected"
    UNCHECKED = "unchecked"
    UNCORRECTED = "uncorrected"
    TO_DECIDE = "to_decide"
    CLOSED = "closed"
    FAILED = "failed"


NAMES = {
    OrderStage.RUNNING: "整改中",
    OrderStage.CORRECTED: "复查合格，待办结",
    OrderStage.UNCHECKED: "期满，待复查",
    OrderStage.UNCORRECTED: "期满未整改，待认定",
    OrderStage.TO_DECIDE: "未按期整改，待决定等级",
    OrderStage.CLOSED: "已整改",
    OrderStage.FAILED: "未按期整改",
}


@dataclass(frozen=True)
class OrderFacts:
    on: date
    status: str
    kind: str
    due_on: date  # the deadline, or the last extension
    last_checked_on: date | None = None
    last_passed: bool | None = None
    is_decided: bool = False  # a decision on the level rests on it
    holds_level: bool = True  # there is a level to decide on


def stage(facts: OrderFacts) -> OrderStage:
    if facts.status == OrderStatus.CLOSED:
        return OrderStage.CLOSED
    if facts.status == OrderStatus.FAILED:
        waits = facts.kind == OrderKind.STANDARD and facts.holds_level and not facts.is_decided
        return OrderStage.TO_DECIDE if waits else OrderStage.FAILED
    if facts.last_passed:
        return OrderStage.CORRECTED
    if facts.on <= facts.due_on:
        return OrderStage.RUNNING
    looked = facts.last_checked_on is not None and facts.last_checked_on > facts.due_on
    return OrderStage.UNCORRECTED if looked else OrderStage.UNCHECKED
