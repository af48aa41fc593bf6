"""The desks of base data and accounts."""

from foundation.admin import (
    accounts,
    divisions,
    history,
    reveals,
    security,
    synonyms,
    units,
    work_calendar,
)

__all__ = [
    "accounts",
    "divisions",
    "history",
    "reveals",
    "security",
    "synonyms",
    "units",
    "work_calendar",
]
