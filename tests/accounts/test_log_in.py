"""The door: who comes in, who is kept out, and how little is kept of either."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client, override_settings
from django.urls import reverse

from foundation.accounts import lockout
from foundation.models import SecurityEvent
from tests.accounts.people import PASSWORD, deeds, is_in, log_in, person

pytestmark = pytest.mark.django_db


def test_the_right_password_opens_and_is_on_record(client: Client) -> None:
    user = person()
    answer = log_in(client, user, REMOTE_ADDR="203.0.113.77")
    assert (answer.status_code, answer.url) == (302, reverse("admin:index"))
    assert is_in(client)
    assert client.post(reverse("admin:logout")).status_code == 200
    assert not is_in(client)
    assert deeds(user) == ["logged_in", "logged_out"]
    assert SecurityEvent.objects.filter(deed="logged_in").get().network == "203.0.113.0/24"


@pytest.mark.parametrize(
    "onward", ["https://example.cn/", "//example.cn/admin/", "javascript:alert(1)", "/\\example.cn"]
)
def test_nobody_is_sent_to_another_site(client: Client, onward: str) -> None:
    user = person()
    answer = client.post(
        f"{reverse('admin:login')}?next={onward}", {"username": user.username, "password": PASSWORD}
    )
    assert answer.url == reverse("admin:index")


def test_the_answer_does_not_tell_whether_there_is_such_an_account(client: Client) -> None:
    known, unknown = person(), "没有这个人"
    person("", "离岗的", is_active=False)
    said = []
    for name in (known.username, unknown, "离岗的"):
        answer = log_in(client, name, "不对的口令")
        assert answer.status_code == 200
        said.append(answer.context["form"].non_field_errors())
    assert said[0] == said[1] == said[2] == ["账号或密码不正确（区分大小写）。"]


def test_what_is_wrong_is_said_once(client: Client) -> None:
    page = log_in(client, person(), "不对的口令").content.decode()
    assert page.count('role="alert"') == page.count("账号或密码不正确") == 1
    page = log_in(client, "", "").content.decode()
    assert re.findall(r'role="alert">([^<]+)<', page) == ["请填写用户名。", "请填写密码。"]


def test_five_wrong_passwords_lock_this_address_and_no_other(client: Client) -> None:
    user = person()
    for _ in range(4):
        assert log_in(client, user, "不对的口令", REMOTE_ADDR="203.0.113.7").status_code == 200
        warned = log_in(client, "另一个", "不对的口令", REMOTE_ADDR="203.0.113.7")
    assert "再错 1 次，这里将锁定 30 分钟" in warned.content.decode()  # of one who is not, too
    fifth = log_in(client, user, "不对的口令", REMOTE_ADDR="203.0.113.7")
    assert fifth.status_code == 429
    assert "请账号管理员解除锁定" in fifth.content.decode()
    again = log_in(client, user, REMOTE_ADDR="203.0.113.7")  # now the right one
    assert again.status_code == 429
    assert not is_in(client)
    assert deeds(user) == ["refused"] * 4 + ["locked"] * 2
    assert log_in(Client(), user, REMOTE_ADDR="198.51.100.7").status_code == 302


def test_behind_the_proxy_the_lock_follows_the_visitor_not_the_proxy_nor_what_they_claim() -> None:
    user = person()
    with override_settings(BEHIND_PROXY=True):
        for number in range(5):
            claimed = {"HTTP_X_FORWARDED_FOR": f"10.0.0.{number}, 203.0.113.7"}
            log_in(Client(), user, "不对的口令", REMOTE_ADDR="127.0.0.1", **claimed)
        assert log_in(Client(), user, HTTP_X_FORWARDED_FOR="203.0.113.7").status_code == 429
        assert log_in(Client(), user, HTTP_X_FORWARDED_FOR="198.51.100.1").status_code == 302


def test_the_lock_knows_neither_names_nor_addresses_nor_what_was_typed(client: Client) -> None:
    user = person(name="zhubian")
    client.post(
        reverse("admin:login") + "?q=53092219500101001X",
        {"username": user.username, "password": "不对的口令", "note": "53092219500101001X"},
        headers={"user-agent": "示例浏览器", "accept": "text/zhubian"},
        REMOTE_ADDR="203.0.113.7",
    )
    kept = str(list(AccessAttempt.objects.values()))
    for secret in ("zhubian", "203.0.113", "53092219500101001X", "不对的口令", "示例浏览器"):
        assert secret not in kept
    assert lockout.failures_of(user) == 1


def test_the_keeper_unlocks_and_that_is_on_record(client: Client) -> None:
    user, keeper = person(), person("账号管理", "管账号的")
    for _ in range(5):
        log_in(Client(), user, "不对的口令")
    client.force_login(keeper)
    page = reverse("admin:auth_user_unlock", args=[user.pk])
    assert "记着的密码错误 5 次" in client.get(page).content.decode()
    assert client.post(page, {"confirm": "1"}).status_code == 302
    assert log_in(Client(), user).status_code == 302
    unlocked = SecurityEvent.objects.get(deed="unlocked")
    assert (unlocked.user, unlocked.by) == (user, keeper)


def test_an_account_guessed_at_from_everywhere_stays_shut_to_the_right_guess() -> None:
    user = person()
    for number in range(30):
        log_in(Client(), user, "不对的口令", REMOTE_ADDR=f"203.0.113.{number}")
    answer = log_in(Client(), user, REMOTE_ADDR="198.51.100.9")
    assert answer.status_code == 429
    assert "试这个账号的密码的次数太多" in answer.content.decode()


def test_one_address_that_tries_many_accounts_is_held_back() -> None:
    for number in range(30):
        assert log_in(Client(), f"谁{number}", "不对的口令").status_code == 200
    answer = log_in(Client(), person(), PASSWORD)
    assert answer.status_code == 429
    assert "从这个地址登录的次数太多" in answer.content.decode()


def test_a_password_hash_of_before_is_made_anew_at_the_log_in(client: Client) -> None:
    argon, pbkdf = (f"django.contrib.auth.hashers.{name}PasswordHasher" for name in ("Argon2", "PBKDF2"))
    with override_settings(PASSWORD_HASHERS=[pbkdf]):
        user = person()
    assert user.password.startswith("pbkdf2_sha256$")
    with override_settings(PASSWORD_HASHERS=[argon, pbkdf]):
        assert log_in(client, user).status_code == 302
        user.refresh_from_db()
        assert user.password.startswith("argon2$")
        assert is_in(client)


def test_a_weak_password_is_refused_in_chinese() -> None:
    owner = User(username="zhubian12345")
    for weak in ("abcdefg1234", "123456789012", "password1234", "zhubian12345"):
        with pytest.raises(ValidationError) as refused:
            validate_password(weak, owner)
        assert all(re.search("密码", sentence) for sentence in refused.value.messages), weak
    validate_password("示例的口令又长又好记呢甲", User(username="zhubian"))


def test_whatever_is_typed_is_answered(client: Client) -> None:
    hostile = ("\0", "a" * 100_000, "\u202e' OR 1=1 --", "{{7*7}}", "ＡＢＣ", "<script>alert(1)</script>")
    for number, text in enumerate(hostile):
        answer = log_in(client, text, text, REMOTE_ADDR=f"203.0.113.{number}")
        assert answer.status_code == 200, text[:20]
        said = answer.content.decode()
        assert 'value="49"' not in said
        assert "<script>alert" not in said


def test_a_lock_ends_by_itself(client: Client) -> None:
    user = person()
    for _ in range(5):
        log_in(client, user, "不对的口令")
    AccessAttempt.objects.update(
        attempt_time=AccessAttempt.objects.get().attempt_time - timedelta(minutes=31)
    )
    assert log_in(client, user).status_code == 302


def test_one_visitor_shuts_an_account_for_nobody_else() -> None:
    user = person()
    for _ in range(30):
        answer = log_in(Client(), user, "不对的口令", REMOTE_ADDR="203.0.113.7")
    assert answer.status_code == 429
    assert log_in(Client(), user, REMOTE_ADDR="198.51.100.9").status_code == 302


def test_at_an_open_desk_the_old_password_is_not_guessed_without_end(client: Client) -> None:
    client.force_login(person())
    page, own = reverse("admin:password_change"), "自己的示例口令又长又好记"
    sent = {"new_password1": own, "new_password2": own}
    for number in range(30):
        assert client.post(page, sent | {"old_password": f"猜{number}"}).status_code == 200
    answer = client.post(page, sent | {"old_password": PASSWORD})
    assert "试这个账号的密码的次数太多" in answer.content.decode()
    assert is_in(client)
