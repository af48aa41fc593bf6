"""The second factor: carried over once, asked for at every log-in, and of no use to who overheard a code."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from foundation.accounts import actions
from foundation.accounts.one_time_codes import (
    accepted_step,
    authenticator_address,
    code_at,
    new_recovery_codes,
    new_secret,
    recovery_digest,
)
from foundation.models import RecoveryCode, SecondFactor, SecurityEvent, StaffSession
from foundation.refusals import (
    TooManyVisits,
    WrongCode,
)
from foundation.roles import NEED_SECOND_FACTOR, ROLES
from tests.accounts.people import PASSWORD, code_of, deeds, enrolled, is_in, log_in, person

pytestmark = pytest.mark.django_db
VERIFY = "admin:verify"


def test_a_code_is_good_for_its_minute_and_once() -> None:
    secret, at = new_secret(), timezone.now()
    step = int(at.timestamp()) // 30
    for offset in (-1, 0, 1):
        typed = code_at(secret, at + timedelta(seconds=30 * offset))
        assert accepted_step(secret, f"{typed[:3]} {typed[3:]}", at=at, after=0) == step + offset
        assert accepted_step(secret, typed, at=at, after=step + offset) is None
    for wrong in ("", "12345", "1234567", "abcdef", "１２３４５", code_at(secret, at + timedelta(minutes=5))):
        assert accepted_step(secret, wrong, at=at, after=0) is None
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code_at(secret, at))
    assert accepted_step(secret, wide, at=at, after=0) == step  # typed by a Chinese keyboard
    assert authenticator_address("ABC", account="a b", site="公报").startswith(
        "otpauth://totp/%E5%85%AC%E6%8A%A5%3Aa%20b?"
    )


def test_recovery_codes_are_read_as_people_type_them() -> None:
    codes = new_recovery_codes()
    assert len(set(codes)) == 10
    code = codes[0]
    assert {recovery_digest(form) for form in (code, code.upper(), code.replace("-", " "), f" {code}－")} == {
        recovery_digest(code)
    }
    assert recovery_digest("123456") == ""


def test_the_password_alone_does_not_come_in_any_more(client: Client) -> None:
    user = person()
    enrolled(user)
    answer = log_in(client, user)
    assert answer.url.startswith(reverse(VERIFY))
    assert not is_in(client)
    assert StaffSession.objects.get().user is None
    key = client.session.session_key
    typed = code_of(user)
    assert client.post(reverse(VERIFY), {"code": "000000"}).status_code == 422
    assert not is_in(client)
    assert client.post(reverse(VERIFY), {"code": typed}).status_code == 302
    assert is_in(client)
    assert client.session.session_key != key
    other = Client()
    log_in(other, user)
    assert other.post(reverse(VERIFY), {"code": typed}).status_code == 422  # overheard
    assert not is_in(other)
    assert deeds(user) == ["factor_enrolled", "code_refused", "logged_in", "code_refused"]


def test_the_second_step_without_the_first_leads_back(client: Client) -> None:
    user = person()
    enrolled(user)
    assert client.post(reverse(VERIFY), {"code": code_of(user)}).url == reverse("admin:login")
    log_in(client, user)
    late = client.session
    late["password_was_right"] |= {"at": late["password_was_right"]["at"] - 601}
    late.save()
    assert client.post(reverse(VERIFY), {"code": code_of(user)}).url == reverse("admin:login")
    log_in(client, user)
    user.set_password("另一个示例口令甲乙")
    user.save()
    assert client.post(reverse(VERIFY), {"code": code_of(user)}).url == reverse("admin:login")
    assert not is_in(client)


def test_a_recovery_code_serves_once_and_only_its_owner(client: Client) -> None:
    user, other = person(), person(name="另一个")
    code, foreign = enrolled(user)[3], enrolled(other)[0]
    log_in(client, user)
    assert client.post(reverse(VERIFY), {"code": foreign}).status_code == 422
    assert client.post(reverse(VERIFY), {"code": code.upper().replace("-", " ")}).status_code == 302
    assert is_in(client)
    again = Client()
    log_in(again, user)
    assert again.post(reverse(VERIFY), {"code": code}).status_code == 422
    assert RecoveryCode.objects.filter(factor__user=user, used_at=None).count() == 9
    assert "recovery_used" in deeds(user)


def test_guessing_codes_comes_to_an_end() -> None:
    user, at = person(), timezone.now()
    enrolled(user, at=at - timedelta(days=1))
    for _ in range(20):
        with pytest.raises(WrongCode):
            actions.check_code(user, "000000", network="", at=at)
    with pytest.raises(TooManyVisits, match="请账号管理员重置"):
        actions.check_code(user, code_of(user), network="", at=at)


@override_settings(SECOND_FACTOR_REQUIRED=True)
def test_who_must_have_one_does_nothing_before(client: Client) -> None:
    chief = person("主编")
    log_in(client, chief)
    for address in (
        reverse("admin:index"),
        reverse("admin:documents_document_changelist"),
        reverse("admin:gazette_upload_add"),
        reverse("admin:autocomplete"),
        "/admin/no/such/page/",
    ):
        for answer in (client.get(address), client.post(address, {})):
            assert (answer.status_code, answer.headers.get("Location")) == (
                302,
                reverse("admin:second_factor"),
            )
    page = reverse("admin:second_factor")
    client.post(page, {"begin": "1"})
    shown = client.get(page)
    assert "<svg" in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    told = client.post(page, {"deed": "confirm", "code": code_of(chief)}).content.decode()
    assert told.count("<code>") == 10
    assert is_in(client)
    assert "<code>" not in client.get(page).content.decode()
    refused = client.post(page, {"deed": "remove", "code": code_of(chief, later=1)})
    assert "必须使用两步验证" in refused.content.decode()


@override_settings(SECOND_FACTOR_REQUIRED=True)
def test_the_roles_that_need_one_are_those_named_and_superusers(client: Client) -> None:
    assert set(NEED_SECOND_FACTOR) <= set(ROLES)
    led = []
    for number, role in enumerate(ROLES):
        visitor = Client()
        visitor.force_login(person(role, f"某{number}"))
        if not is_in(visitor):
            led.append(role)
    assert set(led) == set(NEED_SECOND_FACTOR)
    client.force_login(person("", "总管", is_superuser=True))
    assert not is_in(client)


def test_without_the_setting_nobody_needs_one_and_anybody_may_and_may_stop(client: Client) -> None:
    user = person()
    log_in(client, user)
    page = reverse("admin:second_factor")
    client.post(page, {"begin": "1"})
    client.post(page, {"deed": "confirm", "code": code_of(user)})
    renewed = client.post(page, {"deed": "renew", "code": code_of(user, later=1)})
    assert renewed.content.decode().count("<code>") == 10
    SecondFactor.objects.update(last_step=0)
    assert client.post(page, {"deed": "remove", "code": code_of(user)}).status_code == 302
    assert not SecondFactor.objects.exists()
    assert is_in(client)
    assert client.post(page, {"deed": "renew", "code": "123456"}).status_code == 422
    assert client.post(page, {"deed": "steal", "code": "123456"}).status_code == 422


def test_enrolling_ends_every_other_log_in(client: Client) -> None:
    user, elsewhere = person(), Client()
    log_in(client, user)
    log_in(elsewhere, user)
    page = reverse("admin:second_factor")
    client.post(page, {"begin": "1"})
    client.post(page, {"deed": "confirm", "code": code_of(user)})
    assert is_in(client)
    assert not is_in(elsewhere)


def test_a_secret_begun_at_another_log_in_is_never_the_one_that_counts(client: Client) -> None:
    """Somebody who knows the password begins, keeps the secret, and waits for the owner to confirm it."""
    user, elsewhere = person(), Client()
    log_in(elsewhere, user)
    page = reverse("admin:second_factor")
    elsewhere.post(page, {"begin": "1"})
    seen = SecondFactor.objects.get().secret.plain()
    log_in(client, user)
    assert "<svg" not in client.get(page).content.decode()
    assert client.post(page, {"deed": "confirm", "code": code_of(user)}).status_code == 422
    client.post(page, {"begin": "1"})
    client.post(page, {"begin": "1"})  # in a second window
    shown = SecondFactor.objects.get().secret.plain()
    assert shown != seen
    assert elsewhere.post(page, {"deed": "confirm", "code": code_of(user)}).status_code == 422
    assert "<svg" not in elsewhere.get(page).content.decode()
    assert client.post(page, {"deed": "confirm", "code": code_of(user)}).status_code == 200
    assert SecondFactor.objects.get(confirmed_at__isnull=False).secret.plain() == shown


def test_a_session_from_past_the_door_does_not_count_as_verified(client: Client) -> None:
    user = person()
    enrolled(user)
    client.force_login(user)
    assert not is_in(client)


def test_the_secret_lies_sealed_and_is_told_to_no_log(
    caplog: pytest.LogCaptureFixture, client: Client
) -> None:
    caplog.set_level(logging.DEBUG)
    user = person()
    codes = enrolled(user)
    log_in(client, user)
    client.post(reverse(VERIFY), {"code": code_of(user)})
    secret = SecondFactor.objects.get().secret.plain()
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM foundation_secondfactor")
        stored = cursor.fetchone()[0]
    assert stored.partition(".")[2].startswith("gAAAA")
    kept = stored + str(list(RecoveryCode.objects.values())) + str(list(SecurityEvent.objects.values()))
    for hidden in (secret, PASSWORD, *codes):
        assert hidden not in kept + caplog.text
    with (
        pytest.raises(IntegrityError, match="second_factor_secret_is_sealed"),
        transaction.atomic(),
        connection.cursor() as c,
    ):
        c.execute("UPDATE foundation_secondfactor SET secret = 'JBSWY3DPEHPK3PXP'")


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"secret": ""}, "second_factor_has_a_secret"),
        ({"made_at": None}, "made_at"),
        ({"confirmed_at": timezone.now() - timedelta(days=9)}, "second_factor_is_made_before_confirmed"),
    ],
)
def test_the_database_refuses_a_factor_without_its_parts(fields: dict[str, object], name: str) -> None:
    user = person()
    enrolled(user)
    with pytest.raises(IntegrityError, match=name):
        SecondFactor.objects.update(**fields)
