"""What counts as stale: on the last day not yet, on the next day yes, for every column and every date."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from foundation.work_days import LIBRARY, work_days_between
from gazette.freshness import inspect
from gazette.staleness import Cadence, Freshness, Verdict, cadence_of, home_page, standing_of, verdict
from gazette.submission_rules import deadline, overdue_since
from tests import make

DAYS = st.dates(date(2005, 1, 1), date(2030, 1, 1))


@pytest.mark.parametrize(
    ("slug", "changed_on", "last"),
    [
        ("chronicle", date(2026, 3, 1), date(2026, 3, 15)),
        ("chronicle", date(2024, 2, 20), date(2024, 3, 5)),
        ("city-government", date(2026, 3, 1), date(2026, 9, 1)),
        ("city-government", date(2025, 8, 31), date(2026, 2, 28)),
        ("city-government", date(2023, 8, 31), date(2024, 2, 29)),
    ],
)
def test_the_last_day_is_still_fresh_and_the_next_is_not(slug: str, changed_on: date, last: date) -> None:
    assert standing_of(slug, "栏目", changed_on, on=last).freshness is Freshness.SOON
    assert standing_of(slug, "栏目", changed_on, on=last - timedelta(3)).freshness is Freshness.FRESH
    stale = standing_of(slug, "栏目", changed_on, on=last + timedelta(1))
    assert (stale.freshness, stale.days_left(last + timedelta(1))) == (Freshness.STALE, -1)


@given(DAYS, st.integers(0, 400), st.sampled_from(["chronicle", "city-government", "appointments"]))
def test_once_stale_always_stale_and_newer_is_never_worse(changed_on: date, age: int, slug: str) -> None:
    on = changed_on + timedelta(age)
    stands = standing_of(slug, "栏目", changed_on, on=on)
    if stands.freshness is Freshness.STALE:
        assert standing_of(slug, "栏目", changed_on, on=on + timedelta(1)).freshness is Freshness.STALE
        assert standing_of(slug, "栏目", changed_on - timedelta(1), on=on).freshness is Freshness.STALE
    assert (stands.freshness is Freshness.STALE) == ((stands.days_left(on) or 0) < 0)


def test_columns_by_name_and_those_that_are_closed() -> None:
    assert cadence_of("x", "工作动态") is Cadence.NEWS
    assert cadence_of("x", "政策解读") is Cadence.POLICY
    assert standing_of("city-congress-5-3", "专题", date(2020, 1, 1), on=date(2026, 1, 1)).freshness is (
        Freshness.CLOSED
    )
    assert standing_of("x", "空的", None, on=date(2026, 1, 1)).freshness is Freshness.BLANK


def test_a_site_fails_as_the_inspection_says() -> None:
    today = date(2026, 6, 1)
    fresh, stale = home_page(date(2026, 5, 18), on=today), home_page(date(2026, 5, 17), on=today)
    old = standing_of("chronicle", "大事记", date(2026, 1, 1), on=today)
    blank = standing_of("x", "空的", None, on=today)
    assert not verdict([old] * 4 + [blank] * 4, fresh).fails
    assert verdict([old] * 5, fresh).fails and verdict([blank] * 5, fresh).fails
    assert verdict([], stale).fails and verdict([], home_page(None, on=today)).fails
    assert verdict([old, blank], stale) == Verdict(1, 1, True)
    assert verdict([old, blank], stale).pressing == 3


@given(DAYS, st.integers(0, 60))
def test_overdue_is_past_twenty_working_days(written_on: date, age: int) -> None:
    """The two ways of asking agree; nobody guesses beyond the known calendar."""
    on = written_on + timedelta(age)
    due, since = deadline(written_on, "active", LIBRARY), overdue_since(on, LIBRARY)
    if due is not None and since is not None and on.year in LIBRARY.years:
        assert (due < on) == (written_on <= since)
        assert work_days_between(written_on, due, LIBRARY) == 20
    assert deadline(written_on, "closed", LIBRARY) is None


@pytest.mark.django_db
def test_columns_are_judged_by_what_the_public_sees(django_assert_num_queries: object) -> None:
    published = make.document(column=make.column("示例公告"))  # on 30 September 2024
    make.document(column=make.column("示例草稿栏"), published=False)
    make.event(make.issue(2024, 9), on=date(2024, 8, 1))
    make.column("大事记").__class__.objects.filter(name="大事记").update(slug="chronicle")
    day = timezone.localdate(published.published_at)
    found = {one.name: one for one in inspect(on=day + timedelta(15)).columns}
    assert found["示例公告"].changed_on == day
    assert found["示例公告"].freshness is Freshness.FRESH
    assert found["示例草稿栏"].freshness is Freshness.BLANK
    assert found["大事记"].freshness is Freshness.STALE
    late = datetime(2024, 9, 30, 16, 30, tzinfo=timezone.get_default_timezone()).date()
    assert inspect(on=late).home.changed_on == day
