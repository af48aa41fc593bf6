"""Builders for complaints: sent through the real verb, moved by officers of the county."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import User

from eldercare import actions
from eldercare.complaint_vocabulary import ComplaintCategory
from eldercare.models import Complaint, Institution
from foundation.models import Division
from tests import care
from tests.make import serial

AT = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
PHONE = "13900001234"


def sent(
    institution: Institution | None = None,
    *,
    county: Division | None = None,
    at: datetime = AT,
    **fields: Any,
) -> Complaint:
    """A complaint about an institution on file (a new one when none is named), each from another place."""
    return told(institution, county=county, at=at, **fields)[0]


def told(
    institution: Institution | None = None,
    *,
    county: Division | None = None,
    at: datetime = AT,
    **fields: Any,
) -> tuple[Complaint, str]:
    """The same with its tracking code."""
    about = fields.get("about", "")
    made = institution or (None if about else care.accepted().institution)
    number = serial()
    values: dict[str, Any] = {
        "category": ComplaintCategory.FEE,
        "text": f"示例：多收了餐费{number}",
        "network": f"192.0.2.{number % 250}",
    }
    return actions.receive_complaint(
        institution=made, county=county or (made.county if made else care.county()), at=at, **values | fields
    )


def officer(complaint: Complaint) -> User:
    """Somebody new on duty at the county."""
    return care.officer("养老县区经办", complaint.county)


def accepted(complaint: Complaint | None = None, *, at: datetime = AT) -> Complaint:
    made = complaint or sent()
    return actions.accept_complaint(made, by=officer(made), at=at)


def handled(complaint: Complaint | None = None, *, at: datetime = AT) -> Complaint:
    made = accepted(complaint, at=at)
    return actions.handle_complaint(made, reply="示例：已退还多收的餐费。", by=officer(made), at=at)


def declined(complaint: Complaint | None = None, *, at: datetime = AT) -> Complaint:
    made = complaint or sent()
    return actions.decline_complaint(made, reply="示例：不归民政部门管。", by=officer(made), at=at)
