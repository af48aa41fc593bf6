"""How long a log-in lasts, and what ends it everywhere at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from foundation.accounts.sessions import BEGAN, SEEN
from foundation.models import StaffSession
from tests import make
from tests.accounts.people import PASSWORD, is_in, log_in, person

pytestmark = pytest.mark.django_db


def aged(client: Client, *, began: int, seen: int) -> None:
    """As if the log-in and the last visit were so many minutes ago."""
    session, now = client.session, int(timezone.now().timestamp())
    session[BEGAN], session[SEEN] = now - 60 * began, now - 60 * seen
    session.save()


def test_a_log_in_gets_a_new_key_and_belongs_to_the_account(client: Client) -> None:
    user = person()
    log_in(client, user)
    first = client.session.session_key
    log_in(client, user)
    assert client.session.session_key != first
    assert StaffSession.objects.get().user == user


@pytest.mark.parametrize(
    ("began", "seen", "lasts"),
    [(0, 0, True), (479, 0, True), (481, 0, False), (300, 59, True), (300, 61, False)],
)
def test_a_log_in_lasts_a_working_day_and_an_idle_hour(
    client: Client, began: int, seen: int, lasts: bool
) -> None:
    log_in(client, person())
    aged(client, began=began, seen=seen)
    assert is_in(client) is lasts


def test_work_keeps_the_session_awake_at_one_write_a_minute(client: Client) -> None:
    log_in(client, person())
    aged(client, began=100, seen=50)
    assert is_in(client)
    left = StaffSession.objects.get().expire_date - timezone.now()
    assert timedelta(minutes=59) < left <= timedelta(minutes=60)
    with CaptureQueriesContext(connection) as asked:
        assert is_in(client)
    assert not [query for query in asked.captured_queries if "UPDATE" in query["sql"]]


def _sql(text: str) -> Callable[[User], object]:
    def run(user: User) -> None:
        with connection.cursor() as cursor:
            cursor.execute(text, {"user": user.pk})

    return run


ENDS: dict[str, Callable[[User], object]] = {
    "a password": lambda user: (user.set_password("另一个示例口令甲乙"), user.save()),
    "inactive": lambda user: User.objects.filter(pk=user.pk).update(is_active=False),
    "no staff": lambda user: User.objects.filter(pk=user.pk).update(is_staff=False),
    "a role more": lambda user: user.groups.add(Group.objects.get(name="单位维护")),
    "a role less": lambda user: user.groups.clear(),
    "a permission": lambda user: user.user_permissions.add(Permission.objects.get(codename="publish_issue")),
    "at psql": _sql("DELETE FROM auth_user_groups WHERE user_id = %(user)s"),
    "hash at psql": _sql("UPDATE auth_user SET password = 'x' WHERE id = %(user)s"),
}


@pytest.mark.parametrize("change", ENDS)
def test_a_change_of_the_account_ends_every_log_in_of_it_and_of_nobody_else(change: str) -> None:
    user, other = person(), person(name="另一个")
    visitors = [Client(), Client()]
    for visitor in visitors:
        log_in(visitor, user)
    bystander = Client()
    log_in(bystander, other)
    ENDS[change](user)
    assert not StaffSession.objects.filter(user=user).exists()
    assert [is_in(visitor) for visitor in visitors] == [False, False]
    assert is_in(bystander)


def test_what_is_no_change_ends_nothing(client: Client) -> None:
    user = person()
    log_in(client, user)
    user.refresh_from_db()
    user.email = "a@example.cn"
    user.save()
    user.groups.set(user.groups.all())
    assert is_in(client)


def test_who_changes_their_own_password_stays_here_and_goes_elsewhere(client: Client) -> None:
    user, elsewhere = person(), Client()
    log_in(client, user)
    log_in(elsewhere, user)
    new = "另一个示例的口令甲乙丙"
    sent = {"old_password": PASSWORD, "new_password1": new + "1", "new_password2": new + "1"}
    assert client.post(reverse("admin:password_change"), sent).status_code == 302
    assert is_in(client)
    assert not is_in(elsewhere)


def test_public_pages_ask_for_no_session_even_of_who_is_logged_in(client: Client) -> None:
    make.portal()
    log_in(client, person())
    stranger = Client()
    for address in ("/", "/documents/", "/eldercare/", "/healthz"):
        with CaptureQueriesContext(connection) as of_staff:
            answer = client.get(address)
        with CaptureQueriesContext(connection) as of_stranger:
            stranger.get(address)
        assert len(of_staff) == len(of_stranger), address
        assert not answer.cookies
        assert not [query for query in of_staff.captured_queries if "session" in query["sql"]]


def test_no_list_tells_the_key_of_a_session(client: Client) -> None:
    """Who may look at the accounts would find it out letter by letter, and be in as somebody else, code and all."""
    chief, elsewhere = person("主编"), Client()
    elsewhere.force_login(chief)
    key = str(elsewhere.session.session_key)
    client.force_login(person("审计（只读）", "看账号的"))
    accounts = reverse("admin:auth_user_changelist")
    for lookup in ("sessions__session_key", "sessions__session_key__startswith", "sessions", "staffsession"):
        said = {client.get(accounts, {lookup: asked}).status_code for asked in (key, "没有这样的")}
        assert said in ({302}, {400}), lookup  # no such question
