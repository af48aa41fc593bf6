"""Builders for money: an edition of the rules, a rated institution, and awards taken through the real verbs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.utils.timezone import localdate

from eldercare import actions
from eldercare.models import (
    Award,
    Criterion,
    Institution,
    MoneyRules,
    Rating,
    Rectification,
    StandardEdition,
    Voucher,
)
from eldercare.money_vocabulary import BuildWork, FundSource
from eldercare.rating_vocabulary import Level, OrderKind
from tests import care, rating

# Rated 2A from 10 June 2026 for three years; the year 2027 is whole and is awarded in January 2028.
YEAR = 2027
AT = datetime(2028, 1, 10, 2, 0, tzinfo=UTC)
DAY = date(2028, 1, 10)
LATER = datetime(2028, 2, 10, 2, 0, tzinfo=UTC)
WHOLE = Decimal("25000.00")
AREA = Decimal("300")


def rules(**fields: Any) -> MoneyRules:
    """An edition in force that counts days; the test names what is otherwise."""
    wanted = values_of_rules(**fields)
    found = MoneyRules.objects.published().filter(year_from=wanted["year_from"]).first()
    return found or published(draft_rules(**fields))


def draft_rules(**fields: Any) -> MoneyRules:
    return MoneyRules.objects.create(**values_of_rules(**fields))


def published(draft: MoneyRules) -> MoneyRules:
    return actions.publish_money_rules(draft, by=rating.city_officer(), at=rating.AT)


def values_of_rules(**fields: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "year_from": 2024,
        "amount_a": Decimal("20000.00"),
        "amount_aa": Decimal("25000.00"),
        "amount_aaa": Decimal("30000.00"),
        "part_year": "by_days",
        "level_change": "by_days",
        "new_building": Decimal("3000.00"),
        "conversion": Decimal("2000.00"),
        "source": "示例〔2024〕1号 六",
    }
    return values | fields


@dataclass(frozen=True)
class Pair:
    """Two officers of one county: one makes, the other checks."""

    maker: User
    checker: User


def pair(institution: Institution) -> Pair:
    return Pair(*(care.officer("养老县区经办", institution.county) for _ in range(2)))


def short_standard() -> None:
    """An edition of one criterion, so that a level is decided in a moment."""
    if StandardEdition.objects.published().exists():
        return
    edition = StandardEdition.objects.create(
        code="short", name="示例标准", notice="示例〔2024〕1号", issued_on=date(2024, 8, 27)
    )
    Criterion.objects.create(
        edition=edition,
        position=1,
        code="R01",
        category="示例",
        item="示例",
        level_a="有",
        level_aa="有",
        level_aaa="有",
    )
    actions.publish_edition(edition, by=rating.city_officer(), at=rating.AT)


def rated(*, level: Level = Level.AA, **fields: Any) -> Institution:
    """An institution with a level, and rules to reckon by."""
    rules()
    short_standard()
    decision, _ = rating.rated(rating.eligible(**fields), level=level)
    return Institution.objects.get(pk=decision.institution_id)


def prepared(institution: Institution | None = None, *, by: Pair | None = None, **said: Any) -> Award:
    """The operating subsidy of 2027, waiting for approval."""
    made = institution or rated()
    who = by or pair(made)
    return actions.prepare_operating_award(made, **{"year": YEAR, "at": AT, "by": who.maker} | said)


def approved(
    institution: Institution | None = None, *, by: Pair | None = None, **said: Any
) -> tuple[Award, Pair]:
    made = institution or rated()
    who = by or pair(made)
    award = prepared(made, by=who, **said)
    actions.approve_award(award, by=who.checker, at=said.get("at", AT))
    return Award.objects.get(pk=award.pk), who


def project(
    institution: Institution | None = None,
    *,
    by: Pair | None = None,
    fund: FundSource = FundSource.SYSTEM,
    **said: Any,
) -> tuple[Award, Pair]:
    """Construction aid for 300 m² of new building, approved; it needs neither level nor filing."""
    rules()
    made = institution or care.institution()
    who = by or pair(made)
    values = {"project": "示例项目", "works": BuildWork.NEW, "area": AREA, "by": who.maker, "at": AT}
    award = actions.prepare_construction_award(made, fund=fund, **values | said)
    actions.approve_award(award, by=who.checker, at=AT)
    return Award.objects.get(pk=award.pk), who


def payment(award: Award, amount: Decimal | str = WHOLE, *, by: Pair, at: datetime = AT) -> Voucher:
    """A drafted payment."""
    return actions.draft_payment(
        award, amount=Decimal(amount), on=localdate(at), paper_number="示例支付0001", by=by.maker, at=at
    )


def paid(award: Award, amount: Decimal | str = WHOLE, *, by: Pair, at: datetime = AT) -> Voucher:
    return actions.post_voucher(payment(award, amount, by=by, at=at), by=by.checker, at=at)


def recovered(award: Award, amount: Decimal | str, *, by: Pair, at: datetime = LATER) -> Voucher:
    draft = actions.draft_recovery(
        award, amount=Decimal(amount), on=localdate(at), paper_number="示例缴款0001", by=by.maker, at=at
    )
    return actions.post_voucher(draft, by=by.checker, at=at)


def adjusted(award: Award, amount: Decimal | str | None = None, *, by: Pair, at: datetime = LATER) -> Award:
    """Reckoned anew, or to this amount, and approved."""
    given = None if amount is None else Decimal(amount)
    change = actions.adjust_award(award, amount=given, reason="示例：重新核算。", by=by.maker, at=at)
    actions.approve_adjustment(change, by=by.checker, at=at)
    return standing(award)


def standing(award: Award) -> Award:
    """As it stands now, with its balances."""
    return Award.objects.with_balances().get(pk=award.pk)


def accident(institution: Institution, *, happened_on: date, at: datetime = AT) -> None:
    """A major accident, however long ago, that ends the level from that day."""
    by, other = care.colleague(institution), care.colleague(institution)
    incident = actions.record_incident(
        institution, kind="fire", happened_on=happened_on, summary="示例：起火。", by=by, at=at
    )
    actions.determine_incident(
        incident,
        is_major=True,
        determination="示例认定书1号",
        determined_on=localdate(at),
        by=by,
        at=at,
    )
    actions.cancel_level(incident, grounds="示例：重大责任事故。", by=other, at=at)


def refused_correction(institution: Institution, *, kind: OrderKind = OrderKind.DIVERSION) -> Rectification:
    """An order to correct a diversion that was not followed."""
    by = care.colleague(institution)
    order = actions.order_rectification(
        institution,
        kind=kind,
        requirement="示例：恢复养老用途。",
        deadline=date(2028, 1, 20),
        by=by,
        at=AT,
    )
    actions.record_recheck(
        order, checked_on=date(2028, 2, 1), passed=False, remark="示例：没有恢复。", by=by, at=LATER
    )
    return actions.fail_rectification(order, outcome="示例：拒不整改。", by=by, at=LATER)


def lowered(institution: Institution, level: Level, *, ordered: datetime, at: datetime) -> None:
    """An order to meet the standard again was not followed; the authority that gave the level lowers it."""
    officer, city = care.colleague(institution), rating.city_officer()
    order = actions.order_rectification(
        institution,
        kind=OrderKind.STANDARD,
        requirement="示例：修复呼叫装置。",
        deadline=at.date().replace(day=1),
        by=officer,
        at=ordered,
    )
    actions.record_recheck(
        order, checked_on=at.date(), passed=False, remark="示例：没有修复。", by=officer, at=at
    )
    actions.fail_rectification(order, outcome="示例：没有整改。", by=officer, at=at)
    by_city = Rating.objects.current().get(institution=institution).level == Level.AAA
    by = city if by_city else care.colleague(institution)
    actions.lower_or_revoke(order, level=level, grounds="示例：未按期整改。", by=by, at=at)
