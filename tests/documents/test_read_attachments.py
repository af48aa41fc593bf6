"""附件: announced, labelled, titled, and sometimes not printed (GB/T 9704-2012, 7.3.4)."""

from __future__ import annotations

from tests.reading import document, kinds, notice


def attached(announced: list[str], *tail: str) -> list[tuple[str, str, str]]:
    read = document(notice("老人免费。", "", *announced, tail=tail))
    return [(attachment.label, attachment.title, attachment.text) for attachment in read.attachments]


def test_one_attachment_without_a_number() -> None:
    assert attached(["附件：学堂名单"], "附件", "学堂名单", "示东县有三处。") == [
        ("附件", "学堂名单", "示东县有三处。")
    ]


def test_two_in_one_list_on_two_lines() -> None:
    found = attached(
        ["附件：1. 学堂名单", " 2. 学堂办法"],
        "附件1",
        "学堂名单",
        "示东县有三处。",
        "附件2",
        "学堂办法",
        "第一条 免费。",
    )
    assert found == [("附件1", "学堂名单", "示东县有三处。"), ("附件2", "学堂办法", "第一条 免费。")]


def test_a_label_alone_with_the_list_below_is_the_announcement() -> None:
    found = attached(
        ["附件：", "1. 学堂名单", "2. 学堂办法"], "附件1", "学堂名单", "甲。", "附件2", "学堂办法", "乙。"
    )
    assert [(label, title) for label, title, _ in found] == [("附件1", "学堂名单"), ("附件2", "学堂办法")]


def test_both_titles_on_one_line() -> None:
    found = attached(
        ["附件：1.学堂名单 2.学堂办法"], "附件1", "学堂名单", "甲。", "附件2", "学堂办法", "乙。"
    )
    assert [title for _, title, _ in found] == ["学堂名单", "学堂办法"]


def test_the_announcement_is_no_body_text() -> None:
    read = document(notice("老人免费。", "附件：学堂名单", tail=["附件", "学堂名单", "甲。"]))
    assert read.body == "老人免费。"


def test_a_title_that_differs_from_its_announcement_is_said() -> None:
    answer = notice("老人免费。", "附件：学堂名单", tail=["附件", "学堂名册", "甲。"])
    (problem,) = [problem for problem in answer.problems if problem.kind == "attachment_title_differs"]
    assert (problem.printed, problem.suggestion) == ("学堂名单", "学堂名册")
    assert [attachment.title for attachment in document(answer).attachments] == ["学堂名册"]


def test_a_title_printed_before_its_label() -> None:
    found = attached(
        ["附件：1. 学堂名单", "2. 学堂办法"],
        "附件1",
        "学堂名单",
        "甲。",
        "学堂办法",
        "附件2",
        "第一条 免费。",
    )
    assert found == [("附件1", "学堂名单", "甲。"), ("附件2", "学堂办法", "第一条 免费。")]


def test_labels_with_a_second_number() -> None:
    found = attached([], "附件4—1", "学堂名单", "甲。", "附件4-2", "学堂办法", "乙。")
    assert [(label, title) for label, title, _ in found] == [("附件4—1", "学堂名单"), ("附件4-2", "学堂办法")]


def test_blanks_and_colons_in_labels() -> None:
    found = attached([], "附 件 1：", "学堂名单", "甲。")
    assert [(label, title) for label, title, _ in found] == [("附件1", "学堂名单")]


def test_what_is_announced_but_not_printed_is_kept_by_its_title() -> None:
    assert attached(["附件：1. 学堂名单", "2. 接口一览（不公开）"], "附件1", "学堂名单", "甲。") == [
        ("附件1", "学堂名单", "甲。"),
        ("附件2", "接口一览（不公开）", ""),
    ]


def test_a_subtitle_in_brackets_belongs_to_the_title() -> None:
    assert [title for _, title, _ in attached([], "附件", "学堂办法", "（试行）", "第一条 免费。")] == [
        "学堂办法（试行）"
    ]


def test_a_header_that_a_table_repeats_on_the_next_page_is_furniture() -> None:
    answer = notice(
        "免费。", tail=["附件", "学堂名单", "县\t学堂", "示东县\t三处", "", "县\t学堂", "示西县\t两处"]
    )
    (attachment,) = document(answer).attachments
    assert attachment.text == "县\t学堂\n示东县\t三处\n示西县\t两处"
    assert answer.coverage.furniture >= 3 and answer.coverage.unplaced == ()


def test_a_mention_of_an_attachment_is_no_label() -> None:
    answer = notice("名单见附件1，办法见附件2。")
    assert document(answer).attachments == ()
    assert "attachment_title_differs" not in kinds(answer)


def test_a_place_to_fill_in_is_no_difference_and_nothing_is_lost() -> None:
    answer = notice(
        "免费。", "附件：1. 甲市年度学堂目录", "2. 学堂办法",
        tail=["附件1", "甲市_____年度学堂目录", "示东县三处。", "附件2", "学堂办法", "第一条 免费。"],
    )  # fmt: skip
    assert [attachment.title for attachment in document(answer).attachments] == [
        "甲市_____年度学堂目录",
        "学堂办法",
    ]
    assert "attachment_title_differs" not in kinds(answer)
    assert answer.coverage.unplaced == ()
