"""Revealing protected data: only with the permission and a reason, and never without a record."""

from datetime import UTC, datetime

import pytest
from cryptography.fernet import Fernet
from django.db import IntegrityError, transaction
from django.test import override_settings

from foundation.actions import reveal
from foundation.models import ProtectedReveal
from foundation.permissions import REVEAL_PROTECTED
from foundation.redaction import HIDDEN
from foundation.refusals import KeyDoesNotFit, NothingToReveal, NotPermitted, RemarkRequired
from foundation.roles import ROLES
from tests import make
from tests.numbers import PHONE, identity_number
from tests.persons.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("persons")]
NUMBER = identity_number()
AT = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
REASON = "核对备案材料"


def somebody() -> Person:
    return Person.objects.create(name="示例甲", identity_number=NUMBER, phone=PHONE)


def test_a_look_answers_what_was_asked_and_is_on_record() -> None:
    person, officer = somebody(), make.staff(REVEAL_PROTECTED)
    assert reveal(person, fields=["phone"], reason=f" {REASON}\n", by=officer, at=AT) == {"phone": PHONE}
    look = ProtectedReveal.objects.of(person).get()
    assert (look.by, look.at, look.reason, look.fields) == (officer, AT, REASON, ["phone"])
    assert (look.subject, look.subject_label) == (person, "示例甲")
    assert str(look) == "私人电话：示例甲"


def test_several_numbers_at_once_are_one_look() -> None:
    both = ["phone", "identity_number", "phone"]
    numbers = reveal(somebody(), fields=both, reason=REASON, by=make.staff(REVEAL_PROTECTED), at=AT)
    assert numbers == {"identity_number": NUMBER, "phone": PHONE}
    assert ProtectedReveal.objects.get().fields == ["identity_number", "phone"]


def test_what_is_revealed_is_what_is_stored() -> None:
    person = somebody()
    person.phone = "13800138001"
    assert reveal(person, fields=["phone"], reason=REASON, by=make.staff(REVEAL_PROTECTED), at=AT) == {
        "phone": PHONE
    }


@pytest.mark.parametrize("held", [[], ["foundation.view_protectedreveal"]])
def test_without_the_permission_nothing_is_revealed(held: list[str]) -> None:
    with pytest.raises(NotPermitted, match="您没有查看证件号码"):
        reveal(somebody(), fields=["phone"], reason=REASON, by=make.staff(*held), at=AT)
    assert not ProtectedReveal.objects.exists()


@pytest.mark.parametrize("reason", ["", "  \n", "看看", "办 事 呀"])
def test_without_a_reason_nothing_is_revealed(reason: str) -> None:
    with pytest.raises(RemarkRequired, match="至少 4 个字"):
        reveal(somebody(), fields=["phone"], reason=reason, by=make.staff(REVEAL_PROTECTED), at=AT)
    assert not ProtectedReveal.objects.exists()


@pytest.mark.parametrize("fields", [[], ["name"], ["phone", "name"], ["pk"], ["nothing"]])
def test_only_protected_fields_are_revealed(fields: list[str]) -> None:
    with pytest.raises(NothingToReveal, match="请选择要查看的信息"):
        reveal(somebody(), fields=fields, reason=REASON, by=make.staff(REVEAL_PROTECTED), at=AT)
    assert not ProtectedReveal.objects.exists()


def test_a_number_in_the_reason_is_not_kept() -> None:
    reveal(somebody(), fields=["phone"], reason=f"核对{NUMBER}本人", by=make.staff(REVEAL_PROTECTED), at=AT)
    assert ProtectedReveal.objects.get().reason == f"核对{HIDDEN}本人"


def test_what_cannot_be_opened_is_no_look() -> None:
    person = somebody()
    with (
        override_settings(PROTECTED_DATA_KEYS=[Fernet.generate_key().decode()]),
        pytest.raises(KeyDoesNotFit),
    ):
        reveal(person, fields=["phone"], reason=REASON, by=make.staff(REVEAL_PROTECTED), at=AT)
    assert not ProtectedReveal.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_no_outer_transaction_can_take_the_record_back() -> None:
    person, officer = somebody(), make.staff(REVEAL_PROTECTED)
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        reveal(person, fields=["phone"], reason=REASON, by=officer, at=AT)
    assert not ProtectedReveal.objects.exists()


def test_records_only_grow() -> None:
    make.reveal(make.unit())
    with pytest.raises(IntegrityError, match="只能追加"), transaction.atomic():
        ProtectedReveal.objects.update(reason="改写过的理由")
    with pytest.raises(IntegrityError, match="只能追加"), transaction.atomic():
        ProtectedReveal.objects.all().delete()
    assert ProtectedReveal.objects.count() == 1


@pytest.mark.parametrize(
    ("broken", "constraint"),
    [
        ({"reason": ""}, "protected_reveal_has_reason"),
        ({"reason": "看 看 呀 "}, "protected_reveal_has_reason"),
        ({"reason": None}, "null value"),
        ({"fields": []}, "protected_reveal_names_fields"),
        ({"fields": None}, "null value"),
        ({"at": None}, "null value"),
        ({"by": None}, "null value"),
    ],
)
def test_the_database_refuses_a_record_without_what_belongs_to_it(
    broken: dict[str, object], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        make.reveal(make.unit(), **broken)  # type: ignore[arg-type]


def test_auditors_and_the_city_see_the_records_and_no_role_of_the_gazette_reveals() -> None:
    seeing = {role for role, names in ROLES.items() if "foundation.view_protectedreveal" in names}
    assert seeing == {"审计（只读）", "养老审计（只读）", "养老市级管理"}
    revealing = {role for role, names in ROLES.items() if REVEAL_PROTECTED in names}
    assert revealing == {"养老乡镇经办", "养老县区经办", "养老市级管理"}


def test_a_field_that_is_gone_is_shown_by_its_name() -> None:
    look = make.reveal(somebody(), fields=["phone", "old_phone"])
    assert look.field_labels == "私人电话、old_phone"
