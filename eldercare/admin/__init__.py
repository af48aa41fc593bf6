"""The desks of home care: institutions, registrations, filings, ratings, money, their files, and who changed what."""

from eldercare.admin import (
    application,
    changes,
    complaint,
    decision,
    evidence,
    filing,
    institution,
    measures,
    money_rules,
    operator,
    registration,
)

__all__ = [
    "application",
    "changes",
    "complaint",
    "decision",
    "evidence",
    "filing",
    "institution",
    "measures",
    "money_rules",
    "operator",
    "registration",
]
