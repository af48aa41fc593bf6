"""The reviewers' page: who gets it, what its forms do, that nothing typed is lost, and that the public sees none of it."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from documents.models import Attachment, Document
from foundation.models import EditorialDuty, Remark
from foundation.remark_places import digest_of
from foundation.search import registry
from foundation.search.indexing import refresh
from foundation.search.proving import subjects_of
from gazette.models import Issue
from tests import make
from tests.foundation.test_remarks import member, remarked
from tests.staff import log_in

pytestmark = pytest.mark.django_db
FIRST = "这是第一段。"


def page_of(subject: Any, page: str = "review") -> str:
    noun = subject._meta
    return reverse(f"admin:{noun.app_label}_{noun.model_name}_{page}", args=[subject.pk])


def a_draft() -> Document:
    document = make.document(published=False, body=f"一、总则\n{FIRST}\n项目\t数量\n甲\t1")
    make.attachment(document, text="附件的一段。")
    return document


def send(client: Client, subject: Any, **said: Any) -> Any:
    return client.post(page_of(subject), {"deed": "remark", "text": "请核对。"} | said)


@pytest.mark.parametrize("page", ["review", "hand_over", "take"])
@pytest.mark.parametrize("noun", [Document, Issue])
def test_the_pages_are_for_who_may_see_the_noun(client: Client, page: str, noun: type[Any]) -> None:
    subject = a_draft() if noun is Document else make.issue(published=False)
    address = page_of(subject, page)
    assert client.get(address).status_code == 302
    assert client.post(address, {"deed": "remark", "text": "插话"}).status_code in (302, 403)
    for role in ("单位维护", "养老市级管理", "账号管理"):
        log_in(client, role)
        assert client.get(address).status_code == 403, role
        assert client.post(address, {"deed": "remark", "text": "插话"}).status_code == 403, role
    log_in(client, "审计（只读）")
    assert client.get(address).status_code == (200 if page == "review" else 403)
    assert client.post(address, {"deed": "remark", "text": "插话"}).status_code == (
        422 if page == "review" else 403
    )
    log_in(client, "副主编")
    assert client.get(address).status_code == 200
    for unknown in (subject.pk + 1, "x", "9" * 30):
        assert client.get(address.replace(f"/{subject.pk}/", f"/{unknown}/")).status_code == 404
    assert not Remark.objects.exists()
    assert not EditorialDuty.objects.exists()


def test_every_place_can_be_remarked_and_the_remark_stands_beside_it(client: Client) -> None:
    log_in(client, "责任编辑")
    document = a_draft()
    places = document.places()
    assert [place.anchor for place in places] == ["title", "s1", "p1", "t1", "close", "a1", "a1-p1"]
    shown = client.get(page_of(document)).context["sheet"]
    assert [row.place.anchor for row in shown.rows] == [place.anchor for place in places]
    for place in places:
        assert send(client, document, anchor=place.anchor, seen=place.digest).status_code == 302
    assert send(client, document).status_code == 302
    sheet = client.get(page_of(document)).context["sheet"]
    assert [len(row.notes) for row in sheet.rows] == [1] * 7
    assert (len(sheet.whole), sheet.lost, sheet.standing) == (1, [], 8)
    chain, here = [], sheet.first_id
    following = {
        note.remark.pk: note.next_id for note in [*sheet.whole, *(row.notes[0] for row in sheet.rows)]
    }
    while here not in chain:
        chain.append(here)
        here = following[here]
    assert len(chain) == 8


def test_an_issue_has_its_places_and_leads_to_its_documents(client: Client) -> None:
    log_in(client, "责任编辑")
    issue, document = make.issue(published=False), a_draft()
    make.entry(issue, document)
    make.masthead(issue)
    make.event(issue, "示例会议召开。", on=make.PUBLISHED_AT.date())
    remarked(document)
    for place in issue.places():
        assert send(client, issue, anchor=place.anchor, seen=place.digest).status_code == 302
    page = client.get(page_of(issue))
    assert [len(row.notes) for row in page.context["sheet"].rows] == [1] * 4
    assert page_of(document) in page.content.decode()
    assert "1 条批注未办结" in page.content.decode()


def test_a_paragraph_that_changed_or_went_keeps_its_remark(client: Client) -> None:
    log_in(client, "责任编辑")
    document = a_draft()
    remarked(document, anchor="p1", seen=digest_of(FIRST), text="改一下。")
    Document.objects.filter(pk=document.pk).update(body="一、总则\n这是改过的第一段。")
    changed = client.get(page_of(document)).content.decode()
    assert "批注以后这一处改过" in changed
    assert f"<q>{FIRST}</q>" in changed
    Document.objects.filter(pk=document.pk).update(body="一、总则")
    sheet = client.get(page_of(document)).context["sheet"]
    assert [note.remark.text for note in sheet.lost] == ["改一下。"]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"anchor": "p1", "seen": digest_of("原来的。")}, "这一段在您打开页面以后改过"),
        ({"anchor": "p77", "seen": "x"}, "已经不在了"),
        ({"text": "typed" * 500}, "最多 2000 个字，现在有 2500 个"),
        ({"text": "   "}, "请写下批注的内容"),
    ],
)
def test_what_is_refused_comes_back_with_what_was_typed(
    client: Client, said: dict[str, str], sentence: str
) -> None:
    log_in(client, "责任编辑")
    document = a_draft()
    answer = send(client, document, **{"text": "我写了很久"} | said)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in text
    assert text.count('id="refused"') == 1
    assert said.get("text", "我写了很久").strip() in text
    assert not Remark.objects.exists()


def test_a_page_that_grew_old_loses_nothing(client: Client) -> None:
    document = a_draft()
    answer = send(client, document, text="会话过期前写的")
    assert answer.status_code in (302, 403)
    strict = Client(enforce_csrf_checks=True)
    log_in(strict, "责任编辑")
    origin = {"HTTP_ORIGIN": "http://testserver"}
    kept = strict.post(page_of(document), {"deed": "remark", "text": "口令换了以前写的"}, **origin)
    assert "口令换了以前写的" in kept.content.decode()
    assert not Remark.objects.exists()


def test_answers_and_settlements_go_to_remarks_of_this_text_only(client: Client) -> None:
    log_in(client, "副主编")
    document, own, foreign = a_draft(), None, remarked()
    own = remarked(document)
    assert send(client, document, deed="reply", remark=own.pk).status_code == 302
    assert send(client, document, deed="resolve", remark=own.pk, text="改了。").status_code == 302
    assert send(client, document, deed="resolve", remark=own.pk, text="再办").status_code == 422
    assert send(client, document, follows=own.pk, text="又来了").status_code == 302
    for number in (foreign.pk, "x", "", "9" * 30, "-1"):
        for deed in ("reply", "resolve", "burn"):
            assert send(client, document, deed=deed, remark=number).status_code == 404
    assert send(client, document, deed="remark", follows=foreign.pk).status_code == 404
    assert send(client, document, anchor="\0p1", text="\0零").status_code == 422
    foreign.refresh_from_db()
    assert foreign.is_standing


def test_handing_over_and_taking_at_the_desk(client: Client) -> None:
    editor, document = member("责任编辑"), a_draft()
    me = log_in(client, "责任编辑")
    assert client.get(page_of(document, "hand_over")).status_code == 403
    assert client.post(page_of(document, "take"), {"due_on": ""}).status_code == 302
    assert EditorialDuty.objects.of(document).current().get().person == me
    assert "现由" in client.post(page_of(document, "take"), {}).content.decode()
    for bad, sentence in (
        ({"to": editor.pk, "due_on": "2020-01-01"}, "已经过了"),
        ({"to": editor.pk, "due_on": "下周"}, "请写成 2026-03-02 这样的日期"),
        ({"to": member("审计（只读）").pk}, "这个人不能承办"),
        ({}, "请选择承办人"),
    ):
        answer = client.post(page_of(document, "hand_over"), bad | {"note": "说明还在"})
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert "说明还在" in answer.content.decode()
    assert client.post(page_of(document, "hand_over"), {"to": editor.pk, "note": "请办"}).status_code == 302
    shown = client.get(page_of(document, "change")).content.decode()
    assert f"承办：<strong>{editor.username}</strong>" in shown
    assert "以前的承办（1）" in shown
    take = page_of(document, "take")
    assert take not in shown
    User.objects.filter(pk=editor.pk).update(is_active=False)
    shown = client.get(page_of(document, "change")).content.decode()
    assert "已没有角色或账号已停用" in shown
    assert take in shown
    assert client.post(take, {"due_on": ""}).status_code == 302


def test_the_public_sees_no_remark_anywhere(client: Client) -> None:
    issue = make.portal()
    document = Document.objects.earliest("pk")
    secret = "只有编辑看得到的话"
    for subject in (issue, document):
        remark = remarked(subject, text=secret)
        remark.replies.create(text=secret, by=member("主编"), at=make.PUBLISHED_AT)
    for searchable in registry.searchables():
        refresh(searchable.label, subjects_of(searchable))
    pages = ["/", "/documents/", document.get_absolute_url(), f"{document.get_absolute_url()}print/"]
    pages += [
        issue.get_absolute_url(),
        f"/search/?q={secret}",
        f"/search/?q={secret}&format=json",
        "/about/data/",
    ]
    pages += ["/sitemap-documents.xml", f"/search/suggestions.json?q={secret}"]
    for page in pages:
        text = client.get(page).content.decode()
        assert (
            secret not in text.replace(f"“{secret}”", "").replace(f'value="{secret}"', "") or "search" in page
        ), page
    found = client.get(f"/search/?q={secret}&format=json").json()
    assert found["hits"] == []
    assert Attachment.objects.exists()
