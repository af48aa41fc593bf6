"""The desks of base data and accounts."""

from foundation.admin import accounts, divisions, history, proposals, units

__all__ = ["accounts", "divisions", "history", "proposals", "units"]
