"""One step for several documents: each through the one door, all of them or none."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from documents import together
from documents.models import Document
from documents.together import SomeRefused, TooManyTogether, move_documents, refusals_of
from foundation.models import Status, StatusChange
from tests import make
from tests.staff import log_in

pytestmark = pytest.mark.django_db
LIST = "admin:documents_document_changelist"


def drafts(number: int = 2) -> list[Document]:
    return [make.document(published=False) for _ in range(number)]


def stations(*documents: Document) -> set[str]:
    return set(Document.objects.filter(pk__in=[one.pk for one in documents]).values_list("status", flat=True))


def choose(client: Client, verb: str, *documents: Document, **more: str) -> Any:
    sent = {"action": f"{verb}_together", "_selected_action": [one.pk for one in documents], **more}
    return client.post(reverse(LIST), sent)


def marks(*documents: Document) -> dict[str, str]:
    return {f"seen-{one.pk}": str(one.content_mark) for one in documents}


def test_all_pass_each_with_its_line_of_the_history() -> None:
    documents, editor = drafts(3), make.staff("documents.first_review_document")
    moved = move_documents(documents, verb="first_review", by=editor, at=make.PUBLISHED_AT, remark="已核对")
    assert {one.status for one in moved} == stations(*documents) == {Status.FIRST_REVIEW}
    assert list(StatusChange.objects.values_list("remark", flat=True)) == ["已核对"] * 3


def test_one_refused_stops_all_and_each_says_why() -> None:
    editor = make.staff("documents.first_review_document", "documents.second_review_document")
    mine, open_ = drafts()
    mine = make.reviewed(mine, to=Status.FIRST_REVIEW, by=[editor])
    passed = make.reviewed(make.document(published=False), to=Status.FIRST_REVIEW)
    with pytest.raises(SomeRefused, match="3 篇里有 2 篇不能办，一篇也没有办") as refused:
        move_documents([mine, open_, passed], verb="second_review", by=editor, at=make.PUBLISHED_AT)
    assert set(refused.value.sentences) == {mine.pk, open_.pk}
    assert "须由另一个人办理" in refused.value.sentences[mine.pk]
    assert "现在是草稿" in refused.value.sentences[open_.pk]
    assert stations(passed) == {Status.FIRST_REVIEW}


def test_what_changed_since_it_was_seen_is_not_signed() -> None:
    one, other = drafts()
    seen = {one.pk: one.content_mark, other.pk: other.content_mark}
    Document.objects.filter(pk=other.pk).update(body="一、改过")
    with pytest.raises(SomeRefused) as refused:
        move_documents([one, other], verb="first_review", by=make.staff(), at=make.PUBLISHED_AT, seen=seen)
    assert set(refused.value.sentences) == {one.pk, other.pk}  # without the right, none
    editor = make.staff("documents.first_review_document")
    with pytest.raises(SomeRefused) as refused:
        move_documents([one, other], verb="first_review", by=editor, at=make.PUBLISHED_AT, seen=seen)
    assert list(refused.value.sentences) == [other.pk]
    assert stations(one, other) == {Status.DRAFT}


def test_asking_moves_nothing_and_knows_what_the_door_knows() -> None:
    one, other = drafts()
    other = make.reviewed(other, to=Status.FIRST_REVIEW)
    lines = StatusChange.objects.count()
    editor = make.staff("documents.first_review_document")
    told = refusals_of([one, other], verb="first_review", by=editor, at=make.PUBLISHED_AT)
    assert list(told) == [other.pk]
    assert (stations(one), StatusChange.objects.count()) == ({Status.DRAFT}, lines)


def test_more_than_a_page_is_refused(monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    monkeypatch.setattr(together, "MOST_TOGETHER", 1)
    documents = drafts()
    with pytest.raises(TooManyTogether, match="最多办理 1 篇"):
        move_documents(documents, verb="first_review", by=make.staff(), at=make.PUBLISHED_AT)
    log_in(client, "责任编辑")
    assert choose(client, "first_review", *documents).status_code == 302
    assert stations(*documents) == {Status.DRAFT}


def test_the_page_tells_of_each_and_sends_only_what_can_pass(client: Client) -> None:
    log_in(client, "责任编辑")
    one, other = drafts()
    other = make.reviewed(other, to=Status.FIRST_REVIEW)
    page = choose(client, "first_review", one, other).content.decode()
    assert f'value="{one.pk}" id="chosen-{one.pk}" checked' in page
    assert f'value="{other.pk}" id="chosen-{other.pk}" disabled' in page
    assert "现在是已初审，不能初审" in page
    assert stations(one) == {Status.DRAFT}
    answer = choose(client, "first_review", one, confirm="1", remark="", **marks(one, other))
    assert (answer.status_code, stations(one)) == (302, {Status.FIRST_REVIEW})


@pytest.mark.parametrize("mark", ["", "x", "9" * 5000, "-1"])
def test_a_wrong_mark_is_refused_in_place(client: Client, mark: str) -> None:
    log_in(client, "责任编辑")
    (one,) = drafts(1)
    answer = choose(client, "first_review", one, confirm="1", **{f"seen-{one.pk}": mark})
    assert answer.status_code == 422
    assert "一篇也没有办" in answer.content.decode()
    assert stations(one) == {Status.DRAFT}


def test_each_role_chooses_its_own_review_and_nobody_deletes_by_the_dozen(client: Client) -> None:
    offered = {}
    for role in Group.objects.filter(permissions__codename="view_document").values_list("name", flat=True):
        log_in(client, role)
        form = client.get(reverse(LIST)).context["action_form"]
        offered[role] = {value for value, _ in form.fields["action"].choices if value} if form else set()
    assert offered["责任编辑"] == {"first_review_together"}
    assert "second_review_together" in offered["副主编"]
    assert "final_review_together" in offered["主编"]
    assert offered["审计（只读）"] == set()
    assert not any("delete_selected" in choices for choices in offered.values())
