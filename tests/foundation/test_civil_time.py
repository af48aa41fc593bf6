"""Years and months by the Civil Code: the day itself is not counted, the last day bears the same number."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.civil_time import first_day_after, is_full, last_day

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 1, 1))


@pytest.mark.parametrize(
    ("start", "years", "months", "end"),
    [
        (date(2026, 3, 10), 3, 0, date(2029, 3, 10)),
        (date(2024, 2, 29), 1, 0, date(2025, 2, 28)),  # no such day: the last of the month
        (date(2024, 2, 29), 4, 0, date(2028, 2, 29)),
        (date(2025, 2, 28), 3, 0, date(2028, 2, 28)),  # and not the 29th
        (date(2026, 1, 31), 0, 1, date(2026, 2, 28)),
        (date(2026, 12, 31), 0, 2, date(2027, 2, 28)),
        (date(2026, 11, 30), 0, 1, date(2026, 12, 30)),
    ],
)
def test_the_last_day_of_a_period(start: date, years: int, months: int, end: date) -> None:
    assert last_day(start, years=years, months=months) == end
    assert first_day_after(start, years=years, months=months) == end + timedelta(days=1)


def test_a_period_is_full_when_its_last_day_has_passed() -> None:
    opened = date(2025, 3, 10)
    assert not is_full(opened, years=1, on=date(2026, 3, 10))
    assert is_full(opened, years=1, on=date(2026, 3, 11))


@pytest.mark.parametrize(("years", "months"), [(0, 0), (-1, 0), (1, -1)])
def test_there_is_no_period_of_nothing(years: int, months: int) -> None:
    with pytest.raises(ValueError, match="at least one month"):
        last_day(date(2026, 1, 1), years=years, months=months)


@given(start=DAYS, later=st.integers(0, 400), years=st.integers(1, 10))
def test_who_starts_later_never_ends_earlier(start: date, later: int, years: int) -> None:
    assert last_day(start, years=years) <= last_day(start + timedelta(days=later), years=years)


@given(start=DAYS, years=st.integers(1, 10))
def test_a_year_is_twelve_months(start: date, years: int) -> None:
    assert last_day(start, years=years) == last_day(start, months=12 * years)
    assert 365 * years <= (last_day(start, years=years) - start).days <= 366 * years
