"""What must hold of what is on record beside an institution: registrations, staff, licences, services, checks, files,
successions, measures; each broken by raw writing and refused by its name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import models

from eldercare.models import (
    ConditionCheck,
    Evidence,
    Institution,
    Licence,
    Registration,
    RegistrationChange,
    ServiceOffer,
    StaffCount,
    Succession,
    SupportMeasure,
)
from tests import care, make
from tests.care import AT, DAY
from tests.eldercare.broken import deleted, never_null, refused, refused_new, said, taken, values_of

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


def evidence(institution: Institution | None = None, **fields: Any) -> Evidence:
    values: dict[str, Any] = {
        "institution": institution or care.institution(),
        "kind": "premises",
        "file": f"ab/{make.serial():032d}",
        "name": "示例.pdf",
        "file_kind": "pdf",
        "size": 100,
        "sha256": f"{make.serial():064x}",
        "uploaded_by": make.staff(),
        "uploaded_at": AT,
    }
    return Evidence.objects.create(**values | fields)


def succession(institution: Institution | None = None, **fields: Any) -> Succession:
    """With the operator moved as the verb does it."""
    site = institution or care.institution()
    values: dict[str, Any] = {
        "institution": site,
        "predecessor": site.operator,
        "successor": care.operator("social"),
        "on": DAY,
        "basis": "示例协议第1号",
        "recorded_by": make.staff(),
        "recorded_at": AT,
    } | fields
    made = Succession.objects.create(**values)
    Institution.objects.filter(pk=site.pk).update(operator=made.successor)
    return made


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


EVIDENCE: list[tuple[str, dict[str, Any]]] = [
    ("evidence_kind_is_known", {"kind": "rumour"}),
    ("evidence_kind_is_known", {"kind": ""}),
    ("evidence_has_content", {"size": 0}),
    ("evidence_has_content", {"sha256": ""}),
    ("evidence_has_content", {"sha256": "F" * 64}),
    ("evidence_has_content", {"file_kind": "exe"}),
    ("evidence_has_content", {"file_kind": ""}),
    ("evidence_has_content", {"file": ""}),
    ("evidence_has_content", {"name": ""}),
    ("evidence_void_has_reason", {"voided_at": AT}),
    ("evidence_void_has_reason", {"void_reason": "示例"}),
    ("evidence_void_has_reason", {"voided_at": AT, "void_reason": "示例"}),
]


@pytest.mark.parametrize(("name", "values"), EVIDENCE)
def test_the_database_refuses_a_file(name: str, values: dict[str, Any]) -> None:
    row = evidence()
    refused_new(name, Evidence, **values_of(row, sha256=DIGEST) | values)
    assert said(row, name, **values).endswith("。")


def test_a_void_names_who_voided_it() -> None:
    row, by = evidence(), make.staff()
    whole = {"voided_by": by, "voided_at": AT, "void_reason": "示例"}
    taken(row, **whole)
    for missing in whole:
        blank = "" if missing == "void_reason" else None
        refused(row, "evidence_void_has_reason", **whole | {missing: blank})


@pytest.mark.parametrize(
    "change",
    [
        {"name": "另.pdf"},
        {"kind": "photo"},
        {"file": "cd/1"},
        {"file_kind": "png"},
        {"size": 7},
        {"sha256": DIGEST},
        {"uploaded_at": AT + timedelta(1)},
        {"filing": None},
    ],
)
def test_a_file_on_record_is_what_was_handed_in(change: dict[str, Any]) -> None:
    filing = care.draft()
    refused(evidence(filing.institution, filing=filing), "evidence_is_kept", **change)


def test_a_file_changes_neither_hands_nor_place_and_stays() -> None:
    row = evidence()
    refused(row, "evidence_is_kept", institution=care.institution())
    refused(row, "evidence_is_kept", uploaded_by=make.staff())
    Evidence.objects.filter(pk=row.pk).update(voided_by=make.staff(), voided_at=AT, void_reason="示例")
    refused(row, "evidence_is_kept", void_reason="另一原因")
    refused(row, "evidence_is_kept", voided_by=None, voided_at=None, void_reason="")
    deleted(row, "evidence_is_kept")


def test_the_same_file_stands_once_at_an_institution() -> None:
    row = evidence()
    refused_new("evidence_is_once", Evidence, **values_of(row))
    Evidence.objects.create(**values_of(row, institution_id=care.institution().pk))
    Evidence.objects.filter(pk=row.pk).update(voided_by=make.staff(), voided_at=AT, void_reason="示例")
    Evidence.objects.create(**values_of(row))


def test_a_file_of_a_filing_is_of_its_institution() -> None:
    filing, other = care.draft(), care.institution()
    like = values_of(evidence(), sha256=DIGEST)
    refused_new(
        "evidence_filing_is_of_the_institution",
        Evidence,
        **like | {"institution_id": other.pk, "filing_id": filing.pk},
    )
    Evidence.objects.create(**like | {"institution_id": filing.institution_id, "filing_id": filing.pk})
    Evidence.objects.create(**like | {"institution_id": other.pk, "filing_id": None})


def test_nothing_required_of_a_file_or_succession_is_null() -> None:
    for row in (evidence(), succession()):
        for field in row._meta.concrete_fields:
            if not field.null and not field.primary_key and field.name != "file":  # a file field writes ""
                like = values_of(row, **{field.attname: None})
                refused_new(f"{field.column} is null", type(row), **like)


def test_a_succession_changes_the_operator_and_says_on_what_basis() -> None:
    site = care.institution()
    row = succession(site)
    like = values_of(row, on=LATER)
    refused_new("succession_changes_operator", Succession, **like | {"predecessor_id": row.successor_id})
    refused_new("succession_has_basis", Succession, **like | {"basis": ""})
    refused_new("succession_is_once_a_day", Succession, **values_of(row))
    assert said(row, "succession_has_basis", basis="").endswith("。")
    assert said(row, "succession_changes_operator", predecessor=row.successor).endswith("。")


def test_a_succession_goes_with_the_operator_of_the_institution() -> None:
    site = care.institution()
    row = succession(site)
    refused_new(
        "succession_moves_the_operator",
        Succession,
        **values_of(row, on=LATER, successor_id=care.operator("social").pk, predecessor_id=row.successor_id),
    )


def test_successions_are_only_added() -> None:
    row = succession()
    refused(row, "succession_is_appended", basis="另一协议")
    refused(row, "succession_is_appended", on=LATER)
    deleted(row, "succession_is_appended")


def test_after_a_succession_only_the_next_one_moves_the_operator() -> None:
    site = care.institution()
    row = succession(site)
    refused(site, "institution_operator_changes_by_succession", operator=row.predecessor)
