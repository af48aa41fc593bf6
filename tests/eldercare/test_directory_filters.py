"""The directory narrows by every condition, alone and together; nonsense harms nobody."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from eldercare.directory import on_file
from eldercare.filters import InstitutionFilter, settled
from tests import care


def page(query: str = "") -> Any:
    response = Client().get(f"/eldercare/?{query}")
    assert response.status_code == 200
    return response.context


def names(query: str = "") -> list[str]:
    return [said["name"] for said in page(query)["institutions"]]


def filed(name: str, **fields: Any) -> Any:
    return care.accepted(name=name, **fields).institution


@pytest.fixture(scope="class")
def three(rows_of_the_class: None) -> None:
    """One in 云县爱华, one in 云县漫湾, one in 凤庆."""
    one = filed("爱华中心", township=care.township("530922101", "爱华镇"), beds=5, address="草皮街12号")
    two = filed("漫湾站", township=care.township("530922104", "漫湾镇"), kind="mutual_aid", beds=20)
    filed("鲁史中心", township=care.township("530921103", "鲁史镇"), kind_of_operator="company", beds=5)
    care.offer(one, "day_care", "meals")
    care.offer(two, "meals", "legal")


@pytest.mark.django_db
class TestOfThree:
    """What is found of three institutions, which are filed once."""

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("", ["鲁史中心", "爱华中心", "漫湾站"]),
            ("county=530922", ["爱华中心", "漫湾站"]),
            ("county=530922&township=530922104", ["漫湾站"]),
            ("township=530922104", ["漫湾站"]),
            ("kind=mutual_aid", ["漫湾站"]),
            ("kind=home_care", []),
            ("nature=public_built", ["鲁史中心", "爱华中心", "漫湾站"]),
            ("nature=private", []),
            ("service=meals", ["爱华中心", "漫湾站"]),
            ("service=legal", ["漫湾站"]),
            ("service=bathing", []),
            ("q=爱华", ["爱华中心"]),
            ("q=草皮街", ["爱华中心"]),
            ("q=凤庆", ["鲁史中心"]),
            ("q=漫湾镇", ["漫湾站"]),
            ("q=助餐", ["爱华中心", "漫湾站"]),
            ("q=互助", ["漫湾站"]),
            ("q=法律 互助", ["漫湾站"]),
            ("q=法律 爱华", []),
            ("q=%25", []),
            ("q=_", []),
            ("sort=beds", ["漫湾站", "鲁史中心", "爱华中心"]),
            ("county=530922&service=meals&kind=day_care&q=中心&sort=newest", ["爱华中心"]),
        ],
    )
    def test_each_condition_narrows(self, three: None, query: str, found: list[str]) -> None:
        assert names(query) == found

    def test_townships_are_those_of_the_chosen_county(self, three: None) -> None:
        assert [name for _, name, _ in page("county=530922")["townships"]] == ["爱华镇", "漫湾镇"]
        choices = list(page("county=530922")["form"].fields["township"].choices)
        assert [code for code, _ in choices] == ["", "530922101", "530922104"]
        grouped = list(page()["form"].fields["township"].choices)
        assert [label for label, _ in grouped[1:]] == ["凤庆县", "云县"]

    def test_another_county_drops_the_township_of_the_one_before(self, three: None) -> None:
        shown = page("county=530921&township=530922104")
        assert [said["name"] for said in shown["institutions"]] == ["鲁史中心"]
        assert [found.label for found in shown["active"]] == ["县（区）"]
        assert not shown["form"].errors

    def test_lifting_the_county_lifts_its_township(self, three: None) -> None:
        active = page("county=530922&township=530922104&service=meals&page=2")["active"]
        assert [(found.label, found.value) for found in active] == [
            ("县（区）", "云县"), ("乡镇（街道）", "漫湾镇"), ("服务项目", "助餐"),
        ]  # fmt: skip
        assert [found.remove_url for found in active] == [
            "?service=meals",
            "?county=530922&service=meals",
            "?county=530922&township=530922104",
        ]

    def test_the_map_counts_what_fits_the_other_conditions(self, three: None) -> None:
        def counts(query: str) -> dict[str, int]:
            return {tile.code: tile.count for tile in page(query)["map"].tiles}

        assert counts("") == {"530922": 2, "530921": 1}
        assert counts("county=530922&township=530922104") == {"530922": 2, "530921": 1}
        assert counts("service=meals") == {"530922": 2, "530921": 0}
        assert counts("service=legal&county=530921&sort=beds") == {"530922": 1, "530921": 0}
        assert [page(query)["narrowed"] for query in ("", "county=530922", "q=站", "sort=beds")] == [
            False, False, True, False,
        ]  # fmt: skip

    def test_the_chosen_county_is_marked_and_links_keep_the_other_conditions(self, three: None) -> None:
        text = Client().get("/eldercare/?service=meals&county=530922&page=1&sort=beds").content.decode()
        assert (
            'href="?service=meals&amp;county=530922&amp;sort=beds#found" aria-label="云县 2 家" aria-current="true"'
            in text
        )
        assert 'aria-label="凤庆 0 家"' not in text  # nothing to find behind it
        plain = Client().get("/eldercare/?township=530922104").content.decode()
        assert 'href="?county=530921#found" aria-label="凤庆 1 家"' in plain
        assert 'href="?county=530922#found"' in plain  # the whole county, from its townships

    @pytest.mark.parametrize(
        "query",
        [
            "county=999999",
            "county=530922%27%20OR%201=1--",
            "township=x",
            "county=530922&township=",
            "kind=abc&nature=null&service=%00&sort=up",
            "q=%00",
            "q=" + "甲" * 61,
            "q=" + "甲%20" * 30,
            "q=%5C%25_",
            "page=0",
            "page=-4",
            "page=abc",
            "page=99999999999999999999",
            "county=530921&county=530922",
            "%F0%9F%98%80=%F0%9F%98%80",
        ],
    )
    def test_nonsense_shows_something_and_never_fails(self, three: None, query: str) -> None:
        assert page(query)["page"].paginator.count >= 0

    def test_what_makes_no_sense_is_told_and_the_rest_still_narrows(self, three: None) -> None:
        shown = page("kind=abc&county=530921&q=" + "甲" * 61)
        assert [said["name"] for said in shown["institutions"]] == ["鲁史中心"]
        assert set(shown["form"].errors) == {"kind", "q"}
        text = Client().get("/eldercare/?kind=abc").content.decode()
        assert "<details data-open-when-wide open>" in text


@pytest.mark.django_db
def test_the_operator_is_found_as_it_was_filed() -> None:
    before = care.operator(name="示例甲服务中心")
    filed("示例站", operator=before)
    assert names("q=甲服务") == ["示例站"]


@pytest.mark.django_db
def test_the_newest_filing_stands_first() -> None:
    for number in range(3):
        care.accepted(name=f"示例{number}", at=care.AT + timedelta(days=number))
    assert names("sort=newest") == ["示例2", "示例1", "示例0"]


@pytest.mark.django_db
def test_an_institution_with_several_fitting_services_is_listed_once() -> None:
    care.offer(filed("示例站"), "meals", "medical", "bathing")
    assert names("q=助") == []  # one character names no service
    assert names("q=示例 助餐") == ["示例站"]


@pytest.mark.django_db
def test_a_question_looks_for_a_few_words_only(django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(8) as asked:
        page("q=" + "甲 乙 丙 丁 戊 己 庚 辛")
    assert max(query["sql"].count("LIKE") for query in asked) <= 5 * 6


class TestQuestions(TestCase):
    """Whatever is asked, the map and the list agree."""

    @classmethod
    def setUpTestData(cls) -> None:
        care.many(6)

    @settings(max_examples=40, deadline=None)
    @given(
        st.fixed_dictionaries(
            {},
            optional={
                "q": st.text(max_size=20),
                "service": st.sampled_from(["meals", "legal", "", "x"]),
                "kind": st.sampled_from(["day_care", "mutual_aid", "x"]),
                "sort": st.sampled_from(["place", "newest", "beds", "x"]),
            },
        )
    )
    def test_the_map_and_the_list_agree(self, query: dict[str, str]) -> None:
        asked = QueryDict(mutable=True)
        asked.update(query)
        filters = InstitutionFilter(asked, queryset=on_file(), on=date(2026, 3, 10))
        assert filters.anywhere().count() == filters.qs.count()


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("county=530922&township=530922104", "county=530922&township=530922104"),
        ("county=530921&township=530922104&q=a", "county=530921&q=a"),
        ("township=530922104", "township=530922104&county=530922"),
        ("county=530922&township=", "county=530922&township="),
        ("q=a", "q=a"),
    ],
)
def test_one_place_is_asked_for(query: str, place: str) -> None:
    assert settled(QueryDict(query)).urlencode() == place
