"""Rivals, each on a connection of its own: they start together, and answer what became of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from threading import Barrier, Thread
from typing import Any

from django.db import connection

from eldercare import actions
from eldercare.models import Filing
from tests import care
from tests.care import AT

Rival = Callable[[], object]
Race = Callable[..., list[Any]]


def together(*rivals: Rival) -> list[Any]:
    """All start at once; answers what each returned or raised. Whoever has not finished in time waits for ever."""
    outcomes: list[Any] = [TimeoutError] * len(rivals)
    start = Barrier(len(rivals))

    def run(place: int) -> None:
        try:
            start.wait(10)
            outcomes[place] = rivals[place]()
        except Exception as failure:
            outcomes[place] = failure
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place,), daemon=True) for place in range(len(rivals))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


def accepting(filing: Filing, at: datetime = AT) -> Rival:
    by = care.colleague(filing.institution)
    return lambda: actions.accept_filing(filing, by=by, at=at)


def numbers_of(county: str = "530922", year: int = 2026) -> list[int]:
    given = Filing.objects.filter(receipt_county=county, receipt_year=year).order_by("receipt_serial")
    return [filing.receipt_serial or 0 for filing in given]
