"""The database logs what becomes of every row of home care, whoever writes and however, and never a protected number."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.db.models import Model

from eldercare import actions
from eldercare.models import (
    CareChange,
    Filing,
    FilingMove,
    Institution,
    ServiceOffer,
    StaffCount,
)
from foundation.acting import acting
from foundation.models import RowChange
from foundation.protected import FINGERPRINT_LENGTH, Protected
from foundation.row_audit import HIDDEN, unaudited_tables
from tests import care
from tests.care import AT, DAY
from tests.eldercare.broken import deleted, refused
from tests.eldercare.desk import client_of, list_of, page_of, row_of, sent_from
from tests.eldercare.places import somebody
from tests.numbers import identity_number_of

pytestmark = pytest.mark.django_db


def changes_of(row: Model) -> list[RowChange]:
    return list(RowChange.objects.of(row).order_by("pk"))


def test_every_table_is_audited() -> None:
    assert unaudited_tables("eldercare") == set()


def sealed_columns() -> dict[str, set[str]]:
    return {
        model._meta.db_table: columns
        for model in apps.get_app_config("eldercare").get_models()
        if (columns := {str(field.column) for field in model._meta.concrete_fields if _is_sealed(field)})
    }


def _is_sealed(field: Any) -> bool:
    return type(field).__name__ == "ProtectedField"


def secrets() -> list[str]:
    """All that may not stand in a log: the numbers, their hashes, and what they are sealed in."""
    found: list[str] = []
    for noun in (Institution, Filing):
        for row in noun._default_manager.all():
            held = [value for value in vars(row).values() if isinstance(value, Protected) and value]
            found += [part for value in held for part in (value.plain(), value.fingerprint, value.token)]
    return found


def everything_logged() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(string_agg(c::text, ' '), '') FROM foundation_rowchange c")
        return str(cursor.fetchone()[0])


def test_protected_numbers_are_never_in_the_log() -> None:
    nouns = ("institution", "filing", "ratingapplication", "complaint")
    assert set(sealed_columns()) == {f"eldercare_{noun}" for noun in nouns}
    filing = care.accepted()
    institution = filing.institution
    old = secrets()
    institution.identity_number = identity_number_of(777)
    institution.person_phone = ""
    institution.save()
    Institution.objects.filter(pk=institution.pk).update(contact_phone="13800138009")
    gone = care.institution(registered=False)
    old += secrets()
    Institution.objects.filter(pk=gone.pk).delete()
    logged = everything_logged()
    assert len(old) > 20
    assert all(len(secret) >= 11 for secret in old)
    assert not [secret for secret in old if secret in logged]
    for change in RowChange.objects.filter(table_name__in=sealed_columns()):
        for side in (change.before or {}, change.after or {}):
            hidden = sealed_columns()[change.table_name] & side.keys()
            assert {side[column] for column in hidden} <= {HIDDEN}
    last = changes_of(institution)[-1]
    assert (last.before, last.after) == ({"contact_phone": HIDDEN}, {"contact_phone": HIDDEN})


def test_fingerprints_are_as_long_as_the_guards_think() -> None:
    """The triggers of filings and the lists of what is out of date cut them off at 64 characters."""
    assert FINGERPRINT_LENGTH == 64


def test_updates_in_bulk_and_by_hand_are_in_the_log() -> None:
    institution = care.institution()
    Institution.objects.filter(pk=institution.pk).update(beds=11)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE eldercare_institution SET beds = 12 WHERE id = %s", [institution.pk])
    rows = ServiceOffer.objects.bulk_create(
        [ServiceOffer(institution=institution, service=each) for each in ("meals", "culture")]
    )
    ServiceOffer.objects.filter(institution=institution).update(detail="示例")
    ServiceOffer.objects.filter(institution=institution).delete()
    beds = [(change.before, change.after) for change in changes_of(institution)[1:]]
    assert beds == [({"beds": 10}, {"beds": 11}), ({"beds": 11}, {"beds": 12})]
    for row in rows:
        assert [change.deed for change in changes_of(row)] == ["insert", "update", "delete"]
        assert {(change.owner_table, change.owner_id) for change in changes_of(row)} == {
            ("eldercare_institution", institution.pk)
        }
    assert not RowChange.objects.exclude(by=None).exists()  # nobody said who


def test_every_verb_is_in_the_log_under_its_institution() -> None:
    institution = care.institution(kind_of_operator="village")
    filer, decider = care.colleague(institution), care.colleague(institution)
    with acting(filer, via="示例"):
        filing = actions.open_filing(institution, by=filer, at=AT)
        actions.submit_filing(filing, filed_on=DAY, commitment_on=DAY, by=filer, at=AT)
    with acting(decider, via="示例"):
        actions.accept_filing(filing, by=decider, at=AT)
        actions.note_copy(filing, by=decider, at=AT)
        actions.cancel_filing(filing, reason="示例", by=decider, at=AT)
    steps = [(change.deed, (change.after or {}).get("status"), change.by) for change in changes_of(filing)]
    assert steps == [
        ("insert", "draft", filer),
        ("update", "submitted", filer),
        ("update", "accepted", decider),
        ("update", None, decider),
        ("update", "cancelled", decider),
    ]
    assert set(RowChange.objects.of(filing)) <= set(RowChange.objects.owned_by(institution))
    moves = RowChange.objects.filter(table_name=FilingMove._meta.db_table)
    assert moves.count() == 4
    book = RowChange.objects.filter(table_name="eldercare_receiptbook").order_by("pk")
    assert [change.deed for change in book] == ["insert", "update"]


@pytest.mark.django_db(transaction=True)
def test_at_the_desk_the_log_knows_who_and_where() -> None:
    institution = care.institution()
    filing = care.submitted(institution)
    officer = somebody("county")
    client, page = client_of(officer), page_of(institution)
    start = RowChange.objects.order_by("-pk")[0].pk
    row = row_of(
        "services", 0, id="", institution=institution.pk, service="meals", fee="free", price="", detail=""
    )
    assert client.post(page, sent_from(client.get(page), beds="36", **row)).status_code == 302
    accept = page_of(filing, "accept")
    assert client.post(accept, {"remark": ""}).status_code == 302
    new = RowChange.objects.filter(pk__gt=start).order_by("pk")
    assert {change.by for change in new} == {officer}
    told = {(change.table_name.removeprefix("eldercare_"), change.via) for change in new}
    assert told == {
        ("institution", page),
        ("serviceoffer", page),
        ("filing", accept),
        ("filingmove", accept),
        ("receiptbook", accept),
    }
    one_go = {change.transaction_id for change in new if change.via == page}
    assert len(one_go) == 1
    StaffCount.objects.create(institution=institution, counted_on=DAY, total=3)
    assert RowChange.objects.order_by("-pk")[0].by is None  # the request is over


def test_the_desk_shows_the_log_without_numbers_and_its_own_log_has_none() -> None:
    filing = care.accepted()
    institution, client = filing.institution, client_of(somebody("county"))
    page = page_of(institution)
    sent = sent_from(client.get(page), identity_number=identity_number_of(778), contact="示例丁")
    assert client.post(page, sent).status_code == 302
    institution.refresh_from_db()
    listed = client.get(f"{list_of(CareChange)}?institution={institution.pk}").content.decode()
    assert HIDDEN in listed
    assert "示例丁" in listed
    entry = LogEntry.objects.get()
    for text in (
        listed,
        entry.change_message,
        entry.object_repr,
        client.get(page_of(institution, "history")).content.decode(),
    ):
        assert not [secret for secret in secrets() if secret in text]
    one = CareChange.objects.visible_to(somebody("county")).order_by("-pk")[0]
    assert client.get(page_of(one)).status_code == 200


def test_whoever_rewrites_the_log_is_refused() -> None:
    care.institution()
    change = RowChange.objects.order_by("-pk")[0]
    refused(change, "row_change_is_appended", via="改写")
    deleted(change, "row_change_is_appended")
