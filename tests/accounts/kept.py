"""A long form of the desk that was sent after its session had ended."""

from __future__ import annotations

from django.contrib.auth.models import User

from tests.accounts.people import PASSWORD
from tests.rating_desk import draft, page


def kept_page() -> tuple[User, str, dict[str, str]]:
    """Who typed, where it goes, and what was typed."""
    application, who = draft()
    who.applicant.set_password(PASSWORD)
    who.applicant.save(update_fields=["password"])
    key = application.edition.criteria.get(code="R12").pk
    sent = {f"line{key}-choice": "2A", f"line{key}-remark": "写了很久的说明", f"line{key}-seen": "none"}
    return who.applicant, page(application, "self-assess"), sent
