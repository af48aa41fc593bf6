"""Rotating the keys: everything ends under the first one, whatever is killed or written meanwhile."""

from __future__ import annotations

import io
from collections.abc import Iterator
from threading import Thread

import psycopg
import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Q, UniqueConstraint
from django.test import override_settings

from foundation import rotation
from foundation.fields import fingerprint
from foundation.protected import UNREADABLE, is_current, seal
from foundation.rotation import State, Table, count, protected_tables
from tests.databases import Database, migrated, new_database
from tests.foundation.conftest import wait_until_blocked
from tests.numbers import PHONE, identity_number, identity_number_of
from tests.persons.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("persons")]
OLD, NEW, LOST = (Fernet.generate_key().decode() for _ in range(3))
NUMBER = identity_number()
DONE = "全部号码都在当前密钥下，旧密钥可以从 PROTECTED_DATA_KEYS 里去掉。"


def keys(*given: str) -> override_settings:
    return override_settings(PROTECTED_DATA_KEYS=given)


def people(number: int, key: str = OLD) -> list[Person]:
    """So many people, each with an identity number, every other one with a phone."""
    with keys(key):
        return Person.objects.bulk_create(
            Person(
                name=f"示例{serial}",
                identity_number=identity_number_of(serial),
                phone=PHONE if serial % 2 else "",
            )
            for serial in range(number)
        )


def run(*words: str) -> str:
    out = io.StringIO()
    call_command("rotate_protected_keys", *words, stdout=out, stderr=out)
    return out.getvalue()


def refused(*words: str) -> tuple[str, str]:
    """What the command printed and why it failed."""
    out = io.StringIO()
    with pytest.raises(CommandError) as failure:
        call_command("rotate_protected_keys", *words, stdout=out, stderr=out)
    return out.getvalue(), str(failure.value)


def states() -> dict[State, int]:
    return dict(count(Table(Person, ("identity_number", "phone")), size=100))


def test_every_table_with_protected_columns_is_known() -> None:
    assert Table(Person, ("identity_number", "phone")) in protected_tables()


def test_everything_ends_under_the_first_key_and_opens_without_the_old() -> None:
    people(25)
    Person.objects.create(name="没有号码的")
    with keys(NEW, OLD):
        assert states() == {State.OLDER: 37}
        said = run("--batch", "10")
        assert (
            "人员：已看 10 行，已换 10 行\n人员：已看 20 行，已换 20 行\n人员：已看 25 行，已换 25 行" in said
        )
        assert said.endswith(f"{DONE}\n")
    with keys(NEW):
        assert states() == {State.CURRENT: 37}
        for serial, person in enumerate(Person.objects.exclude(identity_number="").order_by("pk")):
            assert person.identity_number.plain() == identity_number_of(serial)
            assert person.phone.plain() == (PHONE if serial % 2 else "")
        assert Person.objects.get(identity_number__matches=identity_number_of(7)).name == "示例7"


def test_running_again_changes_nothing() -> None:
    people(5)
    with keys(NEW, OLD):
        run()
        before = list(Person.objects.order_by("pk").values_list("identity_number", "phone"))
        said = run()
        assert "已换" not in said
    after = list(Person.objects.order_by("pk").values_list("identity_number", "phone"))
    assert [value.stored for row in after for value in row] == [
        value.stored for row in before for value in row
    ]


def test_check_only_counts() -> None:
    people(4)
    with keys(NEW):
        Person.objects.create(name="示例新", phone=PHONE)
    with keys(NEW, OLD):
        said, why = refused("--check")
        assert "人员：在当前密钥下 1 个号码，在旧密钥下 6 个号码，现有密钥打不开 0 个号码\n" in said
        assert "旧密钥须留在" in why
        assert states() == {State.CURRENT: 1, State.OLDER: 6}
        run()
        assert DONE in run("--check")


def test_a_fingerprint_that_does_not_fit_is_put_right() -> None:
    person = people(1)[0]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE persons_person SET identity_number = %s || substr(identity_number, 65)", ["0" * 64]
        )
    with keys(OLD):
        assert states() == {State.OLDER: 1}
        run()
        assert Person.objects.get(identity_number__matches=identity_number_of(0)) == person


def test_what_no_key_opens_stops_nothing_else_and_is_named() -> None:
    people(3)
    lost = people(1, LOST)[0]
    with keys(OLD):
        Person.objects.filter(pk=lost.pk).update(phone=PHONE)
    with keys(NEW, OLD):
        said, why = refused()
        assert f"人员 {lost.pk}：现有密钥打不开" in said
        assert said.count(f"人员 {lost.pk}：") == 1
        assert "密钥都打不开" in why
        assert states() == {State.CURRENT: 5, State.UNREADABLE: 1}
        lost.refresh_from_db()
        assert (lost.phone.plain(), str(lost.identity_number)) == (PHONE, UNREADABLE)
        lost.name = "示例改名"
        lost.save()
    with keys(NEW, OLD, LOST):
        assert DONE in run()
        assert Person.objects.get(name="示例改名").identity_number.plain() == identity_number_of(0)


