"""The pages of submissions: who is let in where, what a bad file is answered, and that nothing typed is lost."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from docx import Document as WordDocument

from documents.reading.files.printed import MAX_BYTES
from foundation.models import Liaison
from gazette import submissions
from gazette.models import Submission, SubmissionFile
from gazette.submission_lifecycle import SubmissionState as S
from tests import make
from tests.documents.test_read_hostile_files import bomb, docx_with, package
from tests.files.uploads import PLAIN_PDF, encoded, two_colours
from tests.staff import log_in
from tests.submitting import AT, REASON, draft, liaison, notice, sent, standing

pytestmark = pytest.mark.django_db
ADD, LIST = "admin:gazette_submission_add", "admin:gazette_submission_changelist"
DEEDS = ("send", "withdraw", "return", "accept", "take", "decline", "edit", "attach", "file")
TYPED = {
    "title": "示例<b>标题</b>",
    "document_number": "示粮发[2026]3号",
    "written_on": "2026-03-02",
    "disclosure": "active",
    "contact": "示例甲",
    "contact_phone": "0000-0000001",
    "remarks": "请排在前面",
}


def page(one: Submission, deed: str = "change", *more: Any) -> str:
    return reverse(f"admin:gazette_submission_{deed}", args=[one.pk, *more])


@pytest.fixture
def officer(client: Client) -> User:
    user = log_in(client, "联络员")
    liaison(make.unit("示例市粮食站"), user)
    return user


def word(text: str = "") -> bytes:
    document, made = WordDocument(), io.BytesIO()
    for line in (text or notice(3)).split("\n\n"):
        document.add_paragraph(line)
    document.save(made)
    return made.getvalue()


def write(client: Client, raw: bytes | None = None, name: str = "示例.docx", **changes: Any) -> Any:
    unit = Liaison.objects.earliest("pk").unit
    sent = {**TYPED, "unit": unit.pk, **changes}
    return client.post(
        reverse(ADD), sent | ({"text": SimpleUploadedFile(name, raw)} if raw is not None else {})
    )


def test_a_liaison_officer_gets_nowhere_else(client: Client, officer: User) -> None:
    others = [model for model in admin.site._registry if model is not Submission]
    for model in others:
        for deed in ("changelist", "add"):
            try:
                address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{deed}")
            except NoReverseMatch:
                continue
            assert client.get(address).status_code == 403, address
    for address in (
        "gazette_submission_report",
        "gazette_submission_report_print",
        "gazette_yearlyreport_stale",
    ):
        assert client.get(reverse(f"admin:{address}")).status_code == 403
    assert client.get(reverse("admin:gazette_yearlyreport_year", args=[2025])).status_code == 403
    assert client.get(reverse("admin:eldercare_radar")).status_code == 403
    board = client.get(reverse("admin:index")).content.decode()
    assert "退回的报送" in board and "报送待收稿" not in board and "公文草稿" not in board


def test_what_another_unit_sent_is_not_there(client: Client, officer: User) -> None:
    theirs = [sent(), draft(), standing(S.ACCEPTED)]
    for one in theirs:
        for deed in ("change", *DEEDS):
            for answer in (client.get(page(one, deed)), client.post(page(one, deed), {"reason": REASON})):
                assert answer.status_code == 404, deed
        assert client.post(page(one, "detach", 1)).status_code == 404
        assert client.get(page(one, "attached", 1)).status_code == 404
    assert theirs[0].title not in client.get(reverse(LIST)).content.decode()
    assert client.get(page(theirs[0]).replace(f"/{theirs[0].pk}/", "/x9/")).status_code == 404
    assert [row.state for row in Submission.objects.order_by("pk")] == [S.SENT, S.DRAFT, S.ACCEPTED]


def test_of_the_own_unit_only_what_is_the_units(client: Client, officer: User) -> None:
    mine = sent(unit=Liaison.objects.get().unit, by=officer)
    for deed in ("accept", "return", "decline", "take"):
        assert client.post(page(mine, deed), {"reason": REASON}).status_code == 403
    assert client.get(page(mine, "edit")).status_code == 200
    answer = client.post(page(mine, "edit"), TYPED)
    assert answer.status_code == 422 and "不能再改" in answer.content.decode()
    shown = client.get(page(mine)).content.decode()
    assert page(mine, "withdraw") in shown
    assert page(mine, "accept") not in shown and page(mine, "edit") not in shown


@pytest.mark.parametrize(
    ("role", "status"),
    [("责任编辑", 200), ("审计（只读）", 200), ("单位维护", 403), ("账号管理", 403), ("养老县区经办", 403)],
)
def test_the_other_roles(client: Client, role: str, status: int) -> None:
    one, hidden = sent(), draft()
    log_in(client, role)
    for address in (page(one), reverse(LIST), page(one, "file")):
        assert client.get(address).status_code == status, address
    assert client.get(page(hidden)).status_code == (404 if status == 200 else 403)
    handles = role == "责任编辑"
    assert client.get(page(one, "accept")).status_code == (200 if handles else 403)
    for deed in ("send", "withdraw", "edit", "attach"):
        assert client.get(page(one, deed)).status_code == 403
    assert client.get(reverse(ADD)).status_code == 403


def test_nobody_comes_in_without_log_in(client: Client) -> None:
    one = sent()
    for address in (page(one), page(one, "file"), page(one, "send"), reverse(LIST), reverse(ADD)):
        answer = client.get(address)
        assert answer.status_code == 302 and reverse("admin:login") in answer["Location"]


@pytest.mark.parametrize(
    ("raw", "name", "said"),
    [
        (b"", "示例.docx", "是空的"),
        (b"\xff\xd8\xff\xe0" + b"x" * 50, "示例.docx", "是图片"),
        (package("word/document.xml", "word/vbaProject.bin"), "示例.docm", "带有宏"),
        (bomb(), "示例.docx", "展开后大得反常"),
        (b"x" * (60 << 20), "示例.docx", "超过20MB"),
        (docx_with()[:3000], "示例.docx", "已损坏"),
        ("没有标题也没有文号的一句闲话。".encode(), "示例.txt", "找不到"),
    ],
    ids=["empty", "picture", "macros", "bomb", "60 MB", "damaged", "no notice"],
)
def test_a_bad_file_is_refused_and_nothing_typed_is_lost(
    client: Client, officer: User, raw: bytes, name: str, said: str
) -> None:
    answer = write(client, raw, name)
    assert answer.status_code == 422
    (sentence,) = answer.context["form"].errors["text"]
    assert said in sentence
    shown = answer.content.decode()
    assert all(f"{value}" in shown for key, value in TYPED.items() if key != "title")
    assert "示例&lt;b&gt;标题" in shown and "<b>标题" not in shown
    assert "把文件再选一次" in shown
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("contact_phone", "13812345678", "不填个人手机号码"),
        ("contact_phone", "下午再打", "电话只写数字"),
        ("written_on", "2026-02-30", "日期"),
        ("disclosure", "secret", "secret"),
        ("unit", "999999", "选择一个有效"),
        ("title", "长" * 401, "400"),
        ("remarks", "\0", "空"),
    ],
)
def test_bad_input_is_said_in_place(client: Client, officer: User, field: str, value: str, said: str) -> None:
    answer = write(client, **{field: value})
    assert answer.status_code == 422
    assert said in "".join(answer.context["form"].errors[field])
    assert not Submission.objects.exists()


def test_from_the_file_to_the_sending(client: Client, officer: User) -> None:
    raw = word(notice(3).replace("早调早运", "早调早调运运"))
    answer = write(client, raw, title="", document_number="", written_on="")
    one = Submission.objects.get()
    assert answer["Location"] == page(one)
    assert (one.document_number, f"{one.written_on}", one.state) == (
        "示粮发〔2026〕3号",
        "2026-03-02",
        S.DRAFT,
    )
    shown = client.get(page(one), {"text": "1"}).content.decode()
    assert "早调早调运运" in shown and "依据：" in shown
    file = client.get(page(one, "file"))
    assert file["Content-Type"] == "application/octet-stream" and "attachment" in file["Content-Disposition"]
    assert client.post(page(one, "send"), {"confirm": "1"}).status_code == 302
    one.refresh_from_db()
    assert one.number == f"{timezone.localdate().year}-0001"


def test_attachments_are_added_and_taken_away_while_it_is_open(client: Client, officer: User) -> None:
    one = draft(unit=Liaison.objects.get().unit, by=officer, is_normative=True, interpretation="attached")
    assert "还没有添加解读材料" in client.get(page(one, "send")).content.decode()

    def add(raw: bytes, name: str, role: str = "interpretation") -> Any:
        return client.post(page(one, "attach"), {"role": role, "file": SimpleUploadedFile(name, raw)})

    for raw, name, said in (
        (b"", "空.pdf", "是空的"),
        (b"MZ" + bytes(100), "程序.exe", "程序，不能上传"),
        (package("word/document.xml", "word/vbaProject.bin"), "示例.docm", "带有宏"),
        (package("a.txt"), "示例.zip", "压缩包"),
        (bomb(), "示例.docx", "展开后大得反常"),
        (PLAIN_PDF, "示例.docx", "内容却是 PDF"),
        (b"x" * (MAX_BYTES + 1), "大.pdf", "超过 20 MB"),
    ):
        answer = add(raw, name)
        assert answer.status_code == 422 and said in answer.content.decode(), name
    reading = word()
    assert [add(reading, "解读.docx").status_code for _ in range(2)] == [302, 422]
    assert add(PLAIN_PDF, "附表.pdf", "attachment").status_code == 302
    assert add(PLAIN_PDF, "附表.pdf", "attachment").status_code == 422
    assert add(encoded(two_colours(), "PNG"), "图.png", "attachment").status_code == 302
    pdf = SubmissionFile.objects.get(kind="pdf")
    assert client.get(page(one, "attached", pdf.pk))["Content-Type"] == "application/pdf"
    assert client.get(page(one, "detach", pdf.pk)).status_code == 405
    client.post(page(one, "detach", pdf.pk))
    assert not SubmissionFile.objects.filter(kind="pdf").exists()
    assert client.post(page(one, "send"), {"confirm": "1"}).status_code == 302
    picture = SubmissionFile.objects.get(kind="png")
    client.post(page(one, "detach", picture.pk))
    assert SubmissionFile.objects.filter(pk=picture.pk).exists()


def test_the_second_of_two_who_write_sees_it_and_can_save_after_looking(
    client: Client, officer: User
) -> None:
    one = draft(unit=Liaison.objects.get().unit, by=officer)
    seen = client.get(page(one, "edit")).context["form"]["seen"].value()
    submissions.save_submission(one, form={"title": "别人写的"}, by=officer, at=AT + timedelta(hours=1))
    answer = client.post(page(one, "edit"), {**TYPED, "seen": seen})
    assert answer.status_code == 422 and "由别人修改" in answer.content.decode()
    again = answer.context["form"]["seen"].value()
    for nonsense in ("x", "2026-01-45T00:00:00"):
        assert client.post(page(one, "edit"), {**TYPED, "seen": nonsense}).status_code == 422
    assert client.post(page(one, "edit"), {**TYPED, "seen": again}).status_code == 302
    assert Submission.objects.get().title == TYPED["title"]


def test_a_twin_is_told_and_sent_with_a_tick(client: Client, officer: User) -> None:
    sent(said=notice(8), unit=make.unit("示例市别的单位"))
    one = draft(said=notice(8), unit=Liaison.objects.get(user=officer).unit, by=officer)
    shown = client.get(page(one, "send")).content.decode()
    assert "同一个文件已经报送过" in shown and "示例市别的单位" not in shown
    assert client.post(page(one, "send"), {"confirm": "1"}).status_code == 422
    assert client.post(page(one, "send"), {"again": "on"}).status_code == 302


def test_editors_accept_into_a_draft_issue_return_and_decline(client: Client) -> None:
    log_in(client, "责任编辑")
    issue, published = make.issue(2026, published=False), make.issue(2026)
    one = sent()
    asked = client.get(page(one, "accept")).content.decode()
    assert str(issue) in asked and str(published) not in asked
    assert client.post(page(one, "accept"), {"issue": published.pk}).status_code == 422
    assert client.post(page(one, "accept"), {"issue": issue.pk}).status_code == 302
    one.refresh_from_db()
    assert one.state == S.TAKEN and str(issue) in client.get(page(one)).content.decode()
    late = sent()
    assert client.post(page(late, "return"), {"reason": ""}).status_code == 422
    assert client.post(page(late, "return"), {"reason": "<script>x</script>"}).status_code == 302
    shown = client.get(page(late)).content.decode()
    assert "&lt;script&gt;x&lt;/script&gt;" in shown and "<script>x" not in shown
    assert "不能退回" in client.post(page(late, "return"), {"reason": REASON}).content.decode()
    closed = sent(disclosure="closed", closed_reason="示例")
    assert "不能收稿" in client.post(page(closed, "accept"), {}).content.decode()
    assert client.post(page(closed, "decline"), {"reason": REASON}).status_code == 302


@pytest.mark.parametrize(
    "asked",
    ["waiting=overdue", "waiting=3", "waiting=x", "unit=x", "unit=99999999999999999999", "state__exact=no"],
)
def test_the_queue_is_narrowed_and_a_wrong_filter_breaks_nothing(client: Client, asked: str) -> None:
    waits, late = sent(), sent(written_on=AT.date() - timedelta(days=90))
    log_in(client, "责任编辑")
    answer = client.get(f"{reverse(LIST)}?{asked}")
    assert answer.status_code in (200, 302)
    if asked == "waiting=overdue":
        found = set(answer.context["cl"].result_list)
        assert late in found
    if asked == "waiting=3":
        assert waits in answer.context["cl"].result_list
