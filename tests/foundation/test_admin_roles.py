"""Roles: what each may do, and what nobody gets by accident."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from foundation import permissions
from foundation.roles import ROLES
from tests.staff import rows_of

pytestmark = pytest.mark.django_db


def in_database() -> set[str]:
    return {
        f"{app}.{codename}"
        for app, codename in Permission.objects.values_list("content_type__app_label", "codename")
    }


def a_member(role: str, name: str = "某编辑") -> User:
    user = get_user_model().objects.create_user(name, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.mark.parametrize(
    "name", [value for key, value in vars(permissions).items() if key.isupper() and isinstance(value, str)]
)
def test_every_named_permission_exists(name: str) -> None:
    assert name in in_database()


@pytest.mark.parametrize("role", ROLES)
def test_every_permission_of_a_role_exists(role: str) -> None:
    assert ROLES[role] <= in_database()


def test_running_again_changes_nothing_and_puts_right_what_was_bent(
    capsys: pytest.CaptureFixture[str],
) -> None:
    editors = Group.objects.get(name="责任编辑")
    editors.permissions.add(Permission.objects.get(codename="publish_issue"))
    capsys.readouterr()
    call_command("ensure_roles")
    said = capsys.readouterr().out
    assert said.count("校正") == 1
    assert said.count("无变化") == len(ROLES) - 1
    assert Group.objects.count() == len(ROLES)
    held = {
        f"{p.content_type.app_label}.{p.codename}" for p in editors.permissions.select_related("content_type")
    }
    assert held == ROLES["责任编辑"]


def test_only_the_chief_publishes_and_withdraws() -> None:
    moves = {
        permissions.PUBLISH_DOCUMENT,
        permissions.WITHDRAW_DOCUMENT,
        permissions.PUBLISH_ISSUE,
        permissions.WITHDRAW_ISSUE,
    }
    assert {role for role, names in ROLES.items() if names & moves} == {"主编"}


def test_an_auditor_only_looks() -> None:
    assert {name.split(".")[1].split("_")[0] for name in ROLES["审计（只读）"]} == {"view"}


def test_no_role_makes_superusers_or_writes_history() -> None:
    everything = frozenset().union(*ROLES.values())
    assert not {name for name in everything if name.startswith("auth.") and "permission" in name}
    assert {name for name in everything if "statuschange" in name} == {"foundation.view_statuschange"}


def test_account_keeper_cannot_make_a_superuser(client: Client) -> None:
    keeper = a_member("账号管理", "管账号的")
    other = get_user_model().objects.create_user("新编辑")
    client.force_login(keeper)
    page = reverse("admin:auth_user_change", args=[other.pk])
    assert b"is_superuser" not in client.get(page).content
    answer = client.post(
        page,
        {"username": "新编辑", "is_active": "on", "is_superuser": "on", "user_permissions": ["1"]}
        | rows_of("jurisdictions", [], stored=0),
    )
    assert answer.status_code == 302
    other.refresh_from_db()
    assert not other.is_superuser
    assert other.user_permissions.count() == 0


def test_account_keeper_touches_neither_superusers_nor_himself(client: Client) -> None:
    keeper = a_member("账号管理", "管账号的")
    root = get_user_model().objects.create_superuser("总管", password="x")
    client.force_login(keeper)
    for account in (root, keeper):
        changed = client.post(
            reverse("admin:auth_user_change", args=[account.pk]),
            {"username": "换了", "is_active": ""},
        )
        assert changed.status_code == 403
        password = client.post(
            reverse("admin:auth_user_password_change", args=[account.pk]),
            {"password1": "abcdefgh12", "password2": "abcdefgh12"},
        )
        assert password.status_code == 403
    root.refresh_from_db()
    assert root.username == "总管"
    assert root.check_password("x")
