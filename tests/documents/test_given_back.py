"""A form that came too late, after withdrawal, publication, deletion or a lost role: nothing is saved, nothing typed is lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from documents.models import Document, Task
from foundation.models import Status
from gazette.models import Issue
from tests import make
from tests.documents.test_other_editor import attachments, editor, opened, text_of
from tests.staff import document_page, filled, log_in, rows_of

pytestmark = pytest.mark.django_db
BODY = "一、总则\n我写了很久的一段<script>alert(1)</script>。"


def page_of(obj: Any) -> str:
    return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change", args=[obj.pk])


def issue_form(issue: Issue, **changes: Any) -> dict[str, Any]:
    sent: dict[str, Any] = {
        "title": issue.title,
        "year": issue.year,
        "number": issue.number,
        "text_status": "full",
    }
    for rows in ("entries", "masthead", "chronicle"):
        sent |= rows_of(rows, [], stored=0)
    return sent | changes


def test_what_was_withdrawn_meanwhile_gives_the_typing_back() -> None:
    document, client = make.document(body="一、总则\n原来的一段。"), editor("示例甲")
    part, page = make.attachment(document, text="附件原文"), document_page(document)
    sent = filled(
        document, body=BODY.replace("\n", "\r\n"), title="我的标题", opened_mark=opened(client, page)
    )
    sent |= attachments(
        document,
        {"id": part.pk, "title": part.title, "position": 1, "text": "附件改文"},
        {"position": 2, "title": "新附件", "text": "新附件的文字"},
        {"position": 3, "title": "不要了", "DELETE": "on"},
        stored=1,
    )
    sent["written_on"] = f"{document.written_on:%Y/%m/%d}"  # as the page shows it
    make.withdrawn(document, "示例：依据失效。")
    told = client.post(page, sent)
    assert told.status_code == 403
    words = text_of(told)
    assert BODY in words
    assert "<script>alert(1)" not in told.content.decode()
    for expected in (
        "撤回了“",
        "示例：依据失效",
        "另建一份",
        "附件改文",
        "新附件的文字",
        "我的标题",
        "附件原文",
    ):
        assert expected in words, expected
    assert "不要了" not in words
    assert "成文日期" not in words, "what was not touched is not listed"
    assert client.get(page).status_code == 200, "the way to how it stands now"
    document.refresh_from_db()
    assert (document.status, document.body) == (Status.WITHDRAWN, "一、总则\n原来的一段。")
    assert document.attachments.get().text == "附件原文"


def test_an_issue_that_was_published_meanwhile_names_who_may_correct_it(client: Client) -> None:
    log_in(client, "责任编辑")
    issue = make.issue(published=False)
    entry = make.entry(issue, make.document(published=False), title="印错的标题")
    mark = opened(client, page_of(issue))
    make.published(issue)
    row = {"id": entry.pk, "issue": issue.pk, "position": 1, "title": "改好的标题", "page": 4}
    sent = issue_form(issue, sponsor="示例主办", opened_mark=mark) | rows_of("entries", [row], stored=1)
    told = client.post(page_of(issue), sent | {"pdf": SimpleUploadedFile("原版.pdf", b"%PDF-1.7")})
    words = text_of(told)
    assert told.status_code == 403
    for expected in ("发布了“", "有更正权限的人", "示例主办", "改好的标题", "文件“原版.pdf”没有收下"):
        assert expected in words, expected
    entry.refresh_from_db()
    assert (entry.title, Issue.objects.get().sponsor) == ("印错的标题", issue.sponsor)


def test_parts_of_what_is_locked_by_now_are_given_back_on_their_own_pages(client: Client) -> None:
    log_in(client, "责任编辑")
    issue = make.issue(published=False)
    event = make.event(issue, "示例原句。", on=date(2024, 8, 1))
    make.published(issue)
    sent = {"entry": event.entry_id, "position": 1, "start": "2024-08-01", "text": "我改的一句。"}
    told = client.post(page_of(event), sent | rows_of("appearances", [], stored=0))
    assert told.status_code == 403
    assert "我改的一句。" in text_of(told)
    assert "更正" in text_of(told)
    event.refresh_from_db()
    assert event.text == "示例原句。"


def test_rows_that_are_locked_by_now_stand_beside_the_form() -> None:
    document, client = make.document(published=False), editor("示例甲")
    part, page = make.attachment(document, text="附件原文"), document_page(document)
    mark = opened(client, page)
    make.published(document)
    row = {"id": part.pk, "title": part.title, "position": 1, "text": "附件改文"}
    told = client.post(page, filled(document, opened_mark=mark) | attachments(document, row, stored=1))
    assert told.status_code == 200
    assert "附件改文" in text_of(told)
    assert "这一项现在已经锁定" in text_of(told)
    part.refresh_from_db()
    assert part.text == "附件原文"


def test_what_was_deleted_meanwhile_is_given_back_to_be_made_anew() -> None:
    document, client = make.document(published=False), editor("示例甲")
    task = make.task(document)
    sent, pages = filled(document, body=BODY), [document_page(document), page_of(task)]
    Task.objects.all().delete()
    Document.objects.all().delete()
    for page in pages:
        told = client.post(page, sent | {"text": BODY, "assignments-TOTAL_FORMS": "9" * 30})
        assert told.status_code == 409
        assert BODY in text_of(told)
        assert "被删除了" in text_of(told)
        assert "另建一份" in text_of(told)
    assert not Document.objects.exists()


@pytest.mark.parametrize("may_look", [True, False])
def test_a_role_that_was_taken_meanwhile_shows_nothing_it_hides(client: Client, may_look: bool) -> None:
    document = make.document(published=False, body="草稿里的秘密。")
    person = make.staff(*(["documents.view_document"] if may_look else ["gazette.view_issue"]))
    client.force_login(User.objects.get(pk=person.pk))
    told = client.post(document_page(document), filled(document, body=BODY, title="我的标题"))
    assert told.status_code == 403
    words = text_of(told)
    assert BODY in words
    assert "没有修改它的权限" in words
    assert ("草稿里的秘密" in words, document.title in words) == (may_look, may_look)
    document.refresh_from_db()
    assert document.body == "草稿里的秘密。"


def test_nonsense_is_given_back_as_it_came() -> None:
    document, client = make.withdrawn(make.document()), editor("示例甲")
    sent = {
        "title": "\0" * 3 + "字" * 9000,
        "year": "9" * 400,
        "written_on": "昨天",
        "attachments-TOTAL_FORMS": "x",
        "opened_mark": "\0",
    }
    told = client.post(document_page(document), sent)
    assert told.status_code == 403
    assert "字" * 9000 in text_of(told)
    assert "昨天" in text_of(told)
