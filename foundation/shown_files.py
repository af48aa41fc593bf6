"""Showing a file that lies where no web server reaches it (`private_files`): the view that sends it has decided who may.

A browser may keep its copy but asks each time whether it still holds, and what was withdrawn meanwhile is not answered
304; at the desk nothing is kept (portal/security_headers.py). Whose connection broke goes on from where it stopped.
"""

from __future__ import annotations

import hashlib
import re
from typing import IO, Any

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from foundation.file_kinds import FileKind, kind_of
from foundation.private_files import lost
from foundation.refusals import UnknownFileKind

# Nothing in it loads or sends anything. No `sandbox`: Safari shows an empty page instead of the PDF.
POLICY = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; frame-ancestors 'none'"
_RANGE = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})")
_HEAD = 16  # bytes, in which every kind that is kept shows itself


def send_file(request: HttpRequest, file: FieldFile, *, name: str) -> HttpResponseBase:
    """The file, or the piece of it that is asked for, shown in the browser under this name without ending.

    Raises Http404 when it is not on the disk, or is of no kind that is shown to readers.
    """
    etag = _mark(file)
    unchanged = get_conditional_response(request, etag)
    if unchanged is not None:
        return unchanged
    opened, kind = _opened(file)
    span = _asked_for(request, etag, file.size)
    if span is not None and span[0] >= span[1]:
        opened.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"})
    start, end = span or (0, file.size)
    response = FileResponse(_Piece(opened, start, end), content_type=kind.content_type)
    response.block_size = 1 << 16
    headers = {
        "Content-Length": str(end - start),
        "Content-Disposition": str(content_disposition_header(False, name + kind.endings[0])),
        "Content-Encoding": "identity",  # it is compressed already
        "Content-Security-Policy": POLICY,
        "Accept-Ranges": "bytes",
        "Cache-Control": "no-cache",  # keep it, but ask whether it still holds
        "ETag": etag,
    }
    if span is not None:
        response.status_code = 206
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{file.size}"
    for header, value in headers.items():
        response.headers[header] = value
    return response


def _opened(file: FieldFile) -> tuple[IO[bytes], FileKind]:
    try:
        opened = file.storage.open(str(file.name), "rb")
    except FileNotFoundError:
        raise lost(file) from None
    try:
        return opened, kind_of(opened.read(_HEAD), str(file.name))
    except UnknownFileKind:
        opened.close()
        raise Http404("这个文件不是 PDF、JPEG 或 PNG，没有公开。") from None


def _mark(file: FieldFile) -> str:
    """A name is given once, so the same name and size are the same bytes."""
    try:
        said = f"{file.name} {file.size}"
    except FileNotFoundError:
        raise lost(file) from None
    return f'"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'


def _asked_for(request: HttpRequest, etag: str, size: int) -> tuple[int, int] | None:
    """From where to before where; None for all of it, also when several pieces or another version are asked for."""
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or not any(asked.groups()) or request.headers.get("If-Range", etag) != etag:
        return None
    first, last = asked.groups()
    if not first:
        return max(size - int(last), 0), size
    return int(first), min(int(last) + 1 if last else size, size)


class _Piece:
    """A stretch of an open file that reads as if it were all of it."""

    def __init__(self, opened: IO[bytes], start: int, end: int) -> None:
        opened.seek(start)
        self._opened, self._left = opened, end - start

    def read(self, size: int = -1) -> bytes:
        found = self._opened.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(found)
        return found

    def close(self, *_: Any) -> None:
        self._opened.close()