def test_equal_numbers_that_slipped_in_under_two_keys_are_named() -> None:
    once = UniqueConstraint(fingerprint("phone"), condition=~Q(phone=""), name="person_phone_is_once")
    with connection.schema_editor() as editor:
        editor.add_constraint(Person, once)
    with keys(OLD):
        old = Person.objects.create(name="示例甲", phone=PHONE)
    with keys(NEW, OLD):
        new = Person.objects.create(name="示例乙", phone=PHONE)
        said, why = refused()
        assert f"人员 {old.pk}：数据库不让改写（person_phone_is_once）" in said
        assert "旧密钥须留在" in why
        new.delete()
        assert DONE in run()


def test_without_a_key_or_with_a_strange_batch_it_says_what_to_do() -> None:
    people(1)
    assert refused("--batch", "0")[1] == "--batch 须为不小于 1 的整数。"
    with keys():
        assert "没有设置环境变量 PROTECTED_DATA_KEYS" in refused()[1]


def test_saving_an_object_loaded_before_brings_no_old_key_back() -> None:
    people(1)
    with keys(NEW, OLD):
        stale = Person.objects.get()
        run()
        stale.save()
        assert states() == {State.CURRENT: 1}
        stale.refresh_from_db()
        assert is_current(stale.identity_number)


def test_a_failure_between_batches_keeps_what_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    people(30)
    done = rotation.rotate
    calls = iter(range(2))

    def failing(*args: object) -> object:
        next(calls)
        return done(*args)  # type: ignore[arg-type]

    monkeypatch.setattr("foundation.management.commands.rotate_protected_keys.rotate", failing)
    with keys(NEW, OLD):
        with pytest.raises(StopIteration):
            run("--batch", "10")
        assert states() == {State.CURRENT: 30, State.OLDER: 15}
        monkeypatch.undo()
        assert DONE in run("--batch", "10")


@pytest.mark.django_db(transaction=True)
def test_what_somebody_writes_meanwhile_stays() -> None:
    """The rotation has read the old number, waits at the writer's lock, and then finds the new one."""
    writing = people(3)[1]
    said: list[str] = []

    def rotating() -> None:
        try:
            said.append(run())
        finally:
            connection.close()

    with keys(NEW, OLD):
        thread = Thread(target=rotating)
        with transaction.atomic():
            with keys(OLD, NEW):  # a process that has not been started anew
                Person.objects.filter(pk=writing.pk).update(identity_number=NUMBER, name="示例改")
            thread.start()
            wait_until_blocked(1)
        thread.join(timeout=20)
        assert said
        assert DONE in said[0]
        writing.refresh_from_db()
        assert (writing.identity_number.plain(), writing.name) == (NUMBER, "示例改")
        assert states() == {State.CURRENT: 4}


ROWS, BATCH = 3000, 100
ROTATE = ("rotate_protected_keys", "--batch", str(BATCH))
IN_USE = {"DJANGO_SETTINGS_MODULE": "tests.persons.settings", "PROTECTED_DATA_KEYS": f"{NEW},{OLD}"}


@pytest.fixture(scope="module")
def peopled(django_db_setup: None) -> Iterator[Database]:
    """A database with the app of tests and many people under the old key, to be copied."""
    with new_database(migrated()) as made:
        code, _, said = made.run("migrate", "--run-syncdb", **IN_USE)
        assert code == 0, said
        with keys(OLD):
            rows = [(f"示例{n}", seal("identity_number", identity_number_of(n)).stored) for n in range(ROWS)]
        with psycopg.connect(made.url) as writer, writer.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO persons_person (name, identity_number, phone) VALUES (%s, %s, '')", rows
            )
        yield made


@pytest.fixture
def database(peopled: Database) -> Iterator[Database]:
    """A copy for processes of their own."""
    with new_database(peopled.name) as made:
        yield made


def stored_in(database: Database) -> list[str]:
    return [text for (text,) in database.ask("SELECT identity_number FROM persons_person ORDER BY id")]


@pytest.mark.parametrize("batches", [1, 7, 20])
def test_a_killed_rotation_is_finished_by_the_next(database: Database, batches: int) -> None:
    before = stored_in(database)
    process = database.start(*ROTATE, **IN_USE)
    assert process.stdout is not None
    for _ in range(batches):
        assert "已换" in process.stdout.readline().decode()
    process.kill()
    process.communicate(timeout=20)
    killed = stored_in(database)
    changed = sum(old != new for old, new in zip(before, killed, strict=True))
    assert batches * BATCH <= changed < ROWS
    assert changed % BATCH == 0
    code, out, said = database.run(*ROTATE, **IN_USE)
    assert (code, said) == (0, "")
    assert out.decode().endswith(f"{DONE}\n")
    finished = stored_in(database)
    assert finished[:changed] == killed[:changed]
    with keys(NEW):
        for serial in range(0, ROWS, 97):
            person = Person(
                identity_number=Person._meta.get_field("identity_number").to_python(finished[serial])
            )
            assert person.identity_number.plain() == identity_number_of(serial)
    code, _, said = database.run("rotate_protected_keys", "--check", **IN_USE | {"PROTECTED_DATA_KEYS": NEW})
    assert (code, said) == (0, "")
