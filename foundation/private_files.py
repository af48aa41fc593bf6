"""Files that no web server hands out: outside MEDIA_ROOT and static, under names that tell nothing, without addresses.
A view asks first who may have one: the staff (`serve_private`), or everybody while it is public (`shown_files`).

A file is written before the transaction that knows it commits, so a committed row always has its file; when the
transaction (or the savepoint) rolls back, the file goes with it. What a killed process leaves behind, or an undecided
commit, `manage.py sweep_private_files` removes: files that are a day old and that no row names.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Collection, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage
from django.db import connection, transaction
from django.db.models import FileField, Model
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from foundation.file_kinds import FileKind

logger = logging.getLogger(__name__)
# Nothing in the file runs, loads or sends anything, wherever it is shown.
_INERT = (
    "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
)


class PrivateStorage(FileSystemStorage):
    """The storage of private files, for `FileField(storage=PrivateStorage(), …)`. Whatever name is asked for, the file
    gets a folder and a name that tell nothing; only its owner may read it; it has no URL.
    """

    def __init__(self) -> None:
        super().__init__(file_permissions_mode=0o600, directory_permissions_mode=0o700)

    @property
    def base_location(self) -> str:
        """Asked each time, so that nothing is kept of an earlier setting."""
        return str(settings.PRIVATE_ROOT)

    @property
    def location(self) -> str:
        return str(Path(self.base_location).absolute())

    def generate_filename(self, filename: str | os.PathLike[str]) -> str:
        return telling_nothing()

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return telling_nothing()

    def url(self, name: str | None) -> str:
        raise ValueError("保密文件没有网址：由视图核对权限后用 serve_private 发送。")


def telling_nothing(*_: Any) -> str:
    """A new name, 35 characters long: neither who nor what nor when can be read from it. Also serves as upload_to."""
    name = uuid4().hex
    return f"{name[:2]}/{name}"


def keep(content: bytes) -> str:
    """Write the bytes now and answer their name; they stay if this transaction commits, and go if it does not.

    The row that names the file is written in the same transaction. Raises TransactionManagementError outside of one.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("keep() 须在事务中调用：文件与记录同存同亡。")
    storage = PrivateStorage()
    name = storage.save(telling_nothing(), ContentFile(content))
    transaction.on_commit(_Pending(name))  # and nothing else may hold it
    _to_disk(Path(storage.path(name)))
    return name


def forget(name: str) -> None:
    """Remove a file once the transaction that gave it up has committed."""
    transaction.on_commit(lambda: PrivateStorage().delete(name))


class _Pending:
    """Stands among what a transaction does on commit. Django drops it, unrun, with the transaction or savepoint that
    rolls back, and with nothing else refering to it, that is the moment the file goes.

    Dropped in any other way (a lost connection, an earlier hook that raised) it says nothing about the commit: then the
    file stays, for the sweep to judge.
    """

    def __init__(self, name: str) -> None:
        self.name, self.is_kept = name, False

    def __call__(self) -> None:
        self.is_kept = True

    def __del__(self) -> None:
        if not self.is_kept and _is_rolling_back():
            PrivateStorage().delete(self.name)


def _is_rolling_back() -> bool:
    """Within a transaction whose connection still answers; hooks run after autocommit is back."""
    wire = connection.connection
    return not connection.autocommit and wire is not None and not wire.closed and not wire.broken


def _to_disk(path: Path) -> None:
    """The bytes and the entries of both folders, before the database says that they exist."""
    for place in (path, path.parent, path.parent.parent):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def names_on_record(models: Iterable[type[Model]] | None = None) -> set[str]:
    """Every private file that some row names: the FileFields of all models whose storage is the private one."""
    fields = [
        field
        for model in (apps.get_models(include_auto_created=True) if models is None else models)
        for field in model._meta.concrete_fields
        if isinstance(field, FileField) and isinstance(field.storage, PrivateStorage)
    ]
    named = (field.model._base_manager.values_list(field.attname, flat=True) for field in fields)
    return {name for names in named for name in names if name}


def stray_files(named: Collection[str], *, before: datetime) -> tuple[list[str], set[str]]:
    """Files older than `before` that nothing names, and names without a file."""
    root = Path(PrivateStorage().location)
    found = {f"{path.parent.name}/{path.name}": path for path in root.glob("*/*")}
    strays = [
        name
        for name, path in sorted(found.items())
        if name not in named and path.stat().st_mtime < before.timestamp()
    ]
    return strays, set(named) - found.keys()


def sweep(strays: Iterable[str]) -> None:
    """Remove these files."""
    storage = PrivateStorage()
    for name in strays:
        storage.delete(name)


def serve_private(
    file: FieldFile | File[bytes], *, name: str, kind: FileKind | None, inline: bool = False
) -> HttpResponse:
    """The file for somebody whom the view has found to be allowed to see it: to be saved, or shown in place. Of no
    kind that browsers show (kind None) it is bytes to be saved.

    Neither browser nor proxy keeps a copy; nothing in the file acts. Raises Http404 when it is not on the disk.
    """
    try:
        with file.open("rb") as opened:
            content = opened.read()
    except FileNotFoundError:
        raise lost(file) from None
    headers = {
        "Content-Disposition": str(content_disposition_header(not inline, name)),
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": _INERT,
        "Content-Encoding": "identity",  # pictures and PDFs are compressed already
    }
    content_type = kind.content_type if kind else "application/octet-stream"
    return HttpResponse(content, content_type=content_type, headers=headers)


def lost(file: FieldFile | File[bytes]) -> Http404:
    """What to say, and to write into the log, of a file that a row names and the disk does not have."""
    logger.error("文件不在盘上：%s", file.name)
    return Http404("文件不在服务器上，请联系管理员从备份恢复。")
