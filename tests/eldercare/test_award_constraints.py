"""What must hold of awards, whoever writes: each broken by raw writing, the missing value too."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from eldercare import actions
from eldercare.models import Affiliation, Award
from eldercare.money_vocabulary import BuildWork, FundSource
from tests import care, money
from tests.eldercare.broken import (
    ask_now,
    constraint_of,
    deleted,
    refused,
    refused_new,
    said,
    values_of,
)
from tests.eldercare.raw_money import FRESH, misses_nothing
from tests.money import AT, LATER

pytestmark = pytest.mark.django_db


OF_A_YEAR: list[tuple[str, dict[str, Any]]] = [
    ("award_says_for_what", {"project": "示例"}),
    ("award_says_for_what", {"area": Decimal(1)}),
    ("award_says_for_what", {"computed": None, "reason": "示例"}),
    ("award_kind_is_known", {"kind": "gift"}),
    ("award_kind_is_known", {"kind": ""}),
    ("award_works_is_known", {"works": "tent"}),
    ("award_fund_is_known", {"fund": ""}),
    ("award_fund_fits_kind", {"fund": "central", "basis": "示例"}),
    ("award_amount_is_money", {"amount": Decimal(0), "reason": "示例"}),
    ("award_amount_is_money", {"amount": Decimal(-1), "reason": "示例"}),
    ("award_amount_is_to_the_fen", {"amount": Decimal("0.005"), "reason": "示例"}),
    ("award_amount_is_not_above_most", {"amount": Decimal("25000.01"), "reason": "示例"}),
    ("award_computed_is_money", {"computed": Decimal(-1), "reason": "示例"}),
    ("award_computed_is_to_the_fen", {"computed": Decimal("0.005"), "reason": "示例"}),
    ("award_most_is_to_the_fen", {"most": Decimal("24999.995"), "amount": Decimal(1), "reason": "示例"}),
    ("award_decision_has_reason", {"amount": Decimal("24999.99")}),
    ("award_decision_has_reason", {"is_open": True}),
]


OF_A_PROJECT: list[tuple[str, dict[str, Any]]] = [
    ("award_says_for_what", {"project": ""}),
    ("award_says_for_what", {"works": ""}),
    ("award_says_for_what", {"area": None}),
    ("award_says_for_what", {"area": Decimal(0)}),
    (
        "award_says_for_what",
        {"area": Decimal(-1), "computed": Decimal(0), "most": Decimal(0), "reason": "示例"},
    ),
    ("award_says_for_what", {"rules_id": None}),
    ("award_says_for_what", {"computed": None, "reason": "示例"}),
    ("award_says_for_what", {"year": 2027}),
    ("award_says_for_what", {"days": {}}),
    ("award_says_for_what", {"fund": "central", "basis": "示例"}),
    ("award_says_for_what", {"fund": "central", "rules_id": None, "computed": None}),
    ("award_fund_fits_kind", {"fund": "grant"}),
    ("award_decision_has_reason", {"amount": Decimal("899999.99")}),
]


def refused_like(row: Award, name: str, values: dict[str, Any]) -> None:
    """A new award like this one: refused, by this name or by another it breaks as well; and the form says why."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        Award.objects.create(**values_of(row) | FRESH | values)
        ask_now()
    assert constraint_of(error.value).startswith("award_"), error.value
    assert said(row, name, **FRESH | values).endswith("。")
    row.refresh_from_db()


def test_the_database_refuses_such_an_award_of_a_year() -> None:
    """Among them N077, N092, N102."""
    row = actions.reject_award(money.prepared(), reason="示例。", by=care.officer(), at=AT)
    for name, values in OF_A_YEAR:
        refused_like(row, name, values)


def test_the_database_refuses_such_an_award_of_a_project() -> None:
    """Among them N093 to N095."""
    money.rules()
    institution = care.institution()
    who = money.pair(institution)
    row = actions.prepare_construction_award(
        institution,
        project="示例",
        works=BuildWork.NEW,
        area=Decimal(300),
        fund=FundSource.SYSTEM,
        by=who.maker,
        at=AT,
    )
    actions.reject_award(row, reason="示例。", by=who.checker, at=AT)
    for name, values in OF_A_PROJECT:
        refused_like(row, name, values)


def test_what_is_missing_from_an_award_is_refused_by_name() -> None:
    row = money.prepared()
    misses_nothing(row)
    for name, values in (
        ("award_check_is_whole", {"status": "approved"}),
        ("award_check_is_whole", {"status": "approved", "checked_at": LATER}),
        ("award_check_is_whole", {"status": "approved", "checked_by": care.officer()}),
        ("award_check_is_whole", {"checked_by": care.officer()}),
        ("award_check_is_whole", {"check_remark": "示例"}),
        (
            "award_check_is_whole",
            {"status": "approved", "checked_by": care.officer(), "checked_at": AT - timedelta(1)},
        ),
        (
            "award_rejection_has_reason",
            {"status": "rejected", "checked_by": care.officer(), "checked_at": AT},
        ),
        (
            "award_is_checked_by_another",
            {"status": "approved", "checked_by": row.prepared_by, "checked_at": AT},
        ),
    ):
        refused(row, name, **values)


