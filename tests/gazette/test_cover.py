"""The cover drawn from an issue's own numbers: the same for the same issue, whole for every issue."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.cover import HEIGHT, NAME_WIDTH, RIDGES, WIDTH, name_lines, ridges, sun

PAGES = st.lists(st.integers(1, 400), max_size=60).map(sorted)


def numbers(path: str) -> list[int]:
    return [int(found) for found in re.findall(r"-?\d+", path)]


@given(PAGES, st.integers(1, 99))
def test_a_cover_is_drawn_whole_for_any_contents(pages: list[int], number: int) -> None:
    drawn = ridges(pages, seed=number)
    assert drawn == ridges(pages, seed=number)
    assert [ridge.tone for ridge in drawn] == list(range(RIDGES))
    for ridge in drawn:
        assert all(-200 <= found <= HEIGHT + 100 for found in numbers(ridge.path))
        reach = numbers(ridge.path.split("V")[0])
        assert reach[0] <= 0 < WIDTH <= reach[-2]  # from edge to edge


def test_the_nearest_hills_bear_a_terrace_for_each_line_of_the_contents() -> None:
    assert [len(ridge.terraces) for ridge in ridges([1, 9, 13], seed=9)] == [0, 0, 0, 3, 3]
    assert [len(ridge.terraces) for ridge in ridges(range(1, 200), seed=9)] == [0, 0, 0, 9, 9]
    assert [len(ridge.terraces) for ridge in ridges([], seed=9)] == [0] * RIDGES


@pytest.mark.parametrize("number", [0, 1, 6, 12, 13, 99])
def test_the_sun_stays_in_the_sky(number: int) -> None:
    place = sun(number)
    assert 40 <= place.x <= WIDTH - 40
    assert 200 <= place.y <= 232


def test_the_sun_rises_and_sets_with_the_year() -> None:
    assert sun(1).x < sun(6).x < sun(12).x
    assert sun(6).y < sun(1).y == sun(12).y


@given(st.text(alphabet="某市人民政府公报", max_size=80))
def test_a_name_of_any_length_fits(name: str) -> None:
    lines = name_lines(name)
    assert "".join(line.text for line in lines) == name
    assert all(len(line.text) * line.size <= NAME_WIDTH for line in lines)
