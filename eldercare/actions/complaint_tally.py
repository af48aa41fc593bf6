"""Holding a flood of complaints back: from one address by the hour and the day, and in all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from foundation.throttling import Limit, Window
from foundation.throttling import count_in as count_visit

COMPLAINT = "complaint"
PER_HOUR, PER_DAY = 6, 20  # from one address; a household or an office may share it
IN_ALL_PER_HOUR = 300


def count_in(network: str, *, at: datetime) -> None:
    """Count one more complaint from this network, in the transaction that receives it. Raises TooManyVisits.

    Rows are always taken in one order, the sender's own before everybody's: rivals wait and never lock each other out.
    """
    for limit in _limits():
        count_visit(limit, network, at=at)


def _limits() -> Iterator[Limit]:
    """An unknown sender is nobody in particular: only all together are counted."""
    yield Limit(
        COMPLAINT,
        PER_HOUR,
        "您这里一小时内已经提交了几次，请过一小时再提交；很急的，请打电话给县（区）民政局。",
        Window.HOUR,
    )
    yield Limit(
        COMPLAINT,
        PER_DAY,
        "您这里今天已经提交了很多次，请明天再提交；很急的，请打电话给县（区）民政局。",
        Window.DAY,
    )
    yield Limit(
        COMPLAINT,
        IN_ALL_PER_HOUR,
        "现在提交的人太多，请过一小时再提交；很急的，请打电话给县（区）民政局。",
        Window.HOUR,
        is_shared=True,
    )
