"""Holding a flood of complaints back: counted in the database, so that every process of the portal counts together.

Libraries for throttling count in a cache server, which this portal has none of; Django's own cache in the database reads
and writes in two steps, and two senders at once would both pass.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from eldercare.models import ComplaintTally
from eldercare.refusals import TooManyComplaints

EVERYBODY = "all"
HOUR, DAY = "hour", "day"
PER_HOUR, PER_DAY = 6, 20  # from one address; a household or an office may share it
IN_ALL_PER_HOUR = 300
KEPT = timedelta(days=2)


class Limit(NamedTuple):
    sender: str
    window: str
    most: int
    sentence: str


def count_in(network: str, *, at: datetime) -> None:
    """Count one more complaint from this network. Raises TooManyComplaints, and then counts nothing.

    Rows are always taken in one order, the sender's own before everybody's: rivals wait and never lock each other out.
    What is older than two days goes on the way.
    """
    local = timezone.localtime(at)
    starts = {
        HOUR: local.replace(minute=0, second=0, microsecond=0),
        DAY: local.replace(hour=0, minute=0, second=0, microsecond=0),
    }
    for limit in _limits(network, on=f"{local:%Y-%m-%d}"):
        if not _one_more(limit, since=starts[limit.window]):
            raise TooManyComplaints(limit.sentence)
    ComplaintTally.objects.filter(since__lt=at - KEPT).delete()


def _limits(network: str, *, on: str) -> Iterator[Limit]:
    if network:  # an unknown sender is nobody in particular: only all together are counted
        sender = digest_of(network, on=on)
        yield Limit(
            sender,
            HOUR,
            PER_HOUR,
            "您这里一小时内已经提交了几次，请过一小时再提交；很急的，请打电话给县（区）民政局。",
        )
        yield Limit(
            sender,
            DAY,
            PER_DAY,
            "您这里今天已经提交了很多次，请明天再提交；很急的，请打电话给县（区）民政局。",
        )
    yield Limit(
        EVERYBODY,
        HOUR,
        IN_ALL_PER_HOUR,
        "现在提交的人太多，请过一小时再提交；很急的，请打电话给县（区）民政局。",
    )


def digest_of(network: str, *, on: str) -> str:
    """Tells one sender from another that day; keyed and changed daily, so that nobody can be followed or found again."""
    return salted_hmac("eldercare.complaints", f"{on} {network}", algorithm="sha256").hexdigest()


_SQL = """
INSERT INTO eldercare_complainttally AS tally (sender, "window", since, count) VALUES (%s, %s, %s, 1)
ON CONFLICT (sender, "window", since) DO UPDATE SET count = tally.count + 1 WHERE tally.count < %s
RETURNING count
"""


def _one_more(limit: Limit, *, since: datetime) -> bool:
    """Looking and counting are one step, and the row stays locked until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [limit.sender, limit.window, since, limit.most])
        return cursor.fetchone() is not None
