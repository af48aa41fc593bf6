"""Rows on the page of a document, finding it by its number, and settling problems."""

import pytest
from django.test import Client
from django.urls import reverse

from documents.models import Document, DocumentOrgan, Problem, Relation
from foundation.models import Status
from tests import make
from tests.portal.test_admin_budgets import a_reading
from tests.staff import document_page, filled, log_in, rows_of

pytestmark = pytest.mark.django_db

LIST = reverse("admin:documents_document_changelist")


def test_a_new_document_comes_with_its_rows(client: Client) -> None:
    log_in(client, "责任编辑")
    organ = make.unit("示例水务局")
    unsaved = Document(title="新录入的通知", body="一、总则\n一段。", written_on=None)
    rows = [{"id": "", "document": "", "position": "", "printed": "示例水务局", "unit": organ.pk}]
    answer = client.post(
        reverse("admin:documents_document_add"), filled(unsaved) | rows_of("organs", rows, stored=0)
    )
    assert answer.status_code == 302
    made = Document.objects.get()
    assert (made.title, made.status, made.organs.get().position) == ("新录入的通知", Status.DRAFT, 1)


def test_rows_trade_places_and_new_rows_go_to_the_end(client: Client) -> None:
    log_in(client, "责任编辑")
    first, second, third = make.unit(), make.unit(), make.unit()
    document = make.document(published=False, organs=[first, second])
    one, two = document.organs.order_by("position")
    rows = [
        {"id": one.pk, "document": document.pk, "position": 2, "printed": one.printed, "unit": first.pk},
        {"id": two.pk, "document": document.pk, "position": 1, "printed": two.printed, "unit": second.pk},
        {"id": "", "document": document.pk, "position": "", "printed": "新机关", "unit": third.pk},
    ]
    answer = client.post(document_page(document), filled(document) | rows_of("organs", rows, stored=2))
    assert answer.status_code == 302
    assert list(document.organs.order_by("position").values_list("position", "unit")) == [
        (1, second.pk),
        (2, first.pk),
        (3, third.pk),
    ]


def test_a_row_takes_the_place_of_a_deleted_one(client: Client) -> None:
    log_in(client, "责任编辑")
    document = make.document(published=False, organs=[make.unit(), make.unit()])
    one, two = document.organs.order_by("position")
    rows = [
        {"id": two.pk, "document": document.pk, "position": 1, "printed": "乙", "unit": ""},
        {"id": one.pk, "document": document.pk, "position": 1, "printed": "甲", "unit": "", "DELETE": "on"},
    ]
    assert (
        client.post(document_page(document), filled(document) | rows_of("organs", rows, stored=2)).status_code
        == 302
    )
    assert list(DocumentOrgan.objects.values_list("position", "printed")) == [(1, "乙")]


def test_two_rows_at_one_place_are_refused(client: Client) -> None:
    log_in(client, "责任编辑")
    document = make.document(published=False)
    rows = [
        {"id": "", "document": document.pk, "position": 1, "printed": name, "unit": ""}
        for name in ("甲", "乙")
    ]
    answer = client.post(document_page(document), filled(document) | rows_of("organs", rows, stored=0))
    assert answer.status_code == 200
    assert "次序重复" in answer.content.decode()
    assert DocumentOrgan.objects.count() == 0


def test_rows_that_are_only_listed_cannot_be_changed_here(client: Client) -> None:
    log_in(client, "主编")
    document = make.document(published=False)
    task = make.task(document, title="原来的事项")
    rows = [{"id": task.pk, "document": document.pk, "position": 9, "title": "偷改", "DELETE": "on"}]
    client.post(document_page(document), filled(document) | rows_of("tasks", rows, stored=1))
    task.refresh_from_db()
    assert (task.title, task.position) == ("原来的事项", 1)


def test_a_relation_to_itself_is_refused_in_chinese(client: Client) -> None:
    log_in(client, "责任编辑")
    document = make.document(published=False)
    row = {
        "id": "",
        "source": document.pk,
        "position": 1,
        "kind": "cites",
        "title": "甲",
        "target": document.pk,
    }
    answer = client.post(
        document_page(document), filled(document) | rows_of("outgoing_relations", [row], stored=0)
    )
    assert answer.status_code == 200
    assert "文件不能指向自己。" in answer.content.decode()
    assert Relation.objects.count() == 0


@pytest.mark.parametrize(
    "asked",
    ["示政办〔2024〕7号", "示政办[2024]7号", "示政办（2024）7", "示政办(2024)第7号", " 示政办〔2024〕 7 号 "],
)
def test_number_is_found_in_any_spelling(client: Client, asked: str) -> None:
    log_in(client, "审计（只读）")
    wanted = make.document(series="示政办", year=2024, serial=7, document_number="示政办〔2024〕7号")
    make.document(series="示政办", year=2024, serial=77, document_number="示政办〔2024〕77号")
    answer = client.get(LIST, {"q": asked})
    assert list(answer.context["cl"].result_list) == [wanted]


def test_search_by_title_still_works_when_it_looks_like_a_number(client: Client) -> None:
    log_in(client, "审计（只读）")
    wanted = make.document("示例规划2024号工程的通知")
    make.document()
    answer = client.get(LIST, {"q": "示例规划2024号"})
    assert list(answer.context["cl"].result_list) == [wanted]


def test_problems_are_settled_from_the_list_by_who_may(client: Client) -> None:
    reading = a_reading(3)
    problems = reverse("admin:documents_problem_changelist")
    sent = {"action": "settle", "_selected_action": [reading.problems.order_by("position")[0].pk]}
    log_in(client, "审计（只读）")
    client.post(problems, sent)
    assert Problem.objects.filter(settled=True).count() == 0
    log_in(client, "责任编辑")
    assert client.post(problems, sent).status_code == 302
    assert Problem.objects.filter(settled=True).count() == 1
    assert client.get(problems).context["cl"].result_count == 2
    assert client.get(problems, {"settled": "all"}).context["cl"].result_count == 3
