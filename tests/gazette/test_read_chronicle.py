"""大事记: days and ranges, sentences and the people in them; what cannot be dated is said, never guessed."""

from __future__ import annotations

from typing import Any

import pytest

from documents.reading.answer import Problem, ReadingAnswer
from foundation.chinese_text import squeeze
from tests.reading import balanced, read_all

HEAD = (
    "甲市人民政府公报\n2030年第6期\n{published}年{month}月出版发行\n主任 赵望川\n\n目录\n大事记\n大事记……(9)\n\n"
    "甲市人民政府关于办学堂的通知\n甲政发〔2030〕1号\n各县、区人民政府：\n老人免费。\n2030年5月6日\n\n大事记\n"
)


def reading(*lines: str, published: int = 2030, month: int = 6) -> ReadingAnswer:
    text = HEAD.format(published=published, month=month) + "\n\n".join(lines) + "\n"
    answer = read_all(text, people=["赵望川", "钱问渠", "麦穗"])
    assert balanced(answer)
    return answer


def entries(*lines: str, **issue: int) -> list[dict[str, Any]]:
    return [entry.as_json() for entry in reading(*lines, **issue).chronicle]


def days(*lines: str, **issue: int) -> list[tuple[str, str | None]]:
    return [(entry["start"], entry["end"]) for entry in entries(*lines, **issue)]


def problems(kind: str, *lines: str) -> list[Problem]:
    return [problem for problem in reading(*lines).problems if problem.kind == kind]


@pytest.mark.parametrize(
    ("printed", "start", "end"),
    [
        ("5月3日 赵望川主持会议。", "2030-05-03", None),
        ("5月3日，赵望川主持会议。", "2030-05-03", None),
        ("5 月 3 日 赵望川主持会议。", "2030-05-03", None),
        ("2030年5月3日 赵望川主持会议。", "2030-05-03", None),
        ("5月3日至7日 赵望川到省里开会。", "2030-05-03", "2030-05-07"),
        ("5月3日—7日 赵望川到省里开会。", "2030-05-03", "2030-05-07"),
        ("5月3日—5月7日，赵望川到省里开会。", "2030-05-03", "2030-05-07"),
        ("5月3～7日 赵望川到省里开会。", "2030-05-03", "2030-05-07"),
        ("5月3-7日 赵望川到省里开会。", "2030-05-03", "2030-05-07"),
        ("5月30日至6月2日 赵望川到省里开会。", "2030-05-30", "2030-06-02"),
        ("5月上旬 赵望川到省里开会。", "2030-05-01", "2030-05-10"),
        ("5月中旬 赵望川到省里开会。", "2030-05-11", "2030-05-20"),
        ("5月下旬，赵望川到省里开会。", "2030-05-21", "2030-05-31"),
        ("是月 赵望川到省里开会。", "2030-05-01", "2030-05-31"),
        ("本月，赵望川到省里开会。", "2030-05-01", "2030-05-31"),
    ],
)
def test_days_and_ranges(printed: str, start: str, end: str | None) -> None:
    assert days("（2030年5月）", printed) == [(start, end)]


def test_the_date_is_no_part_of_the_text() -> None:
    (entry,) = entries("（2030年5月）", "5月3日—7日，赵望川到省里开会。")
    assert entry["text"] == "赵望川到省里开会。"


def test_the_year_stands_in_the_heading() -> None:
    assert days("（2028年5月）", "5月3日 赵望川开会。") == [("2028-05-03", None)]


def test_without_a_heading_the_year_is_the_issues() -> None:
    assert days("5月3日 赵望川开会。") == [("2030-05-03", None)]


def test_a_december_chronicle_in_a_january_issue_is_of_the_year_before() -> None:
    assert days("12月3日 赵望川开会。", published=2031, month=1) == [("2030-12-03", None)]


def test_a_range_over_the_turn_of_the_year() -> None:
    assert days("（2030年12月）", "12月30日至1月2日 赵望川到省里开会。") == [("2030-12-30", "2031-01-02")]


