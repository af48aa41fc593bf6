"""The import desk's pages: what is refused, who may, what the preview shows, and what it costs."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.models import Document
from documents.reading.files.printed import MAX_BYTES
from foundation.models import Unit, UnitVariant
from gazette.models import Issue, Official, OfficialAlias, Upload, UploadState
from tests import make
from tests.staff import log_in
from tests.uploading import NOTICE, person, received, sample

pytestmark = pytest.mark.django_db
ADD = "admin:gazette_upload_add"
LIST = "admin:gazette_upload_changelist"
PREVIEW_QUERIES = 26  # session, user, the upload, names, and what is on record; measured, with a little air


def page(upload: Upload, deed: str = "change") -> str:
    return reverse(f"admin:gazette_upload_{deed}", args=[upload.pk])


def send(client: Client, raw: bytes, name: str = "示例.txt", **fields: Any) -> Any:
    return client.post(reverse(ADD), {"file": SimpleUploadedFile(name, raw), **fields})


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "是空的"),
        (b"\x00\x01\x02" * 50, "二进制"),
        (b"\xff\xd8\xff\xe0" + b"x" * 50, "是图片"),
        (b"PK\x03\x04 broken", "已损坏"),
        ("没有标题也没有文号的一句闲话。".encode(), "找不到"),
        (b"x" * (MAX_BYTES + 1), "超过20MB"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(client: Client, raw: bytes, said: str) -> None:
    log_in(client, "责任编辑")
    answer = send(client, raw)
    assert answer.status_code == 422
    (sentence,) = answer.context["form"].errors["file"]
    assert said in sentence
    assert sentence in answer.content.decode().replace("&quot;", '"')
    assert Upload.objects.count() == 0


def test_no_file_is_asked_for_again(client: Client) -> None:
    log_in(client, "责任编辑")
    assert "请选择一个文件。" in client.post(reverse(ADD), {}).content.decode()


def test_limits_are_said_before_a_file_is_chosen(client: Client) -> None:
    log_in(client, "责任编辑")
    said = client.get(reverse(ADD)).content.decode()
    assert "最大 20 MB，PDF 不超过 600 页" in said


@pytest.mark.parametrize(("text", "kind"), [(NOTICE, "document"), (None, "issue")])
def test_the_kind_is_told_by_the_content(client: Client, text: str | None, kind: str) -> None:
    log_in(client, "责任编辑")
    answer = send(client, (text or sample()).encode())
    upload = Upload.objects.get()
    assert upload.kind == kind
    assert answer["Location"] == page(upload)
    assert client.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize("role", ["审计（只读）", "单位维护", "账号管理"])
def test_others_are_forbidden(client: Client, role: str) -> None:
    upload = received(NOTICE, by=person("责任编辑"))
    log_in(client, role)
    answers = [client.get(reverse(ADD)), send(client, NOTICE.encode()), client.get(page(upload, "discard"))]
    answers += [client.post(page(upload, deed)) for deed in ("decide", "undo", "accept", "reread", "discard")]
    assert [answer.status_code for answer in answers] == [403] * 8
    expected = 200 if role == "审计（只读）" else 403
    looked = [client.get(page(upload)), client.get(reverse(LIST)), client.get(page(upload, "file"))]
    assert [answer.status_code for answer in looked] == [expected] * 3
    assert Upload.objects.get().state == UploadState.WAITING


def test_nobody_is_led_to_the_log_in(client: Client) -> None:
    upload = received(NOTICE, by=person("责任编辑"))
    for url in (reverse(ADD), reverse(LIST), page(upload), page(upload, "accept"), page(upload, "file")):
        answer = client.get(url)
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("admin:login"))


def test_deeds_are_posted_with_a_token(client: Client) -> None:
    user = log_in(client, "责任编辑")
    upload = received(NOTICE, by=user)
    assert client.get(page(upload, "accept")).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user)
    assert strict.post(page(upload, "accept")).status_code == 403
    assert Document.objects.count() == 0


def test_preview_shows_both_sides_and_every_problem_leads_to_its_line(client: Client) -> None:
    upload = received(sample(), by=log_in(client, "责任编辑"))
    answer = client.get(page(upload))
    shown = answer.content.decode()
    preview = answer.context["preview"]
    assert preview.problem_count == len(upload.answer["problems"]) == 10
    for _, rows in preview.groups:
        for problem in rows:
            assert f'href="#L{problem.line}"' in shown
            assert f'id="L{problem.line}"' in shown
            assert f'href="#p{problem.number}"' in shown
    assert sum(share.characters for share in preview.shares) == upload.answer["coverage"]["characters"]
    assert [row.number for row in preview.lines] == [line[0] for line in upload.lines]
    assert "source-furniture" in shown
    assert all(document.line for document in preview.documents)


def test_what_proof_reading_finds_stands_beside_what_the_reader_asks(client: Client) -> None:
    log_in(client, "责任编辑")
    answer = client.get(send(client, NOTICE.replace("早调早运", "早调早调运运").encode())["Location"])
    upload = Upload.objects.get()
    added = [row for _, rows in answer.context["preview"].groups for row in rows if row.severity_name]
    assert added
    assert len(added) == len(upload.findings)
    assert f"依据：{added[0].source}" in answer.content.decode()


def test_a_doubt_of_both_is_shown_once(client: Client) -> None:
    log_in(client, "责任编辑")
    answer = client.get(send(client, sample().encode())["Location"])
    upload = Upload.objects.get()
    rows = [row for _, rows in answer.context["preview"].groups for row in rows]
    dates = [row for row in rows if row.printed == "2012年1月18"]
    assert "date_incomplete" in {finding["rule"] for finding in upload.findings}
    assert len(dates) == 1
    assert len(rows) < len(upload.answer["problems"]) + len(upload.findings)


def test_text_of_one_document_is_shown_when_asked_for(client: Client) -> None:
    upload = received(sample(), by=log_in(client, "责任编辑"))
    closed = client.get(page(upload)).content.decode()
    opened = client.get(page(upload), {"text": "2"})
    assert 'class="read-text"' not in closed
    assert opened.content.decode().count('class="read-text"') == 1
    assert opened.context["preview"].documents[1].blocks
    assert client.get(page(upload), {"text": "９９"}).status_code == 200


def test_decisions_are_made_and_taken_back_on_the_page(client: Client) -> None:
    known = make.unit("示例市农业与农村工作局")
    upload = received(NOTICE, by=log_in(client, "责任编辑"))
    sent = {"subject": "unit", "printed": "示例市农业农村局", "choice": "alias", "name": known.name}
    assert client.post(page(upload, "decide"), sent).status_code == 302
    decision = upload.decisions.get()
    shown = client.get(page(upload))
    assert "示例市农业与农村工作局，记为别名" in shown.content.decode()
    assert shown.context["preview"].undecided == 2
    assert client.post(page(upload, "undo"), {"decision": "9" * 5000}).status_code == 302
    client.post(page(upload, "undo"), {"decision": decision.pk})
    assert client.get(page(upload)).context["preview"].undecided == 3


def test_a_refused_decision_is_said_in_place(client: Client) -> None:
    upload = received(NOTICE, by=log_in(client, "责任编辑"))
    sent = {"subject": "unit", "printed": "示例市粮站", "choice": "alias", "name": "没有局"}
    answer = client.post(page(upload, "decide"), sent)
    assert answer.status_code == 422
    assert "没有叫“没有局”的单位" in answer.content.decode()
    assert client.post(page(upload, "decide"), {"subject": "moon"}).status_code == 422
    assert upload.decisions.count() == 0


def test_accepting_leads_to_the_drafts(client: Client) -> None:
    upload = received(sample(), by=log_in(client, "责任编辑"))
    answer = client.post(page(upload, "accept"), follow=True)
    shown = answer.content.decode()
    assert "新建公文 11 份" in shown
    for document in Document.objects.all():
        assert reverse("admin:documents_document_change", args=[document.pk]) in shown
    assert reverse("admin:gazette_issue_change", args=[Issue.objects.get().pk]) in shown
    twice = client.post(page(upload, "accept"))
    assert twice.status_code == 422
    assert "已接受，不能再改动" in twice.content.decode()


def test_a_changed_file_shows_what_changes_before_it_replaces(client: Client) -> None:
    user = log_in(client, "责任编辑")
    client.post(page(received(sample(), by=user), "accept"))
    text = sample().replace("示南区第一小学检查", "示南区第二小学检查").replace("总第11期", "总第12期")
    upload = received(text, by=user)
    answer = client.get(page(upload))
    consequences = answer.context["preview"].consequences
    assert consequences.replaces
    assert len(consequences.events) == 1
    assert {fate.label for fate in consequences.fates} == {"没有变化"}
    assert [(change.label, change.after) for change in consequences.fields] == [("总期号", "12")]
    assert "用此文件更新草稿" in answer.content.decode()
    assert client.post(page(upload, "accept")).status_code == 422
    assert client.post(page(upload, "accept"), {"replace": "1"}).status_code == 302


def test_the_same_file_again_says_so(client: Client) -> None:
    user = log_in(client, "责任编辑")
    client.post(page(received(sample(), by=user), "accept"))
    Document.objects.filter(series="示政发", serial=3).update(title="后台改过的标题")
    answer = client.get(page(received(sample(), by=user)))
    consequences = answer.context["preview"].consequences
    assert consequences.same_file
    assert [fate.label for fate in consequences.fates].count("更新草稿") == 1
    assert "这个文件以前已经导入并保存过" in answer.content.decode()


def test_a_published_issue_is_said_to_be_closed(client: Client) -> None:
    user = log_in(client, "责任编辑")
    client.post(page(received(sample(), by=user), "accept"))
    make.published(Issue.objects.get())
    answer = client.get(page(received(sample().replace("示南区第一", "示南区第二"), by=user)))
    shown = answer.content.decode()
    assert "不能由导入改动" in shown
    assert "接受，存为草稿" not in shown
    assert "保持原样（已发布）" in shown


def test_discarding_is_asked_for_first(client: Client) -> None:
    upload = received(NOTICE, by=log_in(client, "责任编辑"))
    assert "确认放弃" in client.get(page(upload, "discard")).content.decode()
    assert Upload.objects.get().is_waiting
    assert client.post(page(upload, "discard")).status_code == 302
    assert "文件没有保留" in client.get(page(upload)).content.decode()
    assert client.get(page(upload, "file")).status_code == 404


def test_the_file_is_given_back_for_saving_only(client: Client) -> None:
    upload = received(NOTICE, by=log_in(client, "责任编辑"))
    answer = client.get(page(upload, "file"))
    assert answer.content == NOTICE.encode()
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")


def test_the_list_waits_first_and_is_filtered(client: Client) -> None:
    user = log_in(client, "责任编辑")
    client.post(page(received(sample(), by=user), "accept"))
    waiting = received(NOTICE, by=user)
    listed = client.get(reverse(LIST), {"state__exact": "waiting"}).context["cl"]
    assert list(listed.result_list) == [waiting]


def test_no_other_page_of_the_desk_takes_a_file_in(client: Client) -> None:
    """A reading is not added by hand."""
    log_in(client, "主编")
    assert client.get(reverse("admin:documents_reading_add")).status_code == 403


def measured(client: Client, upload: Upload) -> tuple[int, int]:
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(page(upload))
    assert answer.status_code == 200
    return len(asked), len(answer.content)


def test_preview_asks_the_same_however_long_the_file(client: Client) -> None:
    user = log_in(client, "责任编辑")
    client.post(page(received(sample(), by=user), "accept"))
    short = NOTICE.replace("7号", "9号")
    client.post(page(received(short, by=user), "accept"))
    measured(client, received(NOTICE, by=user))
    few, _ = measured(client, received(short.replace("早调早运", "早运"), by=user))
    many, size = measured(client, received(sample().replace("示南区第一", "示南区第二"), by=user))
    assert few <= many <= PREVIEW_QUERIES
    assert size < 8 * len(sample().encode())


def test_rereading_changes_the_kind(client: Client) -> None:
    upload = received(sample(), by=log_in(client, "责任编辑"))
    assert client.post(page(upload, "reread"), {"kind": "document"}).status_code == 302
    upload.refresh_from_db()
    assert upload.kind == "document"
    notice = received(NOTICE, by=upload.uploaded_by)
    refused = client.post(page(notice, "reread"), {"kind": "issue"})
    assert refused.status_code == 422
    assert "不像一期公报" in refused.content.decode()
    notice.refresh_from_db()
    assert notice.kind == "document"


def test_hostile_names_are_shown_as_text(client: Client) -> None:
    text = NOTICE.replace("示例市粮站", "示例<script>局")
    upload = received(text, by=log_in(client, "责任编辑"), name="<b>.txt")
    shown = client.get(page(upload)).content.decode()
    assert "<script>局" not in shown
    assert "&lt;script&gt;局" in shown
    assert (Unit.objects.count(), UnitVariant.objects.count()) == (0, 0)
    assert (Official.objects.count(), OfficialAlias.objects.count()) == (0, 0)
