"""Names at the head of a clause, before a verb; known ones first, rare surnames too."""

from __future__ import annotations

import pytest

from gazette.reading.people import find_people, is_name, likely_misprints

KNOWN = ("竺望川", "柏问渠", "蓝知稼", "王平", "麦穗")


def people(sentence: str, *known: str) -> list[str]:
    return list(find_people([sentence], known=known or KNOWN)[0])


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("竺望川主持召开会议。", ["竺望川"]),
        ("竺望川、柏问渠、蓝知稼参加会议。", ["竺望川", "柏问渠", "蓝知稼"]),
        ("竺望川到示东县看茶，柏问渠、麦穗陪同。", ["竺望川", "柏问渠", "麦穗"]),
        ("竺望川在省里开会；麦穗视频参加。", ["竺望川", "麦穗"]),
        ("麦穗陪同省里的专家看茶。", ["麦穗"]),
        ("王平陪同省里的专家看茶。", ["王平"]),
        ("竺望川率队到邻市考察，蓝知稼一同前往。", ["竺望川", "蓝知稼"]),
        ("竺望川等到示东县看茶。", ["竺望川"]),
        ("竺望川主持召开会议，竺望川讲话。", ["竺望川"]),
    ],
)
def test_who_stands_before_a_verb(sentence: str, names: list[str]) -> None:
    assert people(sentence) == names


def test_an_unknown_name_of_a_rare_surname_hides_nobody_after_it() -> None:
    assert people("亓小山、柏问渠、蓝知稼参加会议。", "柏问渠", "蓝知稼")[-2:] == ["柏问渠", "蓝知稼"]


@pytest.mark.parametrize(
    "sentence",
    [
        "全市召开春茶会议。",
        "市民政局、市财政局参加。",
        "高度重视春茶工作。",
        "会议听取了汇报，并作出安排。",
        "安排专人在场。",
        "项目在示东县开工。",
    ],
)
def test_what_is_nobody(sentence: str) -> None:
    assert people(sentence) == []


def test_a_later_clause_counts_when_the_name_heads_a_sentence_elsewhere() -> None:
    first, second = find_people(["孙小山主持会议。", "市里召开大会，孙小山参加。"])
    assert (first, second) == (("孙小山",), ("孙小山",))


def test_a_misprint_of_a_known_name_in_a_later_clause_is_kept() -> None:
    assert people("柏问渠带队考察，蓝知嫁参加。") == ["柏问渠", "蓝知嫁"]


def test_likely_misprints_are_seldom_names_near_a_frequent_one() -> None:
    often = [("蓝知稼",)] * 4
    assert likely_misprints([*often, ("蓝知嫁",)]) == {"蓝知嫁": "蓝知稼"}
    assert likely_misprints([*often, ("蓝问渠",)]) == {}
    assert likely_misprints([*often, ("兰知稼",)]) == {}
    assert likely_misprints([*often, *[("蓝知嫁",)] * 3]) == {}


@pytest.mark.parametrize("name", ["竺望川", "麦穗", "欧阳小川", "司马水", "岳山", "亓小山"])
def test_names(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize("text", ["会", "会议上", "市民政局", "的老人", "竺"])
def test_no_names(text: str) -> None:
    assert not is_name(text)
