"""Official text into blocks: levels, forms, paths, anchors (GB/T 9704-2012, 7.3.3)."""

from __future__ import annotations

import pytest

from documents.official_text import Block, anchor_of, headings, outline, parse, split_number


def shape(*lines: str, enclosed_title: str = "", prefix: str = "") -> list[str]:
    """Each block as "kind anchor path form"."""
    blocks = parse("\n".join(lines), enclosed_title=enclosed_title, prefix=prefix)
    return [f"{b.kind} {b.anchor} {b.path or '-'} {b.heading.form if b.heading else '-'}" for b in blocks]


def only(*lines: str) -> Block:
    (block,) = parse("\n".join(lines))
    return block


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("一、总则", (1, "一", "总则")),
        ("二十一、附则", (1, "二十一", "附则")),
        ("第一章 总则", (1, "第一章", "总则")),
        ("（一）目标", (2, "（一）", "目标")),
        ("(一) 目标", (2, "（一）", "目标")),
        ("（十二）、目标", (2, "（十二）", "目标")),
        ("第二节 程序", (2, "第二节", "程序")),
        ("1.开课", (3, "1", "开课")),
        ("1．开课", (3, "1", "开课")),
        ("12、开课", (3, "12", "开课")),
        ("第十条 老人免费", (3, "第十条", "老人免费")),
        ("（1）开课", (4, "（1）", "开课")),
        ("(12)开课", (4, "（12）", "开课")),
    ],
)
def test_numbers(line: str, found: tuple[int, str, str]) -> None:
    assert split_number(line) == found


@pytest.mark.parametrize(
    "line",
    ["1.5万人参加", "2.4亿元", "一是开课", "2030年开课", "（一九三〇年）", "10个书屋", "3.14", "第一批书屋"],
)
def test_what_only_looks_like_a_number(line: str) -> None:
    assert split_number(line) is None


def test_levels_make_paths_and_anchors() -> None:
    assert shape(
        "一、总则", "（一）目标", "1. 开课。每月一次。", "（1）上午。讲一讲。", "（二）期限", "二、附则"
    ) == [
        "heading s1 一 standalone",
        "heading s1-1 一/（一） standalone",
        "paragraph s1-1-1 一/（一）/1 run_in",
        "paragraph s1-1-1-1 一/（一）/1/（1） run_in",
        "heading s1-2 一/（二） standalone",
        "heading s2 二 standalone",
    ]


def test_a_level_may_be_skipped() -> None:
    assert shape(
        "一、总则", "1. 开课。每月一次。", "（1）上午。讲一讲。", "二、附则", "（1）晚上。讲一讲。"
    ) == [
        "heading s1 一 standalone",
        "paragraph s1-1 一/1 run_in",
        "paragraph s1-1-1 一/1/（1） run_in",
        "heading s2 二 standalone",
        "paragraph s2-1 二/（1） run_in",
    ]


def test_chapters_and_articles() -> None:
    assert shape(
        "第一章 总则", "第一条 老人免费。", "第二条 孩子半价。", "第二章 附则", "第三条 自五月起施行。"
    ) == [
        "heading s1 第一章 standalone",
        "paragraph s1-1 第一章/第一条 item",
        "paragraph s1-2 第一章/第二条 item",
        "heading s2 第二章 standalone",
        "paragraph s2-3 第二章/第三条 item",
    ]


def test_paragraphs_stand_under_the_heading_before_them() -> None:
    blocks = parse("前言一句。\n一、总则\n正文一句。\n二、附则\n正文又一句。")
    assert [block.path for block in blocks] == ["", "一", "一", "二", "二"]
    assert [block.anchor for block in blocks] == ["p1", "s1", "p2", "s2", "p3"]


