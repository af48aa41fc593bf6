"""Two editors at one text: the second is told who saved when, sees both texts, loses nothing, and may then save."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from documents.models import Document
from foundation.models import Status
from tests import make
from tests.eldercare.racing import together
from tests.staff import document_page, filled, rows_of

pytestmark = pytest.mark.django_db


def editor(name: str) -> Client:
    user = User.objects.create_user(f"{name}{make.serial()}", first_name=name, is_staff=True)
    user.groups.add(Group.objects.get(name="责任编辑"))
    client = Client()
    client.force_login(user)
    return client


def opened(client: Client, page: str) -> str:
    """The mark of the form as this editor opened it."""
    return mark_in(client.get(page))


def mark_in(answer: HttpResponse) -> str:
    found = re.search(r'name="opened_mark" value="([0-9a-f]{64})"', answer.content.decode())
    assert found is not None
    return found[1]


def text_of(answer: HttpResponse) -> str:
    return unescape(re.sub(r"<[^>]+>", "", answer.content.decode()))


def attachments(document: Document, *rows: dict[str, Any], stored: int) -> dict[str, Any]:
    return rows_of(
        "attachments", [{"document": document.pk, "label": "附件", **row} for row in rows], stored=stored
    )


def test_who_saves_alone_is_not_asked_anything() -> None:
    document, client = make.document(published=False), editor("示例甲")
    page = document_page(document)
    for title in ("改一次", "改两次"):
        sent = filled(document, title=title, opened_mark=opened(client, page))
        assert client.post(page, sent).status_code == 302
    document.refresh_from_db()
    assert document.title == "改两次"


def test_the_second_is_told_and_nothing_is_lost() -> None:
    document = make.document(published=False, body="一、总则\n安排资金300万元。")
    one, other, page = editor("示例甲"), editor("示例乙"), document_page(document)
    marks = [opened(client, page) for client in (one, other)]
    mine = filled(document, body="一、总则\r\n安排资金350万元。", title="我的标题", opened_mark=marks[1])
    assert (
        one.post(page, filled(document, body="一、总则\n安排资金900万元。", opened_mark=marks[0])).status_code
        == 302
    )

    told = other.post(page, mine)
    assert told.status_code == 200
    words = text_of(told)
    assert re.search(r"您打开以后，示例甲在\d{4}年\d+月\d+日 \d\d:\d\d保存了这篇公文", words)
    assert "安排资金［删去：90］［增加：35］0万元。" in words
    assert "一、总则\n安排资金350万元。" in words.replace("\r", ""), "what was typed stays in the form"
    assert "一、总则\n安排资金900万元。" in words, "what is stored stands beside it"
    document.refresh_from_db()
    assert document.body.endswith("900万元。")

    assert other.post(page, mine).status_code == 200, "the old mark is refused again"
    assert other.post(page, mine | {"opened_mark": mark_in(told)}).status_code == 302
    document.refresh_from_db()
    assert (document.title, document.body.endswith("350万元。")) == ("我的标题", True)


def test_rows_that_came_and_went_meanwhile_are_not_lost() -> None:
    document = make.document(published=False)
    gone, kept = make.attachment(document, title="将被删去"), make.attachment(document, title="留下的")
    one, other, page = editor("示例甲"), editor("示例乙"), document_page(document)
    marks = [opened(client, page) for client in (one, other)]
    theirs = attachments(
        document,
        {"id": gone.pk, "title": "将被删去", "position": 1, "DELETE": "on"},
        {"id": kept.pk, "title": "留下的", "position": 2},
        {"title": "甲新加的", "position": 3, "text": "甲\t1"},
        stored=2,
    )
    assert one.post(page, filled(document, opened_mark=marks[0]) | theirs).status_code == 302
    mine = attachments(
        document,
        {"id": gone.pk, "title": "我改过的", "position": 1},
        {"id": kept.pk, "title": "留下的", "position": 2},
        {"title": "乙新加的", "position": 4},
        stored=2,
    )
    told = other.post(page, filled(document, opened_mark=marks[1]) | mine)
    formset = next(
        one.formset for one in told.context["inline_admin_formsets"] if one.formset.prefix == "attachments"
    )
    assert [form["title"].value() for form in formset.forms] == ["留下的", "甲新加的", "我改过的", "乙新加的"]
    again: dict[str, Any] = {"opened_mark": mark_in(told)}
    for form in (formset.management_form, *formset.forms):
        again |= {
            form.add_prefix(bound.name): bound.value() or "" for bound in form if bound.name != "DELETE"
        }
    assert other.post(page, filled(document) | again).status_code == 302
    titles = document.attachments.order_by("position").values_list("title", flat=True)
    assert list(titles) == ["我改过的", "留下的", "甲新加的", "乙新加的"]


def test_what_was_published_meanwhile_keeps_the_typing_to_be_copied() -> None:
    document, client = make.document(published=False), editor("示例甲")
    page = document_page(document)
    mark = opened(client, page)
    make.published(document)
    told = client.post(page, filled(document, body="我写了很久的一段。", opened_mark=mark))
    assert told.status_code == 200
    assert "我写了很久的一段。" in text_of(told)
    assert "这一项现在已经锁定" in text_of(told)
    document.refresh_from_db()
    assert (document.status, document.body) == (Status.PUBLISHED, "一、总则\n这是第一段。")


def test_a_wrong_form_keeps_the_mark_it_was_opened_with() -> None:
    document, client = make.document(published=False), editor("示例甲")
    page = document_page(document)
    mark = opened(client, page)
    refused = client.post(page, filled(document, title="", opened_mark=mark))
    assert refused.status_code == 200
    assert mark_in(refused) == mark


@pytest.mark.parametrize("mark", ["x", "0" * 64, "<script>alert(1)</script>", "\u0000"])
def test_a_forged_mark_saves_nothing_and_breaks_nothing(mark: str) -> None:
    document, client = make.document(published=False), editor("示例甲")
    told = client.post(document_page(document), filled(document, title="改", opened_mark=mark))
    assert told.status_code == 200
    assert "<script>alert" not in told.content.decode()
    assert Document.objects.get().title != "改"


def test_issues_and_days_of_the_chronicle_mind_it_too() -> None:
    issue = make.issue(published=False)
    day = make.event(issue, on=date(2024, 8, 1)).entry
    for obj, sent, changed in (
        (
            issue,
            {"title": "示例公报", "year": issue.year, "number": issue.number, "text_status": "full"},
            "title",
        ),
        (day, {"issue": issue.pk, "position": 1, "start": "2024-08-01", "text": "示例一"}, "text"),
    ):
        page = reverse(f"admin:gazette_{obj._meta.model_name}_change", args=[obj.pk])
        rows = {f"{prefix}-{name}": 0 for prefix in ("entries", "masthead", "chronicle", "events")
                for name in ("TOTAL_FORMS", "INITIAL_FORMS")}  # fmt: skip
        one, other = editor("示例甲"), editor("示例乙")
        marks = [opened(client, page) for client in (one, other)]
        assert (
            one.post(page, rows | sent | {changed: "示例文字，甲的", "opened_mark": marks[0]}).status_code
            == 302
        )
        told = other.post(page, rows | sent | {changed: "示例文字，乙的", "opened_mark": marks[1]})
        assert "示例甲在" in text_of(told)
        assert "示例文字，［删去：甲］［增加：乙］的" in text_of(told)
        obj.refresh_from_db()
        assert getattr(obj, changed) == "示例文字，甲的"


@pytest.mark.django_db(transaction=True)
def test_two_save_in_the_same_moment() -> None:
    document = make.document(published=False)
    page, clients = document_page(document), [editor("示例甲"), editor("示例乙")]
    marks = [opened(client, page) for client in clients]
    sent = [filled(document, title=f"第{n}人的", opened_mark=mark) for n, mark in enumerate(marks)]
    outcomes = together(*(lambda n=n: clients[n].post(page, sent[n]).status_code for n in (0, 1)))
    assert sorted(outcomes) == [200, 302]
    document.refresh_from_db()
    assert document.title == f"第{outcomes.index(302)}人的"
