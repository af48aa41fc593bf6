"""Editions of the rules of money: put in force, replaced, retired; and what that does to awards."""

from __future__ import annotations

import pytest

from eldercare import actions
from eldercare.models import Award, MoneyRules
from eldercare.refusals import RulesFrozen
from foundation.refusals import NotPermitted, RemarkRequired
from tests import care, money, rating
from tests.money import LATER

pytestmark = pytest.mark.django_db


def test_a_draft_counts_for_nothing_until_it_is_in_force() -> None:
    first = money.rules()
    draft = money.draft_rules(year_from=2027)
    assert MoneyRules.objects.for_year(2027) == first
    city = rating.city_officer()
    rules = actions.publish_money_rules(draft, by=city, at=LATER)
    assert (rules.published_by, rules.published_at) == (city, LATER)
    assert MoneyRules.objects.for_year(2027) == rules
    with pytest.raises(RulesFrozen, match="不能再施行"):
        actions.publish_money_rules(draft, by=city, at=LATER)


def test_an_edition_of_the_same_year_takes_the_place_of_the_one_before() -> None:
    first = money.rules()
    city = rating.city_officer()
    second = actions.publish_money_rules(money.draft_rules(amount_a="21000.00"), by=city, at=LATER)
    first.refresh_from_db()
    assert (first.status, first.retired_by, first.retired_at) == ("retired", city, LATER)
    assert "新的一版" in first.retire_reason
    assert MoneyRules.objects.for_year(2024) == second


def test_a_retired_edition_lets_the_one_before_count_again() -> None:
    first, wrong = money.rules(), money.rules(year_from=2026)
    city = rating.city_officer()
    with pytest.raises(RemarkRequired):
        actions.retire_money_rules(wrong, reason=" ", by=city, at=LATER)
    actions.retire_money_rules(wrong, reason="示例：年度写错。", by=city, at=LATER)
    assert MoneyRules.objects.for_year(2027) == first
    for row in (wrong, money.draft_rules(year_from=2030)):
        with pytest.raises(RulesFrozen, match="不能停用"):
            actions.retire_money_rules(row, reason="示例。", by=city, at=LATER)


def test_an_award_of_a_retired_edition_is_reckoned_anew() -> None:
    money.rules()
    wrong = money.rules(year_from=2026, amount_aa="26000.00")
    award, who = money.approved()
    assert award.amount == 26000
    actions.retire_money_rules(wrong, reason="示例：年度写错。", by=rating.city_officer(), at=LATER)
    assert list(Award.objects.out_of_step()) == [award]
    assert money.adjusted(award, by=who).balances.net == 25000


def test_the_first_edition_goes_only_while_no_award_rests_on_any() -> None:
    rules = money.rules(year_from=2030)
    actions.retire_money_rules(rules, reason="示例：重新发文。", by=rating.city_officer(), at=LATER)
    award, _ = money.approved()
    assert award.rules is not None
    with pytest.raises(RulesFrozen, match="没有前一版可以接着用"):
        actions.retire_money_rules(award.rules, reason="示例。", by=rating.city_officer(), at=LATER)
    money.published(money.draft_rules())  # but another may take its place
    assert list(Award.objects.out_of_step()) == [award]


@pytest.mark.parametrize("role", ["养老县区经办", "养老登记管理", "养老审计（只读）"])
def test_only_the_city_puts_rules_in_force(role: str) -> None:
    rules, draft = money.rules(), money.draft_rules(year_from=2027)
    by = care.officer(role, care.city())
    with pytest.raises(NotPermitted, match="没有施行补助规则的权限"):
        actions.publish_money_rules(draft, by=by, at=LATER)
    with pytest.raises(NotPermitted):
        actions.retire_money_rules(rules, reason="示例。", by=by, at=LATER)


def test_a_draft_that_is_gone_is_not_put_in_force() -> None:
    draft = money.draft_rules()
    money.draft_rules().delete()
    kept = MoneyRules.objects.get(pk=draft.pk)
    draft.delete()
    with pytest.raises(RulesFrozen, match="已经删除"):
        actions.publish_money_rules(kept, by=rating.city_officer(), at=LATER)
