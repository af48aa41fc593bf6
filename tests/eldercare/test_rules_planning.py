"""二: storey height, floors, areas, names (N008, N011, N012, N020, N021, N024 to N026, N028)."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eldercare.rules import planning
from eldercare.rules.answer import Verdict
from tests.eldercare.facts import facts

MET, BROKEN, WARNING, UNKNOWN, NONE = (
    Verdict.MET,
    Verdict.BROKEN,
    Verdict.WARNING,
    Verdict.UNKNOWN,
    Verdict.NOT_APPLICABLE,
)


@pytest.mark.parametrize(
    ("setting", "mode", "area", "rule", "verdict"),
    [
        ("urban", "new", "300", "N020", MET),
        ("urban", "new", "299.99", "N020", BROKEN),
        ("rural", "new", "200", "N021", MET),
        ("rural", "new", "199.99", "N021", BROKEN),
        (
            "urban",
            "converted",
            "299.99",
            "N020",
            WARNING,
        ),  # N028: managed all the same, the mark is for new ones
        ("rural", "reallocated", "120", "N021", WARNING),
        ("urban", "new", None, "N020", UNKNOWN),
    ],
)
def test_n020_n021_n028_floor_area(
    setting: str, mode: str, area: str | None, rule: str, verdict: Verdict
) -> None:
    building_area = Decimal(area) if area else None
    answer = planning.area_is_enough(facts(setting=setting, building_mode=mode, building_area=building_area))
    assert (answer.rule, answer.verdict) == (rule, verdict)


@pytest.mark.parametrize(("height", "verdict"), [("2.80", MET), ("2.79", BROKEN), (None, UNKNOWN)])
def test_n008_storey_height(height: str | None, verdict: Verdict) -> None:
    given_height = Decimal(height) if height else None
    assert planning.height_is_enough(facts(storey_height=given_height)).verdict == verdict


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"lowest_floor": 1}, MET),
        ({"lowest_floor": None}, UNKNOWN),
        ({"lowest_floor": -1}, WARNING),
        ({"storey": "semi_basement"}, WARNING),
        ({"storey": "mezzanine", "building_mode": "supplied", "estate_age": "new"}, BROKEN),
        ({"lowest_floor": -1, "building_mode": "supplied", "estate_age": "new"}, BROKEN),
        ({"lowest_floor": -1, "building_mode": "supplied", "estate_age": "old"}, WARNING),
        ({"lowest_floor": 3, "building_mode": "supplied", "estate_age": "new"}, WARNING),
        ({"lowest_floor": 2, "building_mode": "supplied", "estate_age": "new"}, MET),
    ],
)
def test_n011_on_low_floors_above_ground(changes: dict[str, Any], verdict: Verdict) -> None:
    assert planning.lies_above_ground(facts(**changes)).verdict == verdict


@pytest.mark.parametrize(
    ("highest", "lift", "verdict"),
    [
        (1, None, NONE),
        (-1, None, NONE),
        (2, True, MET),
        (2, False, BROKEN),
        (2, None, UNKNOWN),
        (6, False, BROKEN),
        (None, True, UNKNOWN),
    ],
)
def test_n012_upper_floors_have_a_lift_or_walkway(
    highest: int | None, lift: bool | None, verdict: Verdict
) -> None:
    assert (
        planning.upper_floors_are_reached(facts(highest_floor=highest, has_lift_or_ramp=lift)).verdict
        == verdict
    )


@pytest.mark.parametrize(
    ("age", "households", "area", "rule", "verdict"),
    [
        ("new", 1500, "300", "N025", MET),  # 20 m² per hundred: exactly 300
        ("new", 1501, "300", "N025", BROKEN),
        ("new", 100, "299.99", "N025", BROKEN),  # never below 300 in one place
        ("new", 100, "300", "N025", MET),
        ("old", 1000, "150", "N026", MET),
        ("old", 1000, "149.99", "N026", BROKEN),
        ("old", 10, "2", "N026", MET),
        ("", None, "300", "N025", UNKNOWN),
    ],
)
def test_n025_n026_estates_supply_enough(
    age: str, households: int | None, area: str, rule: str, verdict: Verdict
) -> None:
    estate = {"estate_age": age, "estate_households": households, "building_area": Decimal(area)}
    answer = planning.estate_supplies_enough(facts(building_mode="supplied", **estate))
    assert (answer.rule, answer.verdict) == (rule, verdict)


@given(households=st.integers(1, 50_000), area=st.integers(1, 99_999))
def test_n025_agrees_with_the_sentence_of_the_notice(households: int, area: int) -> None:
    """每百户不少于 20 ㎡ and ≥ 300 ㎡ in one place, computed the long way."""
    enough = area * 100 >= 20 * households and area >= 300
    answer = planning.estate_supplies_enough(
        facts(
            building_mode="supplied",
            estate_age="new",
            estate_households=households,
            building_area=Decimal(area),
        )
    )
    assert (answer.verdict == MET) is enough


def test_n025_asks_nothing_of_others() -> None:
    assert planning.estate_supplies_enough(facts()).verdict == NONE


@pytest.mark.parametrize(
    ("name", "changes", "verdict"),
    [
        ("云县爱华镇示例社区示例老年人日间照料中心", {}, MET),
        ("云县爱华镇示例社区居家养老服务中心", {}, WARNING),  # the other kind's ending
        ("云县爱华镇示例社区居家养老服务中心", {"kind": "home_care"}, MET),
        ("爱华镇示例社区老年人日间照料中心", {}, WARNING),
        ("云县示例社区老年人日间照料中心", {}, WARNING),
        (
            "双江拉祜族佤族布朗族傣族自治县勐勐镇示例村老年人日间照料中心",
            {
                "county": "双江拉祜族佤族布朗族傣族自治县",
                "county_short": "双江",
                "township": "勐勐镇",
                "community": "示例村",
            },
            MET,
        ),
        (
            "双江勐勐镇示例村互助养老服务站",
            {
                "kind": "mutual_aid",
                "county": "双江拉祜族佤族布朗族傣族自治县",
                "county_short": "双江",
                "township": "勐勐镇",
                "community": "示例村",
            },
            MET,
        ),
        ("云县爱华镇示例社区老年人日间照料中心", {"community": ""}, UNKNOWN),
        ("", {}, WARNING),
    ],
)
def test_n024_the_sign_board_names_the_place(name: str, changes: dict[str, Any], verdict: Verdict) -> None:
    answer = planning.name_fits_pattern(facts(name=name, **changes))
    assert answer.verdict == verdict
    assert not answer.stops
