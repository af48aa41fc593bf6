"""Letting the files of a submission in: the text as the readers take it, attachments as they are kept. No model, no clock.

What is a document (Word, PDF with text, plain text) is opened by the reader, which refuses macros, bombs, passwords and
damage; pictures and other PDFs are opened, and pictures cleaned, by `foundation.file_kinds`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.core.files.base import File

from documents.reading.files.extract import extract
from documents.reading.files.kinds import WORD, kind_of_file
from documents.reading.files.printed import MAX_BYTES, Refused, UnreadableSource
from foundation.file_kinds import admitted, clean_name
from foundation.refusals import FileRefused, FileTooLarge, NameContradictsContent

_WORD_ENDING = ".docx"


@dataclass(frozen=True)
class Kept:
    """An attachment fit to be kept."""

    content: bytes
    name: str
    kind: str  # docx, or a kind of foundation.file_kinds
    sha256: str


def attachment(upload: File[bytes]) -> Kept:
    """The uploaded file, recognised by its content. Raises a FileRefused with a sentence that names it."""
    name = clean_name(upload.name or "")
    if upload.size > MAX_BYTES:
        raise FileTooLarge(f"文件“{name}”超过 {MAX_BYTES >> 20} MB；请压缩或拆分后再添加。")
    upload.seek(0)
    raw = bytes(upload.read())
    if raw.startswith(b"PK\x03\x04"):
        return _word(raw, name)
    found = admitted(upload)
    return Kept(found.content, found.name, found.kind.value, found.sha256)


def _word(raw: bytes, name: str) -> Kept:
    """A Word document the reader can open."""
    try:
        kind = kind_of_file(raw)
    except Refused as refused:
        raise FileRefused(f"文件“{name}”{refused}") from None
    if kind != WORD:
        raise FileRefused(f"认不出文件“{name}”是什么；只收 .docx、PDF、JPEG 和 PNG。")
    try:
        extract(raw, name=name)
    except UnreadableSource as refused:
        raise FileRefused(str(refused)) from None
    if "." in name and not name.lower().endswith(_WORD_ENDING):
        raise NameContradictsContent(
            f"文件名与内容不符（“{name}”是 Word 文档）；请把名称改为以 .docx 结尾后再添加。"
        )
    named = name if name.lower().endswith(_WORD_ENDING) else f"{name}{_WORD_ENDING}"
    return Kept(raw, named, "docx", hashlib.sha256(raw).hexdigest())
