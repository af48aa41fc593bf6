"""The counties as tiles: as they lie, never on each other, darker where there is more."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eldercare.cartogram import GAP, HEIGHT, PLACES, STEPS, WIDTH, Cartogram, Tile, cartogram

NAMES = {
    "530902": "临翔",
    "530921": "凤庆",
    "530922": "云县",
    "530923": "永德",
    "530924": "镇康",
    "530925": "双江",
    "530926": "耿马",
    "530927": "沧源",
}
codes = st.sampled_from([*NAMES, "530928", "530929", "530981", "533524"])
named = st.dictionaries(codes, st.text(min_size=1, max_size=12), max_size=12)
counted = st.dictionaries(codes, st.integers(0, 10_000))


def tile(drawn: Cartogram, code: str) -> Tile:
    (only,) = [tile for tile in drawn.tiles if tile.code == code]
    return only


def test_the_tiles_lie_as_the_counties_do() -> None:
    drawn = cartogram(NAMES, {})
    assert set(PLACES) == set(NAMES)
    assert [tile.name for tile in drawn.tiles] == [
        "凤庆", "云县", "永德", "临翔", "镇康", "耿马", "双江", "沧源",
    ]  # fmt: skip
    assert tile(drawn, "530921").y < tile(drawn, "530927").y  # 凤庆 lies north of 沧源
    assert tile(drawn, "530924").x < tile(drawn, "530926").x < tile(drawn, "530925").x  # 镇康, 耿马, 双江


@given(named, counted)
def test_every_county_has_one_tile_inside_the_picture(names: dict[str, str], counts: dict[str, int]) -> None:
    drawn = cartogram(names, counts)
    assert sorted(tile.code for tile in drawn.tiles) == sorted(names)
    assert {tile.code: tile.name for tile in drawn.tiles} == names
    for each in drawn.tiles:
        assert GAP <= each.x <= drawn.width - GAP - WIDTH
        assert GAP <= each.y <= drawn.height - GAP - HEIGHT
        assert each.x < each.middle < each.x + WIDTH
        assert each.y < each.baseline < each.y + HEIGHT
        assert len(each.label) <= 4


@given(named, counted)
def test_no_tile_lies_on_another(names: dict[str, str], counts: dict[str, int]) -> None:
    for one, other in combinations(cartogram(names, counts).tiles, 2):
        assert abs(one.x - other.x) >= WIDTH + GAP or abs(one.y - other.y) >= HEIGHT + GAP


@given(named, counted)
def test_what_is_counted_is_what_is_shown(names: dict[str, str], counts: dict[str, int]) -> None:
    drawn = cartogram(names, counts)
    assert {tile.code: tile.count for tile in drawn.tiles} == {code: counts.get(code, 0) for code in names}
    assert drawn.total == sum(tile.count for tile in drawn.tiles)


@given(named, counted)
def test_more_is_never_lighter(names: dict[str, str], counts: dict[str, int]) -> None:
    tiles = cartogram(names, counts).tiles
    for one, other in combinations(tiles, 2):
        if one.count <= other.count:
            assert one.weight <= other.weight
    assert all((tile.weight == 0) == (tile.count == 0) for tile in tiles)
    assert all(tile.weight <= STEPS for tile in tiles)


def test_the_most_is_the_darkest_and_one_alone_is_not_none() -> None:
    drawn = cartogram(NAMES, {"530902": 40, "530921": 1, "530922": 20})
    assert [tile(drawn, code).weight for code in ("530902", "530922", "530921", "530927")] == [4, 2, 1, 0]


@pytest.mark.parametrize("chosen", ["530902", "530981", ""])
def test_the_chosen_county_is_marked_and_no_other(chosen: str) -> None:
    drawn = cartogram(NAMES, {}, chosen=chosen)
    assert [tile.code for tile in drawn.tiles if tile.is_chosen] == ([chosen] if chosen in NAMES else [])


def test_a_county_of_tomorrow_stands_below_the_others() -> None:
    drawn = cartogram({**NAMES, "530981": "某某自治县市"}, {"530981": 3})
    new = tile(drawn, "530981")
    assert new.y > max(tile.y for tile in drawn.tiles if tile.code != "530981")
    assert (new.label, new.name, new.count) == ("某某自…", "某某自治县市", 3)


def test_without_counties_the_picture_is_empty() -> None:
    drawn = cartogram({}, {"530902": 3})
    assert (drawn.tiles, drawn.total, drawn.height) == ((), 0, GAP)
