"""The desks of base data and accounts."""

from foundation.admin import accounts, divisions, history, units

__all__ = ["accounts", "divisions", "history", "units"]
