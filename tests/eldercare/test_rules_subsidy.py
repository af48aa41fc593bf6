"""六: worked cases reckoned by hand, and what must always hold (N077, N094, N095, N098 to N101)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eldercare.money_vocabulary import PartYear
from eldercare.rules.standard import Level
from eldercare.rules.subsidy import (
    NOTHING,
    Rated,
    Rules,
    Span,
    construction_aid,
    entitlement,
    overpaid,
)

RULES = Rules(
    name="示例",
    amounts={Level.A: Decimal(20000), Level.AA: Decimal(25000), Level.AAA: Decimal(30000)},
    cut_off=(12, 31),
    part_year=PartYear.BY_DAYS,
    level_change=PartYear.DECIDE,
    new_building=Decimal(3000),
    conversion=Decimal(2000),
)
FILED = [Span(date(2020, 1, 1))]


def rated(level: str, first: date, last: date | None = None) -> Rated:
    return Rated(Level(level), Span(first, last))


def yuan(text: str) -> Decimal:
    return Decimal(text)


# Reckoned by hand.
CASES = [
    # 1. a whole year of each level
    (2025, [rated("A", date(2024, 5, 1), date(2027, 5, 1))], "20000.00"),
    (2025, [rated("2A", date(2024, 5, 1), date(2027, 5, 1))], "25000.00"),
    (2025, [rated("3A", date(2024, 5, 1), date(2027, 5, 1))], "30000.00"),
    # 2. from 1 July of a common year: 184 of 365 days; 20000 × 184 ÷ 365 = 10082.1917…
    (2025, [rated("A", date(2025, 7, 1), date(2028, 7, 1))], "10082.19"),
    # 3. from 29 February of a leap year: 307 of 366 days; 25000 × 307 ÷ 366 = 20969.9453…
    (2024, [rated("2A", date(2024, 2, 29), date(2027, 2, 28))], "20969.95"),
    # 4. ended by an accident on 11 March: the rating's last day is the 10th; 69 of 365; 30000 × 69 ÷ 365 = 5671.2328…
    (2025, [rated("3A", date(2024, 1, 1), date(2025, 3, 10))], "5671.23"),
    # 5. one day only: 20000 ÷ 365 = 54.7945…
    (2025, [rated("A", date(2025, 12, 31))], "54.79"),
    # 6. last day of three years is the first of March: 60 of 365 days; 20000 × 60 ÷ 365 = 3287.6712…
    (2025, [rated("A", date(2022, 3, 1), date(2025, 3, 1))], "3287.67"),
    # 7. renewed without a gap at the same level: the year is whole
    (
        2025,
        [rated("A", date(2022, 6, 1), date(2025, 6, 1)), rated("A", date(2025, 6, 2), date(2028, 6, 2))],
        "20000.00",
    ),
    # 8. renewed after a gap of 31 days (July): 181 + 153 = 334 of 365; 9917.81 + 8383.56 = 18301.37
    (
        2025,
        [rated("A", date(2022, 6, 30), date(2025, 6, 30)), rated("A", date(2025, 8, 1), date(2028, 8, 1))],
        "18301.37",
    ),
]


@pytest.mark.parametrize(("year", "ratings", "due"), CASES)
def test_program_and_hand_agree(year: int, ratings: list[Rated], due: str) -> None:
    found = entitlement(year, rated=ratings, filed=FILED, rules=RULES)
    assert found.total == yuan(due)
    assert sum((line.amount for line in found.lines), NOTHING) == found.total
    assert not found.open


def test_a_change_of_level_is_left_to_the_officer_with_the_days_shown() -> None:
    """Case 9: 3A until 30 June, 2A from 1 July: 181 and 184 of 365 days; 14876.71 + 12602.74 = 27479.45."""
    found = entitlement(
        2025,
        rated=[
            rated("3A", date(2024, 1, 1), date(2025, 6, 30)),
            rated("2A", date(2025, 7, 1), date(2028, 7, 1)),
        ],
        filed=FILED,
        rules=RULES,
    )
    assert [line.amount for line in found.lines] == [yuan("14876.71"), yuan("12602.74")]
    assert (found.total, found.most, found.open) == (yuan("27479.45"), yuan("30000"), True)
    assert "由经办人决定" in found.notes[0]


def test_n077_days_off_file_give_nothing() -> None:
    """Case 10: rated all year, on file from 1 October: 92 of 365 days; 25000 × 92 ÷ 365 = 6301.3698…"""
    ratings = [rated("2A", date(2024, 1, 1), date(2027, 1, 1))]
    found = entitlement(2025, rated=ratings, filed=[Span(date(2025, 10, 1))], rules=RULES)
    assert found.total == yuan("6301.37")
    none = entitlement(2025, rated=ratings, filed=[], rules=RULES)
    assert (none.total, none.lines) == (NOTHING, ())
    assert "没有登记备案" in none.notes[0]


def test_without_a_rating_nothing_is_due_and_it_is_said() -> None:
    found = entitlement(
        2025, rated=[rated("A", date(2020, 1, 1), date(2023, 1, 1))], filed=FILED, rules=RULES
    )
    assert (found.total, found.notes) == (NOTHING, ("这一年没有有效的等级。",))


@pytest.mark.parametrize(("last", "due"), [(date(2025, 12, 31), "20000.00"), (date(2025, 12, 30), "0.00")])
def test_an_edition_may_look_at_one_day_of_the_year(last: date, due: str) -> None:
    rules = Rules(**{**vars(RULES), "part_year": PartYear.CUT_OFF})
    found = entitlement(2025, rated=[rated("A", date(2025, 5, 1), last)], filed=FILED, rules=rules)
    assert found.total == yuan(due)


@pytest.mark.parametrize(
    ("area", "is_new", "aid"),
    [
        ("300", True, "900000.00"),
        ("300", False, "600000.00"),
        ("212.35", True, "637050.00"),
        ("0.01", False, "20.00"),
    ],
)
def test_n094_n095_construction_aid_by_area(area: str, is_new: bool, aid: str) -> None:
    assert construction_aid(Decimal(area), is_new=is_new, rules=RULES) == yuan(aid)


def test_what_was_paid_too_much_comes_back() -> None:
    assert overpaid(yuan("30000.00"), yuan("5671.23")) == yuan("24328.77")
    assert overpaid(yuan("5000.00"), yuan("5671.23")) == NOTHING


SPANS = st.tuples(st.dates(date(2023, 1, 1), date(2027, 12, 31)), st.integers(0, 1200)).map(
    lambda drawn: Span(drawn[0], drawn[0] + timedelta(days=drawn[1]))
)


@given(level=st.sampled_from(list(Level)), span=SPANS, filed=SPANS, year=st.integers(2023, 2028))
def test_a_year_never_gives_more_than_its_amount_nor_less_than_nothing(
    level: Level, span: Span, filed: Span, year: int
) -> None:
    found = entitlement(year, rated=[Rated(level, span)], filed=[filed], rules=RULES)
    assert NOTHING <= found.total <= RULES.amounts[level]
    assert found.total == found.total.quantize(Decimal("0.01"))


@given(level=st.sampled_from(list(Level)), span=SPANS, year=st.integers(2023, 2028), cut=st.integers(0, 400))
def test_a_rating_cut_short_never_gives_more(level: Level, span: Span, year: int, cut: int) -> None:
    assert span.last is not None
    shorter = Span(span.first, max(span.first, span.last - timedelta(days=cut)))
    whole = entitlement(year, rated=[Rated(level, span)], filed=FILED, rules=RULES)
    less = entitlement(year, rated=[Rated(level, shorter)], filed=FILED, rules=RULES)
    assert less.total <= whole.total
