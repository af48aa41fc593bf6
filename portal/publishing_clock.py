"""Publishing at a set time without cron: a thread of each serving process looks every half minute.

Of several processes one publishes at a time, each object once (`foundation.schedule`). What fell due while nobody served
is done at the first look after the start. PUBLISH_DUE_SECONDS=0 turns the thread off, for those who run
`manage.py publish_due` from cron.
"""

from __future__ import annotations

import logging
from threading import Lock, Thread
from time import sleep

from django.conf import settings
from django.db import connections
from django.utils import timezone

from foundation.schedule import publish_due

log = logging.getLogger(__name__)
_once = Lock()


def start() -> bool:
    """Begin to look, once a process; answers whether this call began it."""
    if not settings.PUBLISH_DUE_SECONDS or not _once.acquire(blocking=False):
        return False
    Thread(target=_watch, args=(settings.PUBLISH_DUE_SECONDS,), name="publish-due", daemon=True).start()
    return True


def _watch(seconds: int) -> None:
    trouble = ""
    while True:
        trouble = look(known=trouble)
        sleep(seconds)


def look(*, known: str = "") -> str:
    """Publish what is due. Answers what kept it from looking, which is logged when it is not already `known`."""
    try:
        for obj in publish_due(at=timezone.now()):
            log.info("定时发布：%s %s", obj._meta.label, obj.pk)
    except Exception as failure:  # the database is away, or not migrated yet: it is tried again
        trouble = type(failure).__name__
        if trouble != known:
            log.exception("定时发布没有查成，稍后再试")
        return trouble
    finally:
        connections.close_all()  # back to the pool: the next look is half a minute away
    return ""
