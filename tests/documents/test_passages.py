"""Official text arranged for a page."""

from dataclasses import dataclass

import pytest

from documents.official_text import parse
from documents.passages import Arrangement, Passage, arrange, tabulate


@dataclass(frozen=True)
class Duty:
    path: str


TEXT = "开头。\n一、总则\n（一）目标\n1.甲。\n接着说。\n2.乙。\n二、保障\n末段。"


def test_a_task_stands_after_the_last_block_of_its_place() -> None:
    found = arrange(parse(TEXT), [Duty("一/（一）/1"), Duty("三")])
    after = [passage.block.text for passage in found.opening if passage.tasks]
    assert after == ["接着说。"]
    assert found.unplaced == (Duty("三"),)


def test_heading_ranks_skip_none_even_where_the_text_does() -> None:
    found: Arrangement[Duty] = arrange(parse("（一）先\n段落。\n一、后\n（一）再\n段落。"))
    assert [passage.rank for passage in found.opening if passage.rank] == [2, 2, 3]


def test_an_enclosed_title_splits_the_text_and_lowers_its_headings() -> None:
    found: Arrangement[Duty] = arrange(
        parse("印发给你们。\n示例方案\n一、总则\n段落。", enclosed_title="示例方案")
    )
    assert [passage.block.text for passage in found.opening] == ["印发给你们。"]
    assert found.title is not None
    assert found.enclosed[0].rank == 3


def test_a_run_in_heading_is_set_apart_from_its_text() -> None:
    passage: Passage[Duty] = arrange(
        parse("一、总则\n（一）加强领导。成立示例小组，明确分工，落实责任。")
    ).opening[1]
    assert passage.lead + passage.rest == passage.block.text
    assert passage.lead.endswith("加强领导")


def test_the_day_and_the_speaker_of_a_report_belong_to_its_title() -> None:
    found: Arrangement[Duty] = arrange(
        parse("——2023年2月10日在示例会议上\n示例市市长 示例甲\n现在，我作报告。")
    )
    assert [block.text[:5] for block in found.subtitle] == ["——202", "示例市市长"]
    assert [passage.block.text for passage in found.opening] == ["现在，我作报告。"]


def test_a_table_gets_a_head_of_short_words_only_and_even_rows() -> None:
    named = tabulate([("项目", "数量", ""), ("甲", "1")])
    assert [cell.text for cell in named.head] == ["项目", "数量", ""]
    assert [len(row) for row in named.rows] == [3]
    figures = tabulate([("甲", "12"), ("乙", "13")], anchor="a2-t3")
    assert (named.label, figures.label) == ("表1", "附件2表3")
    assert figures.head == ()
    assert len(figures.rows) == 2


@pytest.mark.parametrize("post", ["组长", "副组长", "常务副总指挥", "召集人"])
def test_a_list_of_members_has_no_head(post: str) -> None:
    members = tabulate([(post, "示例甲", "示例市市长"), ("", "示例乙", "示例市副市长")])
    assert members.head == ()
    assert len(members.rows) == 2
