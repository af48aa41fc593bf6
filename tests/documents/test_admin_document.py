"""The desk of documents: who may change what, and how a document is published and withdrawn."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser, Group
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.models import Document, DocumentOrgan, Problem, Relation, TextStatus
from foundation.models import Status, StatusChange
from tests import make

pytestmark = pytest.mark.django_db

ROWS = ("organs", "attachments", "outgoing_relations", "tasks", "checklist")
LIST = reverse("admin:documents_document_changelist")


@pytest.fixture
def as_role(client: Client, db: None) -> Any:
    def log_in(role: str) -> AbstractUser:
        call_command("ensure_roles", verbosity=0)
        user = get_user_model().objects.create_user(f"{role}某", is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client.force_login(user)
        return user

    return log_in


def page(document: Document, deed: str = "change") -> str:
    if deed == "change":
        return reverse("admin:documents_document_change", args=[document.pk])
    return reverse(f"admin:documents_document_{deed}", args=[document.pk])


def filled(document: Document, **changes: Any) -> dict[str, Any]:
    """What the browser sends when the page is saved with these changes."""
    values: dict[str, Any] = {
        "title": document.title,
        "kind": document.kind_id or "",
        "column": document.column_id or "",
        "document_number": document.document_number,
        "series": document.series,
        "year": document.year or "",
        "serial": document.serial or "",
        "enclosed_title": document.enclosed_title,
        "body": document.body,
        "text_status": document.text_status,
        "addressees": "\n".join(document.addressees),
        "written_on": document.written_on or "",
        "written_on_printed": document.written_on_printed,
        "note": document.note,
        "disclosure": document.disclosure,
    }
    for rows in ROWS:
        values |= {f"{rows}-TOTAL_FORMS": 0, f"{rows}-INITIAL_FORMS": 0}
    return values | changes


def rows_of(prefix: str, rows: list[dict[str, Any]], *, stored: int) -> dict[str, Any]:
    sent: dict[str, Any] = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": stored}
    for number, row in enumerate(rows):
        sent |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return sent


def test_stranger_is_asked_to_log_in(client: Client) -> None:
    document = make.document(published=False)
    for url in (LIST, page(document), page(document, "publish"), page(document, "withdraw")):
        for answer in (client.get(url), client.post(url)):
            assert answer.status_code == 302
            assert answer["Location"].startswith(reverse("admin:login"))
    document.refresh_from_db()
    assert document.status == Status.DRAFT


def test_editor_corrects_a_draft(client: Client, as_role: Any) -> None:
    as_role("责任编辑")
    document = make.document(published=False)
    changed = filled(document, title="改好的标题", addressees="各县、区人民政府\n\n 市直各委、办、局 \n")
    assert client.post(page(document), changed).status_code == 302
    document.refresh_from_db()
    assert document.title == "改好的标题"
    assert document.addressees == ["各县、区人民政府", "市直各委、办、局"]


@pytest.mark.parametrize("deed", ["publish", "withdraw"])
@pytest.mark.parametrize("role", ["责任编辑", "副主编", "审计（只读）"])
def test_only_the_chief_may_publish_and_withdraw(client: Client, as_role: Any, role: str, deed: str) -> None:
    as_role(role)
    document = make.document(published=deed == "withdraw")
    before = document.status
    for answer in (client.get(page(document, deed)), client.post(page(document, deed), {"remark": "有误"})):
        assert answer.status_code == 403
    document.refresh_from_db()
    assert document.status == before
    assert StatusChange.objects.count() == 0


@pytest.mark.parametrize("role", ["审计（只读）", "单位维护"])
def test_who_may_not_edit_cannot_save(client: Client, as_role: Any, role: str) -> None:
    as_role(role)
    document = make.document(published=False)
    assert client.post(page(document), filled(document, title="偷改")).status_code == 403
    assert client.post(reverse("admin:documents_document_add"), {"title": "偷加"}).status_code == 403
    assert client.post(page(document, "delete"), {"post": "yes"}).status_code == 403
    document.refresh_from_db()
    assert document.title != "偷改"
    assert Document.objects.count() == 1


def test_chief_publishes_after_being_asked(client: Client, as_role: Any) -> None:
    chief = as_role("主编")
    document = make.document(published=False)
    asked = client.get(page(document, "publish"))
    assert asked.status_code == 200
    assert "确认发布" in asked.content.decode()
    document.refresh_from_db()
    assert document.status == Status.DRAFT, "asking moves nothing"
    assert client.post(page(document, "publish")).status_code == 302
    document.refresh_from_db()
    assert document.status == Status.PUBLISHED
    assert document.published_at is not None
    change = StatusChange.objects.get()
    assert (change.by, change.subject) == (chief, document)


def test_withdrawing_needs_a_reason(client: Client, as_role: Any) -> None:
    as_role("主编")
    document = make.document()
    for remark in ("", "   "):
        refused = client.post(page(document, "withdraw"), {"remark": remark, "confirm": "1"})
        assert refused.status_code == 422
        assert "请写明原因。" in refused.content.decode()
    document.refresh_from_db()
    assert document.status == Status.PUBLISHED
    assert client.post(page(document, "withdraw"), {"remark": "附件有误"}).status_code == 302
    document.refresh_from_db()
    assert (document.status, document.withdrawal_reason) == (Status.WITHDRAWN, "附件有误")


def test_an_impossible_move_is_refused_in_chinese(client: Client, as_role: Any) -> None:
    as_role("主编")
    document = make.document()
    answer = client.post(page(document, "publish"))
    assert answer.status_code == 422
    assert "不能发布" in answer.content.decode()
    assert StatusChange.objects.count() == 0


def test_moving_what_is_not_there_is_404(client: Client, as_role: Any) -> None:
    as_role("主编")
    for number in ("999999", "没有"):
        url = reverse("admin:documents_document_publish", args=[number])
        assert client.post(url).status_code == 404


def test_buttons_follow_status_and_permission(client: Client, as_role: Any) -> None:
    draft, public = make.document(published=False), make.document()
    as_role("主编")
    assert page(draft, "publish") in client.get(page(draft)).content.decode()
    assert page(draft, "withdraw") not in client.get(page(draft)).content.decode()
    assert page(public, "withdraw") in client.get(page(public)).content.decode()
    as_role("责任编辑")
    assert page(draft, "publish") not in client.get(page(draft)).content.decode()


def test_status_cannot_be_typed(client: Client, as_role: Any) -> None:
    as_role("主编")
    document = make.document(published=False)
    client.post(page(document), filled(document, status="published", published_at="2024-01-01 00:00"))
    document.refresh_from_db()
    assert (document.status, document.published_at) == (Status.DRAFT, None)


def test_published_text_is_locked_for_the_editor(client: Client, as_role: Any) -> None:
    as_role("责任编辑")
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
    assert client.post(page(document), sent).status_code == 302
    before = document.title, document.body
    document.refresh_from_db()
    attachment.refresh_from_db()
    assert (document.title, document.body) == before
    assert (attachment.title, attachment.text) == ("示例附件", "原文")
    assert document.abstract == "新摘要", "what is not printed may be mended"


def test_published_text_is_corrected_by_who_may(client: Client, as_role: Any) -> None:
    as_role("副主编")
    document = make.document()
    assert client.post(page(document), filled(document, body="更正后的正文")).status_code == 302
    document.refresh_from_db()
    assert document.body == "更正后的正文"
    assert document.status == Status.PUBLISHED


def test_outline_is_open_even_when_published(client: Client, as_role: Any) -> None:
    as_role("责任编辑")
    document = make.document(text_status=TextStatus.OUTLINE)
    assert client.post(page(document), filled(document, body="一、补正的标题")).status_code == 302
    document.refresh_from_db()
    assert document.body == "一、补正的标题"


def test_a_tombstone_is_not_edited(client: Client, as_role: Any) -> None:
    as_role("主编")
    document = make.document()
    client.post(page(document, "withdraw"), {"remark": "有误"})
    assert client.get(page(document)).status_code == 200
    assert client.post(page(document), filled(document, title="偷改")).status_code == 403


def test_what_was_public_is_never_deleted(client: Client, as_role: Any) -> None:
    as_role("主编")
    public, draft = make.document(), make.document(published=False)
    assert client.post(page(public, "delete"), {"post": "yes"}).status_code == 403
    assert client.post(page(draft, "delete"), {"post": "yes"}).status_code == 302
    bulk = {"action": "delete_selected", "_selected_action": [public.pk], "post": "yes"}
    client.post(LIST, bulk)
    assert list(Document.objects.all()) == [public]


def test_saving_locks_the_row_so_that_no_older_status_is_written_back(client: Client, as_role: Any) -> None:
    as_role("责任编辑")
    document = make.document(published=False)
    with CaptureQueriesContext(connection) as asked:
        client.post(page(document), filled(document))
    assert any("FOR UPDATE OF" in query["sql"] and "documents_document" in query["sql"] for query in asked)


def test_rows_trade_places_and_new_rows_go_to_the_end(client: Client, as_role: Any) -> None:
    as_role("责任编辑")
    first, second, third = make.unit(), make.unit(), make.unit()
    document = make.document(published=False, organs=[first, second])
    one, two = document.organs.order_by("position")
    rows = [
        {"id": one.pk, "document": document.pk, "position": 2, "printed": one.printed, "unit": first.pk},
        {"id": two.pk, "document": document.pk, "position": 1, "printed": two.printed, "unit": second.pk},
        {"id": "", "document": document.pk, "position": "", "printed": "新机关", "unit": third.pk},
    ]
    answer = client.post(page(document), filled(document) | rows_of("organs", rows, stored=2))
    assert answer.status_code == 302
    assert list(document.organs.order_by("position").values_list("position", "unit")) == [
        (1, second.pk),
        (2, first.pk),
        (3, third.pk),
    ]


def test_a_row_takes_the_place_of_a_deleted_one(client: Client, as_role: Any) -> None:
    as_role("责任编辑")
    document = make.document(published=False, organs=[make.unit(), make.unit()])
    one, two = document.organs.order_by("position")
    rows = [
        {"id": two.pk, "document": document.pk, "position": 1, "printed": "乙", "unit": ""},
        {"id": one.pk, "document": document.pk, "position": 1, "printed": "甲", "unit": "", "DELETE": "on"},
    ]
    assert (
        client.post(page(document), filled(document) | rows_of("organs", rows, stored=2)).status_code == 302
    )
    assert list(DocumentOrgan.objects.values_list("position", "printed")) == [(1, "乙")]


def test_two_rows_at_one_place_are_refused(client: Client, as_role: Any) -> None:
    as_role("责任编辑")
    document = make.document(published=False)
    rows = [
        {"id": "", "document": document.pk, "position": 1, "printed": name, "unit": ""}
        for name in ("甲", "乙")
    ]
    answer = client.post(page(document), filled(document) | rows_of("organs", rows, stored=0))
    assert answer.status_code == 200
    assert "次序重复" in answer.content.decode()
    assert DocumentOrgan.objects.count() == 0


def test_rows_that_are_only_listed_cannot_be_changed_here(client: Client, as_role: Any) -> None:
    as_role("主编")
    document = make.document(published=False)
    task = make.task(document, title="原来的事项")
    rows = [{"id": task.pk, "document": document.pk, "position": 9, "title": "偷改", "DELETE": "on"}]
    client.post(page(document), filled(document) | rows_of("tasks", rows, stored=1))
    task.refresh_from_db()
    assert (task.title, task.position) == ("原来的事项", 1)


def test_a_relation_to_itself_is_refused_in_chinese(client: Client, as_role: Any) -> None:
    as_role("责任编辑")
    document = make.document(published=False)
    row = {
        "id": "",
        "source": document.pk,
        "position": 1,
        "kind": "cites",
        "title": "甲",
        "target": document.pk,
    }
    answer = client.post(page(document), filled(document) | rows_of("outgoing_relations", [row], stored=0))
    assert answer.status_code == 200
    assert "文件不能指向自己。" in answer.content.decode()
    assert Relation.objects.count() == 0


@pytest.mark.parametrize(
    "asked",
    ["示政办〔2024〕7号", "示政办[2024]7号", "示政办（2024）7", "示政办(2024)第7号", " 示政办〔2024〕 7 号 "],
)
def test_number_is_found_in_any_spelling(client: Client, as_role: Any, asked: str) -> None:
    as_role("审计（只读）")
    wanted = make.document(series="示政办", year=2024, serial=7, document_number="示政办〔2024〕7号")
    make.document(series="示政办", year=2024, serial=77, document_number="示政办〔2024〕77号")
    answer = client.get(LIST, {"q": asked})
    assert list(answer.context["cl"].result_list) == [wanted]


def test_search_by_title_still_works_when_it_looks_like_a_number(client: Client, as_role: Any) -> None:
    as_role("审计（只读）")
    wanted = make.document("示例规划2024号工程的通知")
    make.document()
    answer = client.get(LIST, {"q": "示例规划2024号"})
    assert list(answer.context["cl"].result_list) == [wanted]


def test_problems_are_settled_from_the_list_by_who_may(client: Client, as_role: Any) -> None:
    from tests.portal.test_admin_budgets import a_reading

    reading = a_reading(3)
    problems = reverse("admin:documents_problem_changelist")
    sent = {"action": "settle", "_selected_action": [reading.problems.order_by("position")[0].pk]}
    as_role("审计（只读）")
    client.post(problems, sent)
    assert Problem.objects.filter(settled=True).count() == 0
    as_role("责任编辑")
    assert client.post(problems, sent).status_code == 302
    assert Problem.objects.filter(settled=True).count() == 1
    assert client.get(problems).context["cl"].result_count == 2
    assert client.get(problems, {"settled": "all"}).context["cl"].result_count == 3
