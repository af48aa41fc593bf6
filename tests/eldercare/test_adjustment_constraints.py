"""What must hold of adjustments, whoever writes: each broken by raw writing, the missing value too."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from eldercare import actions
from eldercare.models import Adjustment, Affiliation, Award
from tests import care, money
from tests.eldercare.broken import (
    deleted,
    refused,
    refused_new,
    values_of,
)
from tests.eldercare.raw_money import misses_nothing
from tests.money import LATER

pytestmark = pytest.mark.django_db


def change_of(award: Award, by: money.Pair, **said: Any) -> Adjustment:
    values: dict[str, Any] = {"amount": Decimal("600000.00"), "reason": "示例。", "by": by.maker, "at": LATER}
    return actions.adjust_award(award, **values | said)


def test_the_database_refuses_such_an_adjustment() -> None:
    award, who = money.project()
    row = actions.reject_adjustment(change_of(award, who), reason="示例。", by=who.checker, at=LATER)
    like = values_of(row) | {
        "status": "drafted",
        "checked_by_id": None,
        "checked_at": None,
        "check_remark": "",
    }
    for name, values in (
        ("adjustment_has_reason", {"reason": ""}),
        ("adjustment_amount_is_money", {"amount": Decimal(-1)}),
        ("adjustment_amount_is_to_the_fen", {"amount": Decimal("0.005")}),
        ("adjustment_amount_is_not_above_most", {"amount": Decimal("900000.01")}),
        ("adjustment_computed_is_money", {"computed": Decimal(-1)}),
        ("adjustment_computed_is_to_the_fen", {"computed": Decimal("0.005")}),
        ("adjustment_most_is_to_the_fen", {"most": Decimal("600000.005")}),
        ("adjustment_most_is_of_its_rules", {"most": Decimal("900000.01")}),
        ("adjustment_with_days_is_reckoned", {"days": {}, "computed": None}),
        ("adjustment_moves_as_the_table_says", {"status": "approved"}),
    ):
        refused_new(name, Adjustment, **like | values)
    waiting = change_of(award, who)
    refused_new("adjustment_on_its_way_is_one", Adjustment, **like)
    checker = care.officer()
    for name, values in (
        ("adjustment_check_is_whole", {"status": "approved"}),
        ("adjustment_check_is_whole", {"status": "approved", "checked_by": checker}),
        (
            "adjustment_rejection_has_reason",
            {"status": "rejected", "checked_by": checker, "checked_at": LATER},
        ),
        (
            "adjustment_is_checked_by_another",
            {"status": "approved", "checked_by": who.maker, "checked_at": LATER},
        ),
        ("adjustment_is_kept", {"amount": Decimal("1.00")}),
        ("ledger_is_what_was_approved", {"status": "approved", "checked_by": checker, "checked_at": LATER}),
    ):
        refused(waiting, name, **values)
    deleted(waiting, "adjustment_stays_on_record")
    misses_nothing(row)


def test_an_adjustment_rests_on_what_holds() -> None:
    award, who = money.approved()
    money.accident(award.institution, happened_on=date(2027, 3, 11))
    row = actions.adjust_award(award, reason="示例。", by=who.maker, at=LATER)
    actions.reject_adjustment(row, reason="示例。", by=who.checker, at=LATER)
    like = values_of(row) | {
        "status": "drafted",
        "checked_by_id": None,
        "checked_at": None,
        "check_remark": "",
    }
    refused_new("adjustment_rests_on_its_days", Adjustment, **like | {"days": award.days})
    refused_new("adjustment_rests_on_its_days", Adjustment, **like | {"days": None})
    attached = care.officer()
    Affiliation.objects.create(
        user=attached, institution=award.institution, bond="owner", since=date(2027, 1, 1)
    )
    refused_new("money_people_are_independent", Adjustment, **like | {"prepared_by_id": attached.pk})
    waiting = money.prepared(award.institution, year=2026)
    refused_new("adjustment_is_of_an_approved_award", Adjustment, **like | {"award_id": waiting.pk})
    money.rules(year_from=2027)
    refused_new("adjustment_has_rules_of_its_year", Adjustment, **like)


def test_everything_is_taken_back_on_a_failed_correction_only() -> None:
    """N109."""
    award, who = money.project()
    order = money.refused_correction(award.institution)
    (row,) = actions.claim_all(order, reason="示例。", by=who.maker, at=LATER)
    actions.reject_adjustment(row, reason="示例。", by=who.checker, at=LATER)
    like = values_of(row) | {
        "status": "drafted",
        "checked_by_id": None,
        "checked_at": None,
        "check_remark": "",
    }
    refused_new("adjustment_reclaims_everything", Adjustment, **like | {"amount": Decimal("1.00")})
    elsewhere = money.refused_correction(care.institution())
    closed = actions.order_rectification(
        award.institution,
        kind="funds",
        requirement="示例。",
        deadline=date(2028, 3, 1),
        by=care.colleague(award.institution),
        at=LATER,
    )
    name = "adjustment_rests_on_a_failed_correction"
    for other in (elsewhere, closed):
        refused_new(name, Adjustment, **like | {"rectification_id": other.pk})
