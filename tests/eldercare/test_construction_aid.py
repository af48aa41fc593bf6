"""Construction aid: by floor area and mode, or as the central rules say (六（一）)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User

from eldercare import actions
from eldercare.models import Award, Institution
from eldercare.money_vocabulary import BuildWork, FundSource
from eldercare.refusals import (
    AmountRefused,
    AwardRefused,
)
from foundation.refusals import RemarkRequired
from tests import care, money
from tests.money import AREA, AT, YEAR

pytestmark = pytest.mark.django_db


def operating(institution: Institution, by: User, **said: Any) -> Award:
    return actions.prepare_operating_award(institution, **{"year": YEAR, "by": by, "at": AT} | said)


def building(institution: Institution, by: User, **said: Any) -> Award:
    wanted = {"project": "示例项目", "works": BuildWork.NEW, "area": AREA, "fund": FundSource.SYSTEM}
    return actions.prepare_construction_award(institution, **wanted | {"by": by, "at": AT} | said)


@pytest.mark.parametrize(
    ("works", "area", "aid"),
    [("new", "300", "900000.00"), ("conversion", "300", "600000.00"), ("new", "212.35", "637050.00")],
)
def test_construction_aid_is_by_floor_area(works: str, area: str, aid: str) -> None:
    """N094: 3,000 yuan a square metre of new building; N095: 2,000 of conversion."""
    award, _ = money.project(works=BuildWork(works), area=Decimal(area))
    assert (award.amount, award.most) == (Decimal(aid), Decimal(aid))
    (line,) = award.shown_lines
    assert line.reason.endswith("3000 元" if works == "new" else "2000 元")


def test_central_budget_investment_is_recorded_and_not_reckoned() -> None:
    """N093: with amount and paper."""
    institution = care.institution()
    by = money.pair(institution).maker
    for missing in ({"basis": "示例计划〔2027〕1号"}, {"amount": Decimal("1500000.00")}):
        with pytest.raises(AwardRefused, match="须填写金额和依据文件"):
            building(institution, by, fund=FundSource.CENTRAL, **missing)
    award = building(
        institution,
        by,
        fund=FundSource.CENTRAL,
        amount=Decimal("1500000.00"),
        basis="示例计划〔2027〕1号",
    )
    assert (award.computed, award.rules, award.amount) == (None, None, Decimal("1500000.00"))


def test_money_is_not_mixed_up() -> None:
    """N092, N093, N102: central budget investment builds, the funds for operating subsidy run."""
    institution = money.rated()
    by = money.pair(institution).maker
    with pytest.raises(AwardRefused, match="不用于运营补贴"):
        operating(institution, by, fund=FundSource.CENTRAL)
    with pytest.raises(AwardRefused, match="不用于建设补助"):
        building(institution, by, fund=FundSource.GRANT)
    assert operating(institution, by, fund=FundSource.LOTTERY).fund == "lottery"


@pytest.mark.parametrize("area", ["0", "-1", "420.01", "100.005"])
def test_a_project_is_not_larger_than_the_building(area: str) -> None:
    money.rules()
    institution = care.institution(building_area=Decimal("420"))
    with pytest.raises(AmountRefused, match="建筑面积"):
        building(institution, money.pair(institution).maker, area=Decimal(area))


def test_a_project_needs_rules_a_name_and_the_area_on_record() -> None:
    institution = care.institution()
    by = money.pair(institution).maker
    with pytest.raises(AwardRefused, match="没有适用于这一年的补助规则"):
        building(institution, by)
    with pytest.raises(AwardRefused, match="请填写项目名称"):
        building(institution, by, project="  ")
    bare = care.institution(building_area=None)
    with pytest.raises(AwardRefused, match="没有登记建筑面积"):
        building(bare, by)


def test_one_award_a_project() -> None:
    award, who = money.project()
    with pytest.raises(AwardRefused, match="项目“示例项目”已经核定或正在核定"):
        building(award.institution, who.maker, project=" 示例项目 ")
    assert building(award.institution, who.maker, project="示例二期").amount == Decimal(900000)


def test_less_than_the_standard_in_principle_needs_a_reason() -> None:
    """N094: in principle so much; less with a reason, never more."""
    money.rules()
    institution = care.institution()
    by = money.pair(institution).maker
    with pytest.raises(RemarkRequired):
        building(institution, by, amount=Decimal("500000.00"))
    with pytest.raises(AmountRefused, match=r"最多可定 900,000\.00 元"):
        building(institution, by, amount=Decimal("900000.01"), reason="示例。")
    assert building(institution, by, amount=Decimal("500000.00"), reason="示例：资金不足。").most == Decimal(
        900000
    )
