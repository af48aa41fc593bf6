"""Writing cards: together or not at all, and every refusal of the database at its column."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError

from eldercare.models import Institution, Operator, Registration
from eldercare.spreadsheets.cards import Card, card_of, with_cards
from eldercare.spreadsheets.judging import refused_by
from eldercare.spreadsheets.laying_down import lay_down
from tests import care

pytestmark = pytest.mark.django_db


def blank(name: str, *, operator: Operator, **fields: object) -> Card:
    """The card of an institution nobody has on record."""
    values = {
        "name": name,
        "kind": "day_care",
        "community": "示例社区",
        "address": "示例路1号",
        "setting": "urban",
        "nature": "public_built",
        "operation_mode": "privately_run",
        "profit": "non_profit",
        "entrustment": "entrusted",
        "person_in_charge": "示例甲",
        "premises": "owned",
        "building_mode": "new",
    }
    return Card(Institution(township=care.township(), **values | fields), operator=operator)


def unsaved(name: str = "示例新运营") -> Operator:
    return Operator(name=name, kind="social", county=care.county())


def known(institution: Institution) -> Card:
    return card_of(with_cards(Institution.objects.filter(pk=institution.pk)).get())


def refused(*cards: Card) -> IntegrityError:
    with pytest.raises(IntegrityError) as error:
        lay_down(cards)
    return error.value


def test_an_operator_of_several_cards_is_written_once() -> None:
    operator = unsaved()
    lay_down([blank("示例一", operator=operator), blank("示例二", operator=operator)])
    assert set(Institution.objects.values_list("name", "operator__name")) == {
        ("示例一", "示例新运营"),
        ("示例二", "示例新运营"),
    }


def test_one_refusal_takes_all_back_and_the_rest_can_be_written_again() -> None:
    operator = unsaved()
    sound, wrong = (
        blank("示例一", operator=operator),
        blank("示例二", operator=operator, building_area=Decimal(0)),
    )
    error = refused(sound, wrong)
    assert (Institution.objects.count(), Operator.objects.count()) == (0, 0)
    assert sound.is_new
    assert operator.pk is None
    key, sentence = refused_by(wrong, error)
    assert (key, sentence) == (
        "institution__building_area",
        "建筑面积应在 1 至 99999.99 平方米之间，请核对单位。",
    )
    lay_down([sound])
    assert Institution.objects.get().operator.name == "示例新运营"


def test_a_name_that_came_in_meanwhile_is_told_at_the_name() -> None:
    made = care.institution()
    twin = blank(made.name, operator=made.operator)
    assert refused_by(twin, refused(twin)) == ("institution__name", "这个乡镇（街道）已经有同名的机构。")


def test_a_registration_number_that_came_in_meanwhile_is_told_at_the_number() -> None:
    taken = care.institution().registrations.get()
    card = blank("示例一", operator=unsaved())
    card.registration = Registration(
        kind="social", authority="示例县民政局", number=taken.number, registered_on=date(2025, 1, 6)
    )
    assert refused_by(card, refused(card)) == (
        "registration__number",
        "这个法人登记号码已登记在另一个法人名下，请核对证书。",
    )


def test_an_operator_changed_behind_a_filing_is_told_at_the_operator() -> None:
    card = known(care.submitted().institution)
    card.operator = care.operator()
    assert refused_by(card, refused(card)) == (
        "operator__name",
        "提交过备案的机构，换运营主体请办理“运营主体承接”。",
    )


def test_an_operator_that_came_in_meanwhile_is_told_at_the_operator() -> None:
    care.operator(name="示例新运营")
    card = blank("示例一", operator=unsaved())
    assert refused_by(card, refused(card)) == (
        "operator__name",
        "这个县（区）已经有同名的运营主体，请直接选用。",
    )


def test_nothing_changed_writes_nothing() -> None:
    card = known(care.institution())
    before = Institution.objects.values_list("updated_at").get()
    lay_down([card])
    assert Institution.objects.values_list("updated_at").get() == before
