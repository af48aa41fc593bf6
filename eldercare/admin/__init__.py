"""The desks of home care: institutions, registrations, filings, ratings, money, their files, and who changed what."""

from eldercare.admin import (
    application,
    award,
    changes,
    complaint,
    decision,
    evidence,
    filing,
    fund_use,
    institution,
    measures,
    money_rules,
    operator,
    rating_round,
    registration,
    voucher,
)

__all__ = [
    "application",
    "award",
    "changes",
    "complaint",
    "decision",
    "evidence",
    "filing",
    "fund_use",
    "institution",
    "measures",
    "money_rules",
    "operator",
    "rating_round",
    "registration",
    "voucher",
]
