"""What must hold of operators and institutions, broken by raw writing: each refused by its name, the missing value too."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import TextField, Value
from django.db.models.functions import Cast

from eldercare.models import Institution, Operator
from tests import care
from tests.eldercare.broken import never_null, refused, refused_new, said, taken

pytestmark = pytest.mark.django_db
PLAIN = "12345678901"  # what was never sealed
DAY = date(2026, 3, 10)

# Constraint, what breaks it. Everything not named is as in a sound institution.
BROKEN: list[tuple[str, dict[str, Any]]] = [
    ("institution_has_name", {"name": ""}),
    ("institution_has_name", {"name": " 示例"}),
    ("institution_has_name", {"name": "示例 "}),
    ("institution_has_name", {"address": ""}),
    ("institution_has_name", {"address": "\t示例"}),
    ("institution_has_name", {"community": ""}),
    ("institution_has_name", {"community": " "}),
    ("institution_kind_is_known", {"kind": "hotel"}),
    ("institution_kind_is_known", {"kind": ""}),
    ("institution_setting_is_known", {"setting": "suburban"}),
    ("institution_setting_is_known", {"setting": ""}),
    ("institution_nature_is_known", {"nature": "secret"}),
    ("institution_nature_is_known", {"nature": ""}),
    ("institution_operation_mode_is_known", {"operation_mode": "x"}),
    ("institution_operation_mode_is_known", {"operation_mode": ""}),
    ("institution_profit_is_known", {"profit": "some"}),
    ("institution_profit_is_known", {"profit": ""}),
    ("institution_entrustment_is_known", {"entrustment": "gift"}),
    ("institution_entrustment_is_known", {"entrustment": ""}),
    ("institution_premises_is_known", {"premises": "tent"}),
    ("institution_premises_is_known", {"premises": ""}),
    ("institution_building_mode_is_known", {"building_mode": "grown"}),
    ("institution_building_mode_is_known", {"building_mode": ""}),
    ("institution_storey_is_known", {"storey": "roof"}),
    ("institution_storey_is_known", {"storey": ""}),
    ("institution_estate_age_is_known", {"estate_age": "medieval", "building_mode": "supplied"}),
    ("institution_building_area_is_plausible", {"building_area": 0}),
    ("institution_building_area_is_plausible", {"building_area": Decimal("0.99")}),
    ("institution_building_area_is_plausible", {"building_area": Decimal("100000")}),
    ("institution_building_area_is_plausible", {"building_area": -420}),
    ("institution_land_area_is_plausible", {"land_area": 0}),
    ("institution_land_area_is_plausible", {"land_area": Decimal("100000")}),
    ("institution_storey_height_is_plausible", {"storey_height": Decimal("1.49")}),
    ("institution_storey_height_is_plausible", {"storey_height": Decimal("20.01")}),
    ("institution_beds_is_plausible", {"beds": 2001}),
    ("institution_average_daily_elders_is_plausible", {"average_daily_elders": 5001}),
    (
        "institution_estate_households_is_plausible",
        {"estate_households": 0, "building_mode": "supplied"},
    ),
    (
        "institution_estate_households_is_plausible",
        {"estate_households": 50001, "building_mode": "supplied"},
    ),
    ("institution_longitude_is_plausible", {"longitude": Decimal("97.9"), "latitude": Decimal("23.9")}),
    ("institution_longitude_is_plausible", {"longitude": Decimal("101.1"), "latitude": Decimal("23.9")}),
    ("institution_latitude_is_plausible", {"longitude": Decimal("100.1"), "latitude": Decimal("21.9")}),
    ("institution_latitude_is_plausible", {"longitude": Decimal("100.1"), "latitude": Decimal("26.1")}),
    ("institution_position_is_whole", {"longitude": Decimal("100.1"), "latitude": None}),
    ("institution_position_is_whole", {"longitude": None, "latitude": Decimal("23.9")}),
    ("institution_floors_are_plausible", {"lowest_floor": 0}),
    ("institution_floors_are_plausible", {"lowest_floor": None, "highest_floor": 0}),
    ("institution_floors_are_plausible", {"lowest_floor": -6}),
    ("institution_floors_are_plausible", {"lowest_floor": 61, "highest_floor": 61}),
    ("institution_floors_are_plausible", {"lowest_floor": None, "highest_floor": 61}),
    ("institution_floors_are_plausible", {"lowest_floor": 3, "highest_floor": 2}),
    ("institution_estate_is_for_supplied", {"estate_name": "示例新苑"}),
    ("institution_estate_is_for_supplied", {"estate_age": "new"}),
    ("institution_estate_is_for_supplied", {"estate_households": 900}),
    ("institution_closing_has_reason", {"closed_on": DAY}),
    ("institution_closing_has_reason", {"closing_reason": "示例停业"}),
    ("institution_closes_after_opening", {"closed_on": date(2026, 3, 1), "closing_reason": "示例"}),
    ("institution_opened_in_our_time", {"opened_on": date(1979, 12, 31)}),
    ("institution_opened_in_our_time", {"opened_on": date(202, 3, 2)}),
    ("institution_public_mobile_has_consent", {"service_phone": "13800138000"}),
    ("institution_public_mobile_has_consent", {"service_phone": "+86 13800138000"}),
    ("institution_public_mobile_has_consent", {"service_phone": "86-13800138000"}),
    ("institution_assets_are_state_owned", {"assets_registered_on": DAY}),
    ("institution_assets_are_state_owned", {"letting_approval": "示资批1号"}),
    ("institution_assets_are_state_owned", {"state_assets": False, "assets_registered_on": DAY}),
    ("institution_assets_are_state_owned", {"state_assets": None, "letting_approval": "示资批1号"}),
    ("institution_sign_is_for_lottery_money", {"lottery_sign": True}),
]
SOUND: list[dict[str, Any]] = [
    {"name": "示"},
    {"building_area": 1},
    {"building_area": Decimal("99999.99")},
    {"land_area": 1},
    {"storey_height": Decimal("1.5")},
    {"storey_height": 20},
    {"beds": 0},
    {"beds": 2000},
    {"average_daily_elders": 5000},
    {"longitude": 98, "latitude": 22},
    {"longitude": 101, "latitude": 26},
    {"lowest_floor": -5, "highest_floor": 60},
    {"lowest_floor": 2, "highest_floor": 2},
    {"estate_name": "示例新苑", "estate_age": "old", "estate_households": 1, "building_mode": "supplied"},
    {"closed_on": care.OPENED, "closing_reason": "示例停业"},
    {"opened_on": None, "closed_on": DAY, "closing_reason": "示例停业"},
    {"opened_on": date(1980, 1, 1)},
    {"service_phone": "13800138000", "phone_may_be_public": True},
    {"service_phone": "0883-2123456"},
    {"state_assets": True, "assets_registered_on": DAY, "letting_approval": "示资批1号"},
    {"lottery_sign": False},
    {"lottery_funded": True, "lottery_sign": True},
    {"lottery_funded": True, "lottery_sign": None},
]


@pytest.fixture
def institution() -> Institution:
    return care.institution()


@pytest.mark.parametrize(("name", "values"), BROKEN)
def test_the_database_refuses(institution: Institution, name: str, values: dict[str, Any]) -> None:
    refused(institution, name, **values)
    sentence = said(institution, name, **values)
    assert sentence.endswith("。")
    assert "约束" not in sentence  # not the general sentence of the framework


def test_the_database_takes_what_is_just_so(institution: Institution) -> None:
    for values in SOUND:
        taken(institution, **values)


def test_nothing_required_is_null(institution: Institution) -> None:
    never_null(institution)
    never_null(institution.operator)


def test_everything_else_may_be_unknown_at_once(institution: Institution) -> None:
    """NULL is what nobody has said yet: a draft of an institution may lack all of it."""
    nullable = [field.name for field in Institution._meta.concrete_fields if field.null]
    assert len(nullable) == 16
    taken(institution, **dict.fromkeys(nullable))
    for name in nullable:
        taken(institution, **{name: None})


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("institution_identity_number_is_sealed", "identity_number"),
        ("institution_person_phone_is_sealed", "person_phone"),
        ("institution_contact_phone_is_sealed", "contact_phone"),
    ],
)
def test_no_plain_number_lies_in_a_protected_column(institution: Institution, name: str, field: str) -> None:
    for plain in (PLAIN, f"{PLAIN} ", "x" * 64 + "." + PLAIN, "\n"):
        refused(institution, name, **{field: Cast(Value(plain), TextField())})
    taken(institution, **{field: ""})


def test_a_name_is_once_in_a_township(institution: Institution) -> None:
    twin = care.institution()
    refused(twin, "institution_name_is_once_in_a_township", name=institution.name)
    taken(twin, name=institution.name, township=care.township("530922102"))


def test_while_a_filing_waits_the_institution_stays_where_it_is() -> None:
    filing = care.submitted()
    away = care.township("530922102")
    refused(filing.institution, "institution_stays_while_a_filing_waits", township=away)
    for settled in (care.draft(), care.returned(), care.accepted(), care.cancelled()):
        taken(settled.institution, township=away)


@pytest.mark.parametrize("make", [care.submitted, care.returned, care.accepted, care.cancelled])
def test_once_a_form_was_handed_in_only_a_succession_changes_the_operator(make: Any) -> None:
    filing = make()
    refused(
        filing.institution, "institution_operator_changes_by_succession", operator=care.operator("social")
    )
    taken(filing.institution, operator=filing.institution.operator)


def test_before_that_a_mistyped_operator_is_mended() -> None:
    taken(care.institution(), operator=care.operator("social"))
    taken(care.draft().institution, operator=care.operator("social"))


OPERATORS: list[tuple[str, dict[str, Any]]] = [
    ("operator_has_name", {"name": ""}),
    ("operator_has_name", {"name": " "}),
    ("operator_has_name", {"name": "示例 "}),
    ("operator_kind_is_known", {"kind": "ghost"}),
    ("operator_kind_is_known", {"kind": ""}),
    ("operator_credit_code_is_written", {"credit_code": "91530900MA6K0000"}),  # too short
    ("operator_credit_code_is_written", {"credit_code": "91530900ma6k00000x"}),  # small letters
    ("operator_credit_code_is_written", {"credit_code": "91530900MI6K00000X"}),  # I is not used
    ("operator_credit_code_is_written", {"credit_code": " "}),
]


@pytest.mark.parametrize(("name", "values"), OPERATORS)
def test_the_database_refuses_an_operator(name: str, values: dict[str, Any]) -> None:
    operator = care.operator()
    refused(operator, name, **values)
    assert said(operator, name, **values).endswith("。")


def test_operators_are_once() -> None:
    first = care.operator(credit_code="91530900MA6K000009")
    second = care.operator()
    refused(second, "operator_name_is_once_in_a_county", name=first.name)
    taken(second, name=first.name, county=care.county("530902"))
    refused(second, "operator_credit_code_is_once", credit_code=first.credit_code)
    taken(second, credit_code="")  # many have none
    refused_new(
        "operator_credit_code_is_once",
        Operator,
        name="示例另一家",
        kind="company",
        county=care.county("530902"),
        credit_code=first.credit_code,
    )
    taken(second, established_on=None)


def test_an_operator_that_has_filed_does_not_change_sides() -> None:
    """Whether a third party runs it decides where it files; within either side a mistyped kind is mended."""
    third, village = care.submitted().operator, care.submitted(kind_of_operator="village").operator
    refused(third, "operator_keeps_to_its_path", kind="village")
    refused(village, "operator_keeps_to_its_path", kind="company")
    taken(third, kind="company")
    taken(village, kind="township")
    taken(care.draft().operator, kind="village")
