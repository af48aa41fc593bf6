"""Machines get the same answer as readers, and the same refusals."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from tests import make
from tests.entries import entry

pytestmark = pytest.mark.django_db


def data(address: str, *, status: int = 200) -> dict[str, Any]:
    response = Client().get(address)
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/json"
    answer: dict[str, Any] = response.json()
    return answer


@pytest.mark.parametrize("more", ["", "&sort=date", "&year=2024", "&year=2023&year=2024&kind=task"])
def test_json_and_page_say_the_same(more: str) -> None:
    for number in range(30):
        entry(
            f"第{number}段，茶叶<b>",
            title=f"第{number}份",
            kind=("document", "task")[number % 2],
            address=f"/documents/{number}/",
            day=date(2022 + number % 3, 1, 1),
        )
    address = f"/search/?q={quote('茶叶')}{more}"
    said, text = data(f"{address}&format=json"), Client().get(address).content.decode()
    assert [hit["url"] for hit in said["hits"]] == re.findall(r'<h3><a href="([^"]+)"', text)
    assert f"共 <strong>{said['count']}</strong> 处" in text
    for hit in said["hits"]:
        (start, stop), *_ = hit["snippet"]["marks"]
        assert hit["snippet"]["text"][start:stop] == "茶叶"
    shown = re.findall(
        r'name="(\w+)" value="([^"]+)"( checked)?>\s*<span>([^<]*)</span>\s*<span class="chip-count">(\d+)',
        text,
    )
    values = [
        (facet["facet"], one["value"], one["is_chosen"], one["name"], one["count"])
        for facet in said["facets"]
        for one in facet["values"]
    ]
    assert values == [(name, value, bool(on), label, int(count)) for name, value, on, label, count in shown]
    following = re.search(r'<a href="([^"]+)" rel="next">', text)
    expected = f"/search/{unescape(following[1])}&format=json" if following else None
    assert said["next"] == expected


def test_its_pages_lead_on_to_the_end() -> None:
    for number in range(45):
        entry(f"茶叶第{number}处", address=f"/documents/{number}/")
    address, seen = f"/search/?q={quote('茶叶')}&format=json", set[str]()
    while address:
        said = data(address)
        seen |= {hit["url"] for hit in said["hits"]}
        address = said["next"]
    assert len(seen) == 45 == said["count"]


def test_nothing_found_brings_what_comes_near() -> None:
    unit = make.unit("示例市财政局")
    said = data(f"/search/?q={quote('示例市财正局')}&format=json")
    assert (said["count"], said["hits"]) == (0, [])
    assert [near["url"] for near in said["did_you_mean"]] == [f"/units/{unit.pk}/"]


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/search/?format=json", "请写要查找的词"),
        ("/search/?q=-%E7%94%B2&format=json", "只写了要排除的词"),
        ("/search/?q=" + "a" * 101 + "&format=json", "最多 100 个字"),
        ("/search/?q=a&sort=up&format=json", "按相关程度或日期"),
        ("/search/?q=a&cursor=WyJ4Il0&format=json", "从第一页重新查找"),
    ],
)
def test_a_wrong_question_is_told_so(address: str, sentence: str) -> None:
    assert sentence in data(address, status=400)["error"]
