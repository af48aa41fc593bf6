"""The desk of documents: who may change what, and how a document is published and withdrawn."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.models import Document, TextStatus
from foundation.models import Status, StatusChange
from tests import make
from tests.staff import document_page, filled, log_in, rows_of

pytestmark = pytest.mark.django_db

LIST = reverse("admin:documents_document_changelist")
NO_ROWS = rows_of("assignments", [], stored=0) | rows_of("amounts", [], stored=0)


def test_stranger_is_asked_to_log_in(client: Client) -> None:
    document = make.document(published=False)
    for url in (
        LIST,
        document_page(document),
        document_page(document, "publish"),
        document_page(document, "withdraw"),
    ):
        for answer in (client.get(url), client.post(url)):
            assert answer.status_code == 302
            assert answer["Location"].startswith(reverse("admin:login"))
    document.refresh_from_db()
    assert document.status == Status.DRAFT


def test_editor_corrects_a_draft(client: Client) -> None:
    log_in(client, "责任编辑")
    document = make.document(published=False)
    changed = filled(document, title="改好的标题", addressees="各县、区人民政府\n\n 市直各委、办、局 \n")
    assert client.post(document_page(document), changed).status_code == 302
    document.refresh_from_db()
    assert document.title == "改好的标题"
    assert document.addressees == ["各县、区人民政府", "市直各委、办、局"]


@pytest.mark.parametrize("deed", ["publish", "withdraw"])
@pytest.mark.parametrize("role", ["责任编辑", "副主编", "审计（只读）"])
def test_only_the_chief_may_publish_and_withdraw(client: Client, role: str, deed: str) -> None:
    log_in(client, role)
    document = make.document(published=deed == "withdraw")
    before = document.status
    for answer in (
        client.get(document_page(document, deed)),
        client.post(document_page(document, deed), {"remark": "有误"}),
    ):
        assert answer.status_code == 403
    document.refresh_from_db()
    assert document.status == before
    assert StatusChange.objects.count() == 0


@pytest.mark.parametrize("role", ["审计（只读）", "单位维护"])
def test_who_may_not_edit_cannot_save(client: Client, role: str) -> None:
    log_in(client, role)
    document = make.document(published=False)
    assert client.post(document_page(document), filled(document, title="偷改")).status_code == 403
    assert client.post(reverse("admin:documents_document_add"), {"title": "偷加"}).status_code == 403
    assert client.post(document_page(document, "delete"), {"post": "yes"}).status_code == 403
    document.refresh_from_db()
    assert document.title != "偷改"
    assert Document.objects.count() == 1


def test_chief_publishes_after_being_asked(client: Client) -> None:
    chief = log_in(client, "主编")
    document = make.reviewed(make.document(published=False))
    asked = client.get(document_page(document, "publish"))
    assert asked.status_code == 200
    assert "确认发布" in asked.content.decode()
    document.refresh_from_db()
    assert document.status == Status.FINAL_REVIEW, "asking moves nothing"
    assert client.post(document_page(document, "publish")).status_code == 302
    document.refresh_from_db()
    assert document.status == Status.PUBLISHED
    assert document.published_at is not None
    change = StatusChange.objects.get(verb="publish")
    assert (change.by, change.subject) == (chief, document)


def test_withdrawing_needs_a_reason(client: Client) -> None:
    log_in(client, "主编")
    document = make.document()
    for remark in ("", "   "):
        refused = client.post(document_page(document, "withdraw"), {"remark": remark, "confirm": "1"})
        assert refused.status_code == 422
        assert "请写明原因。" in refused.content.decode()
    document.refresh_from_db()
    assert document.status == Status.PUBLISHED
    assert client.post(document_page(document, "withdraw"), {"remark": "附件有误"}).status_code == 302
    document.refresh_from_db()
    assert (document.status, document.withdrawal_reason) == (Status.WITHDRAWN, "附件有误")


def test_an_impossible_move_is_refused_in_chinese(client: Client) -> None:
    log_in(client, "主编")
    document = make.document()
    answer = client.post(document_page(document, "publish"))
    assert answer.status_code == 422
    assert "不能发布" in answer.content.decode()
    assert StatusChange.objects.count() == 0


def test_moving_what_is_not_there_is_404(client: Client) -> None:
    log_in(client, "主编")
    for number in ("999999", "没有"):
        url = reverse("admin:documents_document_publish", args=[number])
        assert client.post(url).status_code == 404


def test_buttons_follow_status_and_permission(client: Client) -> None:
    draft, public = make.reviewed(make.document(published=False)), make.document()
    log_in(client, "主编")
    assert document_page(draft, "publish") in client.get(document_page(draft)).content.decode()
    assert document_page(draft, "withdraw") not in client.get(document_page(draft)).content.decode()
    assert document_page(public, "withdraw") in client.get(document_page(public)).content.decode()
    log_in(client, "责任编辑")
    assert document_page(draft, "publish") not in client.get(document_page(draft)).content.decode()


def test_status_cannot_be_typed(client: Client) -> None:
    log_in(client, "主编")
    document = make.document(published=False)
    client.post(
        document_page(document), filled(document, status="published", published_at="2024-01-01 00:00")
    )
    document.refresh_from_db()
    assert (document.status, document.published_at) == (Status.DRAFT, None)


def test_published_text_is_locked_for_the_editor(client: Client) -> None:
    log_in(client, "责任编辑")
    document = make.document(abstract="旧摘要")
    attachment = make.attachment(document, text="原文")
    rows = rows_of(
        "attachments",
        [
            {
                "id": attachment.pk,
                "document": document.pk,
                "position": 1,
                "label": "附件1",
                "title": "改",
                "text": "改",
            }
        ],
        stored=1,
    )
    sent = filled(document, title="偷改", body="偷改", abstract="新摘要") | rows
    assert client.post(document_page(document), sent).status_code == 302
    before = document.title, document.body
    document.refresh_from_db()
    attachment.refresh_from_db()
    assert (document.title, document.body) == before
    assert (attachment.title, attachment.text) == ("示例附件", "原文")
    assert document.abstract == "旧摘要", "readers take it for the document too"


def test_parts_of_a_published_text_are_locked_with_it(client: Client) -> None:
    log_in(client, "责任编辑")
    document = make.document()
    repealed = make.document()
    row = {"document": document.pk, "position": 1, "kind": "repeals", "title": "偷改", "target": repealed.pk}
    for prefix in ("outgoing_relations", "organs"):
        rows = rows_of(prefix, [{**row, "printed": "偷改的机关", "source": document.pk}], stored=0)
        assert client.post(document_page(document), filled(document) | rows).status_code == 302
    assert document.outgoing_relations.count() + document.organs.filter(printed="偷改的机关").count() == 0
    for part in (make.task(document), make.checklist_item(document)):
        page = f"admin:documents_{part._meta.model_name}"
        assert client.post(reverse(f"{page}_change", args=[part.pk]), {}).status_code == 403
        assert client.post(reverse(f"{page}_delete", args=[part.pk]), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("text_status", TextStatus.values)
def test_nobody_edits_what_is_public(client: Client, text_status: str) -> None:
    """A correction does, see test_admin_corrections.py; an outline too is what readers have seen."""
    log_in(client, "主编")
    document = make.document(text_status=text_status)
    assert (
        client.post(document_page(document), filled(document, body="偷改", title="偷改")).status_code == 302
    )
    before = document.title, document.body
    document.refresh_from_db()
    assert (document.title, document.body) == before


def test_a_tombstone_is_not_edited(client: Client) -> None:
    log_in(client, "主编")
    document = make.document()
    client.post(document_page(document, "withdraw"), {"remark": "有误"})
    assert client.get(document_page(document)).status_code == 200
    assert client.post(document_page(document), filled(document, title="偷改")).status_code == 403


def test_parts_of_what_is_withdrawn_stay_with_it(client: Client) -> None:
    """On pages of their own too, and whoever asks: a chronicle's day of the issue, a task of the document."""
    log_in(client, "主编")
    issue, document = make.issue(), make.document()
    day, task = make.event(issue, on=date(2024, 9, 1)).entry, make.task(document)
    make.withdrawn(issue)
    make.withdrawn(document)
    for part in (day, task):
        page = f"admin:{part._meta.app_label}_{part._meta.model_name}"
        assert client.get(reverse(f"{page}_change", args=[part.pk])).status_code == 200
        assert client.post(reverse(f"{page}_change", args=[part.pk]), {}).status_code == 403
        assert client.post(reverse(f"{page}_delete", args=[part.pk]), {"post": "yes"}).status_code == 403
    new = {"document": document.pk, "position": 9, "path": "一", "title": "偷加"}
    answer = client.post(reverse("admin:documents_task_add"), new | NO_ROWS)
    assert "已经撤回，不再改动" in answer.content.decode()
    assert document.tasks.get() == task


def test_what_was_public_is_never_deleted(client: Client) -> None:
    log_in(client, "主编")
    public, draft = make.document(), make.document(published=False)
    assert client.post(document_page(public, "delete"), {"post": "yes"}).status_code == 403
    assert client.post(document_page(draft, "delete"), {"post": "yes"}).status_code == 302
    bulk = {"action": "delete_selected", "_selected_action": [public.pk], "post": "yes"}
    client.post(LIST, bulk)
    assert list(Document.objects.all()) == [public]


def test_saving_locks_the_row_so_that_no_older_status_is_written_back(client: Client) -> None:
    log_in(client, "责任编辑")
    document = make.document(published=False)
    with CaptureQueriesContext(connection) as asked:
        client.post(document_page(document), filled(document))
    assert any("FOR UPDATE OF" in query["sql"] and "documents_document" in query["sql"] for query in asked)