@pytest.mark.parametrize(
    ("line", "form", "text"),
    [
        ("（一）办好学堂", "standalone", "办好学堂"),
        ("（一）办好学堂。每月一次，老人都来。", "run_in", "办好学堂"),
        ("（一）办好学堂：每月一次，老人都来。", "run_in", "办好学堂"),
        ("（一）请老师写讲义，字要大，图要多，每页不超过一百字。每月一次。", "item", "请老师写讲义，字要大，图要多，每页不超过一百字"),
        ("（一）请老师写讲义；", "item", "请老师写讲义"),
        ("（一）办好学堂。每月一次。（市民政局负责）", "run_in", "办好学堂"),
        ("（一）每月办一次学堂，教会老人看报。（市民政局负责）", "item", "每月办一次学堂，教会老人看报"),
    ],
)  # fmt: skip
def test_forms_and_words_of_a_heading(line: str, form: str, text: str) -> None:
    block = only(line)
    assert block.heading is not None
    assert (block.heading.form, block.heading.text) == (form, text)
    assert block.text == line


def test_a_run_in_among_plain_items_is_an_item_too() -> None:
    blocks = parse("一、要求\n1. 讲义要大字，图要多。\n2. 学堂要敞亮，窗要大。\n3. 免费。人人可来。")
    assert [heading.form for heading in headings(blocks)] == ["standalone", "item", "item", "item"]


def test_bullets_that_lost_their_numbers_count_on() -> None:
    blocks = parse(
        "（一）开课\n1. 请老师。写讲义。\n- 找教室。要敞亮。\n- 印讲义。字要大。\n（二）印书\n- 找印厂。要近。"
    )
    found = headings(blocks)
    assert [heading.path for heading in found] == [
        "（一）",
        "（一）/1",
        "（一）/2",
        "（一）/3",
        "（二）",
        "（二）/1",
    ]
    assert [heading.restored for heading in found] == [False, False, True, True, False, True]


def test_a_bullet_under_no_heading_is_a_paragraph() -> None:
    assert only("- 找教室。").heading is None


def test_rows_with_tabs_are_one_table() -> None:
    blocks = parse("一、清单\n县\t书屋\n示东县\t3\n后记一句。\n县\t教室\n")
    assert [(block.kind, block.anchor, block.path) for block in blocks] == [
        ("heading", "s1", "一"),
        ("table", "t1", "一"),
        ("paragraph", "p1", "一"),
        ("table", "t2", "一"),
    ]
    assert blocks[1].rows == (("县", "书屋"), ("示东县", "3"))


def test_a_path_that_comes_twice_gets_another_anchor() -> None:
    anchors = [block.anchor for block in parse("一、甲\n（一）乙\n一、丙\n（一）丁\n一、戊")]
    assert anchors == ["s1", "s1-1", "s1-x2", "s1-1-x2", "s1-x3"]


def test_the_enclosed_title_begins_a_text_of_its_own() -> None:
    assert shape("现予印发。", "学堂办法", "一、总则", enclosed_title="学 堂办法") == [
        "paragraph p1 - -",
        "title p2 - -",
        "heading s1 一 standalone",
    ]


def test_a_prefix_keeps_attachments_apart() -> None:
    assert shape("一、甲", "乙。", "丙\t丁", prefix="a2-") == [
        "heading a2-s1 一 standalone",
        "paragraph a2-p1 一 -",
        "table a2-t1 一 -",
    ]


def test_the_outline_leaves_items_out() -> None:
    blocks = parse("一、要求\n1. 讲义要大字，图要多。\n2. 学堂要敞亮，窗要大。\n二、附则")
    assert [(entry.anchor, entry.heading.text) for entry in outline(blocks)] == [
        ("s1", "要求"),
        ("s2", "附则"),
    ]


@pytest.mark.parametrize(
    ("path", "anchor"),
    [
        ("一/（二）/3", "s1-2-3"),
        ("二十一", "s21"),
        ("第一章/第五条", "s1-5"),
        ("三/（十二）/4/（5）", "s3-12-4-5"),
    ],
)
def test_anchors_of_paths(path: str, anchor: str) -> None:
    assert anchor_of(path) == anchor


def test_an_empty_text_has_no_blocks() -> None:
    assert parse("") == parse(" \n\u3000\n") == ()
