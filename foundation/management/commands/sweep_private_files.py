"""`manage.py sweep_private_files`: private files that no row names, and rows whose file is missing."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from foundation.private_files import names_on_record, stray_files, sweep

A_DAY = 24  # hours: longer than any transaction


class Command(BaseCommand):
    help = "列出没有任何记录指向的保密文件（进程被强行终止后可能留下），加 --remove 删除；并报告记录有而盘上没有的文件。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--remove", action="store_true", help="删除这些文件；恢复旧备份之后，核对完再删。"
        )

    def handle(self, *args: Any, remove: bool, **options: Any) -> None:
        strays, missing = stray_files(names_on_record(), before=timezone.now() - timedelta(hours=A_DAY))
        if remove:
            sweep(strays)
        done = "已删除" if remove else "没有删除（加 --remove 删除）"
        self.stdout.write(f"没有记录指向的文件 {len(strays)} 个{f'，{done}' if strays else ''}。")
        if missing:
            self.stderr.write(f"记录有而盘上没有的文件 {len(missing)} 个，请从备份恢复：")
            for name in sorted(missing):
                self.stderr.write(f"  {name}")
