"""Suggestions while typing: numbers, titles, units, people and institutions that the public may see, in few questions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from foundation.refusals import SearchTooSlow
from portal.search import suggestions
from tests import care, make

pytestmark = pytest.mark.django_db
BUDGET = 10


def suggested(typed: str) -> list[tuple[str, str]]:
    response = Client().get("/search/suggestions.json", {"q": typed})
    assert response.status_code == 200
    return [(one["kind"], one["text"]) for one in response.json()["suggestions"]]


def test_titles_units_people_and_institutions_that_hold_the_words() -> None:
    make.document("关于示例茶叶的通知")
    make.unit("示例茶叶局", short_name="市茶叶局")
    make.event(make.issue(2024, 9), on=date(2024, 8, 1), people=["示例茶"])
    care.accepted(name="示例茶叶养老中心")
    assert suggested("示例茶叶") == [
        ("unit", "示例茶叶局"),
        ("document", "关于示例茶叶的通知"),
        ("institution", "示例茶叶养老中心"),
    ]
    assert ("person", "示例茶") in suggested("示例茶")
    assert suggested("市 茶叶") == [("unit", "示例茶叶局")]


@pytest.mark.parametrize("typed", ["示政发〔2024〕1", "示政发2024", "示政发[2024]第1", "示政发（2024）12号"])
def test_a_number_that_is_begun(typed: str) -> None:
    make.document(series="示政发", year=2024, serial=12, document_number="示政发〔2024〕12号")
    make.document(series="示政发", year=2023, serial=12, document_number="示政发〔2023〕12号")
    assert suggested(typed) == [("number", "示政发〔2024〕12号")]


def test_nothing_unpublished_is_suggested() -> None:
    make.document("关于示例茶叶的通知", published=False)
    make.event(make.issue(2024, 9, published=False), on=date(2024, 8, 1), people=["示例茶"])
    make.official("示例茶农")
    care.draft(name="示例茶叶养老中心")
    assert suggested("示例茶") == []


@pytest.mark.parametrize("typed", ["", " ", "\0", "%", "_", "\\", "'; --", "茶" * 200, "((((", "\x1f"])
def test_no_letter_does_harm(typed: str) -> None:
    make.document("关于示例茶叶的通知")
    assert suggested(typed) == []


def test_wherever_they_lead_there_is_a_page() -> None:
    make.portal()
    answers: list[dict[str, Any]] = Client().get("/search/suggestions.json?q=示例").json()["suggestions"]
    assert {one["kind"] for one in answers} == {"document", "unit", "person", "institution"}
    assert {Client().get(one["url"]).status_code for one in answers} == {200}


def test_in_a_fixed_number_of_questions() -> None:
    make.portal(rows=4)
    with CaptureQueriesContext(connection) as queries:
        assert len(suggested("示例")) > 5
    assert sum("SAVEPOINT" not in query["sql"] for query in queries) <= BUDGET


def test_without_time_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(text: str) -> list[Any]:
        raise SearchTooSlow

    make.document("关于示例茶叶的通知")
    monkeypatch.setattr(suggestions, "_units", slow)
    assert suggested("示例茶叶") == []
