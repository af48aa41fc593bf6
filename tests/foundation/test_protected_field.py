"""Protected fields on a real PostgreSQL: what lies there, what is found, and what the database refuses."""

import json
import logging

import pytest
from cryptography.fernet import Fernet
from django.core import serializers
from django.core.exceptions import FieldError, ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Q, UniqueConstraint
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from foundation.fields import fingerprint
from foundation.protected import Protected, is_sealed, seal
from foundation.refusals import KeyMissing
from tests.numbers import PHONE, identity_number, identity_number_of
from tests.persons.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("persons")]
NUMBER, OTHER = identity_number(), identity_number(born="19500102")
OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def somebody(**fields: str) -> Person:
    return Person.objects.create(**{"name": "示例甲", "identity_number": NUMBER, "phone": PHONE} | fields)


def raw(column: str) -> str:
    """What PostgreSQL itself holds in the only row."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column}::text FROM persons_person")
        return str(cursor.fetchone()[0])


def test_nothing_that_lies_in_the_database_is_the_number() -> None:
    somebody()
    row = raw("persons_person")
    assert is_sealed(raw("identity_number"))
    assert is_sealed(raw("phone"))
    for digits in (NUMBER, NUMBER[:6], NUMBER[6:14], PHONE, PHONE[3:]):
        assert digits not in row


def test_what_was_saved_comes_back_sealed_and_opens() -> None:
    found = Person.objects.get(pk=somebody().pk)
    assert isinstance(found.identity_number, Protected)
    assert (found.identity_number.plain(), found.phone.plain()) == (NUMBER, PHONE)
    assert str(found.phone) == "138****8000"
    assert [str(value) for value in Person.objects.values_list("phone", flat=True)] == ["138****8000"]


def test_what_is_assigned_is_sealed_before_it_is_saved() -> None:
    unsaved = Person(name="示例甲", identity_number=NUMBER)
    unsaved.phone = PHONE
    for value in (unsaved.identity_number, unsaved.phone, *vars(unsaved).values()):
        assert NUMBER not in repr(value)
        assert PHONE not in repr(value)
    assert (unsaved.identity_number.plain(), unsaved.phone.plain()) == (NUMBER, PHONE)


def test_no_number_is_an_empty_text() -> None:
    for nothing in ("", None, " ", Protected("phone")):
        person = Person.objects.create(name="示例乙", phone=nothing)
        person.refresh_from_db()
        assert not person.phone
    assert Person.objects.filter(phone="", identity_number="").count() == 4
    assert Person.objects.exclude(phone="").count() == 0


def test_saving_again_leaves_the_column_as_it_was() -> None:
    somebody()
    before = raw("persons_person")
    again = Person.objects.get()
    again.save()
    again.full_clean()
    again.save()
    assert raw("persons_person") == before


@pytest.mark.parametrize("way", ["bulk_create", "update", "bulk_update"])
def test_every_way_of_writing_seals(way: str) -> None:
    if way == "bulk_create":
        Person.objects.bulk_create([Person(name="示例甲", identity_number=NUMBER)])
    else:
        person = somebody(identity_number="")
        if way == "update":
            Person.objects.update(identity_number=NUMBER)
        else:
            person.identity_number = NUMBER
            Person.objects.bulk_update([person], ["identity_number"])
    assert is_sealed(raw("identity_number"))
    assert Person.objects.get(identity_number__matches=NUMBER).identity_number.plain() == NUMBER


def test_one_column_may_be_copied_to_another_row_but_not_to_another_kind() -> None:
    person = somebody()
    twin = Person(name="示例乙", identity_number=person.identity_number)
    assert twin.identity_number == person.identity_number
    with pytest.raises(TypeError, match="takes phone, not identity_number"):
        twin.phone = person.identity_number
    with pytest.raises(TypeError) as refused:
        twin.phone = int(PHONE)  # type: ignore[assignment]
    assert PHONE not in str(refused.value)


@pytest.mark.parametrize(
    "typed",
    [NUMBER, f" {NUMBER[:6]} {NUMBER[6:]} ", pytest.param(seal("identity_number", NUMBER), id="sealed")],
)
def test_a_number_is_found_however_it_is_typed(typed: str | Protected) -> None:
    person = somebody()
    somebody(identity_number=OTHER)
    somebody(identity_number="")
    assert Person.objects.get(identity_number__matches=typed) == person
    assert Person.objects.exclude(identity_number__matches=typed).count() == 2


def test_no_number_finds_nobody() -> None:
    somebody(identity_number="")
    assert not Person.objects.filter(identity_number__matches="").exists()
    assert not Person.objects.filter(identity_number__matches=Protected("identity_number")).exists()
    assert Person.objects.exclude(identity_number__matches=" ").count() == 1


def test_a_phone_is_not_found_among_identity_numbers() -> None:
    somebody(identity_number=PHONE, phone="")
    assert not Person.objects.filter(phone__matches=PHONE).exists()
    assert Person.objects.filter(identity_number__matches=PHONE).exists()


def test_a_number_is_found_under_the_old_key_and_the_new() -> None:
    with override_settings(PROTECTED_DATA_KEYS=[OLD]):
        old = somebody()
    with override_settings(PROTECTED_DATA_KEYS=[NEW, OLD]):
        new = somebody()
        assert set(Person.objects.filter(identity_number__matches=NUMBER)) == {old, new}
        assert set(Person.objects.filter(identity_number__matches=old.identity_number)) == {old, new}
    with override_settings(PROTECTED_DATA_KEYS=[NEW]):
        assert set(Person.objects.filter(identity_number__matches=NUMBER)) == {new}


def test_looking_up_uses_the_index_and_sends_no_number() -> None:
    Person.objects.bulk_create(
        [Person(name="示例甲", identity_number=identity_number_of(serial)) for serial in range(2000)]
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE persons_person")
    wanted = Person.objects.filter(identity_number__matches=identity_number_of(7))
    assert "person_by_identity_number" in wanted.explain()
    with CaptureQueriesContext(connection) as asked:
        assert wanted.count() == 1
    assert identity_number_of(7) not in asked[0]["sql"]


@pytest.mark.parametrize(
    "asked",
    [
        {"identity_number": NUMBER},
        {"identity_number": seal("identity_number", NUMBER)},
        {"identity_number": F("phone")},
        {"identity_number__in": [NUMBER]},
        {"identity_number__icontains": NUMBER},
        {"identity_number__startswith": "53"},
        {"identity_number__gt": "5"},
        {"identity_number__matches": 5},
    ],
)
def test_every_other_question_is_refused_loudly_and_without_the_number(asked: dict[str, object]) -> None:
    somebody()
    with pytest.raises(FieldError) as refused:
        list(Person.objects.filter(**asked))
    assert NUMBER not in str(refused.value)


def test_getting_or_creating_by_a_number_is_refused() -> None:
    with pytest.raises(FieldError, match="__matches"):
        Person.objects.get_or_create(identity_number=NUMBER)


@pytest.mark.parametrize("column", ["identity_number", "phone"])
@pytest.mark.parametrize(
    "value",
    [
        NUMBER,
        " ",
        f"\n{NUMBER}\n",
        f"{'0' * 64}.{NUMBER}",
        f"{'0' * 64}.gAAAA{NUMBER}",
        f"x{seal('phone', PHONE).stored}",
        f"{seal('phone', PHONE).stored}\n",
        seal("phone", PHONE).fingerprint,
    ],
)
def test_not_even_raw_sql_writes_plain_text(column: str, value: str) -> None:
    somebody()
    with connection.cursor() as cursor:
        with pytest.raises(IntegrityError, match=f"person_{column}_is_sealed"), transaction.atomic():
            cursor.execute(f"UPDATE persons_person SET {column} = %s", [value])
        with pytest.raises(IntegrityError, match="null value"), transaction.atomic():
            cursor.execute(f"UPDATE persons_person SET {column} = NULL")
        cursor.execute(f"UPDATE persons_person SET {column} = ''")


def test_an_update_to_null_is_refused() -> None:
    somebody()
    with pytest.raises(IntegrityError, match="null value"), transaction.atomic():
        Person.objects.update(phone=None)


def test_validation_knows_the_constraint_and_the_missing_value() -> None:
    person = Person(name="示例甲", identity_number=NUMBER)
    person.full_clean()
    Person._meta.get_field("phone").blank = False
    try:
        with pytest.raises(ValidationError) as refused:
            person.full_clean()
    finally:
        Person._meta.get_field("phone").blank = True
    assert set(refused.value.message_dict) == {"phone"}


def test_a_save_that_fails_says_the_number_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    """Not in the log (with every query in it), not in the error, not in what the server answers."""
    caplog.set_level(logging.DEBUG, logger="django.db.backends")
    with (
        CaptureQueriesContext(connection) as asked,
        pytest.raises(IntegrityError, match="person_has_name") as refused,
        transaction.atomic(),
    ):
        somebody(name="")
    assert "INSERT" in caplog.text
    said = caplog.text + str(refused.value) + repr(refused.value) + str(asked.captured_queries)
    for digits in (NUMBER, NUMBER[6:14], PHONE, PHONE[3:]):
        assert digits not in said


def test_a_dump_holds_sealed_text_and_can_be_loaded() -> None:
    person = somebody()
    dumped = serializers.serialize("json", [person])
    assert NUMBER not in dumped
    assert json.loads(dumped)[0]["fields"]["phone"] == person.phone.stored
    before = raw("persons_person")
    Person.objects.all().delete()
    for loaded in serializers.deserialize("json", dumped):
        loaded.save()
    assert raw("persons_person") == before


def test_deferred_and_refreshed_values_are_sealed_too() -> None:
    somebody()
    deferred = Person.objects.defer("phone").get()
    assert deferred.get_deferred_fields() == {"phone"}
    assert deferred.phone.plain() == PHONE
    deferred.refresh_from_db(fields=["identity_number"])
    assert deferred.identity_number.plain() == NUMBER


def test_equal_numbers_can_be_kept_apart_by_the_database() -> None:
    once = UniqueConstraint(
        fingerprint("identity_number"), condition=~Q(identity_number=""), name="person_is_known_once"
    )
    with connection.schema_editor() as editor:
        editor.add_constraint(Person, once)
    somebody()
    somebody(identity_number="")
    somebody(identity_number="")
    with pytest.raises(ValidationError):
        once.validate(Person, Person(name="示例乙", identity_number=NUMBER))
    once.validate(Person, Person(name="示例乙", identity_number=OTHER))
    with pytest.raises(IntegrityError, match="person_is_known_once"), transaction.atomic():
        somebody()


@override_settings(PROTECTED_DATA_KEYS=[])
def test_without_a_key_rows_without_numbers_work_and_others_are_refused() -> None:
    person = Person.objects.create(name="示例甲")
    assert Person.objects.get(phone="") == person
    with pytest.raises(KeyMissing, match="PROTECTED_DATA_KEYS"):
        person.phone = PHONE
    with pytest.raises(KeyMissing, match="PROTECTED_DATA_KEYS"):
        Person.objects.filter(phone__matches=PHONE)
