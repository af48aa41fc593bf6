"""Bring the staff's roles to what `foundation.roles` says; running it again changes nothing."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from foundation.roles import ROLES


class Command(BaseCommand):
    help = "建立或校正工作人员的角色（用户组）及其权限；可以反复执行。"

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        permissions = {
            f"{permission.content_type.app_label}.{permission.codename}": permission
            for permission in Permission.objects.select_related("content_type")
        }
        missing = sorted(frozenset().union(*ROLES.values()) - permissions.keys())
        if missing:
            raise CommandError(f"数据库里没有这些权限，请先执行 migrate：{'、'.join(missing)}")
        for role, names in ROLES.items():
            state = self._ensure(role, {permissions[name] for name in names})
            if options["verbosity"]:
                self.stdout.write(f"{role}：{len(names)} 项权限，{state}")

    def _ensure(self, role: str, wanted: set[Permission]) -> str:
        group, created = Group.objects.get_or_create(name=role)
        held = set(group.permissions.all())
        if held != wanted:
            group.permissions.set(wanted)
        return "新建" if created else "校正" if held != wanted else "无变化"
