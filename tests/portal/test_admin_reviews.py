"""The reviews at the desk: buttons for what this person may do from here, questions before deeds, refusals in place."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents.models import Document
from foundation.models import StatusChange
from gazette.models import Issue
from tests import make
from tests.portal.test_admin_desk import issue_page
from tests.staff import document_page, filled, log_in

pytestmark = pytest.mark.django_db


def buttons(client: Client, document: Document) -> set[str]:
    page = client.get(document_page(document)).content.decode()
    return set(re.findall(rf"/document/{document.pk}/(\w+)/\?", page + "?")) | set(
        re.findall(rf'/document/{document.pk}/(return|schedule|unschedule|withdraw|preview)/"', page)
    )


def test_buttons_for_what_this_person_may_do_from_here(client: Client) -> None:
    document = make.document(published=False)
    editor = log_in(client, "责任编辑")
    assert buttons(client, document) == {"preview", "first_review"}
    make.move(document, "first_review", by=editor)
    assert buttons(client, document) == {"preview", "return"}
    deputy = log_in(client, "副主编")
    assert buttons(client, document) == {"preview", "second_review", "return"}
    make.move(document, "second_review", by=deputy)
    assert buttons(client, document) == {"preview", "return"}
    chief = log_in(client, "主编")
    assert buttons(client, document) == {"preview", "final_review", "return"}
    make.move(document, "final_review", by=chief)
    assert buttons(client, document) == {"preview", "publish", "schedule", "return"}
    make.move(document, "schedule", publish_at=make.PUBLISHED_AT + timedelta(hours=1))
    assert buttons(client, document) == {"preview", "publish", "schedule", "unschedule", "return"}
    log_in(client, "审计（只读）")
    assert buttons(client, document) == {"preview"}
    make.move(document, "publish")
    client.force_login(chief)
    assert buttons(client, document) == {"withdraw"}


def test_the_button_signs_what_was_looked_at(client: Client) -> None:
    log_in(client, "责任编辑")
    document = make.document(published=False)
    page = client.get(document_page(document)).content.decode()
    found = re.search(r'href="([^"]+/first_review/\?seen=(\d+))"', page)
    assert found is not None
    asked = client.get(found[1]).content.decode()
    assert f'name="seen" value="{found[2]}"' in asked
    make.attachment(document, text="后来加的")
    for seen in (found[2], "改过的", "-1", "9" * 30, "9" * 5000):
        refused = client.post(document_page(document, "first_review"), {"seen": seen, "remark": "已核对"})
        assert refused.status_code == 422
        assert "在您打开之后有改动，请重新查看内容" in refused.content.decode()
        assert "已核对" in refused.content.decode(), "what was typed stays"
    assert not StatusChange.objects.exists()


def test_who_has_signed_is_told_that_another_must(client: Client) -> None:
    deputy = log_in(client, "副主编")
    document = make.move(make.document(published=False), "first_review", by=deputy)
    answer = client.post(document_page(document, "second_review"))
    assert answer.status_code == 422
    assert "的初审是您通过的，复审须由另一个人办理。" in answer.content.decode()


def test_the_page_tells_who_passed_what_when_and_why_it_came_back(client: Client) -> None:
    reviewer = User.objects.create_superuser("reviewer", first_name="示例某")
    document = make.move(make.document(published=False), "first_review", by=reviewer)
    log_in(client, "副主编")
    page = client.get(document_page(document)).content.decode()
    assert "示例某" in page and "2024年9月30日 09:00" in page
    assert "保存改动会使已通过的审核失效" in page
    answer = client.post(document_page(document, "send_back"), {"remark": "<b>附件</b>有误"})
    assert answer.status_code == 302
    page = client.get(document_page(document)).content.decode()
    assert "&lt;b&gt;附件&lt;/b&gt;有误" in page and "<b>附件</b>" not in page
    assert "已初审 → 草稿" in page


def test_the_history_tells_every_step_also_of_what_nobody_edited(client: Client) -> None:
    reviewer = User.objects.create_superuser("reviewer", first_name="示例某")
    document = make.move(make.document(published=False), "first_review", by=reviewer, remark="附件已核")
    log_in(client, "副主编")
    page = client.get(document_page(document, "history")).content.decode()
    assert "初审通过" in page and "示例某" in page and "附件已核" in page
    assert "没有在后台修改过" in page
    lines = client.get(reverse("admin:foundation_statuschange_changelist")).content.decode()
    assert "示例某" in lines and ">reviewer<" not in lines
    assert "选择这一行" not in lines, "there is nothing to choose"


def test_what_is_refused_leads_to_where_it_is_settled(client: Client) -> None:
    log_in(client, "主编")
    document = make.reviewed(make.document(published=False, body="其它事项另行通知。"), to="second_review")
    page = client.get(document_page(document, "final_review")).content.decode()
    assert "现在还不能终审" in page
    for way in ("defects", "review"):
        assert f'href="{document_page(document, way)}"' in page


def test_a_tombstone_says_so_on_its_page(client: Client) -> None:
    document = make.withdrawn(make.document(), "附件<有误>")
    log_in(client, "责任编辑")
    page = client.get(document_page(document)).content.decode()
    assert "<strong>已撤回</strong>" in page and "附件&lt;有误&gt;" in page
    assert f'href="{document.get_absolute_url()}"' in page


def test_saving_a_change_says_what_it_did_to_the_reviews(client: Client) -> None:
    editor = log_in(client, "责任编辑")
    document = make.reviewed(make.document(published=False, column=make.column()))
    said = client.post(document_page(document), filled(document), follow=True).content.decode()
    document.refresh_from_db()
    assert (document.status, "已经失效" in said) == ("final_review", False), "nothing was changed"
    said = client.post(document_page(document), filled(document, title="改"), follow=True).content.decode()
    document.refresh_from_db()
    assert (document.status, document.title) == ("draft", "改")
    assert "内容有改动，原来通过的审核已经失效" in said
    line = StatusChange.objects.of(document).latest("pk")
    assert (line.verb, line.by) == ("void", editor)
    assert client.get(reverse("admin:index")).status_code == 200


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "请写明发布时间。"),
        ("明天上午", "请写成日期和时间，如 2026-12-01 09:00。"),
        ("2024-13-45T99:99", "请写成日期和时间"),
        ("2020-01-01T09:00", "须在现在之后"),
        ("9999-12-31T23:59", "在一年以后，请核对年份"),
    ],
)
def test_a_wrong_time_is_refused_in_place(client: Client, typed: str, sentence: str) -> None:
    log_in(client, "主编")
    document = make.reviewed(make.document(published=False))
    answer = client.post(
        document_page(document, "schedule"), {"publish_at": typed, "remark": "节后发布", "seen": ""}
    )
    assert answer.status_code == 422
    assert sentence in answer.content.decode() and "节后发布" in answer.content.decode()
    assert Document.objects.get().scheduled_for is None


def test_a_time_is_set_and_cancelled_in_beijing_time(client: Client) -> None:
    log_in(client, "主编")
    document = make.reviewed(make.document(published=False))
    wanted = (timezone.localtime() + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
    answer = client.post(document_page(document, "schedule"), {"publish_at": f"{wanted:%Y-%m-%dT%H:%M}"})
    assert answer.status_code == 302
    document.refresh_from_db()
    assert document.scheduled_for == wanted
    assert f"{wanted:%H:%M} 发布" in client.get(document_page(document)).content.decode()
    assert client.post(document_page(document, "unschedule")).status_code == 302
    assert Document.objects.get().scheduled_for is None


def test_an_issue_is_asked_about_with_its_documents(client: Client) -> None:
    log_in(client, "副主编")
    issue = make.issue(published=False)
    documents = [make.document(f"示例{place}", published=False, document_number="") for place in "甲乙"]
    for document in documents:
        make.entry(issue, document)
    make.move(issue, "first_review")
    make.move(documents[0], "return", remark="日期有误")
    asked = client.get(issue_page(issue, "second_review")).content.decode()
    assert "目录里的 1 篇公文将一同复审。" in asked
    assert "“示例甲”还是草稿，这一期要等它。" in asked
    refused = client.post(issue_page(issue, "second_review"))
    assert (refused.status_code, "“示例甲”（草稿）" in refused.content.decode()) == (422, True)
    asked = client.get(issue_page(issue, "send_back")).content.decode()
    assert "目录里走到同一步的公文一并退回" in asked
    sent = {"remark": "目录有误", "with_documents": "on"}
    assert client.post(issue_page(issue, "send_back"), sent).status_code == 302
    assert set(Document.objects.values_list("status", flat=True)) == {"draft"}
    assert Issue.objects.get().status == "draft"
