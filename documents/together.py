"""The same step for several documents at once: all take it, or none does and each says why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from documents.actions import move_document
from documents.models import Document
from foundation.lifecycle import Verb
from foundation.objections import foreseen
from foundation.refusals import Refusal
from foundation.search.indexing import followed_together

MOST_TOGETHER = 50  # documents at once: a page of the list


class TooManyTogether(Refusal):
    """More than somebody can have read."""


class SomeRefused(Refusal):
    """At least one of the documents may not; none has moved. `sentences` tells why, by the number of the document."""

    def __init__(self, sentences: Mapping[int, str], *, of: int) -> None:
        super().__init__(f"选中的 {of} 篇里有 {len(sentences)} 篇不能办，一篇也没有办。")
        self.sentences = sentences


@transaction.atomic
def move_documents(
    documents: Iterable[Document],
    *,
    verb: str,
    by: User,
    at: datetime,
    remark: str = "",
    seen: Mapping[int, int] | None = None,
) -> list[Document]:
    """Each through the one door, locked by number as an issue locks its own. `seen` are their marks, as `seen` of the door.

    Raises TooManyTogether or SomeRefused; then nothing has moved.
    """
    numbers = {one.pk for one in documents}
    if len(numbers) > MOST_TOGETHER:
        raise TooManyTogether(f"一次最多办理 {MOST_TOGETHER} 篇，选中了 {len(numbers)} 篇，请分几次。")
    chosen = list(Document.objects.select_for_update(of=("self",)).filter(pk__in=numbers).order_by("pk"))
    moved: list[Document] = []
    sentences: dict[int, str] = {}
    with foreseen(chosen, Verb(verb)), followed_together():
        for document in chosen:
            try:
                with transaction.atomic():
                    mark = seen.get(document.pk, -1) if seen is not None else None
                    moved.append(move_document(document, verb=verb, by=by, at=at, remark=remark, seen=mark))
            except Refusal as refusal:
                sentences[document.pk] = str(refusal)
    if sentences:
        raise SomeRefused(sentences, of=len(chosen))
    return moved


def refusals_of(documents: Iterable[Document], *, verb: str, by: User, at: datetime) -> Mapping[int, str]:
    """Which of them would be refused now, and why: the step is taken and taken back, so the door alone knows the rules.

    Raises TooManyTogether.
    """
    try:
        with transaction.atomic():
            move_documents(documents, verb=verb, by=by, at=at)
            transaction.set_rollback(True)
    except SomeRefused as some:
        return some.sentences
    return {}
