"""The desk of corrections: from the document's page through three reviews to its next version; and what one saw last."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.models import Correction, Document, Seen, TextStatus
from documents.snapshot import COLUMNS
from foundation.models import Status
from tests import make
from tests.corrected import WHY, corrected, meanwhile, newest_is_the_document, public, started
from tests.staff import document_page, filled, log_in, rows_of

pytestmark = pytest.mark.django_db


def page_of(correction: Correction, deed: str = "change") -> str:
    return reverse(f"admin:documents_correction_{deed}", args=[correction.pk])


def text_of(answer: HttpResponse) -> str:
    return unescape(re.sub(r"<[^>]+>", "", answer.content.decode()))


def client_of(role: str) -> Client:
    user = User.objects.create_user(f"{role}{make.serial()}", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


def sent(correction: Correction, **changes: Any) -> dict[str, Any]:
    """What the browser sends of a correction's page, its attachment included."""
    values = {name: getattr(correction, name) for name in COLUMNS if name != "kind"}
    values |= {"kind": correction.kind_id, "addressees": "\n".join(correction.addressees)}
    values |= {"explanation": correction.explanation}
    rows: dict[str, Any] = {}
    for prefix, names in (
        ("organs", ("position", "printed", "unit_id")),
        ("attachments", ("position", "label", "title", "text")),
    ):
        found = getattr(correction, prefix).order_by("position")
        typed = [
            {"id": row.pk, "correction": correction.pk}
            | {name.removesuffix("_id"): getattr(row, name) or "" for name in names}
            for row in found
        ]
        rows |= rows_of(prefix, typed, stored=len(typed))
    return (
        {name: value or "" for name, value in (values | rows).items()}
        | {name: value for name, value in rows.items() if name.endswith("_FORMS")}
        | changes
    )


def test_a_correction_from_the_button_to_the_public_page() -> None:
    document = public(body="一、总则\n安排资金300万元。")
    editor, deputy, chief = (client_of(role) for role in ("责任编辑", "副主编", "主编"))
    assert "办理更正" in editor.get(document_page(document)).content.decode()
    start = reverse("admin:documents_document_correct", args=[document.pk])
    assert "成为公文的下一版" in text_of(editor.get(start))
    assert editor.post(start, {"explanation": " "}).status_code == 422
    assert editor.post(start, {"explanation": WHY}).status_code == 302
    correction = Correction.objects.get()
    page = page_of(correction)
    assert editor.get(page).status_code == 200
    edit = sent(
        correction, body="一、总则\r\n安排资金350万元。", **{"attachments-0-text": "项目\t数量\r\n甲\t2"}
    )
    answer = editor.post(page, edit)
    assert answer.status_code == 302, answer.context["errors"]
    told = text_of(deputy.get(page_of(correction, "changes")))
    assert "安排资金3［删去：0］［增加：5］0万元。" in told
    assert "正文和附件修改 2 段" in told
    for client, deed in ((editor, "first_review"), (deputy, "second_review"), (chief, "final_review")):
        assert client.post(page_of(correction, deed)).status_code == 302, deed
    assert "更正发布以后" in client_of("审计（只读）").get(page_of(correction, "preview")).content.decode()
    assert chief.post(page_of(correction, "publish")).status_code == 302
    document.refresh_from_db()
    assert (document.body, document.versions.count()) == ("一、总则\r\n安排资金350万元。", 2)
    assert newest_is_the_document(document)
    assert document.attachments.get().text == "项目\t数量\r\n甲\t2"
    assert chief.post(page, edit).status_code == 403, "what is published is kept"
    assert chief.get(page).status_code == 200


def test_withdrawing_a_correction_is_offered_to_nobody() -> None:
    done = corrected(public(), body="改。").correction
    assert done is not None
    chief = client_of("主编")
    assert chief.post(page_of(done, "withdraw"), {"remark": "示例"}).status_code == 403
    assert page_of(done, "withdraw") not in chief.get(page_of(done)).content.decode()


