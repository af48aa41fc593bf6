"""What changed between two texts: nothing is lost, nothing is made up, and the same words are found the same."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from documents.paragraph_difference import Change, Kind, Mark, compare, new_text, old_text

LETTERS = st.text(alphabet="甲乙丙丁，。一二\t<", max_size=12)
LINES = st.lists(st.one_of(LETTERS, st.sampled_from(["甲\t1", "一、总则", ""])), max_size=14)
SECONDS = 3  # of one processor, for 30,000 characters; measured 0.3


def kinds(before: list[str], after: list[str]) -> list[str]:
    return [change.kind for change in compare(before, after)]


def marked(change: Change) -> str:
    """甲[-乙-]{+丙+}丁."""
    signs = {Mark.SAME: "{}", Mark.GONE: "[-{}-]", Mark.NEW: "{{+{}+}}"}
    return "".join(signs[piece.mark].format(piece.text) for piece in change.pieces)


@given(LINES, LINES)
@example(["甲"], [])
@example(["", ""], ["", "甲", ""])
def test_both_texts_are_recovered_letter_by_letter(before: list[str], after: list[str]) -> None:
    changes = compare(before, after)
    assert old_text(changes) == before
    assert new_text(changes) == after
    if before == after:
        assert {change.kind for change in changes} <= {Kind.SAME}


@given(LINES, st.data())
def test_an_edited_text_is_recovered_too(before: list[str], data: st.DataObject) -> None:
    """Neighbours of a text, as editors make them, rather than any two texts."""
    after = list(before)
    for _ in range(data.draw(st.integers(0, 4))):
        place = data.draw(st.integers(0, len(after)))
        after[place : place + data.draw(st.integers(0, 1))] = data.draw(st.lists(LETTERS, max_size=2))
    changes = compare(before, after)
    assert (old_text(changes), new_text(changes)) == (before, after)


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("拨付资金300万元。", "拨付资金350万元。", "拨付资金3[-0-]{+5+}0万元。"),
        ("由示例局负责落实。", "由示例局牵头负责落实。", "由示例局{+牵头+}负责落实。"),
        ("各县区各部门落实本办法。", "各县区落实本办法。", "各县区[-各部门-]落实本办法。"),
        ("示例表\t数量\t备注", "示例表\t金额\t备注", "示例表\t[-数量-]{+金额+}\t备注"),
    ],
)
def test_characters_are_marked_inside_the_paragraph(before: str, after: str, shown: str) -> None:
    (change,) = compare([before], [after])
    assert change.kind == Kind.CHANGED
    assert marked(change) == shown


def test_a_lone_letter_between_two_changes_is_read_with_them() -> None:
    (change,) = compare(["示例甲于三月办结示例事项。"], ["示例乙于四月办结示例事项。"])
    assert marked(change) == "示例[-甲于三-]{+乙于四+}月办结示例事项。"


def test_paragraphs_added_removed_moved_and_changed() -> None:
    before = [
        "第一段原样不动。",
        "第二段将要删去，全部删去。",
        "第三段改一个字。",
        "中间一段不动。",
        "第四段整段移到前面去。",
        "末段。",
    ]
    after = [
        "第四段整段移到前面去。",
        "第一段原样不动。",
        "第三段改两个字。",
        "中间一段不动。",
        "新加的段落，与别段都不像。",
        "末段。",
    ]
    assert kinds(before, after) == [
        *("moved_here", "same", "removed", "changed", "same"),
        *("moved_away", "added", "same"),
    ]


def test_unlike_paragraphs_are_not_told_as_one_changed() -> None:
    assert kinds(["甲乙丙丁戊己庚辛"], ["子丑寅卯辰巳午未"]) == ["removed", "added"]


@pytest.mark.parametrize("how", ["every letter", "every paragraph", "one line", "same lines", "shuffled"])
def test_thirty_thousand_characters_cost_little(how: str) -> None:
    """The worst texts known; the processor's time, not the clock's, and with much air."""
    words = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
    lines = ["".join(words[(i * 7 + j * (i % 5 + 1)) % 22] for j in range(60)) for i in range(500)]
    before, after = {
        "every letter": (lines, [line.replace("甲", "天").replace("子", "地") for line in lines]),
        "every paragraph": (lines, [line[::-1] for line in lines]),
        "one line": (["".join(lines)], ["".join(lines)[::-1]]),
        "same lines": (["甲\t1"] * 5000, ["甲\t1", "乙\t2"] * 2500),
        "shuffled": (lines, sorted(lines)),
    }[how]
    began = process_time()
    changes = compare(before, after)
    assert process_time() - began < SECONDS
    assert (old_text(changes), new_text(changes)) == (before, after)
