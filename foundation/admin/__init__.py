"""The desks of base data and accounts."""

from foundation.admin import accounts, divisions, history, units, work_calendar

__all__ = ["accounts", "divisions", "history", "units", "work_calendar"]
from foundation.admin import accounts, divisions, history, reveals, units

__all__ = ["accounts", "divisions", "history", "reveals", "units"]
