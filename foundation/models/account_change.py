"""账号权限变动: what became of accounts, roles and permissions, as the database logged it."""

from __future__ import annotations

from typing import Self

from django.contrib.auth.models import Group, User
from django.db import models

from foundation.models.row_change import RowChange, RowChangeQuerySet

TABLES = (
    User._meta.db_table,
    User.groups.through._meta.db_table,
    User.user_permissions.through._meta.db_table,
    Group._meta.db_table,
    Group.permissions.through._meta.db_table,
    "foundation_jurisdiction",
)


class AccountChangeQuerySet(RowChangeQuerySet):
    def of_accounts(self) -> Self:
        return self.filter(table_name__in=TABLES)


class AccountChange(RowChange):
    """The same rows, seen from the desk of accounts: who gave whom what."""

    objects = models.Manager.from_queryset(AccountChangeQuerySet)()  # type: ignore[misc]

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "账号权限变动"
        default_permissions = ("view",)
