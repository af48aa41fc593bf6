"""Cells that no spreadsheet program takes for a formula, and back again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.harmless_cells import STARTS_FORMULA, as_typed, harmless


@pytest.mark.parametrize("start", STARTS_FORMULA)
def test_a_formula_becomes_text_and_comes_back(start: str) -> None:
    text = f"{start}1+1"
    assert harmless(text) == f"'{text}"
    assert as_typed(f"'{text}") == text


@pytest.mark.parametrize("value", [-1, 2.5, None, True, "云县", "'引文"])
def test_everything_else_stays(value: object) -> None:
    assert harmless(value) == value
    if isinstance(value, str):
        assert as_typed(value) == value


@given(st.text())
def test_no_text_leaves_as_a_formula(text: str) -> None:
    safe = harmless(text)
    assert isinstance(safe, str)
    assert not safe.startswith(STARTS_FORMULA)
