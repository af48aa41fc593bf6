"""How near a text comes to another: changed, added, left out; anywhere in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.search.nearness import fewest_errors


@pytest.mark.parametrize(
    ("wanted", "text", "errors"),
    [
        ("财政局", "示例市财政局", 0),
        ("财正局", "示例市财政局", 1),
        ("财局", "示例市财政局", 1),
        ("财政政局", "示例市财政局", 1),
        ("甲乙丙", "示例市财政局", 3),
        ("甲", "", 1),
        ("", "甲", 0),
    ],
)
def test_the_fewest_errors_are_counted(wanted: str, text: str, errors: int) -> None:
    assert fewest_errors(wanted, text) == errors


@given(st.text("甲乙丙", max_size=8), st.text("甲乙丙", max_size=8), st.text("甲乙丙", max_size=8))
def test_what_stands_in_the_text_has_none_and_no_count_exceeds_its_length(
    before: str, wanted: str, after: str
) -> None:
    assert fewest_errors(wanted, before + wanted + after) == 0
    assert fewest_errors(wanted, before) <= len(wanted)
