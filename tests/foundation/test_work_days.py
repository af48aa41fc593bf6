"""Working days by the State Council's calendar: known answers, laws that hold for any calendar, and no guesses."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.work_days import (
    LIBRARY,
    SpecialDate,
    WorkCalendar,
    due_date,
    in_words,
    latest_start,
    latest_sure_start,
    published_days,
    work_days_between,
)

FIRST, LAST = date(2029, 1, 1), date(2031, 12, 31)
DAY = timedelta(days=1)


@st.composite
def calendars(draw: st.DrawFn) -> WorkCalendar:
    """Three years nobody has published yet, with days off and weekend days worked strewn over them."""
    some_days = st.frozensets(st.dates(FIRST, LAST), max_size=60)
    off = draw(some_days)
    worked = frozenset(day for day in draw(some_days) if day.weekday() >= 5) - off
    return WorkCalendar(frozenset({2029, 2030, 2031}), off, worked)


starts = st.dates(date(2029, 6, 1), date(2031, 5, 31))
lengths = st.integers(1, 40)


def counted_by_hand(start: date, days: int, calendar: WorkCalendar) -> date:
    """The slow way: list all working days after the start, take the n-th."""
    later = [start + timedelta(days=ahead) for ahead in range(1, 400)]
    return [day for day in later if calendar.is_working_day(day)][days - 1]


@given(starts, lengths, calendars())
def test_the_due_date_is_the_nth_working_day_after_the_start(
    start: date, days: int, calendar: WorkCalendar
) -> None:
    due = due_date(start, days, calendar)
    assert due == counted_by_hand(start, days, calendar)
    assert calendar.is_working_day(due)
    assert work_days_between(start, due, calendar) == days


@given(starts, starts, lengths, calendars())
def test_who_begins_later_is_never_due_earlier(
    one: date, other: date, days: int, calendar: WorkCalendar
) -> None:
    first, second = (due_date(start, days, calendar) for start in sorted([one, other]))
    assert first is not None and second is not None
    assert first <= second


@given(starts, lengths, calendars())
def test_one_comparison_parts_what_is_overdue_from_what_is_not(
    day: date, days: int, calendar: WorkCalendar
) -> None:
    latest = latest_start(day, days, calendar)
    assert latest is not None
    due, next_due = due_date(latest, days, calendar), due_date(latest + DAY, days, calendar)
    assert due is not None and next_due is not None
    assert due < day <= next_due


@given(starts, lengths, calendars())
def test_the_latest_start_undoes_the_due_date(start: date, days: int, calendar: WorkCalendar) -> None:
    due = due_date(start, days, calendar)
    assert due is not None
    after, at_due = latest_start(due + DAY, days, calendar), latest_start(due, days, calendar)
    assert after is not None and at_due is not None
    assert at_due < start <= after


@given(starts, starts, starts, calendars())
def test_working_days_add_up(one: date, two: date, three: date, calendar: WorkCalendar) -> None:
    first, middle, last = sorted([one, two, three])
    parts = [work_days_between(first, middle, calendar), work_days_between(middle, last, calendar)]
    assert work_days_between(first, last, calendar) == sum(part or 0 for part in parts)
    assert work_days_between(last, first, calendar) == 0


def test_every_published_day_is_judged_as_the_library_judges_it() -> None:
    day = date(2004, 1, 1)
    while day.year <= 2026:
        assert LIBRARY.is_working_day(day) == chinese_calendar.is_workday(day), day
        day += DAY
    assert LIBRARY.is_working_day(day) is None


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2024, 9, 2), 10, date(2024, 9, 14)),  # the Saturday before 中秋 is worked, and is day 10
        (date(2025, 9, 26), 1, date(2025, 9, 28)),  # a Sunday worked for 国庆
        (date(2025, 9, 30), 1, date(2025, 10, 9)),  # eight days off
        (date(2024, 2, 9), 10, date(2024, 2, 29)),  # 春节, with Sunday the 18th worked
        (date(2026, 12, 30), 1, date(2026, 12, 31)),
    ],
)
def test_days_moved_by_the_state_council_count(start: date, days: int, due: date) -> None:
    assert due_date(start, days, LIBRARY) == due


def test_an_unknown_year_is_never_guessed() -> None:
    assert due_date(date(2026, 12, 31), 1, LIBRARY) is None
    assert due_date(date(2026, 12, 24), 10, LIBRARY) is None
    assert work_days_between(date(2026, 12, 31), date(2027, 1, 4), LIBRARY) is None
    assert latest_start(date(2027, 1, 5), 2, LIBRARY) is None
    assert latest_start(date(2004, 1, 6), 20, LIBRARY) is None
    assert work_days_between(date(2027, 3, 1), date(2027, 3, 1), LIBRARY) == 0  # no day to look at
    assert due_date(date.max, 1, LIBRARY) is None
    assert latest_start(date.min, 1, LIBRARY) is None


@given(starts, st.dates(date(2029, 1, 1), date(2034, 12, 31)), lengths, calendars())
def test_a_sure_start_is_one_whose_due_date_is_known_and_past(
    start: date, due_before: date, days: int, calendar: WorkCalendar
) -> None:
    """Also from a year nobody knows: 2032 and later here."""
    latest, due = latest_sure_start(due_before, days, calendar), due_date(start, days, calendar)
    assert due is not None
    assert (latest is not None and start <= latest) is (due < due_before)


def test_a_turn_of_the_year_makes_nobody_less_late() -> None:
    assert latest_sure_start(date(2027, 1, 5), 10, LIBRARY) == latest_start(date(2027, 1, 1), 10, LIBRARY)
    assert latest_sure_start(date(2040, 6, 1), 10, LIBRARY) == date(2026, 12, 17)
    assert latest_sure_start(date(2003, 6, 1), 10, LIBRARY) is None


@pytest.mark.parametrize("days", [0, -1])
def test_a_period_has_a_day(days: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        due_date(date(2026, 3, 2), days, LIBRARY)
    with pytest.raises(ValueError, match="at least one"):
        latest_start(date(2026, 3, 2), days, LIBRARY)


def test_a_year_put_in_by_hand_takes_the_place_of_the_librarys() -> None:
    monday, saturday = date(2026, 3, 2), date(2026, 3, 7)
    by_hand = LIBRARY.corrected(
        {
            2026: [SpecialDate(monday, False), SpecialDate(saturday, True)],
            2027: [SpecialDate(date(2027, 1, 1), False)],
        }
    )
    assert by_hand.is_working_day(monday) is False
    assert by_hand.is_working_day(saturday) is True
    assert by_hand.is_working_day(date(2026, 10, 1)) is True  # all that was said of 2026 before is gone
    assert by_hand.is_working_day(date(2025, 10, 1)) is False
    assert due_date(date(2026, 12, 31), 1, by_hand) == date(2027, 1, 4)
    assert LIBRARY.is_working_day(monday) is True


def test_the_librarys_days_bear_chinese_names() -> None:
    days = published_days(2024)
    assert SpecialDate(date(2024, 9, 14), True, "中秋") in days
    assert SpecialDate(date(2024, 10, 1), False, "国庆节") in days
    assert {day.name for day in days} == {"元旦", "春节", "清明", "劳动节", "端午", "中秋", "国庆节"}
    assert LIBRARY.corrected({2024: days}) == LIBRARY
    assert published_days(2027) == []


def test_the_librarys_years_have_as_many_working_days_as_the_law_leaves() -> None:
    """Moving days about neither gives nor takes one: 11 statutory holidays a year until 2024, 13 from 2025."""
    for year, statutory in ((2023, 11), (2024, 11), (2025, 13), (2026, 13)):
        days = [date(year, 1, 1) + timedelta(days=ahead) for ahead in range(366)]
        weekdays = sum(day.year == year and day.weekday() < 5 for day in days)
        assert abs(weekdays - statutory - (LIBRARY.working_days_of(year) or 0)) <= 1, year


@pytest.mark.parametrize(
    ("years", "words"),
    [([], ""), ([2027], "2027"), ([2004, 2005, 2006], "2004—2006"), ([2028, 2026, 2025], "2025—2026、2028")],
)
def test_years_are_written_as_people_write_them(years: list[int], words: str) -> None:
    assert in_words(years) == words
