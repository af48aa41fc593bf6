"""The record of accounts: appended by whatever way a thing was done, read by few, and silent about secrets."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client, RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from foundation.accounts.record import note, wide_network
from foundation.models import AccountChange, SecurityDeed, SecurityEvent
from foundation.roles import ROLES
from foundation.row_audit import HIDDEN
from tests import care
from tests.accounts.people import log_in, person
from tests.staff import rows_of

pytestmark = pytest.mark.django_db
LISTS = ("admin:foundation_securityevent_changelist", "admin:foundation_accountchange_changelist")


def test_nobody_rewrites_the_record() -> None:
    note(SecurityDeed.LOGGED_IN, at=timezone.now(), user=person())
    for rewrite in (
        lambda: SecurityEvent.objects.update(detail="改写"),
        lambda: SecurityEvent.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="安全记录只能追加"), transaction.atomic():
            rewrite()
    for fields in ({"deed": "joked"}, {"deed": "exported"}, {"deed": "exported", "rows": 3}):
        with pytest.raises(IntegrityError, match="security_event"), transaction.atomic():
            SecurityEvent.objects.create(at=timezone.now(), **fields)


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("unix:", ""),
    ],
)
def test_of_an_address_only_the_network_is_kept(address: str, kept: str) -> None:
    assert wide_network(RequestFactory().get("/", REMOTE_ADDR=address)) == kept


CHANGES: dict[str, tuple[Callable[[User], object], str, str]] = {
    "a role given": (
        lambda user: user.groups.add(Group.objects.get(name="主编")),
        "auth_user_groups",
        "insert",
    ),
    "a role taken": (lambda user: user.groups.clear(), "auth_user_groups", "delete"),
    "a permission": (
        lambda user: user.user_permissions.add(Permission.objects.get(codename="publish_issue")),
        "auth_user_user_permissions",
        "insert",
    ),
    "a superuser made": (
        lambda user: User.objects.filter(pk=user.pk).update(is_superuser=True),
        "auth_user",
        "update",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_in_a_shell_is_logged_with_what_was_and_is(change: str) -> None:
    do, table, deed = CHANGES[change]
    user = person()
    start = AccountChange.objects.order_by("-pk")[0].pk
    do(user)
    logged = AccountChange.objects.of_accounts().get(pk__gt=start)
    assert (logged.table_name, logged.deed, logged.by) == (table, deed, None)
    assert logged.owner_id == user.pk


def test_who_gave_whom_what_at_the_desk_with_the_password_hidden(client: Client) -> None:
    keeper, user = person("账号管理", "管账号的"), person("")
    client.force_login(keeper)
    page = reverse("admin:auth_user_change", args=[user.pk])
    sent = {"username": user.username, "is_active": "on", "is_staff": "on"} | rows_of(
        "jurisdictions", [], stored=0
    )
    start = AccountChange.objects.order_by("-pk")[0].pk
    assert client.post(page, sent | {"groups": [Group.objects.get(name="主编").pk]}).status_code == 302
    given = AccountChange.objects.of_accounts().filter(pk__gt=start).get(table_name="auth_user_groups")
    assert (given.by, given.via, given.owner_id) == (keeper, page, user.pk)
    user.set_password("另一个示例口令甲乙")
    user.save()
    changed = AccountChange.objects.order_by("-pk")[0]
    assert (changed.before, changed.after) == ({"password": HIDDEN}, {"password": HIDDEN})
    listed = client.get(reverse(LISTS[1]) + f"?account={user.pk}").content.decode()
    for words in ("新增账号的角色", "主编", "管账号的", HIDDEN):
        assert words in listed
    assert "md5$" not in listed


def test_the_roles_themselves_are_watched() -> None:
    group = Group.objects.get(name="责任编辑")
    start = AccountChange.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    group.permissions.add(Permission.objects.get(codename="publish_issue"))
    logged = AccountChange.objects.of_accounts().get(pk__gt=start)
    assert (logged.table_name, logged.owner_id) == ("auth_group_permissions", group.pk)


def test_a_log_in_is_no_change_of_the_account(client: Client) -> None:
    user = person()
    start = AccountChange.objects.order_by("-pk")[0].pk
    log_in(client, user)
    assert not AccountChange.objects.filter(pk__gt=start).exists()


def test_exports_say_who_took_how_much(client: Client) -> None:
    care.institution()
    officer = care.officer()
    client.force_login(officer)
    page = reverse("admin:eldercare_institution_export")
    answer = client.post(page + "?q=13800138000", {"format": "csv"})
    assert answer.status_code == 200
    event = SecurityEvent.objects.get(deed="exported")
    assert (event.by, event.rows) == (officer, 0)
    assert "机构表格（csv）" in event.detail
    assert "13800138000" not in event.detail
    assert client.post(reverse("admin:eldercare_award_export")).status_code == 200
    assert SecurityEvent.objects.filter(deed="exported").count() == 2


def test_only_keepers_and_auditors_read_it_and_nobody_writes(client: Client) -> None:
    note(SecurityDeed.LOGGED_IN, at=timezone.now(), user=person(name="某某"))
    seeing = set()
    for number, role in enumerate(ROLES):
        visitor = Client()
        visitor.force_login(person(role, f"某{number}"))
        statuses = {visitor.get(reverse(name)).status_code for name in LISTS}
        assert len(statuses) == 1
        seeing |= {role} if statuses == {200} else set()
        event = SecurityEvent.objects.order_by("pk")[0]
        one = reverse("admin:foundation_securityevent_change", args=[event.pk])
        assert visitor.get(one).status_code == (200 if role in seeing else 403)
        assert visitor.post(one, {"detail": "改写"}).status_code == 403
        assert visitor.get(reverse("admin:foundation_securityevent_add")).status_code == 403
    assert seeing == {"账号管理", "审计（只读）"}


@override_settings(DEBUG=False)
def test_the_lists_ask_little_at_a_hundred_times_the_data(client: Client) -> None:
    people = [person(name=f"某{number}") for number in range(60)]
    for user in people:
        note(SecurityDeed.LOGGED_IN, at=timezone.now(), user=user, by=people[0])
    client.force_login(person("账号管理", "管账号的"))
    for name, most in zip(LISTS, (8, 13), strict=True):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse(name)).status_code == 200
        assert len(asked) <= most, [query["sql"][:120] for query in asked.captured_queries]
