"""What a sentence of the chronicle names: whole names only, the longest first, and never a wrong one."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from gazette.mentions import Names
from tests import make

NAMES = Names(
    {
        "示例市财政局": "/u/1",
        "市财政局": "/u/1",
        "市人民政府办公室": "/u/2",
        "市人民政府": "/u/3",
        "市委": "/u/4",
    },
    {"关于示例的通知": "/d/1", "示政发〔2024〕9号": "/d/2"},
)


def named(text: str, people: dict[str, str] | None = None) -> list[tuple[str, str]]:
    return [(text[found.start : found.end], found.url) for found in NAMES.find(text, people or {})]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("调研：市财政局", [("市财政局", "/u/1")]),
        ("到市财政局调研", [("市财政局", "/u/1")]),
        ("示例市财政局召开会议", [("示例市财政局", "/u/1")]),
        ("昆明市财政局来访", []),  # another city's
        ("主持市财政局会议", []),  # 持 may end the name of a place
        ("市财政局国库支付中心", []),  # an office of its own
        ("市财政局长示例甲", []),
        ("市财政局长期挂钩的村", [("市财政局", "/u/1")]),
        ("市人民政府办公室", [("市人民政府办公室", "/u/2")]),
        ("市人民政府研究室", []),
        ("市委会议", []),  # too short to say which
        (
            "印发《关于示例的通知》（示政发[2024]9号）",
            [("《关于示例的通知》", "/d/1"), ("示政发[2024]9号", "/d/2")],
        ),
        ("《关于示例的通知（草案）》", []),
        ("《市财政局工作规则》", []),  # part of a title
        ("", []),
    ],
)
def test_only_whole_names_are_linked(text: str, expected: list[tuple[str, str]]) -> None:
    assert named(text) == expected


def test_people_are_those_of_the_event_and_the_longer_name_wins() -> None:
    people = {"示例": "/p/1", "示例甲": "/p/2"}
    assert named("示例甲与示例会面", people) == [("示例甲", "/p/2"), ("示例", "/p/1")]


@given(
    st.lists(
        st.sampled_from(
            [
                "市财政局",
                "昆明",
                "，",
                "《",
                "》",
                "示例甲",
                "关于示例的通知",
                "示政发〔2024〕9号",
                "到",
                "长",
            ]
        )
    )
)
def test_mentions_stand_in_order_apart_and_on_known_names(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = NAMES.find(text, {"示例甲": "/p/1"})
    assert all(one.end <= other.start for one, other in zip(found, found[1:], strict=False))
    known = {"市财政局", "示例市财政局", "示例甲", "示政发〔2024〕9号", "《关于示例的通知》"}
    known.add("《示政发〔2024〕9号》")  # a number set off like a title is still that document
    assert {text[each.start : each.end] for each in found} <= known


@pytest.mark.django_db
def test_in_the_gazette_of_another_city_a_short_name_means_nobody_here() -> None:
    make.unit("示例市财政局", short_name="市财政局")
    for title, linked in (("示例市人民政府公报", True), ("别处市人民政府公报", False)):
        issue = make.issue(2024, title=title)
        event = make.event(issue, "调研：市财政局；走访示例市财政局。", on=date(2024, 8, 5))
        text = Client().get(event.get_absolute_url()).content.decode()
        assert (">市财政局</a>" in text) is linked
        assert ">示例市财政局</a>" in text


@pytest.mark.django_db
def test_an_event_links_person_unit_and_document_and_nothing_that_is_not_out() -> None:
    unit = make.unit("示例市财政局", short_name="市财政局", variants=["财政示例局"])
    shown = make.document("关于示例一的通知")
    draft = make.document("关于示例二的通知", published=False)
    twin, _ = make.document("关于示例三的通知"), make.document("关于示例三的通知")
    text = "示例甲到财政示例局宣讲《关于示例一的通知》《关于示例二的通知》《关于示例三的通知》<b>。"
    event = make.event(make.issue(2024, 9), text, on=date(2024, 8, 5), people=["示例甲"])
    person = make.official("示例甲").get_absolute_url()
    for address in (event.get_absolute_url(), "/chronicle/2024/8/", "/chronicle/?q=宣讲", person):
        read = Client().get(address).content.decode()
        assert f'<a href="{person}">示例甲</a>到<a href="/units/{unit.pk}/">财政示例局</a>宣讲' in read
        assert f'<a href="{shown.get_absolute_url()}">《关于示例一的通知》</a>' in read
        assert draft.get_absolute_url() not in read
        assert twin.get_absolute_url() not in read
        assert "<b>。" not in read


@pytest.mark.django_db
def test_ten_times_the_events_ask_no_more_questions() -> None:
    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            Client().get(address)
        return len(queries)

    issue = make.issue(2024, 9)
    make.document("关于示例一的通知")
    make.unit(variants=["示例别名"])
    first = make.event(issue, "《关于示例一的通知》", on=date(2024, 8, 1), people=["示例甲", "示例乙"])
    make.event(issue, "示例甲。", on=date(2024, 8, 1), people=["示例甲"])
    pages = [
        "/chronicle/",
        "/chronicle/?year=2024",
        "/chronicle/2024/8/",
        first.get_absolute_url(),
        "/chronicle/people/",
        make.official("示例甲").get_absolute_url(),
    ]
    before = [asked(page) for page in pages]
    for number in range(20):
        make.unit(variants=[f"示例别名{number}"])
        text = f"《关于示例{number}的通知》"
        make.event(issue, text, on=date(2024, 8, 1 + number), people=["示例甲", f"示例员{number}"])
        make.event(make.issue(2023, 1 + number), on=date(2023, 1 + number % 12, 1), people=["示例乙"])
    assert [asked(page) for page in pages] == before
