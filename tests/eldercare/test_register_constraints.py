"""What must hold of what is on record beside an institution: registrations, staff, licences, services, checks, measures;
each broken by raw writing and refused by its name.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import models

from eldercare.models import (
    ConditionCheck,
    Licence,
    Registration,
    RegistrationChange,
    ServiceOffer,
    StaffCount,
    SupportMeasure,
)
from tests import care, make
from tests.care import DAY
from tests.eldercare.broken import never_null, refused, refused_new, said, taken, values_of

pytestmark = pytest.mark.django_db
LATER = DAY + timedelta(days=1)
DIGEST = "0" * 64


def registration() -> Registration:
    return care.institution().registrations.get()


def registration_change() -> RegistrationChange:
    return RegistrationChange.objects.create(
        registration=registration(), item="address", before="示例路1号", after="示例路2号", changed_on=DAY
    )


def staff_count() -> StaffCount:
    return StaffCount.objects.create(institution=care.institution(), counted_on=DAY, total=5, full_time=3)


def licence() -> Licence:
    return Licence.objects.create(
        institution=care.institution(), kind="food", number="JY25309990000001", issued_on=DAY
    )


def service() -> ServiceOffer:
    return ServiceOffer.objects.create(
        institution=care.institution(), service="meals", fee="low", price="每餐 8 元"
    )


def check() -> ConditionCheck:
    return ConditionCheck.objects.create(
        institution=care.institution(), rule="N010", result="met", checked_on=DAY, checked_by=make.staff()
    )


def measure() -> SupportMeasure:
    return SupportMeasure.objects.create(
        title=f"示例措施{make.serial()}", content="示例", basis="示例〔2024〕1号", office="示例局", since=DAY
    )


Build = Callable[[], models.Model]
BROKEN: list[tuple[Build, str, dict[str, Any]]] = [
    (registration, "registration_kind_is_known", {"kind": "church"}),
    (registration, "registration_kind_is_known", {"kind": ""}),
    (registration, "registration_has_number", {"number": ""}),
    (registration, "registration_has_number", {"number": "A1"}),
    (registration, "registration_has_number", {"number": "AB 12"}),
    (registration, "registration_has_number", {"number": "ab1234"}),
    (registration, "registration_has_authority", {"authority": ""}),
    (registration, "registration_days_are_in_order", {"valid_until": date(2025, 1, 5)}),
    (registration, "registration_days_are_in_order", {"ended_on": date(2025, 1, 5)}),
    (registration_change, "registration_change_item_is_known", {"item": "colour"}),
    (registration_change, "registration_change_item_is_known", {"item": ""}),
    (registration_change, "registration_change_changes", {"after": ""}),
    (registration_change, "registration_change_changes", {"after": "示例路1号"}),
    (registration_change, "registration_change_changes", {"before": "", "after": ""}),
    (staff_count, "staff_count_parts_fit_total", {"full_time": 6}),
    (staff_count, "staff_count_parts_fit_total", {"nurses": 6}),
    (staff_count, "staff_count_parts_fit_total", {"social_workers": 6}),
    (staff_count, "staff_count_parts_fit_total", {"cooks": 6}),
    (staff_count, "staff_count_parts_fit_total", {"medical": 6}),
    (staff_count, "staff_count_parts_fit_total", {"total": 1001}),
    (staff_count, "staff_count_parts_fit_total", {"total": 0}),
    (licence, "licence_kind_is_known", {"kind": "gun"}),
    (licence, "licence_kind_is_known", {"kind": ""}),
    (licence, "licence_has_number", {"number": ""}),
    (licence, "licence_has_number", {"number": "JY1"}),
    (licence, "licence_has_number", {"number": "JY 2530"}),
    (licence, "licence_days_are_in_order", {"valid_until": DAY - timedelta(days=1)}),
    (service, "service_offer_service_is_known", {"service": "dancing"}),
    (service, "service_offer_service_is_known", {"service": ""}),
    (service, "service_offer_fee_is_known", {"fee": "high"}),
    (service, "service_offer_fee_is_known", {"fee": ""}),
    (service, "service_offer_free_has_no_price", {"fee": "free"}),
    (check, "condition_check_names_a_rule", {"rule": ""}),
    (check, "condition_check_names_a_rule", {"rule": "N1"}),
    (check, "condition_check_names_a_rule", {"rule": "X010"}),
    (check, "condition_check_result_is_known", {"result": "maybe"}),
    (check, "condition_check_result_is_known", {"result": ""}),
    (check, "condition_check_unmet_has_remark", {"result": "unmet"}),
    (measure, "support_measure_is_said", {"title": ""}),
    (measure, "support_measure_is_said", {"content": ""}),
    (measure, "support_measure_is_said", {"basis": ""}),
    (measure, "support_measure_is_said", {"office": ""}),
    (measure, "support_measure_days_are_in_order", {"until": DAY - timedelta(days=1)}),
]


@pytest.mark.parametrize(("build", "name", "values"), BROKEN)
def test_the_database_refuses(build: Build, name: str, values: dict[str, Any]) -> None:
    row = build()
    refused(row, name, **values)
    assert said(row, name, **values).endswith("。")


SOUND: list[tuple[Build, dict[str, Any]]] = [
    (registration, {"number": "云民证字第〔2019〕—01号".replace("—", "-")}),
    (registration, {"valid_until": date(2025, 1, 6), "ended_on": date(2025, 1, 6)}),
    (registration, {"valid_until": None, "ended_on": None}),
    (registration_change, {"before": ""}),
    (staff_count, {"total": 3, "nurses": 3, "social_workers": 3, "cooks": 3, "medical": 3}),
    (staff_count, {"total": 0, "full_time": 0}),
    (staff_count, {"total": 1000}),
    (licence, {"valid_until": DAY}),
    (licence, {"valid_until": None, "authority": ""}),
    (service, {"fee": "paid", "price": ""}),
    (service, {"fee": "free", "price": ""}),
    (check, {"result": "unmet", "remark": "示例：过期。"}),
    (check, {"result": "not_applicable"}),
    (measure, {"until": DAY}),
    (measure, {"until": None}),
]


@pytest.mark.parametrize(("build", "values"), SOUND)
def test_the_database_takes_what_is_just_so(build: Build, values: dict[str, Any]) -> None:
    taken(build(), **values)


@pytest.mark.parametrize(
    "build", [registration, registration_change, staff_count, licence, service, check, measure]
)
def test_nothing_required_is_null(build: Build) -> None:
    never_null(build())


@pytest.mark.parametrize(
    ("build", "name", "other"),
    [
        (registration, "registration_in_force_is_one", {"number": "示例证字第另1号"}),
        (registration, "registration_is_once_at_a_site", {"ended_on": DAY}),
        (staff_count, "staff_count_is_once_a_day", {"total": 9}),
        (licence, "licence_is_once", {"issued_on": LATER}),
        (service, "service_offer_is_once", {"fee": "paid"}),
        (check, "condition_check_is_once_a_day", {"result": "not_applicable"}),
        (measure, "support_measure_is_once", {"content": "另一内容"}),
    ],
)
def test_what_is_there_once(build: Build, name: str, other: dict[str, Any]) -> None:
    row = build()
    refused_new(name, type(row), **values_of(row, **other))
    if hasattr(row, "institution"):  # elsewhere it is another
        type(row)._base_manager.create(**values_of(row, institution_id=care.institution(registered=False).pk))


def test_a_registration_that_ended_makes_room_for_the_next() -> None:
    row = registration()
    Registration.objects.filter(pk=row.pk).update(ended_on=DAY)
    care.registration(row.institution)
    assert row.institution.registrations.count() == 2
    refused(row, "registration_in_force_is_one", ended_on=None)


def test_a_registration_number_belongs_to_one_operator() -> None:
    """One legal person may run several sites on one licence; two may not share it."""
    first = registration()
    same = care.institution(operator=first.operator, registered=False)
    care.registration(same, number=first.number)
    other = care.institution(registered=False)
    refused_new(
        "registration_number_has_one_operator",
        Registration,
        **values_of(first, institution_id=other.pk, operator_id=other.operator_id),
    )
    mine = care.registration(other)
    refused(mine, "registration_number_has_one_operator", number=first.number)
    refused(first, "registration_number_has_one_operator", operator=other.operator)
    taken(mine, number="示例证字第又1号")