def test_there_is_no_other_status() -> None:
    (project, who), lost = money.project(), {"status": "lost"}
    change = actions.adjust_award(project, amount=Decimal("1.00"), reason="示例。", by=who.maker, at=LATER)
    assert said(project, "award_status_is_known", **lost) == said(
        change, "adjustment_status_is_known", **lost
    )
    for row, name in ((money.prepared(), "award_check_is_whole"), (change, "adjustment_check_is_whole")):
        refused(row, name, **lost)


def test_one_award_of_a_year_and_one_of_a_project() -> None:
    year, (project, _) = money.prepared(), money.project()
    refused_new("award_of_a_year_is_one", Award, **values_of(year))
    refused_new("award_of_a_project_is_one", Award, **values_of(project) | FRESH)
    elsewhere = values_of(project) | FRESH | {"institution_id": care.institution().pk}
    Award.objects.create(**elsewhere)


def test_an_award_rests_on_the_days_that_hold() -> None:
    """N077, and none for a day after a level ended: the database looks itself."""
    row = actions.reject_award(money.prepared(), reason="示例。", by=care.officer(), at=AT)
    like = values_of(row) | {
        "status": "drafted",
        "checked_by_id": None,
        "checked_at": None,
        "check_remark": "",
    }
    for days in (None, {}, {"2A": [["2027-01-01", "2027-12-30"]]}, {"3A": [["2027-01-01", "2027-12-31"]]}):
        refused_new("award_rests_on_its_days", Award, **like | {"days": days})
    refused_new("award_rests_on_its_days", Award, **like | {"year": 2026})
    nothing = {"year": 2025, "days": {}, "most": Decimal(0), "computed": Decimal(0)}
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        Award.objects.create(**like | nothing | {"amount": Decimal(0), "reason": "示例"})
    assert constraint_of(error.value) in ("award_amount_is_money", "award_rests_on_a_day")
    assert said(row, "award_year_is_plausible", year=2101) == "年度从 2024 年起。"
    assert (
        said(row, "award_rests_on_a_day", **nothing) == "这一年没有一天既有等级又在备案中，不享受运营补贴。"
    )
    row.refresh_from_db()
    waiting = money.prepared(row.institution)
    money.accident(row.institution, happened_on=date(2027, 3, 11))
    checked = {"status": "approved", "checked_by": care.officer(), "checked_at": LATER}
    refused(waiting, "award_rests_on_its_days", **checked)


def test_an_award_goes_by_the_rules_of_its_year_and_not_beyond() -> None:
    row = actions.reject_award(money.prepared(), reason="示例。", by=care.officer(), at=AT)
    like = values_of(row) | {
        "status": "drafted",
        "checked_by_id": None,
        "checked_at": None,
        "check_remark": "",
    }
    refused_new("award_most_is_of_its_rules", Award, **like | {"most": Decimal("25000.01")})
    refused_new(
        "award_most_is_of_its_rules", Award, **like | {"computed": Decimal("30000.00"), "reason": "示例"}
    )
    project, _ = money.project()
    fresh = {"status": "drafted", "checked_by_id": None, "checked_at": None, "project": "示例二期"}
    refused_new("award_most_is_of_its_rules", Award, **values_of(project) | fresh | {"works": "conversion"})
    refused_new(
        "award_most_is_of_its_rules", Award, **values_of(project) | fresh | {"area": Decimal("299.99")}
    )
    money.rules(year_from=2027)
    refused_new("award_has_rules_of_its_year", Award, **like)
    later = values_of(row) | {"year": 2101, "status": "drafted", "checked_by_id": None, "checked_at": None}
    refused_new("award_rests_on_its_days", Award, **later | {"check_remark": ""})


def test_an_award_is_frozen_and_moves_once() -> None:
    award, who = money.approved()
    for values in (
        {"amount": Decimal("1.00")},
        {"lines": []},
        {"operator_id": care.operator().pk},
        {"status": "drafted", "checked_by": None, "checked_at": None},
        {"status": "rejected", "check_remark": "示例"},
        {"checked_by": care.officer()},
        {"check_remark": "改写"},
    ):
        refused(award, "award_is_kept", **values)
    deleted(award, "award_stays_on_record")
    fresh = values_of(award) | {"project": "", "year": 2026}
    refused_new("award_moves_as_the_table_says", Award, **fresh)
    assert who.checker == award.checked_by


def test_nobody_attached_prepares_or_checks_past_the_verbs() -> None:
    """Superusers are no exception."""
    row = money.prepared()
    attached = care.officer()
    Affiliation.objects.create(
        user=attached, institution=row.institution, bond="owner", since=date(2027, 1, 1)
    )
    checked = {"status": "approved", "checked_by": attached, "checked_at": AT}
    refused(row, "money_people_are_independent", **checked)
    actions.reject_award(row, reason="示例。", by=care.officer(), at=AT)
    like = values_of(row) | {
        "status": "drafted",
        "checked_by_id": None,
        "checked_at": None,
        "check_remark": "",
    }
    refused_new("money_people_are_independent", Award, **like | {"prepared_by_id": attached.pk})


def test_an_approved_award_stands_in_the_ledger() -> None:
    row = money.prepared()
    checked = {"status": "approved", "checked_by": care.officer(), "checked_at": AT}
    refused(row, "ledger_is_what_was_approved", **checked)
