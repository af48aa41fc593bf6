"""附件1: 57 printed rows, levels decided by figures, lost cells not scored (N074, N075)."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eldercare.rules.standard import (
    LEVELS,
    LOST,
    NOT_ASKED,
    CriterionText,
    Fact,
    Level,
    Requirement,
    Verdict,
    gaps,
    highest_by_figures,
    holds,
    judge,
)

FILE = Path(__file__).resolve().parents[2] / "fixtures" / "eldercare" / "standard-2024.json"


def standard() -> list[CriterionText]:
    rows = json.loads(FILE.read_text("utf-8"))["criteria"]
    return [
        CriterionText(
            row["code"],
            row["category"],
            row["item"],
            tuple(Requirement(text, need) for text, need in zip(row["levels"], row["needs"], strict=True)),  # type: ignore[arg-type]
            row["fact"],
        )
        for row in rows
    ]


def criterion(code: str) -> CriterionText:
    return next(found for found in standard() if found.code == code)


GREAT = {
    Fact.BUILDING_AREA: Decimal(500),
    Fact.BEDS: Decimal(12),
    Fact.FULL_TIME: Decimal(3),
    Fact.SOCIAL_WORKERS: Decimal(1),
    Fact.COOKS: Decimal(1),
    Fact.MEDICAL: Decimal(1),
    Fact.MEDICAL_LICENCE: Decimal(1),
    Fact.LIFT: Decimal(1),
}


def test_n074_the_printed_rows_are_all_there() -> None:
    rows = standard()
    assert [row.code for row in rows] == [f"R{number:02d}" for number in range(1, 58)]
    lost = [row.code for row in rows if row.of(Level.A).is_lost]
    assert lost == ["R01", "R03", "R04", "R05", "R06", "R07", "R08", "R09"]
    assert {row.fact for row in rows if row.fact} == set(Fact)


def test_n075_levels_from_low_to_high() -> None:
    assert [level.value for level in LEVELS] == ["A", "2A", "3A"]
    assert [level.next for level in LEVELS] == [Level.AA, Level.AAA, None]


@pytest.mark.parametrize(
    ("area", "verdicts"),
    [
        ("120", ["met", "unmet", "unmet"]),
        ("299.99", ["met", "unmet", "unmet"]),
        ("300", ["met", "met", "unmet"]),  # the boundary stands in both ranges
        ("400", ["met", "met", "unmet"]),  # 3A: larger than 400
        ("400.01", ["met", "met", "met"]),
    ],
)
def test_floor_area_by_level(area: str, verdicts: list[str]) -> None:
    figures = {Fact.BUILDING_AREA: Decimal(area)}
    assert [judge(criterion("R10"), level, figures).value for level in LEVELS] == verdicts


@pytest.mark.parametrize(
    ("code", "fact", "figure", "verdicts"),
    [
        ("R11", Fact.BEDS, 4, ["not_asked", "unmet", "unmet"]),
        ("R11", Fact.BEDS, 5, ["not_asked", "met", "unmet"]),
        ("R11", Fact.BEDS, 10, ["not_asked", "met", "met"]),
        ("R30", Fact.FULL_TIME, 0, ["unmet", "unmet", "unmet"]),
        ("R30", Fact.FULL_TIME, 2, ["met", "met", "unmet"]),
        ("R30", Fact.FULL_TIME, 3, ["met", "met", "met"]),  # printed 少于3人, read 不少于3人
        ("R02", Fact.MEDICAL_LICENCE, 0, ["not_asked", "not_asked", "unmet"]),
        ("R17", Fact.LIFT, 0, ["not_asked", "unmet", "unmet"]),
        ("R31", Fact.SOCIAL_WORKERS, 1, ["not_asked", "met", "met"]),
    ],
)
def test_figures_decide(code: str, fact: Fact, figure: int, verdicts: list[str]) -> None:
    figures = {fact: Decimal(figure)}
    assert [judge(criterion(code), level, figures).value for level in LEVELS] == verdicts


def test_what_is_not_on_record_is_unknown_and_what_was_lost_is_not_scored() -> None:
    assert judge(criterion("R11"), Level.AA, {}) == Verdict.UNKNOWN
    assert judge(criterion("R10"), Level.A, {}) == Verdict.UNKNOWN
    assert judge(criterion("R01"), Level.AAA, GREAT) == Verdict.NOT_SCORED
    assert judge(criterion("R36"), Level.A, GREAT) == Verdict.JUDGED


def test_the_gap_list_names_each_criterion_figures_first() -> None:
    found = gaps(standard(), Level.AA, GREAT | {Fact.BEDS: Decimal(3), Fact.COOKS: None})
    assert [(gap.criterion.code, gap.verdict) for gap in found][:2] == [
        ("R11", Verdict.UNMET),
        ("R32", Verdict.UNKNOWN),
    ]
    assert "现有 3 张" in found[0].reason
    assert "没有登记厨师" in found[1].reason
    assert all(gap.verdict == Verdict.JUDGED for gap in found[2:])
    assert not any(gap.criterion.of(Level.AA).text in (LOST, NOT_ASKED) for gap in found)


def test_the_highest_level_the_figures_allow() -> None:
    assert highest_by_figures(standard(), GREAT) == Level.AAA
    assert highest_by_figures(standard(), GREAT | {Fact.BEDS: Decimal(9)}) == Level.AA
    assert highest_by_figures(standard(), GREAT | {Fact.BUILDING_AREA: Decimal(200)}) == Level.A
    assert highest_by_figures(standard(), GREAT | {Fact.FULL_TIME: Decimal(0)}) is None


@given(figure=st.decimals(0, 1000, places=2), least=st.integers(0, 1000))
def test_a_need_is_a_comparison(figure: Decimal, least: int) -> None:
    assert holds(f">={least}", figure) is (figure >= least)
    assert holds(f">{least}", figure) is (figure > least)


@given(
    area=st.decimals(1, 1000, places=2),
    beds=st.integers(0, 50),
    staff=st.integers(0, 9),
    others=st.integers(0, 1),
)
def test_a_level_never_asks_less_than_the_one_below(
    area: Decimal, beds: int, staff: int, others: int
) -> None:
    figures = dict.fromkeys(Fact, Decimal(others)) | {
        Fact.BUILDING_AREA: area,
        Fact.BEDS: Decimal(beds),
        Fact.FULL_TIME: Decimal(staff),
    }
    for row in standard():
        failed = [judge(row, level, figures) == Verdict.UNMET for level in LEVELS]
        assert failed == sorted(failed)