@pytest.mark.parametrize("role", ["审计（只读）", "单位维护", "账号管理"])
def test_who_does_not_edit_starts_and_changes_nothing(role: str) -> None:
    document, client = public(), client_of(role)
    correction = started(public())
    start = reverse("admin:documents_document_correct", args=[document.pk])
    adopt = page_of(correction, "adopt")
    for address, data in (
        (start, {"explanation": WHY}),
        (page_of(correction), sent(correction)),
        (adopt, {"number": "1"}),
    ):
        assert client.post(address, data).status_code == 403
    assert not document.corrections.exists()
    assert client.post(page_of(correction, "delete"), {"post": "yes"}).status_code == 403
    for deed in ("first_review", "publish", "send_back"):
        assert client.post(page_of(correction, deed), {"remark": "示例"}).status_code == 403
    assert Client().get(page_of(correction, "changes")).status_code == 302
    may_look = role == "审计（只读）"
    for page in (page_of(correction, "changes"), document_page(document, "changes")):
        assert client.get(page).status_code == (200 if may_look else 403)


def test_a_correction_with_an_old_base_shows_both_and_goes_on_after_a_look() -> None:
    document = public(text_status=TextStatus.OUTLINE)
    correction = started(document, note="此件公开发布")
    meanwhile(document, body="一、另一处改过的")
    editor = client_of("责任编辑")
    told = editor.get(page_of(correction, "changes"))
    assert "照第1版改的，其间有了第2版" in text_of(told)
    assert "另一处改过的" in text_of(told)
    assert editor.post(page_of(correction, "adopt"), {"number": "9" * 5000}).status_code == 404
    assert editor.post(page_of(correction, "adopt"), {"number": "2"}).status_code == 302
    correction.refresh_from_db()
    assert correction.base_number == 2
    assert editor.get(page_of(correction, "adopt")).status_code == 404


def test_what_is_public_is_not_edited_but_corrected(client: Client) -> None:
    log_in(client, "主编")
    document = public()
    changes = dict.fromkeys(("title", "body", "note", "abstract", "index_number", "subject"), "偷改")
    organ = document.organs.order_by("position").first()
    assert organ is not None
    rows = rows_of(
        "organs",
        [{"id": organ.pk, "document": document.pk, "position": 7, "printed": "偷改", "unit": ""}],
        stored=1,
    )
    assert (
        client.post(
            document_page(document), filled(document, **changes, column=make.column("示例栏").pk) | rows
        ).status_code
        == 302
    )
    document.refresh_from_db()
    organ.refresh_from_db()
    assert newest_is_the_document(document)
    assert (str(document.column), organ.unit) == ("示例栏", None), "links may change"


def test_everybody_sees_what_changed_since_their_own_last_look() -> None:
    document = make.document(published=False, body="第一稿，有一句话。")
    one, other = client_of("责任编辑"), client_of("副主编")
    page, changes = document_page(document), document_page(document, "changes")
    for client in (one, other):
        assert "没有可以对照的" in text_of(client.get(changes))
    assert one.post(page, filled(document, body="第二稿，有一句话。")).status_code == 302
    assert "自您上次查看以来的改动" in other.get(page).content.decode()
    assert "第［删去：一］［增加：二］稿，有一句话。" in text_of(other.get(changes))
    assert "没有可以对照的" in text_of(one.get(changes)), "one's own words are no news"
    assert changes in other.get(document_page(document, "first_review")).content.decode()
    for body in ("第三稿，有一句话。", "第四稿，有一句话。"):
        Document.objects.filter(pk=document.pk).update(body=body)
        other.get(page)
    assert "第［删去：三］［增加：四］稿" in text_of(other.get(changes))
    assert Seen.objects.count() == 3, "the two latest states of a person are kept"


def test_looking_twice_at_the_same_writes_once_and_the_page_keeps_its_budget(client: Client) -> None:
    log_in(client, "责任编辑")
    document = make.document(published=False)
    for number in range(30):
        make.attachment(document, text=f"甲\t{number}")
    client.get(document_page(document))
    with CaptureQueriesContext(connection) as asked:
        client.get(document_page(document, "changes"))
    assert Seen.objects.count() == 1
    assert len(asked) <= 14
    correction = started(public())
    client.get(page_of(correction))
    with CaptureQueriesContext(connection) as asked:
        client.get(page_of(correction))
    assert len(asked) <= 30


def test_hostile_words_are_text_at_the_desk_too() -> None:
    hostile = "<script>alert(1)</script>"
    document = public()
    correction = started(document, body=hostile, title=hostile, explanation=hostile, note=hostile)
    client = client_of("责任编辑")
    for address in (
        page_of(correction),
        page_of(correction, "changes"),
        page_of(correction, "preview"),
        page_of(correction, "first_review"),
    ):
        shown = client.get(address).content.decode()
        assert hostile not in shown, address
        assert "&lt;script&gt;alert(1)" in shown, address
    assert Correction.objects.get().status == Status.DRAFT
