"""The second factor at its edges: taken away by the keeper, asked for on a kept form, raced for, reset on the server."""

from __future__ import annotations

from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from foundation.accounts import actions
from foundation.models import SecurityEvent
from foundation.refusals import (
    NoSecondFactor,
    NotPermitted,
    NotTheirKeeper,
    RemarkRequired,
    WrongCode,
)
from tests.accounts.kept import kept_page
from tests.accounts.people import PASSWORD, code_of, enrolled, is_in, log_in, person

pytestmark = pytest.mark.django_db


def test_the_keeper_resets_with_a_reason_and_nobody_else(client: Client) -> None:
    user, keeper, root = person(), person("账号管理", "管账号的"), person("", "总管", is_superuser=True)
    enrolled(user)
    at = timezone.now()
    with pytest.raises(NotPermitted):
        actions.reset_second_factor(user, reason="核实过本人", by=person("主编", "某主编"), at=at)
    with pytest.raises(NotTheirKeeper):
        actions.reset_second_factor(keeper, reason="核实过本人", by=keeper, at=at)
    with pytest.raises(NotTheirKeeper):
        actions.reset_second_factor(root, reason="核实过本人", by=keeper, at=at)
    with pytest.raises(RemarkRequired):
        actions.reset_second_factor(user, reason="  丢 ", by=keeper, at=at)
    with pytest.raises(NoSecondFactor):
        actions.reset_second_factor(person(name="没有的"), reason="核实过本人", by=keeper, at=at)
    client.force_login(keeper)
    page = reverse("admin:auth_user_reset_second_factor", args=[user.pk])
    assert client.post(page, {"reason": "手机丢失，电话 13800138000 核实"}).status_code == 302
    event = SecurityEvent.objects.get(deed="factor_reset")
    assert (event.user, event.by) == (user, keeper)
    assert "13800138000" not in event.detail
    assert log_in(Client(), user).url == reverse("admin:index")
    for closed in (root, keeper):
        for deed in ("unlock", "temporary_password", "reset_second_factor"):
            assert client.post(reverse(f"admin:auth_user_{deed}", args=[closed.pk])).status_code == 403


def test_the_kept_form_of_an_ended_session_asks_for_the_code_too() -> None:
    user, url, sent = kept_page()
    enrolled(user)
    client = Client()
    who = {"kept-username": user.username, "kept-password": PASSWORD}
    for missing in ({}, {"kept-code": "000000"}):
        answer = client.post(url, sent | who | missing)
        assert answer.status_code == 403
        assert dict(answer.context["typed"]) == sent  # and nothing typed is lost
    assert client.post(url, sent | who | {"kept-code": code_of(user)}).status_code in (302, 422)
    assert is_in(client)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_send_one_code_at_once_one_comes_in() -> None:
    user, at = person(), timezone.now()
    enrolled(user)
    typed, outcomes = code_of(user), []

    def send() -> None:
        try:
            actions.check_code(user, typed, network="", at=at)
            outcomes.append("in")
        except WrongCode:
            outcomes.append("out")
        finally:
            connection.close()

    threads = [Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(outcomes) == ["in", "out", "out", "out"]


def test_on_the_server_it_is_taken_away_with_a_reason_too(capsys: pytest.CaptureFixture[str]) -> None:
    user = person()
    enrolled(user)
    for refused in (("没有的", "核实过本人"), (user.username, "丢")):
        with pytest.raises(CommandError):
            call_command("reset_second_factor", refused[0], reason=refused[1])
    call_command("reset_second_factor", user.username, reason="值班室当面核实")
    assert "已取消" in capsys.readouterr().out
    event = SecurityEvent.objects.get(deed="factor_reset")
    assert (event.user, event.by, event.detail) == (user, None, "值班室当面核实")
