"""`manage.py load_reference`: bring the reference data up to the files of `fixtures/reference`."""

from typing import Any

from django.core.management.base import BaseCommand

from foundation.reference import load_folder


class Command(BaseCommand):
    help = "载入基础数据（行政区划、单位、文种、栏目、同义词）。可以反复运行：缺少的新增，与文件不同的更正，其余不动。"

    def handle(self, *args: Any, **options: Any) -> None:
        for loaded in load_folder():
            counts = f"新增 {loaded.created}，更正 {loaded.changed}，不变 {loaded.unchanged}"
            self.stdout.write(f"{loaded.label}：{counts}")
