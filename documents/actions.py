"""The verbs of documents: the steps of their life, and giving settled unit names back to what was read."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import Q

from documents.models import (
    Assignment,
    ChecklistItem,
    Disclosure,
    Document,
    DocumentOrgan,
    Relation,
    RelationKind,
    Task,
)
from documents.versions import keep_version
from foundation.actions import change_status, settle_unit_proposal
from foundation.chinese_text import fold
from foundation.lifecycle import Verb
from foundation.models import Unit, UnitProposal
from foundation.refusals import Refusal
from foundation.search.indexing import follow, forget


class NotForThePublic(Refusal):
    """依申请公开 and 不予公开 are not published (政府信息公开条例)."""


@transaction.atomic
def move_document(
    document: Document,
    *,
    verb: str,
    by: User,
    at: datetime,
    remark: str = "",
    seen: int | None = None,
    publish_at: datetime | None = None,
) -> Document:
    """Any step of a document's life by its verb, see `foundation.lifecycle`. Raises a Refusal when it may not."""
    if verb == Verb.PUBLISH:
        return publish_document(document, by=by, at=at, remark=remark, seen=seen)
    if verb == Verb.WITHDRAW:
        return withdraw_document(document, by=by, at=at, reason=remark, seen=seen)
    if verb == Verb.SCHEDULE:
        _refuse_undisclosed(document)
    return change_status(document, verb=verb, by=by, at=at, remark=remark, seen=seen, publish_at=publish_at)


@transaction.atomic
def publish_document(
    document: Document, *, by: User, at: datetime, remark: str = "", seen: int | None = None
) -> Document:
    """Put a document that has passed its reviews before the public. Raises a Refusal when it may not."""
    _refuse_undisclosed(document)
    published = change_status(document, verb=Verb.PUBLISH, by=by, at=at, remark=remark, seen=seen)
    keep_version(published, at=at, by=by)
    follow_documents(published)
    return published


def _refuse_undisclosed(document: Document) -> None:
    locked = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if locked.disclosure != Disclosure.ACTIVE:
        raise NotForThePublic(
            f"“{locked}”的公开属性是{locked.get_disclosure_display()}，不能发布；只有主动公开的公文可以发布。"
        )


@transaction.atomic
def withdraw_document(
    document: Document, *, by: User, at: datetime, reason: str, seen: int | None = None
) -> Document:
    """Take a published document back; the reason stands on its tombstone. Raises a Refusal when it may not."""
    withdrawn = change_status(document, verb=Verb.WITHDRAW, by=by, at=at, remark=reason, seen=seen)
    forget(withdrawn)
    follow_documents(withdrawn)
    return withdrawn


def follow_documents(*documents: Document) -> None:
    """Let the search learn of these documents, and of those they repeal, when the transaction is through."""
    follow(*documents, *repealed_by(*documents))


def repealed_by(*documents: Document) -> models.QuerySet[Document]:
    """The documents on record that these repeal."""
    repeals = Relation.objects.filter(source__in=documents, kind=RelationKind.REPEALS)
    return Document.objects.filter(pk__in=repeals.values("target")).only("pk")


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
    follow_documents(*_documents_naming(unit))
    return rows


def _documents_naming(unit: Unit) -> models.QuerySet[Document]:
    """The documents the unit issued or has something to do by."""
    given = Assignment.objects.filter(unit=unit)
    by_task = Task.objects.filter(pk__in=given.values("task")).values("document")
    by_item = ChecklistItem.objects.filter(pk__in=given.values("item")).values("document")
    issued = DocumentOrgan.objects.filter(unit=unit).values("document")
    return (
        Document.objects.public().filter(Q(pk__in=by_task) | Q(pk__in=by_item) | Q(pk__in=issued)).only("pk")
    )
