"""What holds for whatever is put in: nothing lost, nothing invented, the same again, anchors unique, never a crash."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from documents.official_text import parse
from documents.reading.answer import ReadingAnswer
from documents.reading.source import UnreadableSource
from foundation.chinese_text import squeeze
from tests.reading import SAMPLE, balanced, read_all, read_one, source_of, stands, strings_said

SAMPLE_LINES = SAMPLE.read_text("utf-8").split("\n")

WORDS = (
    "市财政局", "各县、区人民政府", "市发展和改革委员会", "市新闻出版（版权）局", "云县、凤庆县", "牵头", "配合", "负责",
    "按职责分工", "责任单位：", "牵头单位：", "以下均需", "落实，不再列出", "列首位的为牵头单位", "下同", "（", "）", "(", ")",
    "[", "]", "〔", "〕", "《", "》", "〈", "〉", "“", "”", "一、", "（一）", "（二）", "1.", "2．", "（1）", "第一章", "第二条",
    "- ", "附件", "附件：", "附件1", "附件4—1", "1. 某某表", "废止", "停止执行", "2030年5月6日", "2030年5月6", "二〇三〇年五月六日",
    "甲政发〔2030〕1号", "甲市人民政府关于某事的通知", "通知", "解读", "(此件公开发布)", "各县、区人民政府：", "目 录", "大事记",
    "（2030年5月）", "5月3日", "5月3日—7日", "5月3～7日", "5月上旬", "是月", "13月45日", "2月30日", "8月27日～11月", "赵一", "李明明",
    "主持召开会议。", "2030年第5期", "(总第50期)", "2030年5月出版发行", "主 任", "副 主 任 王 某 张某某", "发送范围：", "电 话：", "……", "(3)",
    "评价要点\t评价内容\t评价方式\t任务清单\t牵头单位\t责任单位", "（1）甲\t", "(2) 乙", "一、某部分（20分）", "3分",
    "10万元", "50%", "\t", "\n", "\n\n", " ",
    "　", "。", "，", "；", "：", "、", "和", "及", "等", "<br>", "<td>", "**粗**", "— 3 —", "12", "after", "GB/T 1234-2020", "，不再列出",
)  # fmt: skip

hostile = st.one_of(
    st.lists(st.sampled_from(WORDS), max_size=60).map("".join),
    st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=120),
    st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=4)), max_size=40).map("".join),
)
quick = settings(max_examples=50)


def issue(body: str) -> ReadingAnswer:
    """A text that has at least the data of an issue."""
    return read_all(f"甲市人民政府公报\n2030年第5期\n{body}")


def one_notice(body: str) -> ReadingAnswer:
    return read_one(f"甲市人民政府关于某事的通知\n甲政发〔2030〕1号\n{body}")


readers = pytest.mark.parametrize("read", [issue, one_notice])
Read = Callable[[str], ReadingAnswer]


def attempt(read: Read, text: str) -> ReadingAnswer | None:
    """A reading, or None where the reader says in one sentence why it refuses."""
    try:
        return read(text)
    except UnreadableSource as refusal:
        assert str(refusal)
        return None


def invented(answer: ReadingAnswer, text: str) -> list[str]:
    lines = source_of(text)[0].lines
    return [said for said in strings_said(answer) if not stands(said, lines)]


@readers
@quick
@given(text=hostile)
@example(text="（" * 40)
@example(text="）市财政局负责）（市财政局负责")
@example(text="一、\n（一）\n1.\n（1）\n-\n- 甲")
def test_no_character_is_lost_and_nothing_crashes(read: Read, text: str) -> None:
    answer = attempt(read, text)
    assert answer is None or balanced(answer)


@quick
@given(text=hostile)
def test_nothing_is_invented_in_an_issue(text: str) -> None:
    whole = f"甲市人民政府公报\n2030年第5期\n{text}"
    answer = attempt(read_all, whole)
    assert answer is None or invented(answer, whole) == []


@quick
@given(text=hostile)
def test_nothing_is_invented_in_a_notice(text: str) -> None:
    whole = f"甲市人民政府关于某事的通知\n甲政发〔2030〕1号\n{text}"
    answer = attempt(read_one, whole)
    assert answer is None or invented(answer, whole) == []


@readers
@quick
@given(text=hostile)
def test_the_same_again(read: Read, text: str) -> None:
    first, second = attempt(read, text), attempt(read, text)
    assert (first and first.as_json()) == (second and second.as_json())


@quick
@given(text=hostile, prefix=st.sampled_from(["", "a1-", "a12-"]))
def test_anchors_are_unique_and_no_text_is_dropped(text: str, prefix: str) -> None:
    blocks = parse(text, prefix=prefix)
    anchors = [block.anchor for block in blocks]
    assert len(set(anchors)) == len(anchors)
    assert all(anchor.startswith(prefix) for anchor in anchors)
    assert squeeze("".join(block.text for block in blocks)) == squeeze(text)


mangled = settings(max_examples=8)


@mangled
@given(seed=st.integers(0, 10**6), how=st.sampled_from(["shuffled", "cut", "thinned", "doubled", "joined"]))
def test_a_mangled_issue_still_balances_and_invents_nothing(seed: int, how: str) -> None:
    text = "\n".join(mangle(SAMPLE_LINES, how, random.Random(seed)))
    answer = attempt(read_all, text)
    if answer is not None:
        assert balanced(answer)
        assert invented(answer, text) == []


def mangle(lines: list[str], how: str, chance: random.Random) -> list[str]:
    """The sample as a bad scan would give it."""
    if how == "shuffled":
        return chance.sample(lines, len(lines))
    if how == "cut":
        return lines[: chance.randrange(len(lines))]
    if how == "thinned":
        return [line for line in lines if chance.random() > 0.1]
    if how == "doubled":
        return [line for line in lines for _ in range(1 + (chance.random() < 0.1))]
    return "\n".join(lines).replace("\n\n", "\n").split("\n")
