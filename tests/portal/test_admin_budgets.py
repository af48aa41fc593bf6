"""Every list and page of the staff's desk asks a fixed number of questions, however much there is to show."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.models import Problem, Reading
from foundation.models import Unit, UnitProposal
from gazette.models import OfficialAlias
from tests import make

pytestmark = pytest.mark.django_db

# Questions a page may ask: session, user and the page's own; measured, with a little air.
LISTS = {
    "gazette_upload": 6,
    "gazette_issue": 7,
    "gazette_chronicleentry": 9,
    "gazette_event": 10,
    "gazette_official": 6,
    "documents_document": 12,
    "documents_task": 8,
    "documents_checklistitem": 6,
    "documents_reading": 5,
    "documents_problem": 6,
    "documents_defecttick": 6,
    "documents_kind": 6,
    "documents_column": 5,
    "foundation_unit": 6,
    "foundation_unitproposal": 7,
    "foundation_division": 6,
    "foundation_statuschange": 6,
    "foundation_remark": 6,
    "foundation_workyear": 7,
    "foundation_protectedreveal": 6,
    "auth_user": 7,
    "auth_group": 5,
    "admin_logentry": 5,
}
PAGES = {
    "issue": 12,
    "document": 24,  # what the person saw of it is looked up too
    "task": 10,
    "item": 9,
    "unit": 9,
    "group": 9,
    "reading": 7,
    "day": 8,
    "event": 8,
    "official": 7,
}
BOARD = 61  # a question for each card, the radar with nine, the lines with a dozen, the columns with four


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(get_user_model().objects.create_superuser("chief", password="x"))
    return client


def fill(size: int) -> dict[str, Any]:
    """A year of the gazette, `size` of everything, and one of each noun whose page is looked at."""
    units = [make.unit(variants=[f"写法甲{make.serial()}", f"写法乙{make.serial()}"]) for _ in range(size)]
    group = make.unit(members=units)
    issue = make.issue(published=False)
    reading = a_reading(size)
    target = make.document(published=False)
    document = make.document(published=False, organs=units, reading=reading)
    for number in range(size):
        make.entry(issue, make.document(published=False, column=make.column(f"栏目{make.serial()}")))
        make.masthead(issue)
        make.relation(document, target, title=f"示例文件{number}")
        make.attachment(document)
        day = date(2024, 1 + number % 12, 1 + number % 28)
        event = make.event(issue, on=day, people=[f"示例员{number}", f"示例长{number}"])
        task = make.task(document, lead=units[:1], support=units[1:])
        make.amount(task)
        item = make.checklist_item(document, lead=units[:1], responsible=units[1:])
        make.reveal(target if number % 2 else units[0])
        UnitProposal.objects.create(printed=f"未知单位{make.serial()}")
        get_user_model().objects.create_user(f"编辑{make.serial()}")
        OfficialAlias.objects.create(official=make.official("示例员0"), printed=f"示例{make.serial()}")
    return {
        "issue": issue,
        "document": document,
        "task": task,
        "item": item,
        "unit": units[0],
        "group": group,
        "reading": reading,
        "day": event.entry,
        "event": event,
        "official": make.official("示例员0"),
    }


def a_reading(size: int) -> Reading:
    reading = Reading.objects.create(
        source_name="示例.txt",
        sha256=f"{make.serial():064x}",
        characters=10,
        placed=10,
        furniture=0,
        read_at=datetime(2024, 10, 1, tzinfo=UTC),
    )
    for position in range(size):
        Problem.objects.create(
            reading=reading, position=position, line=position + 1, kind="person_misprint", message="疑似误印"
        )
    return reading


def questions(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert answer.content
    return len(asked)


def change_url(row: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def before_and_after(
    client: Client, measure: Callable[[dict[str, Any]], dict[str, int]]
) -> list[dict[str, int]]:
    """The same questions with three of everything and again with twenty more."""
    few = fill(3)
    measure(few)  # content types and templates are loaded once a process
    return [measure(few), measure(fill(20))]


def test_lists_ask_the_same_with_more_rows(editor: Client) -> None:
    def measure(_: dict[str, Any]) -> dict[str, int]:
        return {name: questions(editor, reverse(f"admin:{name}_changelist")) for name in LISTS}

    few, many = before_and_after(editor, measure)
    assert many == few
    assert {name: asked for name, asked in many.items() if asked > LISTS[name]} == {}


def test_pages_ask_the_same_with_more_rows(editor: Client) -> None:
    def measure(rows: dict[str, Any]) -> dict[str, int]:
        """The second look: the first one at a text is noted."""
        return {name: [questions(editor, change_url(rows[name])) for _ in range(2)][-1] for name in PAGES}

    few, many = before_and_after(editor, measure)
    assert many == few
    assert {name: asked for name, asked in many.items() if asked > PAGES[name]} == {}


def test_lists_and_choices_leave_the_texts_where_they_are(editor: Client) -> None:
    document = make.document(published=False, body="很长的正文")
    issue = make.issue(published=False)
    make.entry(issue, document)
    make.relation(make.document(published=False), document)
    choices = "?app_label=gazette&model_name=entry&field_name=document&term=示例"
    pages = [
        reverse("admin:documents_document_changelist"),
        reverse("admin:documents_task_changelist"),
        reverse("admin:autocomplete") + choices,
        change_url(issue),
    ]
    for url in pages:
        with CaptureQueriesContext(connection) as asked:
            assert editor.get(url).status_code == 200
        assert not [query["sql"] for query in asked if '"documents_document"."body"' in query["sql"]], url


def test_board_asks_the_same_with_more_rows(editor: Client) -> None:
    few, many = before_and_after(editor, lambda _: {"board": questions(editor, reverse("admin:index"))})
    assert many == few
    assert many["board"] <= BOARD


def test_list_of_units_with_variants_is_not_multiplied_by_a_search(editor: Client) -> None:
    unit = make.unit("示例水务局", variants=["示例水务", "示例水利局", "示例水利水务局"])
    answer = editor.get(reverse("admin:foundation_unit_changelist"), {"q": "示例水"})
    assert list(answer.context["cl"].result_list) == [unit]
    assert answer.context["cl"].result_list[0].written == 3
    assert Unit.objects.count() == 1
