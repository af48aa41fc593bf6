"""The verbs of the gazette: saving what was read, and the steps of an issue's life (`gazette.issue_moves`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import Max

from documents.actions import follow_documents
from documents.correction_actions import draft_correction
from documents.intake import each_number_once, find_document, store_document, store_reading, unit_names
from documents.matching import match_relations
from documents.models import Correction, Document, Reading, TextStatus
from foundation.actions import propose_units
from foundation.lifecycle import AFTER_PUBLICATION, Status
from foundation.models import Unit
from foundation.refusals import Refusal
from foundation.search.indexing import follow
from gazette.intake import store_chronicle, store_contents, store_issue
from gazette.issue_moves import move_issue as move_issue
from gazette.issue_moves import publish_issue as publish_issue
from gazette.issue_moves import withdraw_issue as withdraw_issue
from gazette.models import Entry, Issue
from gazette.models.issue import EARLIEST_YEAR

Data = Mapping[str, Any]

TEXT_FILLED = (
    "原先只公布了提要，现照公报刊印的文本补入全文。"  # what readers are told; editors may say it better
)
NEEDS_AN_AUTHOR = (
    "已发布，只有提要：补入全文要另起更正稿，经三审发布；请在后台“导入”里上传这个文件，接受的人就是起草人。"
)
_IMPORT_LOCK = 0x6C63_6762  # one import at a time, whoever runs it


class NotSavable(Refusal):
    """What was read may not be saved: it would change something published, or an unread draft."""


class DraftExists(NotSavable):
    """A draft with its text is on record, and nobody asked to replace it."""


@dataclass
class Outcome:
    """What saving an answer came to."""

    issue: Issue | None = None
    unchanged: bool = False
    created: list[Document] = field(default_factory=list)
    updated: list[Document] = field(default_factory=list)
    kept: list[Document] = field(default_factory=list)
    left: list[Document] = field(default_factory=list)  # stood in the issue before, not in the file
    corrections: list[Correction] = field(default_factory=list)  # drafts of full texts for published outlines
    lists_no_more: bool = False  # the issue is published: what it does not list is not made
    omitted: list[str] = field(default_factory=list)  # titles of what was not made
    events: int = 0
    proposals: int = 0
    relations: int = 0


@transaction.atomic
def save_issue_reading(
    answer: Data, *, at: datetime, replace: bool = False, by: User | None = None
) -> Outcome:
    """Save a read issue as drafts, in one transaction. The same file again changes nothing.

    Facts without full text are filled in place while they are not public; reviews they had are void. A draft with its
    text is only changed with ``replace``. What is published is never changed: the text of a published outline becomes a
    correction that ``by`` drafts, to be reviewed as any other. Raises NotSavable.
    """
    _wait_for_other_imports()
    data = answer["issue"]
    if not data["year"] or not data["number"]:
        raise NotSavable("没有读出年份和期号，无法保存；请检查封面页文字是否完整。")
    if data["year"] < EARLIEST_YEAR:
        raise NotSavable(f"读出的年份是{data['year']}年，不合理，无法保存；请检查封面页文字。")
    issue = (
        Issue.objects.select_for_update(of=("self",)).filter(year=data["year"], number=data["number"]).first()
    )
    if issue is not None and issue.reading is not None and issue.reading.sha256 == _sha256(answer):
        return Outcome(unchanged=True)
    facts_only = answer.get("text_status") == TextStatus.OUTLINE
    _check_may_change(issue, replace=replace, facts_only=facts_only)
    if issue is not None and issue.status == Status.PUBLISHED:
        return _save_texts(answer, issue, at=at, replace=replace, by=by)
    _check_total_number(data, issue)
    reading = None if facts_only else store_reading(answer, at=at)
    stored = store_issue(answer, issue=issue, reading=reading)
    outcome = Outcome(issue=stored)
    earlier = Document.objects.filter(entries__issue=stored)
    documents = _store_documents(
        answer, outcome, reading=reading, among=earlier, replace=replace, by=by, at=at
    )
    outcome.left = store_contents(answer, issue=stored, documents=documents)
    outcome.events = store_chronicle(answer, issue=stored)
    follow(stored)
    _forget_readings_left_alone()
    return outcome


def _save_texts(answer: Data, issue: Issue, *, at: datetime, replace: bool, by: User | None) -> Outcome:
    """The texts of an issue that is published as an outline. Its own words, contents and chronicle stay."""
    if by is None:
        raise NotSavable(f"{issue}{NEEDS_AN_AUTHOR}")
    outcome = Outcome(issue=issue, lists_no_more=True)
    reading, listed = store_reading(answer, at=at), Document.objects.filter(entries__issue=issue)
    _store_documents(answer, outcome, reading=reading, among=listed, replace=replace, by=by, at=at)
    _forget_readings_left_alone()
    return outcome


@transaction.atomic
def save_document_reading(
    answer: Data,
    *,
    at: datetime,
    issue: Issue | None = None,
    replace: bool = False,
    by: User | None = None,
) -> Outcome:
    """Save one read notice as a draft; with ``issue`` it is also led to from that issue's contents.

    The same file again changes nothing, but may still be given its issue. Without a number a notice is known by its
    title: in its issue, or else among those that stand in no issue. The text of a published outline becomes a
    correction that ``by`` drafts. Raises NotSavable.
    """
    _wait_for_other_imports()
    if issue is not None:  # before any document, as whoever reviews or publishes the issue does
        issue = Issue.objects.select_for_update(of=("self",)).get(pk=issue.pk)
    saved = Document.objects.filter(reading__sha256=_sha256(answer)).order_by("pk").first()
    if saved is not None:
        listed = issue is not None and list_in_issue(issue, saved)
        return Outcome(issue=issue, unchanged=not listed, kept=[saved])
    reading = store_reading(answer, at=at)
    outcome = Outcome(issue=issue)
    among = Document.objects.filter(entries__issue=issue)  # issue None: in no issue
    (document,) = _store_documents(
        answer, outcome, reading=reading, among=among, replace=replace, by=by, at=at
    )
    if outcome.kept:
        refused = DraftExists if document.status == Status.DRAFT else NotSavable
        raise refused(f"“{document}”{_why_kept(document)}")
    if issue is not None:
        list_in_issue(issue, document)
    _forget_readings_left_alone()
    return outcome


def _wait_for_other_imports() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_IMPORT_LOCK])


def _sha256(answer: Data) -> str | None:
    return answer["source"]["sha256"] if "source" in answer else None


def _forget_readings_left_alone() -> None:
    """Readings whose issue and documents have since been read from another file."""
    Reading.objects.filter(issues__isnull=True, documents__isnull=True).delete()


def list_in_issue(issue: Issue, document: Document) -> bool:
    """Lead to the document from the end of the contents, once. Answers whether that was new. Raises NotSavable."""
    locked = Issue.objects.select_for_update(of=("self",)).get(pk=issue.pk)
    if locked.entries.filter(document=document).exists():
        return False
    if locked.status != Status.DRAFT:
        raise NotSavable(f"{locked}{locked.get_status_display()}，目录里没有这份公文；请先在后台列入目录。")
    last = locked.entries.aggregate(last=Max("position"))["last"] or 0
    Entry.objects.create(
        issue=locked, position=last + 1, column=document.column, title=document.title, document=document
    )
    return True


def _check_may_change(issue: Issue | None, *, replace: bool, facts_only: bool) -> None:
    if issue is None:
        return
    outline = issue.text_status == TextStatus.OUTLINE
    if issue.status in AFTER_PUBLICATION:
        is_open = issue.status == Status.PUBLISHED and outline and not facts_only
    else:
        is_open = issue.status == Status.DRAFT or outline
    if not is_open:
        raise NotSavable(f"{issue}{issue.get_status_display()}，不能由导入改动；更正请在后台办理。")
    if facts_only and not outline:
        raise NotSavable(f"{issue}已有全文，不能用提要代替。")
    if not outline and not replace:
        raise DraftExists(f"{issue}已有草稿；要用这个文件更新草稿，请加 --replace。")


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
    answer: Data,
    outcome: Outcome,
    *,
    reading: Reading | None,
    among: Any,
    replace: bool,
    by: User | None,
    at: datetime,
) -> list[Document]:
    """Create, fill or replace each document, or draft its correction; what is published and unreplaced drafts stay."""
    names = unit_names(answer["documents"])
    units = Unit.objects.resolve_all(names)
    documents: list[Document] = []
    for data in each_number_once(answer["documents"]):
        document = find_document(data, among=among, taken=documents)
        treatment = treatment_of(document, data, replace=replace)
        if document is None and outcome.lists_no_more:
            outcome.omitted.append(data["title"])
            continue
        if document is None:
            document = store_document(data, document=None, reading=reading, units=units)
            outcome.created.append(document)
        elif treatment == Treatment.WRITE:
            follow_documents(document)  # what its earlier text repealed
            outcome.updated.append(store_document(data, document=document, reading=reading, units=units))
        elif treatment == Treatment.CORRECT and by is not None and not document.corrections.open().exists():
            outcome.corrections.append(
                draft_correction(data, document=document, explanation=TEXT_FILLED, units=units, by=by, at=at)
            )
        else:
            outcome.kept.append(document)
        documents.append(document)
    outcome.proposals = propose_units({name: seen for name, seen in names.items() if name not in units})
    outcome.relations = match_relations([*outcome.created, *outcome.updated])
    follow_documents(*outcome.created, *outcome.updated)
    return documents


class Treatment(Enum):
    """What an import does with one document of a file."""

    WRITE = auto()
    CORRECT = auto()  # the text goes into a correction: it is published only after its reviews
    KEEP = auto()


def treatment_of(document: Document | None, data: Data, *, replace: bool) -> Treatment:
    """
    on record                             file has the text       file has facts only
    nothing                               WRITE                   WRITE
    outline, draft or under review        WRITE (voids reviews)   WRITE (voids reviews)
    outline, published                    CORRECT                 KEEP
    text, draft                           WRITE with ``replace``  KEEP
    text, under review or published       KEEP                    KEEP
    withdrawn                             KEEP                    KEEP
    """
    if document is None:
        return Treatment.WRITE
    has_text = data.get("text_status") != TextStatus.OUTLINE
    if document.text_status == TextStatus.OUTLINE and document.status not in AFTER_PUBLICATION:
        return Treatment.WRITE
    if document.text_status == TextStatus.OUTLINE and document.status == Status.PUBLISHED:
        return Treatment.CORRECT if has_text else Treatment.KEEP
    return Treatment.WRITE if document.status == Status.DRAFT and replace and has_text else Treatment.KEEP


def _why_kept(document: Document) -> str:
    if document.status == Status.DRAFT:
        return "已经在库：要用这个文件更新草稿，请加 --replace。"
    if document.corrections.open().exists():
        return "已有一份没有办完的更正，请接着办那一份。"
    if document.status == Status.PUBLISHED and document.text_status == TextStatus.OUTLINE:
        return NEEDS_AN_AUTHOR
    return f"已经在库：{document.get_status_display()}，不能由导入改动。"
