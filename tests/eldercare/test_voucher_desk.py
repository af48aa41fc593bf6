"""The desks of vouchers and uses: checked by another, given up, undone; only within the places of duty."""

from __future__ import annotations

import pytest

from eldercare import actions
from eldercare.models import FundUse, Voucher
from eldercare.money_vocabulary import UsePurpose
from tests import money
from tests.eldercare.desk import client_of, list_of, page_of
from tests.eldercare.money_desk import Cast, buttons, cast, done, refusal, send
from tests.eldercare.test_award_desk import ANSWERS, answers
from tests.money import AT, DAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def drafted() -> tuple[Voucher, money.Pair, Cast]:
    award, pair = money.approved()
    return money.payment(award, by=pair), pair, cast(award.institution)


def used() -> tuple[FundUse, money.Pair, Cast]:
    award, pair = money.approved()
    money.paid(award, by=pair)
    use = actions.record_use(
        award,
        purpose=UsePurpose.OTHER,
        amount=money.WHOLE,
        spent_on=DAY,
        paper="示例发票1号",
        remark="示例：广告。",
        by=pair.maker,
        at=AT,
    )
    return use, pair, cast(award.institution)


def test_each_button_is_for_officers_of_the_county_alone() -> None:
    voucher, _, who = drafted()
    for deed in ("post", "discard", "reverse"):
        assert answers(who, voucher, deed) == ANSWERS, deed


def test_a_voucher_is_posted_by_another_under_its_number() -> None:
    voucher, pair, who = drafted()
    assert buttons(who.county, voucher) == {"post", "discard"}
    assert "须由另一位工作人员复核" in refusal(send(pair.maker, voucher, "post"))
    done(who.county, voucher, "post")
    page = client_of(who.auditor).get(page_of(voucher)).content.decode()
    assert "530922-2028-账-0002" in page and "应付补助" in page and "财政资金" in page
    late = refusal(send(who.colleague, voucher, "post"))
    assert "已记账" in late and who.county.username in late


def test_a_voucher_is_given_up_with_a_reason() -> None:
    voucher, pair, _ = drafted()
    assert "请写明原因。" in refusal(send(pair.maker, voucher, "discard"))
    done(pair.maker, voucher, "discard", reason="示例：金额写错。")
    page = client_of(pair.maker).get(page_of(voucher)).content.decode()
    assert "已作废" in page and "示例：金额写错。" in page
    assert buttons(pair.maker, voucher) == set()


def test_a_wrong_payment_is_undone_by_its_mirror() -> None:
    voucher, pair, who = drafted()
    done(pair.checker, voucher, "post")
    assert buttons(who.county, voucher) == {"reverse"}
    answer = send(pair.maker, voucher, "reverse", reason="示例：付错账户。")
    undoing = Voucher.objects.get(reverses=voucher)
    assert answer.url == page_of(undoing)
    done(pair.checker, undoing, "post")
    assert buttons(who.county, voucher) == set()
    assert money.standing(voucher.award).balances.unpaid == money.WHOLE
    assert page_of(voucher) in client_of(who.county).get(page_of(undoing)).content.decode()


def test_vouchers_are_listed_within_reach_and_by_what_waits() -> None:
    voucher, pair, who = drafted()

    def listed(name: str, query: str = "") -> int:
        user = getattr(who, name, None) or getattr(pair, name)
        answer = client_of(user).get(f"{list_of(Voucher)}?{query}")
        return int(answer.context["cl"].result_count)

    assert {name: listed(name) for name in ("county", "neighbour", "township", "city", "auditor")} == {
        "county": 2,
        "neighbour": 0,
        "township": 2,
        "city": 2,
        "auditor": 2,
    }
    assert (listed("county", "waiting=check"), listed("maker", "waiting=check")) == (1, 0)
    assert client_of(who.assessor).get(list_of(Voucher)).status_code == 403
    assert client_of(who.county).get(f"{list_of(Voucher)}?q={voucher.paper_number}").status_code == 200


def test_a_use_is_voided_by_the_county_with_a_reason_once() -> None:
    use, pair, who = used()
    assert answers(who, use, "void") == ANSWERS
    assert "请写明原因。" in refusal(send(pair.maker, use, "void"))
    done(pair.maker, use, "void", reason="示例：发票作废。")
    assert "已经作废" in refusal(send(pair.maker, use, "void", reason="示例。"))
    page = client_of(who.auditor).get(page_of(use)).content.decode()
    assert "示例：发票作废。" in page
    assert buttons(who.county, use) == set()


def test_uses_for_something_else_stand_out() -> None:
    use, _, who = used()
    answer = client_of(who.auditor).get(f"{list_of(FundUse)}?waiting=look")
    assert [row.pk for row in answer.context["cl"].result_list] == [use.pk]
    assert not client_of(who.neighbour).get(list_of(FundUse)).context["cl"].result_count


def test_the_form_offers_the_purposes_of_its_kind() -> None:
    """N103: construction aid for its project alone; N104: operating subsidy for anything else."""
    award, pair = money.project()
    money.paid(award, "900000", by=pair)
    offered = client_of(pair.maker).get(page_of(award, "use")).context["form"].fields["purpose"].choices
    assert [value for value, _ in offered] == ["project"]
    wrong = {"purpose": "wages", "amount": "1", "spent_on": "2028-01-10", "paper": "示例"}
    assert refusal(send(pair.maker, award, "use", **wrong))
    award, pair = money.approved()
    money.paid(award, by=pair)
    offered = client_of(pair.maker).get(page_of(award, "use")).context["form"].fields["purpose"].choices
    assert [value for value, _ in offered] == ["upgrade", "equipment", "wages", "training", "other"]
    unsaid = {"purpose": "other", "amount": "1", "spent_on": "2028-01-10", "paper": "示例"}
    assert "还要写明做什么" in refusal(send(pair.maker, award, "use", **unsaid))
