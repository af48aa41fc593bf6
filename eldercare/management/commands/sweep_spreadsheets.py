"""`manage.py sweep_spreadsheets`: forget the content of spreadsheets that were not confirmed within a day."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from eldercare.actions import wipe_spreadsheets


class Command(BaseCommand):
    help = "清除一天以前上传而没有确认导入的表格，和导入后留待下载的有问题的行；可以每小时定时运行。"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"已清除 {wipe_spreadsheets(at=timezone.now())} 份表格的内容。")
