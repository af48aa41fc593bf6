"""A password that another person set opens one door: that to a password of one's own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from foundation.models import SecurityEvent, TemporaryPassword
from tests.accounts.people import PASSWORD, deeds, is_in, log_in, person
from tests.staff import rows_of

pytestmark = pytest.mark.django_db
NEW = "自己的示例口令又长又好记"


def keeper_at(client: Client) -> User:
    keeper = person("账号管理", "管账号的")
    client.force_login(keeper)
    return keeper


def given(client: Client, user: User) -> str:
    """What the keeper reads out."""
    answer = client.post(reverse("admin:auth_user_temporary_password", args=[user.pk]), {"confirm": "1"})
    assert "no-store" in answer.headers["Cache-Control"]
    return str(answer.context["password"])


def test_the_keeper_gives_one_and_the_owner_changes_it_first(client: Client) -> None:
    keeper, user, owner = keeper_at(client), person(), Client()
    password = given(client, user)
    assert log_in(owner, user, PASSWORD).status_code == 200  # the old one is gone
    assert log_in(owner, user, password).status_code == 302
    page = reverse("admin:password_change")
    for address in ("admin:index", "admin:documents_document_changelist", "admin:second_factor"):
        assert owner.get(reverse(address)).url == page
    sent = {"old_password": password, "new_password1": NEW, "new_password2": NEW}
    assert owner.post(page, sent | {"new_password2": "别的"}).status_code == 200
    assert owner.post(page, sent).url == reverse("admin:password_change_done")
    assert is_in(owner)
    assert not TemporaryPassword.objects.exists()
    assert deeds(user) == ["password_set", "refused", "logged_in", "password_changed"]
    assert SecurityEvent.objects.get(deed="password_set").by == keeper
    assert password not in str(list(SecurityEvent.objects.values()))


def test_one_typed_into_the_form_of_the_admin_is_temporary_too(client: Client) -> None:
    keeper, user = keeper_at(client), person()
    page = reverse("admin:auth_user_password_change", args=[user.pk])
    assert client.post(page, {"password1": NEW, "password2": NEW}).status_code == 302
    assert TemporaryPassword.objects.get(user=user).set_by == keeper
    assert deeds(user) == ["password_set"]


def test_a_new_account_begins_with_one(client: Client) -> None:
    keeper_at(client)
    sent = {"username": "新编辑", "first_name": "示例新", "password1": NEW, "password2": NEW}
    assert client.post(reverse("admin:auth_user_add"), sent).status_code == 302
    made = User.objects.get(username="新编辑")
    assert TemporaryPassword.objects.filter(user=made).exists()
    page = reverse("admin:auth_user_change", args=[made.pk])
    sent = {"username": "新编辑", "is_active": "on", "is_staff": "on"} | rows_of(
        "jurisdictions", [], stored=0
    )
    assert client.post(page, sent).status_code == 302
    owner = Client()
    log_in(owner, made, NEW)
    assert owner.get(reverse("admin:index")).url == reverse("admin:password_change")


def test_a_command_on_the_server_makes_no_temporary_password() -> None:
    person()
    assert not TemporaryPassword.objects.exists()


def test_one_that_lay_about_for_a_week_opens_nothing(client: Client) -> None:
    keeper_at(client)
    user, owner = person(), Client()
    password = given(client, user)
    TemporaryPassword.objects.update(set_at=timezone.now() - timedelta(days=7, minutes=1))
    answer = log_in(owner, user, password)
    assert "请账号管理员再发一个" in answer.content.decode()
    assert not is_in(owner)


def test_nobody_sets_their_own_temporary_password() -> None:
    user = person()
    for row in ({"set_by": user}, {"set_by": None}):
        with (
            pytest.raises(IntegrityError, match=r"temporary_password_is_set_by_another|set_by_id"),
            transaction.atomic(),
        ):
            TemporaryPassword.objects.create(user=user, set_at=timezone.now(), **row)


def test_only_the_keeper_gives_one(client: Client) -> None:
    user = person()
    client.force_login(person("主编", "某主编"))
    assert client.post(reverse("admin:auth_user_temporary_password", args=[user.pk])).status_code == 403
    assert log_in(Client(), user).status_code == 302


def test_the_temporary_one_is_no_password_of_ones_own(client: Client) -> None:
    keeper_at(client)
    user, owner = person(), Client()
    password = given(client, user)
    log_in(owner, user, password)
    page = reverse("admin:password_change")
    sent = {"old_password": password, "new_password1": password, "new_password2": password}
    assert "不能和原来的一样" in owner.post(page, sent).content.decode()
    assert TemporaryPassword.objects.filter(user=user).exists()
