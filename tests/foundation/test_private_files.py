"""Private files: named after nothing, without an address, sent to who may see them, swept when nothing names them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection, models, transaction
from django.http import Http404
from django.test.utils import isolate_apps
from django.utils import timezone

from foundation import private_files
from foundation.file_kinds import FileKind
from foundation.models import WorkYear
from foundation.private_files import PrivateStorage, keep, serve_private, telling_nothing
from tests.foundation.conftest import files_in

CONTENT = "示例证明的内容".encode()


def test_a_name_tells_nothing_whatever_is_asked_for(root: Path) -> None:
    storage = PrivateStorage()
    names = {storage.save("张某某身份证.pdf", ContentFile(CONTENT)) for _ in range(3)} | {telling_nothing()}
    assert len(names) == 4
    assert all(len(name) == 35 and set(name) <= set("0123456789abcdef/") for name in names)
    assert not any("pdf" in name for name in names)


def test_there_is_no_address(root: Path) -> None:
    with pytest.raises(ValueError, match="保密文件没有网址"):
        PrivateStorage().url(telling_nothing())


def test_the_storage_writes_no_path_into_migrations(root: Path) -> None:
    field = models.FileField(storage=PrivateStorage(), upload_to=telling_nothing)
    assert str(root) not in str(field.deconstruct())
    assert field.deconstruct()[3]["storage"].deconstruct() == (
        "foundation.private_files.PrivateStorage",
        (),
        {},
    )


def test_the_files_lie_outside_what_is_served() -> None:
    environment = os.environ | {"DEBUG": "1"}
    for place, said in (("media/private", "不能放在对外公开的"), ("relative", "绝对路径")):
        given = str(Path.cwd() / place) if "/" in place else place
        done = subprocess.run(
            [sys.executable, "manage.py", "check"],
            env=environment | {"PRIVATE_ROOT": given},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert "PRIVATE_ROOT" in done.stderr and said in done.stderr
        assert "Traceback" not in done.stderr


@pytest.fixture
def evidence(root: Path, transactional_db: None) -> Iterator[type[models.Model]]:
    """A model with a private file, for the time of a test."""
    with isolate_apps("foundation"):

        class Evidence(models.Model):
            file = models.FileField(storage=PrivateStorage(), upload_to=telling_nothing)
            picture = models.FileField(upload_to="covers")

            class Meta:
                app_label = "foundation"

            def __str__(self) -> str:
                return str(self.file)

        with connection.schema_editor() as editor:
            editor.create_model(Evidence)
        yield Evidence
        with connection.schema_editor() as editor:
            editor.delete_model(Evidence)


def test_the_sweep_knows_every_row_with_a_private_file(evidence: type[models.Model], root: Path) -> None:
    with transaction.atomic():
        row = evidence._default_manager.create(file=keep(CONTENT), picture="covers/a.png")
    evidence._default_manager.create(file="", picture="")
    assert private_files.names_on_record([evidence, WorkYear]) == {row.file.name}  # type: ignore[attr-defined]
    assert row.file.read() == CONTENT  # type: ignore[attr-defined]


def test_only_old_strays_are_swept_and_lost_files_are_told(root: Path) -> None:
    storage = PrivateStorage()
    old, young, named = (storage.save("甲.pdf", ContentFile(CONTENT)) for _ in range(3))
    two_days_ago = (timezone.now() - timedelta(days=2)).timestamp()
    for name in (old, named):
        os.utime(root / name, (two_days_ago, two_days_ago))
    strays, missing = private_files.stray_files({named, "aa/lost"}, before=timezone.now() - timedelta(days=1))
    assert (strays, missing) == ([old], {"aa/lost"})
    private_files.sweep(strays)
    assert files_in(root) == {young, named}


@pytest.mark.django_db
def test_the_command_lists_first_and_removes_when_told(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = PrivateStorage().save("甲.pdf", ContentFile(CONTENT))
    call_command("sweep_private_files")
    assert "没有记录指向的文件 0 个。" in capsys.readouterr().out
    two_days_ago = (timezone.now() - timedelta(days=2)).timestamp()
    os.utime(root / name, (two_days_ago, two_days_ago))
    call_command("sweep_private_files")
    assert "1 个，没有删除（加 --remove 删除）" in capsys.readouterr().out
    assert files_in(root) == {name}
    call_command("sweep_private_files", remove=True)
    assert "1 个，已删除" in capsys.readouterr().out
    assert files_in(root) == set()


def test_a_file_is_sent_to_be_saved_and_by_nobody_kept() -> None:
    sent = serve_private(ContentFile(CONTENT, "x"), name="王家村 证明（一）.pdf", kind=FileKind.PDF)
    assert sent.content == CONTENT
    assert sent["Content-Type"] == "application/pdf"
    assert sent["Content-Disposition"] == (
        "attachment; filename*=utf-8''%E7%8E%8B%E5%AE%B6%E6%9D%91%20%E8%AF%81%E6%98%8E%EF%BC%88%E4%B8%80%EF%BC%89.pdf"
    )
    assert sent["Cache-Control"] == "private, no-store"
    assert sent["X-Content-Type-Options"] == "nosniff"
    assert {"sandbox", "default-src 'none'"} <= set(sent["Content-Security-Policy"].split("; "))


@pytest.mark.parametrize("kind", FileKind)
def test_a_file_may_be_shown_in_place(kind: FileKind) -> None:
    sent = serve_private(ContentFile(CONTENT, "x"), name="a.b", kind=kind, inline=True)
    assert sent["Content-Disposition"] == 'inline; filename="a.b"'
    assert sent["Content-Type"] == kind.content_type


def test_a_lost_file_is_not_found_and_told_to_the_log(root: Path, caplog: pytest.LogCaptureFixture) -> None:
    storage = PrivateStorage()
    name = storage.save("甲.pdf", ContentFile(CONTENT))
    file = models.FileField(storage=storage).attr_class(
        WorkYear(), models.FileField(name="file", storage=storage), name
    )
    assert serve_private(file, name="证明.pdf", kind=FileKind.PDF).content == CONTENT
    (root / name).unlink()
    file.close()
    lost = models.FileField(storage=storage).attr_class(
        WorkYear(), models.FileField(name="file", storage=storage), name
    )
    with pytest.raises(Http404, match="文件不在服务器上"):
        serve_private(lost, name="证明.pdf", kind=FileKind.PDF)
    assert name in caplog.text
