"""Publishing at a set time (定时发布): whoever is called when the time has come publishes what is due, each object once.

Each noun says how it is published, in its app's `publishers.py`, which is loaded when the apps are ready:

    publishes(Document, publish_document)

A set time is written by the door and over with the next step of the object. Missed while nobody was there to call, it is
done at the next call; whether clocks went forward or back meanwhile, an object is published at most once (the door knows
no second time), and its publish time is that of the deed.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Protocol

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone

from foundation.acting import acting
from foundation.lifecycle import Publishable, Status
from foundation.refusals import Refusal

log = logging.getLogger(__name__)

FAILED = "程序出错，没有发布成，会再试；请告诉运维人员查看日志。"
_LOCK = 0x6475_6570  # of several processes one publishes at a time


class Publisher(Protocol):
    def __call__(self, obj: Any, /, *, by: User, at: datetime, remark: str) -> Any: ...


_PUBLISHERS: dict[type[Publishable], Publisher] = {}


def publishes(noun: type[Publishable], publisher: Publisher) -> None:
    """From now on what is due of this noun is published so."""
    _PUBLISHERS[noun] = publisher


def publish_due(*, at: datetime) -> list[Publishable]:
    """Publish everything whose set time has come, each in a transaction of its own; answers what was published.

    It is published as the deed of the person who set the time, who must still be allowed to. What is refused, or fails,
    stays as it is, with the sentence on it, and is tried again at the next call.
    """
    published = []
    for noun, pk in _due(at):
        try:
            obj = _publish(noun, pk, at=at)
        except Exception:  # one broken object must not keep the others from the public
            _note_failure(noun, pk)
            continue
        if obj is not None:
            published.append(obj)
    return published


def _due(at: datetime) -> Iterator[tuple[type[Publishable], int]]:
    for noun in _PUBLISHERS:
        due = noun._base_manager.filter(status=Status.FINAL_REVIEW, scheduled_for__lte=at)
        yield from [(noun, pk) for pk in due.order_by("scheduled_for", "pk").values_list("pk", flat=True)]


def _publish(noun: type[Publishable], pk: int, *, at: datetime) -> Publishable | None:
    """None when another process is at it, when it is no more due since the look, or when it was refused."""
    with transaction.atomic():
        if not _turn_is_ours():
            return None
        locked = noun._base_manager.select_for_update(of=("self",)).filter(pk=pk).first()
        if locked is None or locked.scheduled_for is None or locked.scheduled_for > at:
            return None
        assert locked.scheduled_by is not None  # <noun>_schedule_is_whole
        remark = f"定时发布，原定 {timezone.localtime(locked.scheduled_for):%Y-%m-%d %H:%M}。"
        try:
            with acting(locked.scheduled_by, via="publish_due"), transaction.atomic():
                published: Publishable = _PUBLISHERS[noun](
                    locked, by=locked.scheduled_by, at=at, remark=remark
                )
        except Refusal as refusal:
            _note(locked, refusal)
            return None
        return published


def _turn_is_ours() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])


def _note_failure(noun: type[Publishable], pk: int) -> None:
    """Within the handling of an exception: whoever set the time is told, and the log once."""
    with transaction.atomic():
        locked = noun._base_manager.select_for_update(of=("self",)).filter(pk=pk).first()
        if locked is not None and locked.schedule_refusal == FAILED:
            return
        log.exception("定时发布出错：%s %s", noun._meta.label, pk)
        if locked is not None and locked.scheduled_for is not None:
            locked.schedule_refusal = FAILED
            locked.save(update_fields=["schedule_refusal"])


def _note(locked: Publishable, refusal: Refusal) -> None:
    """Why not, on the object; once in the log, without names and titles."""
    if locked.schedule_refusal == str(refusal):
        return
    locked.schedule_refusal = str(refusal)
    locked.save(update_fields=["schedule_refusal"])
    log.warning("定时发布没有办成：%s %s（%s）", locked._meta.label, locked.pk, type(refusal).__name__)
