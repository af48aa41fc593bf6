"""What the triggers of filings hold: moves, frozen forms, receipts, the history; and a look at whether any constraint or
trigger of home care was forgotten.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from eldercare import actions
from eldercare.models import Filing, FilingMove, ReceiptBook
from eldercare.vocabulary import FilingStatus
from tests import care, make
from tests.care import AT, DAY
from tests.eldercare.broken import (
    constraint_of,
    deleted,
    like_elsewhere,
    never_null,
    refused,
    refused_new,
    taken,
    values_of,
)
from tests.numbers import identity_number_of

pytestmark = pytest.mark.django_db
HERE = Path(__file__).parent
# How the function of a trigger, or its trigger, names what refuses.
NAMED = r"CONSTRAINT = '(\w+)'|eldercare_refuse_rewriting\('(\w+)'\)|eldercare_check_part\('(\w+)'"
STATES = {
    "draft": care.draft,
    "submitted": care.submitted,
    "returned": care.returned,
    "accepted": care.accepted,
    "changed": care.changed,
    "cancelled": care.cancelled,
}
LATER = DAY + timedelta(days=1)

MOVES = {
    "draft": {"draft", "submitted", "cancelled"},
    "submitted": {"submitted", "accepted", "returned"},
    "returned": {"returned", "submitted", "cancelled"},
    "accepted": {"accepted", "changed", "cancelled"},
    "changed": {"changed"},
    "cancelled": {"cancelled"},
}


def test_no_status_is_written_that_the_table_does_not_lead_to() -> None:
    for source, targets in MOVES.items():
        row = STATES[source]()
        for target in set(FilingStatus.values) - targets:
            refused(row, "filing_moves_as_the_table_says", status=target)


FORM: dict[str, Any] = {
    "name": "另名",
    "address": "另址",
    "registration_authority": "另一机关",
    "registration_number": "另号0001",
    "person_in_charge": "示例丙",
    "service_scope": "另一范围",
    "premises": "rented",
    "beds": 11,
    "building_area": 421,
    "land_area": 301,
    "contact": "示例丁",
    "path": "self_run",
    "opened_on": date(2026, 3, 3),
    "filed_on": date(2026, 3, 11),
    "commitment_on": date(2026, 3, 9),
    "due_on": date(2026, 3, 30),
    "change_summary": "另一事项",
    "submitted_at": AT + timedelta(1),
    "identity_number": "number",
    "contact_phone": "13800138009",
    "version": 5,
}


@pytest.mark.parametrize("state", ["submitted", "accepted", "changed", "cancelled"])
def test_a_form_that_was_handed_in_is_never_rewritten(state: str) -> None:
    row = STATES[state]()
    for field, value in FORM.items():
        other = identity_number_of(make.serial()) if value == "number" else value
        refused(row, "filing_form_is_frozen", **{field: other})
        if Filing._meta.get_field(field).null:
            refused(row, "filing_form_is_frozen", **{field: None})
    others = {
        "operator": care.operator(),
        "authority": care.county("530921"),
        "submitted_by": make.staff(),
        "institution": care.institution(),
    }
    for field, value in others.items():
        refused(row, "filing_form_is_frozen", **{field: value})
    refused(row, "filing_form_is_frozen", identity_number="")


def test_every_column_of_a_filing_is_guarded_or_moves() -> None:
    """A column that is added later stands in one of these lists, or this test asks for it."""
    by_a_move = {"id", "status", "decided_by", "decided_at", "return_reason", "accepted_on", "receipt_county"}
    by_a_move |= {"receipt_year", "receipt_serial", "noted_by", "noted_at", "ended_on", "end_reason"}
    frozen = FORM.keys() | {"operator", "authority", "submitted_by", "institution"}
    assert {field.name for field in Filing._meta.concrete_fields} == by_a_move | frozen


def test_a_day_that_could_not_be_computed_may_be_filled_in_once() -> None:
    row = care.accepted(kind_of_operator="village")
    taken(row, due_on=LATER)
    Filing.objects.filter(pk=row.pk).update(due_on=LATER)
    refused(row, "filing_form_is_frozen", due_on=DAY)
    refused(row, "filing_form_is_frozen", due_on=None)


@pytest.mark.parametrize("state", ["accepted", "changed", "cancelled"])
def test_a_receipt_that_was_given_is_kept(state: str) -> None:
    row = STATES[state]()
    for field, value in {
        "receipt_serial": 7,
        "receipt_year": 2025,
        "receipt_county": "530921",
        "accepted_on": LATER,
        "decided_by": make.staff(),
        "decided_at": AT + timedelta(1),
    }.items():
        refused(row, "filing_receipt_is_kept", **{field: value})


@pytest.mark.parametrize("state", ["changed", "cancelled"])
def test_how_a_filing_ended_is_kept(state: str) -> None:
    row = STATES[state]()
    refused(row, "filing_end_and_copy_are_kept", ended_on=LATER)
    refused(row, "filing_end_and_copy_are_kept", end_reason="另一原因")
    refused(row, "filing_end_and_copy_are_kept", ended_on=None, end_reason="")


def test_that_a_copy_was_noted_is_kept() -> None:
    row = care.accepted(kind_of_operator="village")
    actions.note_copy(row, by=care.officer(), at=AT)
    refused(row, "filing_end_and_copy_are_kept", noted_at=AT + timedelta(1))
    refused(row, "filing_end_and_copy_are_kept", noted_at=None, noted_by=None)
    refused(row, "filing_end_and_copy_are_kept", noted_by=make.staff())


def test_only_a_version_that_says_what_it_changes_supersedes_another() -> None:
    row = care.accepted()
    ended = {"status": "changed", "ended_on": DAY, "end_reason": "示例"}
    refused(row, "filing_change_says_what", **ended)
    by = care.colleague(row.institution)
    draft = actions.open_filing(row.institution, change_summary="示例变更", by=by, at=AT)
    refused(row, "filing_change_says_what", **ended)  # nor does a draft
    Filing.objects.filter(pk=draft.pk).update(change_summary="")
    actions.submit_filing(draft, filed_on=DAY, commitment_on=DAY, by=by, at=AT)
    refused(row, "filing_change_says_what", **ended)


@pytest.mark.parametrize("state", STATES)
def test_a_filing_stays_on_record(state: str) -> None:
    deleted(STATES[state](), "filing_stays_on_record")


def test_receipts_follow_each_other_without_gap() -> None:
    row = care.accepted()
    for serial in (0, 3, 100):
        name = "filing_receipt_has_no_gap"
        refused_new(name, Filing, **like_elsewhere(row, receipt_serial=serial))
    another_year = like_elsewhere(row, receipt_serial=2, receipt_year=2027)
    refused_new("filing_receipt_has_no_gap", Filing, **another_year | {"accepted_on": date(2027, 1, 4)})
    refused_new("filing_history_is_whole", Filing, **like_elsewhere(row, receipt_serial=2))


def test_a_status_without_its_line_of_history_is_refused() -> None:
    row = care.draft()
    refused(row, "filing_history_is_whole", status="cancelled", ended_on=DAY, end_reason="示例")
    refused_new("filing_history_is_whole", Filing, **like_elsewhere(row))


LINES: list[dict[str, Any]] = [
    {"verb": "submit", "from_status": "draft", "to_status": "submitted"},  # the filing does not stand there
    {"verb": "cancel", "from_status": "accepted", "to_status": "draft"},  # it never stood there
    {"verb": "open", "from_status": "", "to_status": "draft"},  # a second beginning
]


@pytest.mark.parametrize("line", LINES)
def test_a_line_of_history_that_did_not_happen_is_refused(line: dict[str, Any]) -> None:
    like = {"filing": care.draft(), "by": make.staff(), "at": AT}
    refused_new("filing_history_is_whole", FilingMove, **like | line)


def test_a_line_of_history_speaks_of_known_things() -> None:
    move = care.draft().moves.get()
    like = values_of(move, from_status="draft", to_status="submitted", verb="submit")
    refused_new("filing_move_verb_is_known", FilingMove, **like | {"verb": "bribe"})
    refused_new("filing_move_verb_is_known", FilingMove, **like | {"verb": ""})
    refused_new("filing_move_from_status_is_known", FilingMove, **like | {"from_status": "lost"})
    refused_new("filing_move_to_status_is_known", FilingMove, **like | {"to_status": "lost"})
    refused_new("filing_move_to_status_is_known", FilingMove, **like | {"to_status": ""})
    refused_new("filing_move_moves", FilingMove, **like | {"to_status": "draft"})
    for field in move._meta.concrete_fields:
        if not field.primary_key:
            refused_new(f"{field.column} is null", FilingMove, **like | {field.attname: None})


def test_history_is_only_added_to() -> None:
    move = care.draft().moves.get()
    refused(move, "filing_move_is_appended", remark="改写")
    refused(move, "filing_move_is_appended", at=AT + timedelta(1))
    deleted(move, "filing_move_is_appended")


def test_a_county_has_one_book_of_numbers_a_year() -> None:
    care.accepted()
    book = ReceiptBook.objects.get()
    refused_new("receipt_book_is_one", ReceiptBook, **values_of(book))
    ReceiptBook.objects.create(county=book.county, year=book.year + 1)
    never_null(book)


@pytest.mark.parametrize("tampered", [0, 7])
def test_a_book_that_was_tampered_with_numbers_nothing_wrongly(tampered: int) -> None:
    care.accepted()
    ReceiptBook.objects.update(last=tampered)
    filing = care.submitted()
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        actions.accept_filing(filing, by=care.colleague(filing.institution), at=AT)
    assert (
        constraint_of(refusal.value)
        == ("filing_receipt_is_once", "filing_receipt_has_no_gap")[bool(tampered)]
    )


# One constraint for each rate of the rules of money: `test_money_rules_constraints` puts their names together.
RATE = re.compile(r"money_rules_(amount_a{1,3}|new_building|conversion)_is_(money|to_the_fen)")


@cache
def guard_names() -> frozenset[str]:
    """Every name a trigger of home care refuses by, read from the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_functiondef(p.oid) || coalesce(string_agg(pg_get_triggerdef(t.oid), ' '), '')"
            " FROM pg_proc p LEFT JOIN pg_trigger t ON t.tgfoid = p.oid"
            " WHERE p.proname LIKE 'eldercare%' GROUP BY p.oid"
        )
        told = " ".join(row[0] for row in cursor.fetchall())
    return frozenset(re.findall(NAMED, told))


def test_every_constraint_and_trigger_of_home_care_is_broken_by_some_test() -> None:
    models = apps.get_app_config("eldercare").get_models()
    named = {each.name for model in models if not model._meta.proxy for each in model._meta.constraints}
    guards = {name for pair in guard_names() for name in pair if name}
    assert len(guards) == 88
    texts = "".join(path.read_text("utf-8") for path in HERE.glob("test_*.py"))
    assert {name for name in named | guards if f'"{name}"' not in texts and not RATE.fullmatch(name)} == set()


def test_every_constraint_says_in_chinese_what_is_wrong() -> None:
    for model in apps.get_app_config("eldercare").get_models():
        for each in model._meta.constraints:
            assert re.search(r"[\u4e00-\u9fff]", str(each.violation_error_message)), each.name
