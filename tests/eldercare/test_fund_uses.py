"""What the money was used for (N103 to N105)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from eldercare import actions
from eldercare.models import Award, FundUse
from eldercare.money_vocabulary import UsePurpose
from eldercare.refusals import (
    AmountRefused,
    AwardRefused,
    DaysOutOfOrder,
)
from foundation.refusals import MoveNotAllowed, RemarkRequired
from tests import care, money
from tests.money import AT, DAY, LATER

pytestmark = pytest.mark.django_db


def used(award: Award, purpose: UsePurpose, amount: str, **said: Any) -> FundUse:
    values: dict[str, Any] = {"spent_on": DAY, "paper": "示例发票1号", "by": said.pop("by"), "at": AT}
    return actions.record_use(award, purpose=purpose, amount=Decimal(amount), **values | said)


@pytest.mark.parametrize(
    "purpose", [UsePurpose.UPGRADE, UsePurpose.EQUIPMENT, UsePurpose.WAGES, UsePurpose.TRAINING]
)
def test_operating_subsidy_is_used_for_what_the_notice_names(purpose: UsePurpose) -> None:
    """N104."""
    award, who = money.approved()
    money.paid(award, by=who)
    used(award, purpose, "100.00", by=who.maker)
    assert not FundUse.objects.worth_a_look().exists()


def test_operating_subsidy_for_anything_else_is_worth_a_look() -> None:
    """N104: mainly, not only; it is explained and stands out."""
    award, who = money.approved()
    money.paid(award, by=who)
    with pytest.raises(RemarkRequired, match="还要写明做什么"):
        used(award, UsePurpose.OTHER, "100.00", by=who.maker)
    use = used(award, UsePurpose.OTHER, "100.00", remark="示例：水电费。", by=who.maker)
    assert list(FundUse.objects.worth_a_look()) == [use]


def test_construction_aid_is_used_for_its_project_only() -> None:
    """N103, N105."""
    award, who = money.project()
    money.paid(award, "900000.00", by=who)
    for purpose in (UsePurpose.WAGES, UsePurpose.OTHER, UsePurpose.UPGRADE):
        with pytest.raises(AwardRefused, match="建设补助只能用于项目建设"):
            used(award, purpose, "1.00", remark="示例", by=who.maker)
    used(award, UsePurpose.PROJECT, "900000.00", by=who.maker)
    running, _ = money.approved()
    with pytest.raises(AwardRefused, match="运营补贴不能用于项目建设"):
        used(running, UsePurpose.PROJECT, "1.00", by=care.officer())


def test_no_more_is_used_than_was_paid() -> None:
    award, who = money.project()
    money.paid(award, "1000.00", by=who)
    used(award, UsePurpose.PROJECT, "600.00", by=who.maker)
    with pytest.raises(AmountRefused, match=r"还没有登记使用的有 400\.00 元，不能登记 400\.01 元"):
        used(award, UsePurpose.PROJECT, "400.01", by=who.maker)
    with pytest.raises(DaysOutOfOrder):
        used(award, UsePurpose.PROJECT, "1.00", spent_on=date(2028, 1, 11), by=who.maker)
    with pytest.raises(RemarkRequired):
        used(award, UsePurpose.PROJECT, "1.00", paper=" ", by=who.maker)


def test_a_wrong_use_is_voided_once_and_stays_to_be_read() -> None:
    award, who = money.project()
    money.paid(award, "1000.00", by=who)
    use = used(award, UsePurpose.PROJECT, "1000.00", by=who.maker)
    with pytest.raises(RemarkRequired):
        actions.void_use(use, reason="", by=who.maker, at=LATER)
    actions.void_use(use, reason="示例：重复登记。", by=who.checker, at=LATER)
    assert vars(money.standing(award))["used"] == 0
    with pytest.raises(MoveNotAllowed):
        actions.void_use(use, reason="示例。", by=who.maker, at=LATER)
    assert FundUse.objects.get().void_reason == "示例：重复登记。"
