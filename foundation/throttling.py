"""Holding back a visitor who asks too often: counted in the database, so that every process of the portal counts together.

Libraries for throttling count in a cache server, which this portal has none of; Django's own cache in the database reads
and writes in two steps, and two visits at once would both pass.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from foundation.models import VisitTally
from foundation.refusals import TooManyVisits

MINUTE = 60  # seconds: at the latest then the visitor may go on
EVERYBODY = "all"
KEPT = timedelta(hours=1)  # after the window is over
AT_ONCE = 1000
TABLE = VisitTally._meta.db_table


class Window(Enum):
    """By the clock on the wall: an hour begins with its first minute, a day at midnight."""

    MINUTE = timedelta(minutes=1)
    HOUR = timedelta(hours=1)
    DAY = timedelta(days=1)

    def around(self, at: datetime) -> tuple[datetime, datetime]:
        begin = timezone.localtime(at).replace(second=0, microsecond=0)
        if self is not Window.MINUTE:
            begin = begin.replace(minute=0)
        if self is Window.DAY:
            begin = begin.replace(hour=0)
        return begin, begin + self.value


@dataclass(frozen=True)
class Limit:
    """How often a visitor may come for ``what`` within a window, or all visitors together (``is_shared``); ``sentence``
    tells who comes more often."""

    what: str
    most: int
    sentence: str
    window: Window = Window.MINUTE
    is_shared: bool = False


def count_in(limit: Limit, network: str, *, at: datetime) -> None:
    """Count one more visit from this network. Raises TooManyVisits, and then counts nothing.

    A visitor who is not known is nobody in particular and passes. The row stays locked until the transaction ends: who
    counts under several limits in one takes them in one order. What is over for an hour goes on the way.
    """
    if not network and not limit.is_shared:
        return
    on = f"{timezone.localtime(at):%Y-%m-%d}"
    visitor = EVERYBODY if limit.is_shared else digest_of(network, what=limit.what, on=on)
    count = _one_more(limit, visitor, at=at)
    if count is None:
        raise TooManyVisits(limit.sentence)
    if count == 1:
        _forget(before=at - KEPT)


def forget_visits(limit: Limit, network: str, *, at: datetime) -> None:
    """Let a visitor who was held back go on at once."""
    on = f"{timezone.localtime(at):%Y-%m-%d}"
    VisitTally.objects.filter(what=limit.what, visitor=digest_of(network, what=limit.what, on=on)).delete()


def digest_of(network: str, *, what: str, on: str) -> str:
    """Tells one visitor from another that day and in that; keyed and changed daily, so that nobody can be followed, found
    again, or known for the same who came for something else."""
    return salted_hmac(f"foundation.visits.{what}", f"{on} {network}", algorithm="sha256").hexdigest()


def _one_more(limit: Limit, visitor: str, *, at: datetime) -> int | None:
    """Looking and counting are one step."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {TABLE} AS tally (what, visitor, since, until, count) VALUES (%s, %s, %s, %s, 1)"
            " ON CONFLICT (what, visitor, since, until) DO UPDATE SET count = tally.count + 1 WHERE tally.count < %s"
            " RETURNING count",
            [limit.what, visitor, *limit.window.around(at), limit.most],
        )
        row = cursor.fetchone()
    return int(row[0]) if row else None


def _forget(*, before: datetime) -> None:
    """Rivals who forget at the same time never wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {TABLE} WHERE id IN (SELECT id FROM {TABLE} WHERE until < %s LIMIT %s FOR UPDATE SKIP LOCKED)",
            [before, AT_ONCE],
        )
