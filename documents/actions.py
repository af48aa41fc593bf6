"""The verbs of documents: publishing, withdrawing, and giving settled unit names back to what was read."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from documents.models import Assignment, Disclosure, Document, DocumentOrgan
from foundation.actions import change_status, settle_unit_proposal
from foundation.chinese_text import fold
from foundation.lifecycle import Verb
from foundation.models import Unit, UnitProposal
from foundation.refusals import Refusal


class NotForThePublic(Refusal):
    """依申请公开 and 不予公开 are not published (政府信息公开条例)."""


@transaction.atomic
def publish_document(document: Document, *, by: User, at: datetime) -> Document:
    """Put a draft before the public. Raises a Refusal when it may not."""
    locked = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if locked.disclosure != Disclosure.ACTIVE:
        raise NotForThePublic(
            f"“{locked}”的公开属性是{locked.get_disclosure_display()}，不能发布；只有主动公开的公文可以发布。"
        )
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
