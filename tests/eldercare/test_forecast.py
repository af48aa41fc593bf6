"""The forecast: three counties reckoned by hand, what must always hold, and what the record gives."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eldercare import actions
from eldercare.forecast_bars import PLOT, TOP, bars
from eldercare.forecasts import forecast_of, years_after
from eldercare.models import Institution
from eldercare.money_vocabulary import PartYear
from eldercare.rating_vocabulary import Level
from eldercare.rules.forecast import Amount, Forecast, Site, forecast, total
from eldercare.rules.subsidy import Rated, Rules, Span
from tests import care, money

ON = date(2026, 11, 26)
YEARS = [2027, 2028, 2029]
RULES = Rules(
    name="示例",
    amounts={Level.A: Decimal(20000), Level.AA: Decimal(25000), Level.AAA: Decimal(30000)},
    cut_off=(12, 31),
    part_year=PartYear.BY_DAYS,
    level_change=PartYear.BY_DAYS,
    new_building=Decimal(3000),
    conversion=Decimal(2000),
)
FILED = (Span(date(2024, 9, 1)),)


def rated(level: str, first: date, last: date) -> Rated:
    return Rated(Level(level), Span(first, last))


def seen(sites: list[Site], rules: Rules = RULES) -> Forecast:
    return forecast(sites, on=ON, years=YEARS, rules=dict.fromkeys(YEARS, rules))


# Reckoned by hand, seen from 26 November 2026:
# 云县   甲: 3A to 30 June 2028; 30000 | 182 of 366 days, 14918.03 | nothing; renewed 30000 a year.
#        乙: A to 31 December 2029; 20000 each year, renewed or not.
# 凤庆   丙: 2A to 10 March 2027; 69 of 365 days, 4726.03 | nothing | nothing; renewed 25000 a year.
# 临翔   丁: 2A, expired on 1 November 2026: nothing, and nothing to renew.
#        戊: 3A to 31 December 2027, lowered from 1 July 2027 on to A: 181 and 184 of 365 days,
#            14876.71 + 10082.19 = 24958.90 | nothing; renewed as A: 20000 a year.
SITES = [
    Site("530922", (rated("3A", date(2025, 7, 1), date(2028, 6, 30)),), FILED),
    Site("530922", (rated("A", date(2026, 12, 31), date(2029, 12, 31)),), FILED),
    Site("530921", (rated("2A", date(2024, 3, 11), date(2027, 3, 10)),), FILED),
    Site("530902", (rated("2A", date(2023, 11, 2), date(2026, 11, 1)),), FILED),
    Site(
        "530902",
        (rated("3A", date(2025, 1, 1), date(2027, 6, 30)), rated("A", date(2027, 7, 1), date(2027, 12, 31))),
        FILED,
    ),
]
BY_HAND = {
    ("530922", 2027): ("50000.00", "50000.00"),
    ("530922", 2028): ("34918.03", "50000.00"),
    ("530922", 2029): ("20000.00", "50000.00"),
    ("530921", 2027): ("4726.03", "25000.00"),
    ("530921", 2028): ("0.00", "25000.00"),
    ("530921", 2029): ("0.00", "25000.00"),
    ("530902", 2027): ("24958.90", "24958.90"),
    ("530902", 2028): ("0.00", "20000.00"),
    ("530902", 2029): ("0.00", "20000.00"),
}


def test_program_and_hand_agree() -> None:
    found = seen(SITES)
    assert {key: (f"{one.firm:.2f}", f"{one.renewed:.2f}") for key, one in found.items()} == BY_HAND
    of_all = total(found, 2028)
    assert (of_all.firm, of_all.renewed) == (Decimal("34918.03"), Decimal("95000.00"))
    assert (of_all.sites, of_all.sites_renewed) == (2, 4)


def test_where_the_rules_leave_it_open_the_share_of_days_is_taken() -> None:
    silent = Rules(**{**vars(RULES), "part_year": PartYear.DECIDE, "level_change": PartYear.DECIDE})
    assert seen(SITES, silent)["530921", 2027].firm == Decimal("4726.03")


def test_a_site_off_file_gets_nothing_and_a_year_without_rules_is_left_out() -> None:
    off_file = Site("530922", SITES[0].rated, (Span(date(2024, 1, 1), date(2026, 12, 31)),))
    assert seen([off_file])["530922", 2027] == Amount()
    assert forecast(SITES, on=ON, years=YEARS, rules={2028: RULES}).keys() == {
        ("530922", 2028),
        ("530921", 2028),
        ("530902", 2028),
    }


LEVELS = st.builds(
    lambda level, first, days: Rated(level, Span(first, first + timedelta(days=days))),
    st.sampled_from(list(Level)),
    st.dates(date(2024, 1, 1), date(2029, 1, 1)),
    st.integers(0, 1095),
)


@given(levels=st.lists(LEVELS, max_size=12))
def test_renewing_never_gives_less_and_never_more_than_the_highest_amount(levels: list[Rated]) -> None:
    found = seen([Site("530922", (one,), FILED) for one in levels])
    for amount in found.values():
        assert 0 <= amount.firm <= amount.renewed <= 30000 * len(levels)
        assert amount.sites <= amount.sites_renewed <= len(levels)


# The picture


def test_bars_stand_to_one_scale_and_lines_at_plain_numbers() -> None:
    names = {"530902": "临翔", "530921": "凤庆", "530922": "云县"}
    drawn = bars(names, seen(SITES), YEARS)
    assert [group.name for group in drawn.groups] == ["临翔", "凤庆", "云县"]
    assert [tick.label for tick in drawn.ticks] == ["0", "1", "2", "3", "4", "5"]
    whole = drawn.groups[2].bars[0]
    assert (whole.firm_top, whole.firm_height, whole.more_height) == (TOP, PLOT, 0)
    part = drawn.groups[2].bars[1]
    assert (part.firm_height, part.more_height) == (154, 66)  # 34918.03 and the rest of 50000, of 220
    assert all(bar.more_top >= TOP for group in drawn.groups for bar in group.bars)


def test_nothing_is_drawn_as_nothing() -> None:
    drawn = bars({"530922": "云县"}, {}, YEARS)
    assert {bar.firm_height + bar.more_height for bar in drawn.groups[0].bars} == {0}


# The record


@pytest.mark.django_db
def test_the_record_gives_what_is_decided_and_on_file() -> None:
    """Rated 2A to 10 June 2029: 161 of 365 days of 2029; renewed the whole year."""
    institution = money.rated()
    lapsed, closed = money.rated(), money.rated()
    actions.cancel_filing(
        lapsed.filings.in_force().get(), reason="示例。", by=care.colleague(lapsed), at=money.AT
    )
    Institution.objects.filter(pk=closed.pk).update(closed_on=date(2026, 11, 1), closing_reason="示例")
    elsewhere = money.rated(township=care.township("530902001"), level=Level.A)
    money.accident(elsewhere, happened_on=date(2026, 11, 1), at=datetime(2026, 11, 20, tzinfo=UTC))
    found = forecast_of(Institution.objects.all(), on=ON)
    assert years_after(ON) == YEARS
    assert {key: (f"{one.firm:.2f}", f"{one.renewed:.2f}") for key, one in found.items()} == {
        ("530922", 2027): ("25000.00", "25000.00"),
        ("530922", 2028): ("25000.00", "25000.00"),
        ("530922", 2029): ("11027.40", "25000.00"),
    }
    assert found == forecast_of(Institution.objects.filter(pk=institution.pk), on=ON)
