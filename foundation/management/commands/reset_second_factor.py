"""`manage.py reset_second_factor NAME --reason …`: when nobody who keeps accounts can come in any more."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from foundation.accounts.actions import reset_second_factor
from foundation.refusals import Refusal


class Command(BaseCommand):
    help = "取消一个账号的两步验证，本人下次登录时重新启用；写进安全记录。平时由账号管理员在后台重置。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="账号")
        parser.add_argument("--reason", required=True, help="原因，以及怎样核实了本人")

    def handle(self, *args: Any, username: str, reason: str, **options: Any) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"没有账号“{username}”。")
        try:
            reset_second_factor(user, reason=reason, by=None, at=timezone.now())
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"已取消 {username} 的两步验证。")
