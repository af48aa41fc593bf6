"""What must hold of uses, whoever writes; and a look at whether any constraint or guard of money was forgotten."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.apps import apps

from eldercare import actions
from eldercare.models import Affiliation, FundUse
from eldercare.money_vocabulary import UsePurpose
from tests import care, money
from tests.eldercare.broken import (
    deleted,
    refused,
    refused_new,
    said,
    values_of,
)
from tests.eldercare.raw_money import moved, not_written
from tests.money import AT, DAY, LATER

pytestmark = pytest.mark.django_db


HERE = Path(__file__).parent


ONE = Decimal("1.00")


def test_the_database_refuses_such_a_use() -> None:
    """Among them N103 and N104."""
    award, who = money.project()
    money.paid(award, "1000.00", by=who)
    use = actions.record_use(
        award, purpose=UsePurpose.PROJECT, amount=ONE, spent_on=DAY, paper="示例发票1号", by=who.maker, at=AT
    )
    like = values_of(use)
    attached = care.officer()
    Affiliation.objects.create(
        user=attached, institution=award.institution, bond="owner", since=date(2027, 1, 1)
    )
    for name, values in (
        ("fund_use_fits_kind", {"purpose": "wages"}),
        ("fund_use_fits_kind", {"purpose": "other", "remark": "示例"}),
        ("use_is_within_payments", {"amount": Decimal("999.01")}),
        ("fund_use_amount_is_money", {"amount": Decimal(0)}),
        ("fund_use_amount_is_money", {"amount": Decimal(-1)}),
        ("fund_use_amount_is_to_the_fen", {"amount": Decimal("0.005")}),
        ("fund_use_has_paper", {"paper": ""}),
        ("fund_use_is_recorded_after_it_was_spent", {"spent_on": DAY + timedelta(1)}),
        ("money_people_are_independent", {"recorded_by_id": attached.pk}),
        ("fund_use_voiding_is_whole", {"voided_at": AT}),
        ("fund_use_voiding_is_whole", {"voided_by_id": who.maker.pk}),
        ("fund_use_voiding_is_whole", {"void_reason": "示例"}),
        *(
            (f"{name} is null", {name: None})
            for name in ("paper", "remark", "spent_on", "recorded_on", "void_reason")
        ),
    ):
        refused_new(name, FundUse, **like | values)
    assert said(use, "fund_use_purpose_is_known", purpose="gift").endswith("。")


def test_an_operating_use_is_no_project_and_something_else_is_explained() -> None:
    """N104."""
    award, who = money.approved()
    money.paid(award, by=who)
    use = actions.record_use(
        award, purpose=UsePurpose.WAGES, amount=ONE, spent_on=DAY, paper="示例工资表", by=who.maker, at=AT
    )
    refused_new("fund_use_fits_kind", FundUse, **values_of(use) | {"purpose": "project"})
    refused_new("fund_use_for_something_else_says_what", FundUse, **values_of(use) | {"purpose": "other"})


def test_a_use_is_voided_once_and_never_rewritten() -> None:
    award, who = money.project()
    money.paid(award, "1000.00", by=who)
    use = actions.record_use(
        award, purpose=UsePurpose.PROJECT, amount=ONE, spent_on=DAY, paper="示例发票1号", by=who.maker, at=AT
    )
    refused(use, "fund_use_is_kept", amount=Decimal("2.00"))
    deleted(use, "fund_use_is_kept")
    refused(use, "fund_use_voiding_is_whole", voided_at=AT)
    early = {"voided_at": AT - timedelta(1), "voided_by": who.maker, "void_reason": "示例"}
    refused(use, "fund_use_voiding_is_whole", **early)
    actions.void_use(use, reason="示例。", by=who.maker, at=LATER)
    refused(use, "fund_use_is_kept", void_reason="改写")
    refused(use, "fund_use_is_kept", voided_at=None, voided_by=None, void_reason="")


def test_a_payment_that_was_used_is_not_undone_past_the_verbs() -> None:
    award, who = money.project()
    posted = money.paid(award, "1.00", by=who)
    actions.record_use(
        award, purpose=UsePurpose.PROJECT, amount=ONE, spent_on=DAY, paper="示例发票1号", by=who.maker, at=AT
    )
    not_written(
        "use_is_within_payments", award, "reversal", moved("funds", "payable"), by=who, reverses=posted
    )


def test_every_constraint_and_guard_of_money_is_broken_by_some_test() -> None:
    names = ("MoneyRules", "Award", "Adjustment", "Voucher", "VoucherBook", "Entry", "FundUse")
    models = [apps.get_model("eldercare", name) for name in names]
    constraints = {each.name for model in models for each in model._meta.constraints}
    migration = (HERE.parents[1] / "eldercare/migrations/0018_money_guards.py").read_text("utf-8")
    guards = set(re.findall(r"CONSTRAINT = '(\w+)'", migration))
    guards |= {
        f"{noun}{rest}"
        for rest in re.findall(r"CONSTRAINT = TG_ARGV\[0\] \|\| '(\w+)'", migration)
        for noun in ("award", "adjustment")
    }
    assert len(constraints) > 70 and len(guards) > 35
    tests = "".join(path.read_text("utf-8") for path in HERE.glob("test_*_constraints.py"))
    rates = {
        f"money_rules_{rate}_is_money"
        for rate in ("amount_aa", "amount_aaa", "amount_a", "new_building", "conversion")
    }
    assert {name for name in constraints | guards if f'"{name}"' not in tests} <= rates | {
        f"{rate.removesuffix('_is_money')}_is_to_the_fen" for rate in rates
    }
    for model in models:
        assert all(
            re.search(r"[\u4e00-\u9fff]", str(each.violation_error_message))
            for each in model._meta.constraints
        )
