"""The list of documents narrows by every filter; each can be lifted again."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests import make


def titles(query: str) -> list[str]:
    page = Client().get(f"/documents/?{query}").context["page"]
    return [document.title for document in page]


@pytest.mark.django_db
def test_text_is_found_in_title_number_and_body() -> None:
    make.document("养老通知", body="一段。")
    make.document("其他通知", body="讲到养老的一段。")
    make.document("无关通知", series="示民发", year=2024, serial=7, document_number="示民发〔2024〕7号")
    assert set(titles("q=养老")) == {"养老通知", "其他通知"}
    assert titles("q=示民发〔2024〕7号") == ["无关通知"]
    assert titles("q=示民发(2024) 7 号") == ["无关通知"]
    assert titles("q=养老 讲到") == ["其他通知"]


@pytest.mark.django_db
def test_a_question_looks_for_a_few_words_only(django_assert_max_num_queries: Any) -> None:
    make.document("甲乙丙丁戊己庚辛通知")
    assert titles("q=甲 乙 丙 丁 戊 己 庚 辛 壬") == ["甲乙丙丁戊己庚辛通知"]
    with django_assert_max_num_queries(20) as asked:
        Client().get("/documents/", {"q": "甲 乙 " * 90})
        Client().get("/tasks/", {"q": "甲" * 201})
    assert max(query["sql"].count("LIKE") for query in asked) <= 8


@pytest.mark.django_db
def test_each_filter_narrows() -> None:
    organ, unit = make.unit("示例市民政局"), make.unit("示例市财政局")
    group = make.unit("示例各局", members=[unit])
    wanted = make.document(
        "要找的", organs=[organ], kind=make.kind("意见"), column=make.column("部门文件"), year=2023, series="示",
        serial=1, document_number="示〔2023〕1号",
    )  # fmt: skip
    make.task(wanted, support=[group])
    make.document("另一个")
    for query in (
        "year=2023",
        f"organ={organ.pk}",
        f"kind={wanted.kind_id}",
        f"column={wanted.column_id}",
        f"unit={unit.pk}",
    ):
        assert titles(query) == ["要找的"], query


@pytest.mark.django_db
def test_validity_is_that_of_today() -> None:
    old, new = make.document("旧"), make.document("新", written_on=date(2024, 5, 1))
    make.relation(new, old, kind="repeals")
    make.document("过期", effective_until=date(2020, 1, 1))
    assert titles("validity=repealed") == ["旧"]
    assert titles("validity=expired") == ["过期"]
    assert titles("validity=valid") == ["新"]


@pytest.mark.django_db
def test_a_damaged_date_still_sorts_by_the_year_of_its_number() -> None:
    make.document("有日期的", written_on=date(2023, 5, 1), series="", year=None, serial=None)
    make.document("缺日期的", written_on=None)
    assert titles("") == ["缺日期的", "有日期的"]
    assert titles("sort=oldest") == ["有日期的", "缺日期的"]


@pytest.mark.django_db
def test_an_undated_reading_stands_beside_its_notice() -> None:
    numberless: dict[str, Any] = {"series": "", "document_number": "", "year": None, "serial": None}
    notice = make.document("通知", written_on=date(2023, 5, 1), **numberless)
    make.document("更早", written_on=date(2023, 4, 1), **numberless)
    make.relation(make.document("解读", written_on=None, **numberless), notice, kind="interprets")
    assert titles("") == ["解读", "通知", "更早"]
    assert titles("year=2023") == ["解读", "通知", "更早"]


@pytest.mark.django_db
def test_a_set_filter_can_be_lifted_alone() -> None:
    make.document()
    active = Client().get("/documents/?q=示例&year=2024&page=3&sort=oldest").context["active"]
    assert [(found.label, found.value) for found in active] == [("文字", "示例"), ("年份", "2024年")]
    assert "year=2024" in active[0].remove_url
    assert "q=" not in active[0].remove_url
    assert "page" not in active[0].remove_url


@pytest.mark.django_db
def test_an_empty_result_helps_on() -> None:
    text = Client().get("/documents/?q=没有这个词").content.decode()
    assert "没有查到" in text
    assert "去掉一两个条件" in text


@pytest.mark.django_db
def test_nonsense_in_the_address_does_no_harm() -> None:
    make.document("在")
    for query in ("year=abc", "organ=0", "kind=x", "page=-4", "sort=up"):
        assert Client().get(f"/documents/?{query}").status_code == 200
