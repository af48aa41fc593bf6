"""manage.py database stop|status: the embedded server, by hand."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.embedded_database import server


class Command(BaseCommand):
    help = "内置数据库：status 查看状态和数据所在目录，stop 立即停止（平时最后一个进程退出时自动停止）。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["status", "stop"])

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        if settings.DATABASES["default"]["ENGINE"] != "portal.embedded_database":
            raise CommandError("已设置 DATABASE_URL，内置数据库没有启用。")
        if action == "stop":
            stopped = server.stop(settings.DATA_DIR)
            self.stdout.write("内置数据库已停止。" if stopped else "内置数据库没有在运行。")
        else:
            place, running = server.status(settings.DATA_DIR)
            self.stdout.write(f"{'正在运行' if running else '没有运行'}，数据目录：{place.data}")
