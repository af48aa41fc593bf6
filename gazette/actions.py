"""The verbs of the gazette: saving what was read, publishing an issue with its documents, withdrawing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, transaction

from documents.actions import publish_document
from documents.intake import find_document, match_relations, store_document, store_reading, unit_names
from documents.models import Document, Reading, TextStatus
from foundation.actions import change_status, propose_units
from foundation.lifecycle import Status, Verb
from foundation.models import Unit
from foundation.refusals import Refusal
from gazette.intake import store_chronicle, store_contents, store_issue
from gazette.models import Entry, Issue

Data = Mapping[str, Any]

_IMPORT_LOCK = 0x6C63_6762  # one import at a time, whoever runs it


class NotSavable(Refusal):
    """What was read may not be saved: it would change something published, or an unread draft."""


@dataclass
class Outcome:
    """What saving an answer came to."""

    issue: Issue | None = None
    unchanged: bool = False
    created: list[Document] = field(default_factory=list)
    updated: list[Document] = field(default_factory=list)
    kept: list[Document] = field(default_factory=list)
    events: int = 0
    proposals: int = 0
    relations: int = 0


@transaction.atomic
def save_issue_reading(answer: Data, *, at: datetime, replace: bool = False) -> Outcome:
    """Save a read issue as drafts, in one transaction. The same file again changes nothing.

    Facts without full text are filled in place, published or not. A draft with its text is only changed with
    ``replace``; what is published with its text, never. Raises NotSavable.
    """
    _wait_for_other_imports()
    if _already_saved(answer):
        return Outcome(unchanged=True)
    data = answer["issue"]
    if not data["year"] or not data["number"]:
        raise NotSavable("没有读出年份和期号，无法保存；请检查封面页文字是否完整。")
    issue = (
        Issue.objects.select_for_update(of=("self",)).filter(year=data["year"], number=data["number"]).first()
    )
    _check_may_change(issue, replace=replace)
    _check_total_number(data, issue)
    facts_only = answer.get("text_status") == TextStatus.OUTLINE
    reading = None if facts_only else store_reading(answer, at=at)
    stored = store_issue(answer, issue=issue, reading=reading)
    outcome = Outcome(issue=stored)
    earlier = Document.objects.filter(entries__issue=stored)
    documents = _store_documents(answer, outcome, reading=reading, among=earlier, replace=replace)
    store_contents(answer, issue=stored, documents=documents)
    outcome.events = store_chronicle(answer, issue=stored)
    return outcome


@transaction.atomic
def save_document_reading(
    answer: Data, *, at: datetime, issue: Issue | None = None, replace: bool = False
) -> Outcome:
    """Save one read notice as a draft; with ``issue`` it is also led to from that issue's contents. Raises NotSavable."""
    _wait_for_other_imports()
    if _already_saved(answer):
        return Outcome(unchanged=True)
    reading = store_reading(answer, at=at)
    outcome = Outcome(issue=issue)
    among = (
        Document.objects.filter(entries__issue=issue)
        if issue
        else Document.objects.filter(status=Status.DRAFT)
    )
    (document,) = _store_documents(answer, outcome, reading=reading, among=among, replace=replace)
    if outcome.kept:
        raise NotSavable(f"“{document}”已经在库：{_why_kept(document)}。")
    if issue is not None and not issue.entries.filter(document=document).exists():
        last = issue.entries.count()
        Entry.objects.create(
            issue=issue, position=last + 1, column=document.column, title=document.title, document=document
        )
    return outcome


@transaction.atomic
def publish_issue(issue: Issue, *, by: User, at: datetime) -> Issue:
    """Put an issue and all its drafts before the public at once. Raises a Refusal when it may not."""
    published = change_status(issue, verb=Verb.PUBLISH, by=by, at=at)
    for document in (
        Document.objects.filter(entries__issue=issue, status=Status.DRAFT).distinct().order_by("pk")
    ):
        publish_document(document, by=by, at=at)
    return published


def withdraw_issue(issue: Issue, *, by: User, at: datetime, reason: str) -> Issue:
    """Take an issue back; its documents keep their own state. Raises a Refusal when it may not."""
    return change_status(issue, verb=Verb.WITHDRAW, by=by, at=at, remark=reason)


def _wait_for_other_imports() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_IMPORT_LOCK])


def _already_saved(answer: Data) -> bool:
    """Whether this very file was saved and what it gave is still here; a record left alone is removed."""
    source = answer.get("source")
    reading = Reading.objects.filter(sha256=source["sha256"]).first() if source else None
    if reading is None:
        return False
    if reading.issues.exists() or reading.documents.exists():
        return True
    reading.delete()
    return False


def _check_may_change(issue: Issue | None, *, replace: bool) -> None:
    if issue is None or issue.text_status == TextStatus.OUTLINE:
        return
    if issue.status != Status.DRAFT:
        raise NotSavable(f"{issue}{issue.get_status_display()}，不能由导入改动；更正请在后台办理。")
    if not replace:
        raise NotSavable(f"{issue}已有草稿；要用这个文件更新草稿，请加 --replace。")


def _check_total_number(data: Data, issue: Issue | None) -> None:
    """总期号 belongs to one issue only: say it before the database does."""
    taken = (
        Issue.objects.filter(total_number=data["total_number"])
        if data["total_number"]
        else Issue.objects.none()
    )
    other = (taken.exclude(pk=issue.pk) if issue else taken).first()
    if other is not None:
        raise NotSavable(f"总第{data['total_number']}期已属于{other}，请核对总期号。")


def _store_documents(
    answer: Data, outcome: Outcome, *, reading: Reading | None, among: Any, replace: bool
) -> list[Document]:
    """Create, fill or replace each document; published texts and unreplaced drafts are kept as they are."""
    names = unit_names(answer["documents"])
    units = Unit.objects.resolve_all(names)
    documents = []
    for data in answer["documents"]:
        document = find_document(data, among=among)
        if document is not None and not _may_change(document, replace=replace):
            outcome.kept.append(document)
        elif document is not None:
            outcome.updated.append(store_document(data, document=document, reading=reading, units=units))
        else:
            document = store_document(data, document=None, reading=reading, units=units)
            outcome.created.append(document)
        documents.append(document)
    outcome.proposals = propose_units({name: seen for name, seen in names.items() if name not in units})
    outcome.relations = match_relations([*outcome.created, *outcome.updated])
    return documents


def _may_change(document: Document, *, replace: bool) -> bool:
    if document.text_status == TextStatus.OUTLINE:
        return document.status != Status.WITHDRAWN
    return document.status == Status.DRAFT and replace


def _why_kept(document: Document) -> str:
    if document.status == Status.DRAFT:
        return "要用这个文件更新草稿，请加 --replace"
    return f"{document.get_status_display()}，不能由导入改动"
