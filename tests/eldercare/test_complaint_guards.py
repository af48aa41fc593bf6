"""What the database holds of complaints, whoever writes: constraints, with their missing values too, and triggers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import override_settings

from eldercare.models import Complaint, ComplaintMove
from foundation.acting import acting
from tests import care, complaining
from tests.complaining import AT, PHONE
from tests.eldercare.broken import deleted, refused, refused_new, taken

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)
KEYS = [Fernet.generate_key().decode() for _ in range(2)]


def values(**other: Any) -> dict[str, Any]:
    return {
        "county": care.county(),
        "about": "示例",
        "category": "fee",
        "text": "示例：多收费",
        "code_digest": "0" * 64,
        "received_at": AT,
        "received_on": DAY,
    } | other


@pytest.mark.parametrize(
    ("constraint", "wrong"),
    [
        ("complaint_category_is_known", {"category": ""}),
        ("complaint_category_is_known", {"category": "x"}),
        ("complaint_says_something", {"text": ""}),
        ("complaint_says_something", {"text": " \n"}),
        ("complaint_is_about_an_institution", {"about": ""}),
        ("complaint_is_about_an_institution", {"about": "  "}),
        ("complaint_code_is_a_digest", {"code_digest": ""}),
        ("complaint_code_is_a_digest", {"code_digest": "ABCD-EFGH"}),
        ("complaint_goes_to_the_county", {"county": None}),
        ("text is null", {"text": None}),
        ("category is null", {"category": None}),
        ("code_digest is null", {"code_digest": None}),
        ("received_on is null", {"received_on": None}),
    ],
)
def test_a_complaint_that_says_too_little_is_refused(constraint: str, wrong: dict[str, Any]) -> None:
    refused_new(constraint, Complaint, **values(**wrong))


def test_no_number_lies_in_plain_text() -> None:
    """Past the field, as somebody at psql would write it."""
    row, columns = (
        complaining.sent(about="示例", county=care.county()),
        "county_id, about, category, text, status, reply, received_at, received_on",
    )
    with (
        pytest.raises(IntegrityError, match="complaint_contact_phone_is_sealed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            f"INSERT INTO eldercare_complaint ({columns}, code_digest, contact_phone)"
            f" SELECT {columns}, %s, %s FROM eldercare_complaint WHERE id = %s",
            ["1" * 64, PHONE, row.pk],
        )


def test_it_names_either_an_institution_or_another_place() -> None:
    institution = care.accepted().institution
    refused_new("complaint_is_about_an_institution", Complaint, **values(institution=institution))


def test_a_code_belongs_to_one_complaint() -> None:
    first = complaining.sent()
    refused_new("complaint_code_is_once", Complaint, **values(code_digest=first.code_digest))


def test_it_goes_to_the_county_the_institution_lies_in() -> None:
    institution = care.accepted().institution
    elsewhere = values(institution=institution, about="", county=care.county("530921"))
    refused_new("complaint_goes_to_the_county", Complaint, **elsewhere)
    refused_new("complaint_goes_to_the_county", Complaint, **values(county=care.city()))
    refused_new("complaint_goes_to_the_county", Complaint, **values(county=care.township()))


@pytest.mark.parametrize("status", ["accepted", "handled", "declined"])
def test_a_complaint_begins_when_it_is_received(status: str) -> None:
    refused_new("complaint_moves_as_the_table_says", Complaint, **values(status=status))
    refused_new("complaint_history_is_whole", Complaint, **values())


MOVES = {
    "received": {"received", "accepted", "declined"},
    "accepted": {"accepted", "handled", "declined"},
    "handled": {"handled"},
    "declined": {"declined"},
}
BUILDERS = {
    "received": complaining.sent,
    "accepted": complaining.accepted,
    "handled": complaining.handled,
    "declined": complaining.declined,
}


@pytest.mark.parametrize("source", MOVES)
def test_no_status_is_written_that_the_table_does_not_lead_to(source: str) -> None:
    row = BUILDERS[source]()
    for target in MOVES.keys() - MOVES[source]:
        refused(row, "complaint_moves_as_the_table_says", status=target)
    refused(row, "complaint_moves_as_the_table_says", status="x")


def test_a_status_without_its_days_and_people_is_refused() -> None:
    received, accepted = complaining.sent(), complaining.accepted()
    by = complaining.officer(received)
    whole = {"status": "accepted", "accepted_by": by, "accepted_at": AT, "accepted_on": DAY}
    for missing in ("accepted_by", "accepted_at", "accepted_on"):
        refused(received, "complaint_status_has_times", **whole | {missing: None})
    refused(received, "complaint_history_is_whole", **whole)
    end = {"status": "handled", "ended_by": by, "ended_at": AT, "ended_on": DAY, "reply": "示例"}
    for missing in ("ended_by", "ended_at", "ended_on"):
        refused(accepted, "complaint_status_has_times", **end | {missing: None})
    for empty in ("", " "):
        refused(accepted, "complaint_end_has_a_reply", **end | {"reply": empty})
    refused(accepted, "complaint_end_has_a_reply", reply="示例")


def test_days_follow_each_other() -> None:
    received, accepted = complaining.sent(), complaining.accepted()
    by = complaining.officer(received)
    before = DAY - timedelta(days=1)
    taken_up = {"status": "accepted", "accepted_by": by, "accepted_at": AT, "accepted_on": before}
    refused(received, "complaint_days_are_in_order", **taken_up)
    end = {"status": "handled", "ended_by": by, "ended_at": AT, "ended_on": before, "reply": "示例"}
    refused(accepted, "complaint_days_are_in_order", **end)


@pytest.mark.parametrize(
    "change",
    [
        {"text": "改过"},
        {"about": "改过"},
        {"category": "other"},
        {"code_digest": "1" * 64},
        {"received_on": DAY + timedelta(days=1)},
        {"received_at": AT + timedelta(hours=1)},
        {"contact_phone": "13900005678"},
    ],
)
def test_what_was_told_is_never_rewritten(change: dict[str, Any]) -> None:
    row = complaining.sent(about="示例", county=care.county(), contact_phone=PHONE)
    refused(row, "complaint_is_kept", **change)


def test_what_was_done_is_never_rewritten() -> None:
    row = complaining.handled()
    other = complaining.officer(row)
    for change in (
        {"reply": "改过"},
        {"ended_by": other},
        {"accepted_by": other},
        {"accepted_at": AT + timedelta(1)},
    ):
        refused(row, "complaint_is_kept", **change)
    refused(row, "complaint_is_kept", county=care.county("530921"))


def test_a_number_may_be_forgotten_and_never_put_in() -> None:
    with_number, without = complaining.sent(contact_phone=PHONE), complaining.sent()
    taken(with_number, contact_phone="")
    refused(without, "complaint_is_kept", contact_phone=PHONE)


def test_the_rotation_of_keys_passes_and_nothing_else_does() -> None:
    with override_settings(PROTECTED_DATA_KEYS=[KEYS[0]]):
        row = complaining.sent(contact_phone=PHONE)
    with override_settings(PROTECTED_DATA_KEYS=KEYS[::-1]):
        call_command("rotate_protected_keys", verbosity=0)
    with override_settings(PROTECTED_DATA_KEYS=[KEYS[1]]):
        assert Complaint.objects.get(pk=row.pk).contact_phone.plain() == PHONE
        with acting(None, via="rotate"):
            refused(row, "complaint_is_kept", contact_phone="13900005678")


def test_it_stays_on_record() -> None:
    row = complaining.sent()
    deleted(row, "complaint_stays_on_record")


def test_history_is_only_added_to_and_only_truthfully() -> None:
    row = complaining.accepted()
    move = row.moves.latest("pk")
    refused(move, "complaint_move_is_appended", remark="改过")
    deleted(move, "complaint_move_is_appended")
    by = complaining.officer(row)
    line: dict[str, Any] = {"complaint": row, "by": by, "at": AT, "verb": "handle", "from_status": "accepted"}
    refused_new("complaint_history_is_whole", ComplaintMove, **line, to_status="handled")
    refused_new("complaint_move_moves", ComplaintMove, **line, to_status="accepted")
    for column, name in (
        ("verb", "complaint_move_verb_is_known"),
        ("from_status", "complaint_move_from_status_is_known"),
        ("to_status", "complaint_move_to_status_is_known"),
    ):
        refused_new(name, ComplaintMove, **line | {"to_status": "handled", column: "x"})
    nobody = line | {"by": None, "to_status": "handled"}
    refused_new("complaint_move_has_somebody_behind_it", ComplaintMove, **nobody)
    refused_new(
        "complaint_move_has_somebody_behind_it",
        ComplaintMove,
        **line | {"verb": "receive", "to_status": "handled"},
    )


def test_a_status_nobody_knows_is_refused() -> None:
    row = complaining.sent()
    names = {each.name for each in Complaint._meta.constraints}
    assert "complaint_status_is_known" in names
    refused(row, "complaint_moves_as_the_table_says", status="")
