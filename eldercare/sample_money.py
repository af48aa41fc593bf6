"""Money for the sample: awards of two years, building projects, payments, uses, and one recovery, all through the verbs.

Called last, when the levels of the sample are decided; where there are none it does nothing. Everything happened in the weeks
before the day of loading, and some of it still waits: something to check, to pay, to adjust.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from eldercare import actions
from eldercare.actions.ledger import balances_of
from eldercare.models import Award, Institution, MoneyRules, Rating
from eldercare.money_facts import reckon_years
from eldercare.money_rules_file import load_money_rules
from eldercare.money_vocabulary import BuildWork, FundSource, UsePurpose
from eldercare.rating_vocabulary import OrderKind
from foundation.yuan import FEN

PUBLISHED, ORDERED, FAILED = 40, 34, 12
PREPARED, APPROVED, PAID, USED, CLAIMED, RECOVERED = 30, 28, 24, 16, 10, 5
PLANS = (
    (BuildWork.NEW, FundSource.SYSTEM),
    (BuildWork.CONVERSION, FundSource.LOTTERY),
    (BuildWork.NEW, FundSource.SYSTEM),
    (BuildWork.CONVERSION, FundSource.CENTRAL),
)
WAITING = 2  # of the plans, the one nobody checked yet
PURPOSES = (UsePurpose.WAGES, UsePurpose.EQUIPMENT, UsePurpose.UPGRADE, UsePurpose.TRAINING)


@dataclass(frozen=True)
class Treasury:
    """Two officers who are on duty in every county, one of the city, and the day it is."""

    maker: User
    checker: User
    city: User
    at: datetime

    def ago(self, days: int) -> datetime:
        return self.at - timedelta(days=days)

    def day(self, days: int) -> date:
        return timezone.localdate(self.ago(days))


@transaction.atomic
def load_money(*, maker: User, checker: User, city: User, at: datetime) -> int:
    """Awards for the institutions that have or had a level; answers how many were made."""
    rated = Rating.objects.current().values("institution")
    sites = list(Institution.objects.filter(pk__in=rated).select_related("operator").order_by("pk"))
    if not sites or Award.objects.exists():
        return 0
    staff = Treasury(maker, checker, city, at)
    _rules(staff)
    for number, site in enumerate(sites):
        _operate(site, number, staff)
    _build(staff)
    _take_back(staff)
    return Award.objects.count()


def _rules(staff: Treasury) -> None:
    if MoneyRules.objects.published().exists():
        return
    load_money_rules()
    for draft in MoneyRules.objects.order_by("pk"):
        actions.publish_money_rules(draft, by=staff.city, at=staff.ago(PUBLISHED))


def _operate(site: Institution, number: int, staff: Treasury) -> None:
    """The year before last whole and used up; last year in every state there is, one institution after another."""
    this = staff.day(PREPARED).year
    for year in (this - 2, this - 1):
        award = _prepare(site, year, staff)
        if award is None:
            continue
        state = number % 5 if year == this - 1 else 0
        if state == 4:  # waits for somebody to check it
            continue
        if state == 3 and _sent_back(award, site, year, staff) is None:
            continue
        actions.approve_award(_standing(site, year), by=staff.checker, at=staff.ago(APPROVED))
        _pay(_standing(site, year), state, staff)


def _prepare(site: Institution, year: int, staff: Treasury) -> Award | None:
    """What was reckoned; where the rules leave it open, that is what the officer decides. None: nothing is due."""
    reckoned = reckon_years(site, [year], on=staff.day(PREPARED))[year]
    if reckoned.rules is None or not reckoned.days or not reckoned.computed:
        return None
    decided = (
        {"amount": reckoned.computed, "reason": "示例：按等级有效的天数核定。"} if reckoned.is_open else {}
    )
    return actions.prepare_operating_award(
        site,
        year=year,
        basis=f"示例财社〔{year + 1}〕1号",
        by=staff.maker,
        at=staff.ago(PREPARED),
        **decided,  # type: ignore[arg-type]
    )


def _sent_back(award: Award, site: Institution, year: int, staff: Treasury) -> Award | None:
    reason = "示例：领款单位的账户没有附上，请补齐后重新提出。"
    actions.reject_award(award, reason=reason, by=staff.checker, at=staff.ago(PREPARED))
    return _prepare(site, year, staff)


def _standing(site: Institution, year: int) -> Award:
    return Award.objects.standing().get(institution=site, year=year)


def _pay(award: Award, state: int, staff: Treasury) -> None:
    """0: whole and used; 1: the half, used in part; 2: drafted, waits for somebody to post it; 3: not yet."""
    if state == 3:
        return
    amount = award.amount if state != 1 else (award.amount / 2).quantize(FEN)
    voucher = actions.draft_payment(
        award,
        amount=amount,
        on=staff.day(PAID),
        paper_number=f"示例支付{award.pk:04d}",
        by=staff.maker,
        at=staff.ago(PAID),
    )
    if state == 2:
        return
    actions.post_voucher(voucher, by=staff.checker, at=staff.ago(PAID - 1))
    _use(award, amount if state == 0 else (amount / 4).quantize(FEN), staff)


def _use(award: Award, amount: Decimal, staff: Treasury) -> None:
    """Two thirds for one purpose, the rest for another; now and then for something somebody should look at."""
    first = (amount * 2 / 3).quantize(FEN)
    second = UsePurpose.OTHER if award.pk % 7 == 0 else PURPOSES[(award.pk + 1) % 4]
    for purpose, part in ((PURPOSES[award.pk % 4], first), (second, amount - first)):
        actions.record_use(
            award,
            purpose=purpose,
            amount=part,
            spent_on=staff.day(USED),
            paper=f"示例凭据{award.pk:04d}",
            remark="示例：印制宣传材料。" if purpose == UsePurpose.OTHER else "",
            by=staff.maker,
            at=staff.ago(USED),
        )


def _build(staff: Treasury) -> None:
    """A project in every county: a new building, a conversion paid by the lottery, one that still waits to be checked, one of
    the central budget."""
    rows = Institution.objects.filter(building_area__isnull=False, closed_on__isnull=True)
    first = rows.order_by("township__parent", F("lottery_sign").desc(nulls_last=True), "pk").distinct(
        "township__parent"
    )
    for number, site in enumerate(first.select_related("operator")):
        works, fund = PLANS[number % len(PLANS)]
        award = _project(site, works, fund, staff)
        if number % len(PLANS) != WAITING:
            approved = actions.approve_award(award, by=staff.checker, at=staff.ago(APPROVED))
            _pay_half(approved, staff)


def _project(site: Institution, works: BuildWork, fund: FundSource, staff: Treasury) -> Award:
    assert site.building_area is not None
    central = fund == FundSource.CENTRAL
    return actions.prepare_construction_award(
        site,
        project=f"示例：{site.community}养老服务设施{works.label}",
        works=works,
        area=min(site.building_area, Decimal(400)),
        fund=fund,
        amount=Decimal(600000) if central else None,
        basis="示例发改投资〔示〕1号" if central else "示例财社〔示〕2号",
        by=staff.maker,
        at=staff.ago(PREPARED),
    )


def _pay_half(award: Award, staff: Treasury) -> None:
    """Lottery money waits for its sign."""
    if award.fund == FundSource.LOTTERY and not award.institution.lottery_sign:
        return
    voucher = actions.draft_payment(
        award,
        amount=(award.amount / 2).quantize(FEN),
        on=staff.day(PAID),
        paper_number=f"示例支付{award.pk:04d}",
        memo="示例：按工程进度拨付一半。",
        by=staff.maker,
        at=staff.ago(PAID),
    )
    actions.post_voucher(voucher, by=staff.checker, at=staff.ago(PAID - 1))


def _take_back(staff: Treasury) -> None:
    """The last institution that was paid used its money for something else and did not put it right: all comes back, half
    of the first award has come."""
    paid = Award.objects.in_force().operating().filter(vouchers__kind="payment", vouchers__status="posted")
    last = paid.order_by("-institution", "year").first()
    if last is None:
        return
    order = actions.order_rectification(
        last.institution,
        kind=OrderKind.FUNDS,
        requirement="示例：运营补贴用于经营场所以外的开支，限期归还原渠道。",
        deadline=staff.day(FAILED + 1),
        by=staff.maker,
        at=staff.ago(ORDERED),
    )
    remark = "示例：到期没有归还。"
    actions.record_recheck(
        order, checked_on=staff.day(FAILED), passed=False, remark=remark, by=staff.maker, at=staff.ago(FAILED)
    )
    actions.fail_rectification(order, outcome="示例：拒不整改。", by=staff.maker, at=staff.ago(FAILED))
    reason = "示例：改变资金用途，拒不整改，收回全部补助。"
    for change in actions.claim_all(order, reason=reason, by=staff.maker, at=staff.ago(CLAIMED)):
        actions.approve_adjustment(change, by=staff.checker, at=staff.ago(CLAIMED - 1))
    _recover_half(last, staff)


def _recover_half(award: Award, staff: Treasury) -> None:
    voucher = actions.draft_recovery(
        award,
        amount=(balances_of(award).to_recover / 2).quantize(FEN),
        on=staff.day(RECOVERED),
        paper_number=f"示例缴款{award.pk:04d}",
        by=staff.maker,
        at=staff.ago(RECOVERED),
    )
    actions.post_voucher(voucher, by=staff.checker, at=staff.ago(RECOVERED - 1))
