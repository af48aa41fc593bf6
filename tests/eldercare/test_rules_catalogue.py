"""What a catalogue says of a level on a day, and the pictures of levels: worked out by hand, in milliseconds."""

from __future__ import annotations

from datetime import date

import pytest

from eldercare.bars import BAR, LABEL, stacked
from eldercare.rating_vocabulary import DecisionKind, Level
from eldercare.rules.catalogue import COLUMNS, result_of
from eldercare.rules.timeline import Ruling

GIVEN = date(2026, 6, 10)
GRANT = Ruling(1, DecisionKind.GRANT, GIVEN, Level.AA)


def said(*later: Ruling, on: date) -> str:
    return result_of([GRANT, *later], 1, on=on).said


@pytest.mark.parametrize(
    ("on", "wanted"),
    [
        (date(2026, 6, 10), "2A 级"),
        (date(2029, 6, 10), "2A 级"),
        (date(2029, 6, 11), "2A 级（2029年6月10日到期）"),
        (date(2026, 6, 1), "2A 级"),  # decided and not yet begun
    ],
)
def test_a_level_runs_out_by_itself(on: date, wanted: str) -> None:
    assert said(on=on) == wanted


@pytest.mark.parametrize(
    ("ruling", "wanted"),
    [
        (Ruling(2, DecisionKind.CANCEL, date(2027, 3, 5)), "2A 级（2027年3月5日起取消）"),
        (Ruling(2, DecisionKind.REVOKE, date(2027, 3, 5)), "2A 级（2027年3月5日起撤销）"),
        (Ruling(2, DecisionKind.LOWER, date(2027, 3, 5), Level.A), "2A 级（2027年3月5日起降为 A 级）"),
        (Ruling(2, DecisionKind.GRANT, date(2027, 3, 5), Level.AAA), "2A 级（2027年3月5日起另评为 3A 级）"),
    ],
)
def test_what_ended_a_level_early_is_told_from_that_day_on(ruling: Ruling, wanted: str) -> None:
    assert said(ruling, on=date(2027, 3, 4)) == "2A 级"
    assert said(ruling, on=date(2027, 3, 5)) == wanted
    assert said(ruling, on=date(2035, 1, 1)) == wanted


def test_a_level_cancelled_from_its_first_day_never_held() -> None:
    found = result_of([GRANT, Ruling(2, DecisionKind.CANCEL, GIVEN)], 1, on=GIVEN)
    assert (found.last, found.said) == (None, "2A 级（2026年6月10日起取消）")


def test_a_refusal_in_between_ends_nothing() -> None:
    assert said(Ruling(2, DecisionKind.REFUSE, date(2027, 3, 5)), on=date(2028, 1, 1)) == "2A 级"


def test_the_columns_are_those_of_the_form() -> None:
    assert len(COLUMNS) == 7
    assert COLUMNS[0] == "序号" and COLUMNS[-1] == "等级评定结果"


def test_bars_stand_side_by_side_and_the_longest_fills_the_width() -> None:
    picture = stacked(
        [("甲县", {"A": 1, "2A": 2, "3A": 1}), ("乙县", {"2A": 2}), ("丙县", {})], ["A", "2A", "3A"]
    )
    first, second, third = picture.bars
    assert [segment.key for segment in first.segments] == ["A", "2A", "3A"]
    assert sum(segment.width for segment in first.segments) == BAR
    assert (first.segments[0].x, first.segments[1].x) == (LABEL, LABEL + BAR / 4)
    assert [segment.width for segment in second.segments] == [BAR / 2]
    assert (third.segments, third.total) == ((), 0)
    assert picture.most == 4
    assert len({bar.y for bar in picture.bars}) == 3


def test_nothing_to_count_is_drawn_without_dividing_by_it() -> None:
    assert stacked([("甲县", {})], ["A"]).most == 0
    assert stacked([], ["A"]).bars == ()
