"""What must hold of files and successions: once on record they are only voided, or followed by the next."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from eldercare.models import (
    Evidence,
    Institution,
    Succession,
)
from tests import care, make
from tests.care import AT, DAY
from tests.eldercare.broken import deleted, refused, refused_new, said, taken, values_of

pytestmark = pytest.mark.django_db
LATER = DAY + timedelta(days=1)
DIGEST = "0" * 64


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
