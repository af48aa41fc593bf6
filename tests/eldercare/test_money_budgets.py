"""Every list and page of the money desk asks a fixed number of questions, however much money there is."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from eldercare import actions
from eldercare.models import Award, FundUse, Institution, MoneyRules, Voucher
from eldercare.money_vocabulary import UsePurpose
from tests import care, money
from tests.eldercare.desk import client_of, list_of, page_of
from tests.eldercare.money_desk import money_page
from tests.money import AT, DAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

# Questions a page may ask: session, user, groups, places, and the page's own; measured, with a little air.
LISTS = {Award: 10, Voucher: 10, FundUse: 10, MoneyRules: 8}
NARROWED = {
    Award: ["waiting=check", "waiting=adjust", "waiting=pay", "waiting=recover", "year=2027", "q=示例"],
    Voucher: ["waiting=check", "county=530922", "q=示例"],
    FundUse: ["waiting=look"],
}
NARROWING = 4
AWARD, VOUCHER, MONEY, FORECAST, INSTITUTION = 20, 14, 16, 14, 40
EXPORTS = {"award": 14, "voucher": 14}
MANY = 8


def site(pair: money.Pair | None) -> tuple[Institution, money.Pair]:
    """Something of everything: paid, used, adjusted, and a project."""
    institution = money.rated()
    who = pair or money.pair(institution)
    award, _ = money.approved(institution, by=who)
    money.paid(award, "20000", by=who)
    for number in range(3):
        actions.record_use(
            award,
            purpose=UsePurpose.OTHER,
            amount=Decimal(1 + number),
            spent_on=DAY,
            paper="示例",
            remark="示例",
            by=who.maker,
            at=AT,
        )
    money.payment(award, "1", by=who)
    actions.adjust_award(award, amount=Decimal(24000), reason="示例。", by=who.maker, at=AT)
    project, _ = money.project(institution, by=who)
    money.paid(project, "900000", by=who)
    return institution, who


def questions(client: Client, page: str, *, post: bool = False) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.post(page) if post else client.get(page)
    assert answer.status_code == 200, page
    return len(asked)


def asked(user: User, institution: Institution) -> dict[str, int]:
    client = client_of(user)
    award = institution.awards.operating().get()
    voucher = Voucher.objects.filter(award=award, kind="payment").order_by("pk")[0]
    pages = {
        "forecast": reverse("admin:eldercare_forecast"),
        "award": page_of(award),
        "voucher": page_of(voucher),
        "money": money_page(institution),
        "institution": page_of(institution),
    }
    pages |= {model.__name__: list_of(model) for model in LISTS}
    pages |= {
        f"{model.__name__}?{query}": f"{list_of(model)}?{query}"
        for model, queries in NARROWED.items()
        for query in queries
    }
    found = {name: questions(client, page) for name, page in pages.items()}
    for noun in EXPORTS:
        found[f"export {noun}"] = questions(client, reverse(f"admin:eldercare_{noun}_export"), post=True)
    return found


def test_pages_of_money_ask_the_same_with_more_of_it() -> None:
    institution, who = site(None)
    user = care.officer()
    asked(user, institution)  # content types are loaded once a process
    few = asked(user, institution)
    for _ in range(MANY):
        site(who)
    many = asked(user, institution)
    assert few == many
    budget = {model.__name__: number for model, number in LISTS.items()}
    budget |= {
        "award": AWARD,
        "voucher": VOUCHER,
        "money": MONEY,
        "forecast": FORECAST,
        "institution": INSTITUTION,
    }
    budget |= {f"export {noun}": number for noun, number in EXPORTS.items()}
    over = {
        name: number
        for name, number in many.items()
        if number > budget.get(name, budget.get(name.partition("?")[0], 0) + NARROWING)
    }
    assert over == {}
