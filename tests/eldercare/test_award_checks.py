"""Who prepares an award and who checks it, and what approving does."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User

from eldercare import actions
from eldercare.models import Affiliation, Award, Institution
from eldercare.money_vocabulary import BuildWork, FundSource
from eldercare.refusals import (
    IsAttached,
    NotOnDuty,
    ReckoningOutdated,
    ReviewsOwnWork,
)
from foundation.models import Jurisdiction
from foundation.refusals import MoveNotAllowed, NotPermitted, Refusal
from tests import care, make, money
from tests.money import AREA, AT, LATER, WHOLE, YEAR

pytestmark = pytest.mark.django_db


def operating(institution: Institution, by: User, **said: Any) -> Award:
    return actions.prepare_operating_award(institution, **{"year": YEAR, "by": by, "at": AT} | said)


def building(institution: Institution, by: User, **said: Any) -> Award:
    wanted = {"project": "示例项目", "works": BuildWork.NEW, "area": AREA, "fund": FundSource.SYSTEM}
    return actions.prepare_construction_award(institution, **wanted | {"by": by, "at": AT} | said)


def test_nobody_checks_their_own_award() -> None:
    award = money.prepared()
    with pytest.raises(ReviewsOwnWork, match="须由另一位工作人员核准补助"):
        actions.approve_award(award, by=award.prepared_by, at=AT)
    with pytest.raises(ReviewsOwnWork):
        actions.reject_award(award, reason="示例。", by=award.prepared_by, at=AT)


def chief(**_: Any) -> User:
    return User.objects.create_superuser(f"chief{make.serial()}")


PEOPLE = {
    "another county": (lambda: care.officer("养老县区经办", care.county("530902")), NotOnDuty),
    "township": (lambda: care.officer("养老乡镇经办", care.township()), NotPermitted),
    "city": (lambda: care.officer("养老市级管理", care.city()), NotPermitted),
    "county's role at the city": (lambda: care.officer("养老县区经办", care.city()), NotOnDuty),
    "auditor": (lambda: care.officer("养老审计（只读）", care.county()), NotPermitted),
    "registry": (lambda: care.officer("养老登记管理", care.county()), NotPermitted),
    "superuser off duty": (chief, NotOnDuty),
}


@pytest.mark.parametrize("who", PEOPLE)
def test_only_officers_of_the_county_prepare_and_check(who: str) -> None:
    someone, refusal = PEOPLE[who]
    award = money.prepared()
    by = someone()
    for deed in (
        lambda: operating(award.institution, by, year=2026),
        lambda: building(award.institution, by),
        lambda: actions.approve_award(award, by=by, at=AT),
        lambda: actions.reject_award(award, reason="示例。", by=by, at=AT),
    ):
        with pytest.raises(refusal):
            deed()
    assert Award.objects.get().status == "drafted"


@pytest.mark.parametrize("superuser", [False, True])
def test_nobody_attached_to_the_institution_handles_its_money(superuser: bool) -> None:
    """Superusers are no exception, on duty or not."""
    award = money.prepared()
    institution = award.institution
    by = chief() if superuser else care.officer()
    Jurisdiction.objects.get_or_create(user=by, division=institution.county)
    Affiliation.objects.create(user=by, institution=institution, bond="relative", since=date(2027, 1, 1))
    for deed in (
        lambda: operating(institution, by, year=2026),
        lambda: actions.approve_award(award, by=by, at=AT),
    ):
        with pytest.raises(IsAttached, match="登记有利害关系，不能办理它的补助"):
            deed()


def test_an_award_is_checked_once_and_who_comes_late_is_told() -> None:
    award, who = money.approved()
    other = care.officer()
    with pytest.raises(
        MoveNotAllowed, match=rf"已核准（{who.checker.username} 2028-01-10 10:00），不能退回核定"
    ):
        actions.reject_award(award, reason="示例。", by=other, at=AT)
    with pytest.raises(MoveNotAllowed):
        actions.approve_award(award, by=other, at=AT)


def test_an_award_whose_ground_moved_is_not_approved() -> None:
    award = money.prepared()
    money.accident(award.institution, happened_on=date(2027, 3, 11))
    with pytest.raises(ReckoningOutdated, match="请退回，重新核算"):
        actions.approve_award(award, by=care.officer(), at=LATER)
    actions.reject_award(award, reason="示例：等级取消。", by=care.officer(), at=LATER)
    assert money.prepared(award.institution, at=LATER).amount == Decimal("4726.03")


def test_an_edition_that_came_in_between_is_noticed() -> None:
    award = money.prepared()
    money.rules(year_from=2027, amount_aa=Decimal("26000.00"))
    with pytest.raises(ReckoningOutdated):
        actions.approve_award(award, by=care.officer(), at=LATER)


def test_approving_posts_what_is_due() -> None:
    award, who = money.approved()
    voucher = award.vouchers.get()
    assert (voucher.number, voucher.kind, voucher.amount) == ("530922-2028-账-0001", "award", WHOLE)
    assert (voucher.drafted_by, voucher.checked_by) == (who.maker, who.checker)
    assert [str(entry) for entry in voucher.entries.order_by("pk")] == [
        "借 补助支出 25,000.00",
        "贷 应付补助 25,000.00",
    ]
    assert money.standing(award).balances.unpaid == WHOLE


def test_every_refusal_is_a_sentence() -> None:
    institution = money.rated()
    award = money.prepared(institution)
    by = money.pair(institution).maker
    for deed in (
        lambda: operating(institution, by),
        lambda: operating(institution, by, year=2031),
        lambda: actions.approve_award(award, by=award.prepared_by, at=AT),
        lambda: building(institution, by, area=Decimal(10**6)),
    ):
        with pytest.raises(Refusal) as refusal:
            deed()
        assert str(refusal.value).endswith("。")
