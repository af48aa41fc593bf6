"""The covers and originals on record go from MEDIA_ROOT, which a web server hands out, to PRIVATE_ROOT.

They keep their names, so no row changes. What was moved already, or is on neither disk, is passed over: run it again after
an interruption. A file is whole in its new place before it leaves the old one.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import migrations


def move_in(apps: Any, editor: Any) -> None:
    _move(apps, Path(settings.MEDIA_ROOT), Path(settings.PRIVATE_ROOT))


def move_back(apps: Any, editor: Any) -> None:
    _move(apps, Path(settings.PRIVATE_ROOT), Path(settings.MEDIA_ROOT))


def _move(apps: Any, source: Path, target: Path) -> None:
    for name in _names(apps):
        try:
            if (source / name).is_file():
                _move_one(source / name, target / name)
        except OSError as error:
            raise CommandError(
                f"公报的文件“{name}”没有搬到 {target}：{error.strerror or error}。"
                "请让运行本程序的账户能读写这两个文件夹，再运行一次 migrate。"
            ) from None
        if not (target / name).is_file():
            print(f"记录里有公报的文件“{name}”，盘上没有，请从备份恢复到 {target}。", file=sys.stderr)


def _names(apps: Any) -> Iterator[str]:
    for names in apps.get_model("gazette", "Issue").objects.order_by("pk").values_list("cover", "pdf"):
        yield from filter(None, names)


def _move_one(source: Path, target: Path) -> None:
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        half = target.with_name(target.name + ".part")
        shutil.copyfile(source, half)
        half.chmod(0o600)
        with half.open("rb") as copied:
            os.fsync(copied.fileno())
        half.replace(target)
    source.unlink()


class Migration(migrations.Migration):
    dependencies = [("gazette", "0011_files_of_issues_are_private")]

    operations = [migrations.RunPython(move_in, move_back)]
