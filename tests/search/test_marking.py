"""What is shown of a hit: marks at the right places of the printed text, the paragraph that was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.search import segments
from foundation.search.folding import folded
from foundation.search.marking import SNIPPET, marked, snippet
from tests.entries import ask, entry


@pytest.mark.parametrize(
    ("printed", "typed", "parts"),
    [
        ("临政办发〔2023〕３号文", "临政办发(2023)3号", ["临政办发〔2023〕３号"]),
        ("消防  安 全", "安全", ["安 全"]),
        ("ＧＤＰ增长", "gdp", ["ＧＤＰ"]),
        ("甲甲甲", "甲甲", ["甲甲"]),
        ("无关", "甲", []),
    ],
)
def test_marks_stand_in_the_text_as_it_was_printed(printed: str, typed: str, parts: list[str]) -> None:
    assert [text for text, is_marked in marked(printed, [folded(typed)]).parts() if is_marked] == parts


def test_marks_that_touch_are_one() -> None:
    assert marked("消防安全通知", ["消防", "安全"]).ranges == ((0, 4),)


def test_the_snippet_shows_where_most_terms_stand() -> None:
    text = "消防。" + "无关的话。" * 60 + "抓好消防和安全两件事。" + "无关的话。" * 60
    shown = snippet(text, ["消防", "安全"])
    assert shown.text.startswith("抓好消防和安全")
    assert shown.is_cut_before and shown.is_cut_after
    assert text[shown.at :].startswith("消防和安全")


def test_without_a_term_in_the_body_the_snippet_is_its_beginning() -> None:
    shown = snippet("甲" * 300, ["乙"])
    assert (shown.text, shown.ranges, shown.is_cut_before) == ("甲" * SNIPPET, (), False)


@given(
    st.text(st.sampled_from("消防安全\n\t ，。Ａa〔"), max_size=400),
    st.lists(st.sampled_from(["消防", "安全", "a", "("])),
)
def test_ranges_are_always_inside_and_apart(text: str, forms: list[str]) -> None:
    for shown in (marked(text, forms), snippet(text, forms)):
        assert "".join(part for part, _ in shown.parts()) == shown.text
        ends = [0, *(end for pair in shown.ranges for end in pair)]
        assert ends == sorted(ends) and ends[-1] <= len(shown.text)
        assert all(
            folded(part) in {folded(f) for f in forms} or len(part) > 1 for part, m in shown.parts() if m
        )


@pytest.mark.django_db
@pytest.mark.parametrize("is_folded", [True, False])
def test_a_hit_opens_its_paragraph(is_folded: bool) -> None:
    entry("甲段。\n乙段消防。\n丙段", anchors=["p1", "p2", "p3"])
    if is_folded:
        segments.fold()
    for typed, anchor in (("消防", "p2"), ("丙段", "p3"), ("甲段", "p1")):
        (hit,) = ask(typed).hits
        assert (hit.anchor, hit.address) == (anchor, f"/documents/1/#{anchor}")
