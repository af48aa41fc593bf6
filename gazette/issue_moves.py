"""The life of an issue with its documents: what happens to it happens to those that stand where it stands.

    verb            the issue      its documents that stand there     its other documents
    three reviews   move           move with it                       behind: it waits for them; ahead, published: left
    return          moves          move with it when asked            left
    schedule        gets a time    left                               all must have passed 终审
    publish         moves          move with it                       published, withdrawn: left; behind: it waits
    withdraw        moves          left                               left

Everything in one transaction, each object with its own line of the history, its own objections and its own reviewers.
Locked in this order: the issue, then the documents by number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from documents.actions import move_document
from documents.models import Document
from foundation.actions import change_status
from foundation.lifecycle import AFTER_PUBLICATION, MOVES, UNDER_REVIEW, Status, Verb
from foundation.objections import foreseen
from foundation.refusals import ChangedSinceSeen, Refusal
from foundation.search.indexing import follow, followed_together, forget
from gazette.models import Entry, Issue

_ORDER = (Status.DRAFT, *UNDER_REVIEW)
_NAMED = 5  # of those that lag behind, in one sentence


class DocumentsLagBehind(Refusal):
    """Documents of the issue have not come as far as the issue."""


@transaction.atomic
def move_issue(
    issue: Issue,
    *,
    verb: str,
    by: User,
    at: datetime,
    remark: str = "",
    seen: str | None = None,
    publish_at: datetime | None = None,
    with_documents: bool = False,
) -> Issue:
    """Any step of an issue's life; see the table above. `seen` are the `marks_of` the issue that the person looked at.

    Raises a Refusal when it may not; then nothing has moved, neither the issue nor a document.
    """
    verb = Verb(verb)
    locked = Issue.objects.select_for_update(of=("self",)).get(pk=issue.pk)
    documents = _locked_documents(locked)
    if seen is not None and seen != _marks(locked, documents):
        raise ChangedSinceSeen(f"“{locked}”或其中的公文在您打开之后有改动，请重新查看内容，再{verb.deed}。")
    moved = change_status(locked, verb=verb, by=by, at=at, remark=remark, publish_at=publish_at)
    if MOVES[verb].is_review or verb in (Verb.SCHEDULE, Verb.PUBLISH):
        _refuse_laggards(locked, documents, verb)
    if MOVES[verb].is_review or verb == Verb.PUBLISH or (verb == Verb.RETURN and with_documents):
        along = [one for one in documents if one.status == locked.status]
        with foreseen(along, verb), followed_together():
            for document in along:
                move_document(document, verb=verb, by=by, at=at, remark=remark)
    if verb == Verb.WITHDRAW:
        forget(moved)
    if verb in (Verb.PUBLISH, Verb.WITHDRAW):
        follow(moved)
    return moved


def publish_issue(issue: Issue, *, by: User, at: datetime, remark: str = "") -> Issue:
    """Put an issue and all its unpublished documents before the public at once. Raises a Refusal when it may not."""
    return move_issue(issue, verb=Verb.PUBLISH, by=by, at=at, remark=remark)


def withdraw_issue(issue: Issue, *, by: User, at: datetime, reason: str) -> Issue:
    """Take an issue back; its documents keep their own state. Raises a Refusal when it may not."""
    return move_issue(issue, verb=Verb.WITHDRAW, by=by, at=at, remark=reason)


def marks_of(issue: Issue) -> str:
    """Which content of the issue and of its documents somebody looks at; another text after any change of it."""
    return _marks(issue, _listed(issue))


def laggards(issue: Issue) -> list[Document]:
    """Its documents that have not come as far as the issue itself: what its next step waits for."""
    return _behind(issue.status, _listed(issue))


def _listed(issue: Issue) -> list[Document]:
    listed = Document.objects.filter(pk__in=Entry.objects.filter(issue=issue).values("document"))
    return list(listed.only("title", "document_number", "status", "content_mark").order_by("pk"))


def _locked_documents(issue: Issue) -> list[Document]:
    """Who adds to the contents waits for the lock of the issue, so that none is missed."""
    locked = Document.objects.select_for_update(of=("self",)).order_by("pk")
    listed = locked.filter(pk__in=Entry.objects.filter(issue=issue).values("document"))
    return list(listed.only("title", "document_number", "status", "content_mark"))


def _marks(issue: Issue, documents: Iterable[Document]) -> str:
    return " ".join([str(issue.content_mark), *(f"{one.pk}:{one.content_mark}" for one in documents)])


def _behind(station: str, documents: Iterable[Document]) -> list[Document]:
    if station in AFTER_PUBLICATION:
        return []
    return [one for one in documents if one.status in _ORDER[: _ORDER.index(Status(station))]]


def _refuse_laggards(issue: Issue, documents: Sequence[Document], verb: Verb) -> None:
    behind = _behind(issue.status, documents)
    if not behind:
        return
    named = "、".join(f"“{one}”（{one.get_status_display()}）" for one in behind[:_NAMED])
    more = f"等 {len(behind)} 篇" if len(behind) > _NAMED else ""
    raise DocumentsLagBehind(f"“{issue}”不能{verb.deed}：目录里的公文还没有走到这一步：{named}{more}。")
