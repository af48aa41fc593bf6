"""The desk of awards: who may do what from a page, what it refuses in a sentence, and what it shows line by line."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db.models import Model
from django.urls import reverse

from eldercare import actions
from eldercare.models import Affiliation, Award, FundUse, Institution, Voucher
from tests import money
from tests.eldercare.desk import client_of, list_of, page_of
from tests.eldercare.money_desk import Cast, buttons, cast, done, money_page, refusal, send
from tests.money import DAY, LATER, YEAR

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
SLIP: dict[str, Any] = {"amount": "25000", "on": "2028-01-10", "paper_number": "示例支付0001"}
# Whom a deed is shown, refused (403) or hidden from (404).
ANSWERS = {
    "county": 200,
    "neighbour": 404,
    "township": 403,
    "city": 403,
    "auditor": 403,
    "assessor": 403,
}


def answers(who: Cast, row: Model, deed: str) -> dict[str, int]:
    page = page_of(row, deed)
    return {name: client_of(getattr(who, name)).get(page).status_code for name in ANSWERS}


def test_each_button_is_for_officers_of_the_county_alone() -> None:
    award = money.prepared()
    who = cast(award.institution)
    for deed in ("approve", "reject"):
        assert answers(who, award, deed) == ANSWERS, deed
    actions.approve_award(award, by=who.colleague, at=money.AT)
    for deed in ("pay", "recover", "adjust", "use", "approve-change", "reject-change"):
        assert answers(who, award, deed) == ANSWERS, deed


def test_what_is_seen_is_what_lies_in_the_places_of_duty() -> None:
    award = money.prepared()
    who = cast(award.institution)
    seeing = {
        "county": 200,
        "neighbour": 404,
        "township": 200,
        "city": 200,
        "auditor": 200,
        "assessor": 403,
    }
    asked = {name: client_of(getattr(who, name)).get(page_of(award)).status_code for name in seeing}
    assert asked == seeing
    listed = {
        name: award.institution.name in client_of(getattr(who, name)).get(list_of(Award)).content.decode()
        for name in ("county", "neighbour", "township", "city", "auditor")
    }
    assert listed == {"county": True, "neighbour": False, "township": True, "city": True, "auditor": True}


def test_the_year_is_prepared_from_the_page_of_the_institution() -> None:
    institution = money.rated()
    who = cast(institution)
    page = client_of(who.county).get(money_page(institution)).content.decode()
    assert "2A 级，全年有效并在备案中" in page
    assert money_page(institution, f"{YEAR}/") in page
    answer = client_of(who.county).post(money_page(institution, f"{YEAR}/"), {"fund": "grant"})
    award = Award.objects.get()
    assert answer.url == page_of(award)
    assert (award.amount, award.prepared_by) == (Decimal("25000.00"), who.county)
    again = client_of(who.county).post(money_page(institution, f"{YEAR}/"), {"fund": "grant"})
    assert "已经核定或正在核定" in refusal(again)


def test_only_officers_of_the_county_prepare() -> None:
    institution = money.rated()
    who = cast(institution)
    for part in (f"{YEAR}/", "project/"):
        asked = {
            name: client_of(getattr(who, name)).get(money_page(institution, part)).status_code
            for name in ANSWERS
        }
        assert asked == ANSWERS, part
    assert f"{YEAR}/" not in client_of(who.city).get(money_page(institution)).content.decode()
    assert client_of(who.county).get(money_page(institution, "2029/")).status_code == 404
    assert client_of(who.county).get(money_page(institution, "2023/")).status_code == 404


def test_what_the_rules_leave_open_is_typed_with_a_reason() -> None:
    institution = money.rated()
    who = cast(institution)
    money.published(
        money.draft_rules(part_year="decide", year_from=2026)
    )  # 2026: rated from 10 June, 205 of 365 days
    page = money_page(institution, "2026/")
    assert "由经办人决定" in client_of(who.county).get(page).content.decode()
    assert "须由您决定金额" in refusal(client_of(who.county).post(page, {"fund": "grant"}))
    missing = client_of(who.county).post(page, {"fund": "grant", "amount": "14000"})
    assert "须写明理由" in refusal(missing)
    too_much = client_of(who.county).post(page, {"fund": "grant", "amount": "25000.01", "reason": "示例。"})
    assert "最多可定 25,000.00 元" in refusal(too_much)
    assert 'value="25000.01"' in too_much.content.decode()
    fen = client_of(who.county).post(page, {"fund": "grant", "amount": "1.005", "reason": "示例。"})
    assert refusal(fen)
    said = {"fund": "grant", "amount": "14000", "reason": "示例：按 205 天。"}
    assert client_of(who.county).post(page, said).status_code == 302


def test_construction_aid_is_prepared_by_area_and_mode() -> None:
    institution = money.rated(building_area=Decimal("420"))
    who = cast(institution)
    page = money_page(institution, "project/")
    said = {"project": "示例改造", "works": "conversion", "area": "420.5", "fund": "lottery"}
    assert "不超过登记的 420 平方米" in refusal(client_of(who.county).post(page, said))
    assert client_of(who.county).post(page, said | {"area": "212.35"}).status_code == 302
    award = Award.objects.get()
    assert award.amount == Decimal("424700.00")  # 212.35 × 2,000
    assert (
        "改建 212.35 平方米 × 每平方米 2000 元" in client_of(who.county).get(page_of(award)).content.decode()
    )


def test_nobody_checks_what_they_prepared() -> None:
    award = money.prepared()
    maker = award.prepared_by
    assert "由您提出，须由另一位工作人员核准补助" in refusal(send(maker, award, "approve"))
    assert "由您提出" in refusal(send(maker, award, "reject", reason="示例。"))
    who = cast(award.institution)
    assert "请写明原因。" in refusal(send(who.county, award, "reject"))
    done(who.county, award, "approve", remark="示例：同意。")
    late = refusal(send(who.colleague, award, "approve"))
    assert "已核准" in late and who.county.username in late


def test_somebody_attached_to_the_institution_is_told() -> None:
    award = money.prepared()
    who = cast(award.institution)
    Affiliation.objects.create(
        user=who.county, institution=award.institution, bond="owner", since=money.DAY.replace(year=2020)
    )
    assert "登记有利害关系" in refusal(send(who.county, award, "approve"))


def test_the_whole_way_from_award_to_use_goes_by_buttons() -> None:
    award = money.prepared()
    who = cast(award.institution)
    assert buttons(who.county, award) == {"approve", "reject"}
    done(who.county, award, "approve")
    assert buttons(who.county, award) == {"pay", "adjust"}
    assert buttons(who.auditor, award) == set()
    done(who.county, award, "pay", **SLIP)
    payment = Voucher.objects.get(kind="payment")
    assert "须由另一位工作人员复核" in refusal(send(who.county, payment, "post"))
    done(who.colleague, payment, "post")
    assert buttons(who.county, award) == {"adjust", "use"}
    spent = {"purpose": "wages", "amount": "18000", "spent_on": "2028-01-09", "paper": "示例工资表"}
    done(who.county, award, "use", **spent)
    assert FundUse.objects.get().amount == 18000
    over = refusal(send(who.county, award, "use", **spent))
    assert "还没有登记使用的有 7,000.00 元" in over
    page = client_of(who.county).get(page_of(award)).content.decode()
    for told in (
        "已拨付",
        "25,000.00 元",
        "18,000.00 元",
        "530922-2028-账-0002",
        "2A 级，全年有效并在备案中",
    ):
        assert told in page


def test_a_payment_is_refused_in_place_and_nothing_typed_is_lost() -> None:
    award, _ = money.approved()
    by = cast(award.institution).county
    for wrong, told in (
        ({"amount": "25000.01"}, "未拨 25,000.00 元，不能拨付 25,000.01 元"),
        ({"amount": "0"}, "金额须大于 0"),
        ({"amount": "-1"}, "金额须大于 0"),
        ({"on": "2028-01-11"}, "还没有到"),
        ({"on": "2028-01-09"}, "早于补助核准的日期"),
        ({"paper_number": ""}, "这个字段是必填项"),
    ):
        answer = send(by, award, "pay", **SLIP | wrong)
        assert told in refusal(answer), wrong
        assert "示例支付0001" in answer.content.decode() or "paper_number" in wrong
    assert not Voucher.objects.filter(kind="payment").exists()


def paid_and_cancelled(clock: Any) -> tuple[Award, User, User, Institution]:
    """Paid for the year, then an accident of 11 March 2027 became known."""
    award, pair = money.approved()
    money.paid(award, by=pair)
    money.accident(award.institution, happened_on=money.DAY.replace(year=2027, month=3, day=11))
    clock(LATER)
    return award, pair.maker, pair.checker, award.institution


def test_what_a_level_lost_is_claimed_and_comes_back(clock: Any) -> None:
    """1 January to 10 March: 69 of 365 days, 25,000 × 69 ÷ 365 = 4,726.03; 20,273.97 comes back."""
    award, maker, checker, institution = paid_and_cancelled(clock)
    page = client_of(maker).get(page_of(award)).content.decode()
    assert "请“调整”，重新核算" in page
    shown = client_of(maker).get(page_of(award, "adjust")).content.decode()
    assert "4,726.03" in shown and "须调整" in shown
    done(maker, award, "adjust", reason="示例：事故。")
    assert "由您提出" in refusal(send(maker, award, "approve-change"))
    assert "应收回 20,273.97 元" in client_of(checker).get(page_of(award, "approve-change")).content.decode()
    done(checker, award, "approve-change")
    back = {"amount": "20273.97", "on": "2028-02-10", "paper_number": "示例缴款1"}
    assert "应收回 20,273.97 元" in refusal(send(maker, award, "recover", **back | {"amount": "20273.98"}))
    done(maker, award, "recover", **back)
    done(checker, Voucher.objects.get(kind="recovery"), "post")
    held = money.standing(award).balances
    assert (held.net, held.to_recover, held.recovered) == (Decimal("4726.03"), 0, Decimal("20273.97"))
    sums = client_of(maker).get(money_page(institution)).context["sums"]
    assert (sums["net"], sums["recovered"]) == (Decimal("4726.03"), Decimal("20273.97"))


def test_an_adjustment_may_be_sent_back_and_none_waits_then(clock: Any) -> None:
    award, maker, checker, _ = paid_and_cancelled(clock)
    done(maker, award, "adjust", reason="示例：事故。")
    done(checker, award, "reject-change", reason="示例：认定书有误。")
    assert "没有等待核准的调整" in client_of(checker).get(page_of(award, "approve-change")).content.decode()
    assert money.standing(award).balances.net == money.WHOLE


def test_a_refused_correction_takes_everything_back(clock: Any) -> None:
    award, pair = money.approved()
    money.paid(award, by=pair)
    order = money.refused_correction(award.institution)
    clock(LATER)
    page = money_page(award.institution, f"reclaim/{order.pk}/")
    assert page in client_of(pair.maker).get(money_page(award.institution)).content.decode()
    assert "请写明" in refusal(client_of(pair.maker).post(page, {}))
    assert client_of(pair.maker).post(page, {"reason": "示例：拒不整改。"}).url == money_page(
        award.institution
    )
    done(pair.checker, award, "approve-change")
    assert money.standing(award).balances.to_recover == money.WHOLE
    who = cast(award.institution)
    assert client_of(who.neighbour).get(page).status_code == 404
    assert client_of(who.city).get(page).status_code == 403


def test_lists_are_narrowed_by_what_waits_for_whom() -> None:
    award = money.prepared()
    who = cast(award.institution)

    def listed(user: User, query: str) -> int:
        answer = client_of(user).get(f"{list_of(Award)}?{query}")
        assert answer.status_code == 200
        return int(answer.context["cl"].result_count)

    assert (listed(who.county, "waiting=check"), listed(award.prepared_by, "waiting=check")) == (1, 0)
    assert listed(who.city, "waiting=check") == 0  # sees it, decides nothing
    done(who.county, award, "approve")
    assert (listed(who.county, "waiting=pay"), listed(who.county, "waiting=recover")) == (1, 0)
    assert (listed(who.county, f"year={YEAR}"), listed(who.county, "year=2026")) == (1, 0)
    assert listed(who.county, "year=²³¹¹") == 1  # no year: everything
    assert listed(who.county, "county=530922") == 1
    assert DAY.year == YEAR + 1


def test_the_board_counts_what_waits_for_whom(clock: Any) -> None:
    def board(user: User) -> dict[str, int]:
        cards = client_of(user).get(reverse("admin:index")).context["cards"]
        return {card.title: card.count for card in cards if "补助" in card.title or "凭证" in card.title}

    award, maker, checker, _ = paid_and_cancelled(clock)
    nothing = {"等我核准的补助": 0, "等我复核的凭证": 0, "须调整的补助": 0, "待收回的补助": 0}
    assert board(maker) == nothing | {"须调整的补助": 1}
    done(maker, award, "adjust", reason="示例：事故。")
    assert board(checker)["等我核准的补助"] == 1 and board(maker)["等我核准的补助"] == 0
    done(checker, award, "approve-change")
    assert board(maker) == nothing | {"待收回的补助": 1}
    assert board(cast(award.institution).auditor) == {}