def test_one_event_a_sentence_and_days_of_their_own() -> None:
    (entry,) = entries(
        "（2030年5月）", "5月18日 赵望川主持会议。18日—19日，钱问渠陪同专家看茶。20日，麦穗到学校。"
    )
    assert [(event["start"], event["end"]) for event in entry["events"]] == [
        ("2030-05-18", None), ("2030-05-18", "2030-05-19"), ("2030-05-20", None),
    ]  # fmt: skip
    assert [event["people"] for event in entry["events"]] == [["赵望川"], ["钱问渠"], ["麦穗"]]


def test_a_range_before_a_comma_belongs_to_its_sentence_only() -> None:
    (entry,) = entries("（2030年5月）", "5月12日—16日，赵望川参加培训。钱问渠走访困难家庭。")
    assert [event["end"] for event in entry["events"]] == ["2030-05-16", None]


def test_a_paragraph_without_a_date_goes_on_with_the_day_before() -> None:
    (entry,) = entries("（2030年5月）", "5月3日 赵望川主持会议。", "钱问渠走访困难家庭。")
    assert [event["people"] for event in entry["events"]] == [["赵望川"], ["钱问渠"]]


def test_a_page_end_inside_a_sentence() -> None:
    (entry,) = entries("（2030年5月）", "5月3日 赵望川在示东县召开春茶", "大事记", "开采会，钱问渠参加。")
    assert entry["text"] == "赵望川在示东县召开春茶开采会，钱问渠参加。"
    assert entry["events"][0]["people"] == ["赵望川", "钱问渠"]


@pytest.mark.parametrize(
    "printed",
    [
        "8月27日～11月 赵望川到省里学习。",
        "2月30日 赵望川开会。",
        "13月4日 赵望川开会。",
        "5月9日至3日 赵望川开会。",
    ],
)
def test_what_cannot_be_dated_is_said_and_shown(printed: str) -> None:
    answer = reading("（2030年5月）", "5月3日 赵望川主持会议。", printed)
    assert [entry.as_json()["start"] for entry in answer.chronicle] == ["2030-05-03"]
    (problem,) = [problem for problem in answer.problems if problem.kind == "chronicle_undated"]
    assert squeeze(problem.printed) == squeeze(printed)


def test_days_out_of_order_are_said() -> None:
    (problem,) = problems(
        "date_out_of_order", "（2030年5月）", "5月15日 赵望川开会。", "5月14日 钱问渠开会。"
    )
    assert problem.printed == "5月14日"


@pytest.mark.parametrize(
    ("sentence", "people"),
    [
        ("赵望川主持召开会议，钱问渠、麦穗参加。", ["赵望川", "钱问渠", "麦穗"]),
        ("赵望川、钱问渠出席会议。", ["赵望川", "钱问渠"]),
        ("赵望川到示东县调研，麦穗陪同。", ["赵望川", "麦穗"]),
        ("麦穗陪同省里专家看茶。", ["麦穗"]),
        ("全市召开春茶会议，各县参加。", []),
        ("市民政局、市财政局参加。", []),
        ("高度重视，严格检查。", []),
        ("孙小山主持召开会议，麦穗参加。", ["孙小山", "麦穗"]),
        ("欧阳小川到示东县调研。", ["欧阳小川"]),
    ],
)
def test_people(sentence: str, people: list[str]) -> None:
    (entry,) = entries("（2030年5月）", f"5月3日 {sentence}")
    assert entry["events"][0]["people"] == people


def test_a_name_one_letter_from_a_known_one_is_kept_and_said() -> None:
    lines = [
        "（2030年5月）",
        *(f"5月{day}日 钱问渠主持会议。" for day in (1, 2, 3, 4)),
        "5月5日 赵望川开会，钱问集参加。",
    ]
    (problem,) = problems("person_misprint", *lines)
    assert (problem.printed, problem.suggestion) == ("钱问集", "钱问渠")
    assert entries(*lines)[-1]["events"][0]["people"] == ["赵望川", "钱问集"]
