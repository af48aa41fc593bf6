"""附件3 as PDF for everybody: kept by its content, so that the same catalogue is set once a process and has the same bytes
in every one."""

from __future__ import annotations

from datetime import datetime, time
from functools import lru_cache
from threading import Lock

from django.utils.timezone import get_default_timezone

from eldercare import rating_papers as papers
from eldercare.catalogue_files import Sheet
from eldercare.rating_printing import catalogue_of

KEPT = 24  # of 500 lines each: some 20 MB
_TYPESETTER = (
    Lock()
)  # hundreds of lines take a second: readers in a hurry wait for one another, not the whole site


def as_pdf(sheet: Sheet) -> bytes:
    """Dated by the day it is asked for. Raises what typesetting does."""
    at = datetime.combine(sheet.on, time.min, tzinfo=get_default_timezone())
    with _TYPESETTER:
        return _typeset(catalogue_of(sheet), at)


def forget() -> None:
    """So that the next one is set anew, as in a process that has just begun."""
    _typeset.cache_clear()


@lru_cache(maxsize=KEPT)
def _typeset(paper: papers.CataloguePaper, at: datetime) -> bytes:
    return papers.catalogue(paper, at=at)
