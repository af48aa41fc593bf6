"""The verbs of documents: publishing, withdrawing, and giving settled unit names back to what was read."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from documents.models import Assignment, Document, DocumentOrgan
from foundation.actions import change_status, settle_unit_proposal
from foundation.chinese_text import fold
from foundation.lifecycle import Verb
from foundation.models import Unit, UnitProposal


def publish_document(document: Document, *, by: User, at: datetime) -> Document:
    """Put a draft before the public. Raises a Refusal when it may not."""
    return change_status(document, verb=Verb.PUBLISH, by=by, at=at)


def withdraw_document(document: Document, *, by: User, at: datetime, reason: str) -> Document:
    """Take a published document back; the reason stands on its tombstone. Raises a Refusal when it may not."""
    return change_status(document, verb=Verb.WITHDRAW, by=by, at=at, remark=reason)


@transaction.atomic
def settle_unit_name(proposal: UnitProposal, *, unit: Unit, by: User) -> int:
    """Settle a proposal and give its unit to every organ and assignment printed under that name.

    Answers how many rows now know their unit. Raises a Refusal when the proposal may not be settled.
    """
    variant = settle_unit_proposal(proposal, unit=unit, by=by)
    rows = 0
    for model in (Assignment, DocumentOrgan):
        open_rows = model._default_manager.filter(unit__isnull=True).only("pk", "printed")
        ids = [row.pk for row in open_rows if fold(row.printed) == fold(variant.printed)]
        rows += model._default_manager.filter(pk__in=ids).update(unit=unit)
    return rows
