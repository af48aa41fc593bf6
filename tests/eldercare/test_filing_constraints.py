"""What must hold of every filing, whoever writes: each check broken by raw writing, in each state it speaks of, with its
missing value too.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import TextField, Value
from django.db.models.functions import Cast

from eldercare import actions
from eldercare.models import Filing
from tests import care, make
from tests.care import AT, DAY
from tests.eldercare.broken import (
    like_elsewhere,
    refused,
    refused_new,
    said,
    taken,
    values_of,
)

pytestmark = pytest.mark.django_db
STATES = {
    "draft": care.draft,
    "submitted": care.submitted,
    "returned": care.returned,
    "accepted": care.accepted,
    "changed": care.changed,
    "cancelled": care.cancelled,
}
LATER = DAY + timedelta(days=1)

# A new row like one that stands in this state, with something missing or wrong. "who" stands for the submitter.
NEW: list[tuple[str, str, dict[str, Any]]] = [
    *(
        ("filing_submitted_has_form", state, {field: blank})
        for state in ("submitted", "returned", "accepted", "changed")
        for field, blank in {
            "filed_on": None,
            "commitment_on": None,
            "beds": None,
            "building_area": None,
            "name": "",
            "address": "",
            "person_in_charge": "",
            "identity_number": "",
            "service_scope": "",
            "premises": "",
            "contact": "",
            "contact_phone": "",
        }.items()
        if not (field == "filed_on" and state in ("accepted", "changed"))  # its own line below
    ),
    ("filing_submitted_has_form", "submitted", {"submitted_at": None}),
    ("filing_submitted_has_form", "submitted", {"submitted_by_id": None}),
    ("filing_days_are_in_order", "accepted", {"filed_on": None}),
    ("filing_registered_has_registration", "submitted", {"registration_authority": ""}),
    ("filing_registered_has_registration", "submitted", {"registration_number": ""}),
    ("filing_registered_has_registration", "submitted", {"opened_on": None}),
    ("filing_registered_has_registration", "accepted", {"opened_on": None}),
    ("filing_days_are_in_order", "submitted", {"commitment_on": LATER}),
    ("filing_days_are_in_order", "accepted", {"filed_on": LATER}),
    ("filing_days_are_in_order", "accepted", {"accepted_on": DAY - timedelta(1)}),
    ("filing_days_are_in_order", "cancelled", {"ended_on": DAY - timedelta(1)}),
    ("filing_receipt_is_whole", "accepted", {"receipt_serial": None}),
    ("filing_receipt_is_of_its_year", "accepted", {"receipt_year": None}),
    ("filing_receipt_is_whole", "accepted", {"receipt_county": ""}),
    ("filing_receipt_is_whole", "accepted", {"receipt_county": "53092"}),
    ("filing_receipt_is_whole", "accepted", {"accepted_on": None}),
    ("filing_receipt_is_whole", "changed", {"receipt_serial": None}),
    ("filing_receipt_is_whole", "submitted", {"receipt_county": "530922"}),
    ("filing_receipt_is_of_its_year", "accepted", {"receipt_year": 2025}),
    ("filing_receipt_is_whole", "returned", {"receipt_year": 2026}),
    ("filing_receipt_is_whole", "draft", {"receipt_serial": 1}),
    ("filing_receipt_is_of_its_year", "cancelled", {"receipt_year": None}),
    ("filing_decided_has_decider", "submitted", {"decided_at": AT}),
    ("filing_decided_has_decider", "accepted", {"decided_at": None}),
    ("filing_decided_has_decider", "accepted", {"decided_by_id": None}),
    ("filing_decided_has_decider", "returned", {"decided_by_id": None}),
    ("filing_decided_has_decider", "returned", {"decided_at": None}),
    ("filing_decided_has_decider", "changed", {"decided_by_id": None, "decided_at": None}),
    ("filing_decided_has_decider", "cancelled", {"decided_at": None}),
    ("filing_returned_has_reason", "returned", {"return_reason": ""}),
    ("filing_decided_by_another", "accepted", {"decided_by_id": "who"}),
    ("filing_decided_by_another", "returned", {"decided_by_id": "who"}),
    ("filing_decided_by_another", "cancelled", {"submitted_by_id": None}),
    ("filing_decided_by_another", "cancelled", {"submitted_at": None}),
    ("filing_ended_has_day_and_reason", "changed", {"ended_on": None}),
    ("filing_ended_has_day_and_reason", "changed", {"end_reason": ""}),
    ("filing_ended_has_day_and_reason", "cancelled", {"ended_on": None}),
    ("filing_ended_has_day_and_reason", "cancelled", {"end_reason": ""}),
    ("filing_ended_has_day_and_reason", "accepted", {"ended_on": DAY}),
    ("filing_ended_has_day_and_reason", "draft", {"end_reason": "示例"}),
    ("filing_copy_is_noted_once_accepted", "accepted", {"noted_at": AT}),
    ("filing_copy_is_noted_once_accepted", "accepted", {"noted_by_id": "who"}),
    ("filing_copy_is_noted_once_accepted", "accepted", {"noted_at": AT, "noted_by_id": "who"}),
    ("filing_path_is_known", "draft", {"path": "sideways"}),
    ("filing_path_is_known", "draft", {"path": ""}),
    ("filing_premises_is_known", "submitted", {"premises": "tent"}),
    ("filing_version_counts_from_one", "draft", {"version": 0}),
    ("filing_first_changes_nothing", "draft", {"version": 1, "change_summary": "示例"}),
]


@pytest.mark.parametrize(("name", "state", "values"), NEW)
def test_the_database_refuses(name: str, state: str, values: dict[str, Any]) -> None:
    row = STATES[state]()
    wrong = {field: row.submitted_by_id if value == "who" else value for field, value in values.items()}
    refused_new(name, Filing, **values_of(row, version=9) | wrong)
    assert said(row, name, **wrong).endswith("。")


@pytest.mark.parametrize("state", STATES)
def test_what_the_verbs_leave_behind_is_taken(state: str) -> None:
    row = STATES[state]()
    taken(row, status=row.status)
    row.full_clean(exclude=["operator"])


def test_a_self_run_institution_files_without_registration_or_day() -> None:
    row = care.submitted(kind_of_operator="village", opened_on=None)
    assert (row.registration_number, row.opened_on, row.due_on) == ("", None, None)
    accepted = actions.accept_filing(row, by=care.colleague(row.institution), at=AT)
    noted = {"noted_at": AT, "noted_by": make.staff()}
    taken(accepted, **noted)
    for missing in noted:
        refused(accepted, "filing_copy_is_noted_once_accepted", **noted | {missing: None})
    refused_new(
        "filing_copy_is_noted_once_accepted",
        Filing,
        **values_of(care.submitted(kind_of_operator="village"), version=9)
        | {"noted_at": AT, "noted_by": make.staff()},
    )


def test_nothing_required_of_a_filing_is_null() -> None:
    row = care.draft()
    for field in ("institution_id", "version"):  # kept as they are, so refused earlier
        refused(row, "filing_form_is_frozen", **{field: None})
    for column in row._meta.concrete_fields:
        if not column.null and column.name not in ("id", "institution", "version", "status"):
            refused(row, f"{column.column} is null", **{column.attname: None})
    refused_new("status is null", Filing, **values_of(row, version=9, status=None))
    refused(row, "status is null", status=None)


@pytest.mark.parametrize("status", ["lost", ""])
def test_a_filing_stands_in_a_known_state(status: str) -> None:
    """Other checks list the states too; whichever the database asks first, each of them refuses."""
    row = care.draft()
    with pytest.raises(IntegrityError, match="violates check constraint"), transaction.atomic():
        Filing.objects.create(**values_of(row, version=9, status=status))
    assert said(row, "filing_status_is_known", status=status) == "请从列出的各项中选择。"


def test_of_a_draft_everything_nullable_may_be_unknown() -> None:
    nullable = [field.attname for field in Filing._meta.concrete_fields if field.null]
    assert len(nullable) == 17
    taken(care.draft(), **dict.fromkeys(nullable))


@pytest.mark.parametrize("state", ["submitted", "returned", "accepted", "changed"])
def test_of_a_form_handed_in_no_check_is_passed_by_null(state: str) -> None:
    """NULL satisfies a CHECK that only compares; each column is taken away in turn."""
    row = STATES[state]()
    given = [
        field.attname for field in Filing._meta.concrete_fields if getattr(row, field.attname) is not None
    ]
    nullable = {field.attname for field in Filing._meta.concrete_fields if field.null}
    for field in nullable.intersection(given) - {"due_on", "land_area"}:
        with pytest.raises(IntegrityError, match="violates check constraint"), transaction.atomic():
            Filing.objects.create(**values_of(row, **{"version": 9, field: None}))


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("filing_identity_number_is_sealed", "identity_number"),
        ("filing_contact_phone_is_sealed", "contact_phone"),
    ],
)
def test_no_plain_number_lies_in_a_protected_column(name: str, field: str) -> None:
    row = care.draft()
    for plain in ("13800138000", "x" * 64 + ".13800138000", " "):
        refused(row, name, **{field: Cast(Value(plain), TextField())})


def test_one_version_one_open_one_in_force() -> None:
    row = care.draft()
    refused_new("filing_version_is_once", Filing, **values_of(row))
    for state in ("draft", "submitted", "returned"):
        open_one = STATES[state]()
        refused_new("filing_open_is_one", Filing, **values_of(open_one, version=9))
    accepted = care.accepted()
    refused_new("filing_in_force_is_one", Filing, **values_of(accepted, version=9, receipt_serial=99))
    refused_new("filing_receipt_is_once", Filing, **like_elsewhere(accepted))
