"""The pages before the first document: data, masthead, contact, distribution."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reading import balanced, read_all

DOCUMENT = "甲市人民政府关于办学堂的通知\n甲政发〔2030〕1号\n各县、区人民政府：\n老人免费。\n2030年5月6日\n"


def front(*lines: str) -> dict[str, Any]:
    answer = read_all("\n".join(["甲市人民政府公报", "2030年第5期", *lines, "", DOCUMENT]))
    assert balanced(answer) and answer.issue is not None
    return answer.issue.as_json()


def masthead(*lines: str) -> list[tuple[str, list[str]]]:
    return [(row["role"], row["names"]) for row in front(*lines)["masthead"]]


@pytest.mark.parametrize(
    ("lines", "field", "value"),
    [
        (["(总第50期)"], "total_number", 50),
        (["2030年第5期（总第50期）"], "total_number", 50),
        (["总第 50 期"], "total_number", 50),
        (["(月刊)"], "frequency", "月刊"),
        (["半月刊"], "frequency", "半月刊"),
        (["2030年5月出版发行"], "published", "2030-05"),
        (["2030 年 12 月 出版"], "published", "2030-12"),
        (["准印证号：（甲）Y000001号"], "permit_number", "（甲）Y000001号"),
        (["准印证号（甲）Y000001号"], "permit_number", "（甲）Y000001号"),
        (["甲市人民政府主办"], "sponsor", "甲市人民政府"),
        (["主办单位：甲市人民政府"], "sponsor", "甲市人民政府"),
        (list("甲市人民政府主办"), "sponsor", "甲市人民政府"),
        (["内部资料 免费交流"], "distribution_status", "内部资料 免费交流"),
    ],
)
def test_data(lines: list[str], field: str, value: object) -> None:
    assert front(*lines)[field] == value


def test_title_year_and_number() -> None:
    read = front()
    assert (read["title"], read["year"], read["number"]) == ("甲市人民政府公报", 2030, 5)


@pytest.mark.parametrize(
    ("lines", "rows"),
    [
        (["顾 问 竺望川"], [("顾问", ["竺望川"])]),
        (["主 任 竺 川"], [("主任", ["竺川"])]),
        (["主 任：竺 川 柏问渠"], [("主任", ["竺川", "柏问渠"])]),
        (["副 主 任 柏问渠 蓝知稼", " 麦 穗 纪怀山"], [("副主任", ["柏问渠", "蓝知稼", "麦穗", "纪怀山"])]),
        (
            ["编委成员（以姓氏笔划为序）", "石知味 麦 穗", "谷满园"],
            [("编委成员（以姓氏笔划为序）", ["石知味", "麦穗", "谷满园"])],
        ),
        (
            ["主 编 竺望川", "责任编辑 麦 穗", "石知味"],
            [("主编", ["竺望川"]), ("责任编辑", ["麦穗", "石知味"])],
        ),
        (["副主任 欧阳小川 司马水"], [("副主任", ["欧阳小川", "司马水"])]),
    ],
)
def test_masthead(lines: list[str], rows: list[tuple[str, list[str]]]) -> None:
    assert masthead(*lines) == rows


def test_contact_with_values_that_go_on() -> None:
    contact = front(
        "编辑发行：甲市人民政府", "办公室", "电 话：0000—0000000", "E - mail：a@example.com", "邮 编：000000",
        "地 址：甲市乙区丙路", "1号", "印 刷：甲市印务有", "限公司", "电 话：0000—1111111",
    )["contact"]  # fmt: skip
    assert contact == {
        "editor": "甲市人民政府办公室", "phone": "0000—0000000", "email": "a@example.com", "postcode": "000000",
        "address": "甲市乙区丙路1号", "printer": "甲市印务有限公司", "printer_phone": "0000—1111111",
    }  # fmt: skip


def test_distribution_by_lines() -> None:
    read = front("发送范围：", "1. 各县、区的图书馆，各处的", "阅览室。", "2. 每一位老人。")
    assert read["distribution"] == ["各县、区的图书馆，各处的阅览室。", "每一位老人。"]


def test_slogans_and_repeated_titles_are_furniture() -> None:
    answer = read_all(
        "\n".join(
            [
                "甲市人民政府公报",
                "2030年第5期",
                "山水·茶乡",
                "TEA AND HILLS",
                "甲市人民政府公报",
                "",
                DOCUMENT,
            ]
        )
    )
    assert answer.coverage.unplaced == ()
    assert answer.coverage.furniture > 0


def test_what_fits_nowhere_is_shown_and_not_lost() -> None:
    answer = read_all(
        "\n".join(
            [
                "甲市人民政府公报",
                "2030年第5期",
                "本页说明：今天天气很好，大家去喝茶吧，喝完茶再回家看报。",
                "",
                DOCUMENT,
            ]
        )
    )
    assert [text for _, text in answer.coverage.unplaced] == [
        "本页说明：今天天气很好，大家去喝茶吧，喝完茶再回家看报。"
    ]
    assert balanced(answer)
