"""Lines become paragraphs: what a page or a column broke is joined, ends are kept (import.md 3)."""

from __future__ import annotations

import pytest

from tests.reading import document, kinds, notice, paragraphs_of, read_all


def texts(*lines: str) -> list[str]:
    return [paragraph.text for paragraph in paragraphs_of("\n".join(lines))[0]]


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["老人每天来学堂，先喝茶", "再看报。"], "老人每天来学堂，先喝茶再看报。"),
        (["老人每天来学堂，先喝茶", "", "再看报。"], "老人每天来学堂，先喝茶再看报。"),
        (["老人每天来学堂，先喝茶", "— 3 —", "再看报。"], "老人每天来学堂，先喝茶再看报。"),
        (["老人每天来学堂，先喝茶", "第 3 页 共 9 页", "", "再看报。"], "老人每天来学堂，先喝茶再看报。"),
        (["老人每天来学堂，先喝茶", "17", "再看报。"], "老人每天来学堂，先喝茶再看报。"),
        (["按照《老人学堂", "管理办法》办理。"], "按照《老人学堂管理办法》办理。"),
        (["老人每天来学堂（周日", "休息）。"], "老人每天来学堂（周日休息）。"),
        (["老人每天来学堂", "，先喝茶。"], "老人每天来学堂，先喝茶。"),
        (["老人都用 Open", "Office 写信，写完打印。"], "老人都用Open Office写信，写完打印。"),
    ],
)
def test_broken_sentences_are_joined(lines: list[str], joined: str) -> None:
    assert texts(*lines) == [joined]


@pytest.mark.parametrize(
    "lines",
    [
        ["老人每天来学堂。", "先喝茶再看报。"],
        ["老人每天来学堂：", "先喝茶再看报。"],
        ["一、老人学堂", "（一）喝茶", "1. 红茶。先烧水。", "（1）泡三分钟。"],
        ["一、老人学堂", "", "老人每天来，先喝茶。"],
        ["老人每天来学堂，先喝茶", "一、看报"],
        ["老人每天来学堂。", "附件：讲义", "附件1"],
        ["附件1", "老人学堂讲义"],
        ["市民政局", "2030年5月6日", "（此件公开发布）", "老人学堂讲义"],
        ["县\t书屋", "示东县\t3", "老人每天来。"],
        ["责任单位：市民政局", "（二）看报"],
    ],
)
def test_what_begins_something_of_its_own_stays_apart(lines: list[str]) -> None:
    assert texts(*lines) == [line.replace(". ", ".") for line in lines if line]


def test_blanks_beside_chinese_go_and_those_between_words_stay() -> None:
    assert texts("到 2030 年，老人 学堂 开到 each village 去。") == ["到2030年，老人学堂开到each village去。"]


def test_the_running_head_inside_a_sentence_is_taken_out() -> None:
    answer = read_all(
        "甲市人民政府公报\n2030年第5期\n目录\n市政府文件\n甲市人民政府关于学堂的通知(1)\n\n甲市人民政府关于学堂的通知\n甲政发〔2030〕1号\n"
        "各县、区人民政府：\n老人每天来学堂，先喝茶\n甲市人民政府公报\n再看报。\n2030年5月6日\n"
    )
    assert answer.documents[0].body == "老人每天来学堂，先喝茶再看报。"
    assert answer.coverage.unplaced == ()


def test_a_fragment_the_page_break_printed_twice_is_set_aside_and_said() -> None:
    answer = notice(
        "1. 开课教老人看报。（责任单位：市民政局、市财政局，各县、区人民政府）",
        "",
        "政局，各县、区人民政府）",
        "2. 印书。字要大。（市财政局负责）",
    )
    read = document(answer)
    assert [task.path for task in read.tasks] == ["1", "2"]
    assert read.body.count("各县、区人民政府") == 1
    assert "repeated_fragment" in kinds(answer)
    assert answer.coverage.unplaced == ()


def test_a_bracket_that_never_closes_does_not_swallow_the_headings_after_it() -> None:
    answer = notice("一、开课", "老人每天来学堂（周日休息，", "二、印书", "字要大。")
    assert [heading.path for heading in document(answer).headings] == ["一", "二"]
    assert "bracket_unbalanced" in kinds(answer)


@pytest.mark.parametrize("word", ["after", "and", "of"])
def test_a_foreign_word_inside_chinese_is_said(word: str) -> None:
    answer = notice(f"老人满10个月 {word} 再来学堂。")
    (problem,) = [problem for problem in answer.problems if problem.kind == "foreign_word"]
    assert problem.printed == word


@pytest.mark.parametrize("text", ["用 Office 写信。", "看 CCTV 节目。", "到 each village 去。"])
def test_foreign_names_are_nothing_to_say(text: str) -> None:
    assert "foreign_word" not in kinds(notice(text))


def test_tags_and_bold_marks_of_an_extraction_are_no_text() -> None:
    answer = notice(
        "<p>这里的老人们<b>每天</b>来学堂。</p>", "**先喝茶**再看报。", '<input type="checkbox"> 同意'
    )
    assert document(answer).body == "这里的老人们每天来学堂。\n先喝茶再看报。\n□ 同意"
    assert answer.coverage.unplaced == ()
