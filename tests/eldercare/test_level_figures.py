"""Levels counted by county and year: the pictures and the tables behind them say the same."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from eldercare.level_figures import counting_day, figures_by_year, whole_city, years_with_levels
from eldercare.models import Institution
from eldercare.rating_vocabulary import Level
from tests import care, rating

pytestmark = pytest.mark.django_db
TODAY = date(2030, 5, 1)


def test_a_year_is_counted_on_its_last_day_and_this_year_today() -> None:
    assert counting_day(2028, today=TODAY) == date(2028, 12, 31)
    assert counting_day(2030, today=TODAY) == TODAY


def test_levels_are_counted_while_they_hold_and_by_county() -> None:
    rating.rated(level=Level.AA)
    rating.rated(rating.eligible(township=care.township("530902001")), level=Level.A)
    years = years_with_levels(today=TODAY)
    assert years == [2026, 2027, 2028, 2029, 2030]
    found = figures_by_year(years, today=TODAY)
    assert found[2026] == found[2028] == {"530922": {"2A": 1}, "530902": {"A": 1}}
    assert found[2029] == {}  # until 10 June 2029
    assert whole_city(found[2027]) == {"A": 1, "2A": 1}


def test_an_institution_that_closed_counts_until_then() -> None:
    decision, _ = rating.rated(level=Level.AA)
    Institution.objects.filter(pk=decision.institution_id).update(
        closed_on=date(2027, 3, 1), closing_reason="示例"
    )
    found = figures_by_year([2026, 2027], today=TODAY)
    assert found == {2026: {"530922": {"2A": 1}}, 2027: {}}


def test_before_any_level_there_is_nothing_to_count() -> None:
    assert years_with_levels(today=TODAY) == []
    assert figures_by_year([], today=TODAY) == {}
    assert "还没有评定过等级" in Client().get("/eldercare/levels/").content.decode()


def test_the_picture_has_a_table_behind_it_and_a_year_its_address() -> None:
    at = timezone.localtime() - timedelta(days=30)
    rating.rated(level=Level.AA, at=at, year=at.year)
    today = timezone.localdate()
    text = Client().get("/eldercare/levels/").content.decode()
    assert "云县" in Client().get(f"/eldercare/levels/{today.year}/").content.decode()
    assert text.count("<svg") == text.count('<table class="ruled figures">') == 2
    assert '<th scope="row">云县</th><td>0</td><td>1</td><td>0</td><td>1</td>' in text
    assert "style=" not in text


@pytest.mark.parametrize("year", [1999, 2101, 99999999999999999999])
def test_a_year_nobody_counted_says_so(year: int) -> None:
    rating.rated(level=Level.AA)
    response = Client().get(f"/eldercare/levels/{year}/")
    assert response.status_code == 404
    assert f"没有 {year} 年的统计" in response.content.decode()
