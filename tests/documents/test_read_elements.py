"""The elements round the body: number, organs, addressees, date, note (GB/T 9704-2012, 7.2 and 7.3)."""

from __future__ import annotations

import pytest

from documents.reading.elements import kind_of, organs_in_title
from tests.reading import document, kinds, notice, read_one


def with_number(printed: str) -> str | None:
    read = document(
        read_one(
            f"甲市人民政府关于办学堂的通知\n\n{printed}\n\n各县、区人民政府：\n老人免费。\n2030年5月6日\n"
        )
    )
    return str(read.number) if read.number else None


@pytest.mark.parametrize(
    "printed",
    [
        "甲政发〔2030〕12号", "甲政发[2030]12号", "甲政发［2030］12号", "甲政发【2030】12号", "甲政发（2030）12号", "甲政发(2030)12号",
        "甲政发 〔 2030 〕 12 号", "甲 政 发〔2030〕12号", "甲政发〔2030〕第12号",
    ],
)  # fmt: skip
def test_a_number_in_any_spelling(printed: str) -> None:
    assert with_number(printed) == "甲政发〔2030〕12号"


def test_the_body_keeps_neither_number_nor_date_nor_note() -> None:
    read = document(notice("老人免费。", tail=["（此件公开发布）"]))
    assert read.body == "老人免费。"
    assert (str(read.number), read.written_on, read.note) == (
        "甲政发〔2030〕1号",
        "2030-05-06",
        "此件公开发布",
    )


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("2030年5月6日", "2030-05-06"),
        ("2030 年 5 月 6 日", "2030-05-06"),
        ("2030年12月31日", "2030-12-31"),
        ("二〇三〇年五月六日", "2030-05-06"),
        ("二○三○年十二月二十一日", "2030-12-21"),
    ],
)
def test_dates(printed: str, iso: str) -> None:
    read = document(
        read_one(
            f"甲市人民政府关于办学堂的通知\n甲政发〔2030〕1号\n各县、区人民政府：\n老人免费。\n\n{printed}\n"
        )
    )
    assert (read.written_on, (read.written_on_printed or "").replace(" ", "")) == (
        iso,
        printed.replace(" ", ""),
    )


def test_a_date_that_lost_its_last_sign_is_kept_as_printed_and_said() -> None:
    answer = read_one(
        "甲市人民政府关于办学堂的通知\n甲政发〔2030〕1号\n各县、区人民政府：\n老人免费。\n\n2030年5月16\n"
    )
    read = document(answer)
    assert (read.written_on, read.written_on_printed) == (None, "2030年5月16")
    (problem,) = [problem for problem in answer.problems if problem.kind == "date_incomplete"]
    assert (problem.line, problem.suggestion) == (6, "2030年5月16日")


@pytest.mark.parametrize("printed", ["2030年2月30日", "2030年13月1日"])
def test_a_day_that_does_not_exist_is_said(printed: str) -> None:
    answer = read_one(
        f"甲市人民政府关于办学堂的通知\n甲政发〔2030〕1号\n各县、区人民政府：\n老人免费。\n\n{printed}\n"
    )
    assert document(answer).written_on is None
    assert "date_impossible" in kinds(answer)


def test_eight_bureaus_sign_together() -> None:
    bureaus = [f"甲市{name}局" for name in ("民政", "财政", "审计", "税务", "水务", "统计", "司法", "公安")]
    lines = [
        "关于办学堂的通知",
        "甲民联发〔2030〕2号",
        "各县、区民政局、财政局：",
        "老人免费。",
        *bureaus,
        "2030年5月6日",
    ]
    read = document(read_one("\n\n".join(lines)))
    assert list(read.organs) == bureaus
    assert read.body == "老人免费。"


@pytest.mark.parametrize(
    ("title", "organs"),
    [
        ("甲市人民政府关于办学堂的通知", ("甲市人民政府",)),
        ("甲市人民政府办公室关于印发学堂办法的通知", ("甲市人民政府办公室",)),
        ("甲市民政局 甲市财政局关于办学堂的通知", ("甲市民政局", "甲市财政局")),
        ("甲市民政局、甲市财政局关于办学堂的通知", ("甲市民政局", "甲市财政局")),
        ("关于办学堂的通知", ()),
        ("《学堂办法》政策解读", ()),
    ],
)
def test_organs_in_the_title(title: str, organs: tuple[str, ...]) -> None:
    assert organs_in_title(title) == organs


@pytest.mark.parametrize(
    ("printed", "addressees"),
    [
        ("各县、区人民政府：", ["各县、区人民政府"]),
        ("各县、自治县、区人民政府，市直各委、办、局：", ["各县、自治县、区人民政府", "市直各委、办、局"]),
        ("各县（区）人民政府，市直各部门:", ["各县（区）人民政府", "市直各部门"]),
        ("示西县人民政府：", ["示西县人民政府"]),
        (
            "各县、市、区人民政府，高新区管委会，市直各部门：",
            ["各县、市、区人民政府", "高新区管委会", "市直各部门"],
        ),
    ],
)
def test_addressees(printed: str, addressees: list[str]) -> None:
    read = document(
        read_one(f"甲市人民政府关于办学堂的通知\n甲政发〔2030〕1号\n{printed}\n老人免费。\n2030年5月6日\n")
    )
    assert list(read.addressees) == addressees
    assert read.body == "老人免费。"


@pytest.mark.parametrize(
    "line", ["现就有关事项通知如下：", "老人免费。孩子半价：", "按照《学堂办法》的规定："]
)
def test_a_sentence_that_ends_in_a_colon_addresses_nobody(line: str) -> None:
    read = document(
        read_one(f"甲市人民政府关于办学堂的通知\n甲政发〔2030〕1号\n{line}\n一、免费\n2030年5月6日\n")
    )
    assert read.addressees == ()
    assert line in read.body


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("甲市人民政府关于办学堂的通知", "通知"), ("甲市人民政府关于办学堂的通知（试行）", "通知"), ("甲市人民政府令", "命令"),
        ("甲市人民政府关于办学堂的实施意见", "意见"), ("甲市人民政府关于办学堂的批复", "批复"), ("政府工作报告", "报告"),
        ("《学堂办法》政策解读", "政策解读"), ("学堂办法", None), ("甲市人民政府关于某人任职的决定", "决定"),
        ("甲市人民政府关于办学堂的会议纪要", "纪要"), ("甲市人民政府关于办学堂的公告", "公告"),
    ],
)  # fmt: skip
def test_kinds_by_the_last_word(title: str, kind: str | None) -> None:
    assert kind_of(title) == kind


def test_a_title_on_two_lines_above_its_number() -> None:
    read = document(
        read_one(
            "甲市人民政府关于办学堂\n和茶馆的通知\n甲政发〔2030〕1号\n各县、区人民政府：\n免费。\n2030年5月6日\n"
        )
    )
    assert read.title == "甲市人民政府关于办学堂和茶馆的通知"


def test_the_enclosed_text_has_its_own_title() -> None:
    answer = notice(
        "现印发给你们。",
        title="甲市人民政府关于印发学堂办法的通知",
        tail=["（此件公开发布）", "", "学堂 办法", "", "第一条 免费。"],
    )
    read = document(answer)
    assert (read.enclosed_title or "").replace(" ", "") == "学堂办法"
    assert [heading.path for heading in read.headings] == ["第一条"]


def test_what_is_no_notice_is_refused_in_one_sentence() -> None:
    from documents.reading.source import UnreadableSource

    with pytest.raises(UnreadableSource, match="不像一份公文"):
        read_one("今天天气很好。\n我们去茶馆。\n")
