"""Letting a foreign file in: which kinds there are, what each file really is, and why one is refused.

The content says what a file is, never its name; a name that says otherwise is refused, because somebody was deceived.
Pictures are encoded anew without metadata, PDFs stay byte for byte (foundation.opening). No model, no clock.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass

from django.core.files.base import File
from django.db.models import TextChoices

from foundation.confined import TookTooLong, run_confined
from foundation.refusals import (
    ActivePdf,
    DamagedFile,
    EmptyFile,
    FileRefused,
    FileTooComplex,
    FileTooLarge,
    LockedPdf,
    NameContradictsContent,
    TooManyPixels,
    UnknownFileKind,
)

LIMIT = 10 << 20
LONGEST_NAME = 200
SECONDS, MEGABYTES = 30, 1280  # for the process that opens the file
NAMELESS = "未命名"
_UNSEEN = ("Cc", "Cf", "Cs")  # control, direction and joining marks, halves of characters


class FileKind(TextChoices):
    PDF = "pdf", "PDF"
    JPEG = "jpeg", "JPEG 图片"
    PNG = "png", "PNG 图片"

    @property
    def content_type(self) -> str:
        return {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}[self.value]

    @property
    def endings(self) -> tuple[str, ...]:
        """How a name may end; the first is given to a name without one."""
        return {"pdf": (".pdf",), "jpeg": (".jpg", ".jpeg", ".jpe", ".jfif"), "png": (".png",)}[self.value]


@dataclass(frozen=True)
class Admitted:
    """A file fit to be kept: `content`, `sha256` and `size` are of what is kept, not of what was sent."""

    content: bytes
    kind: FileKind
    name: str
    sha256: str
    size: int


_MAGIC = ((b"%PDF-", FileKind.PDF), (b"\xff\xd8\xff", FileKind.JPEG), (b"\x89PNG\r\n\x1a\n", FileKind.PNG))
_HEIC = "HEIC 照片；请在手机的相机设置里把格式改为“兼容性最佳”（JPEG）重拍，或用看图软件另存为 JPEG 再上传"
_AS_PDF = "；请另存为 PDF 再上传"
_AS_PICTURE = "；请另存为 JPEG 或 PNG 再上传"
_OTHERS: tuple[tuple[re.Pattern[bytes], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL | re.IGNORECASE), what)
    for pattern, what in (
        (rb"PK\x03\x04.*word/", "Word 文档" + _AS_PDF),
        (rb"PK\x03\x04.*xl/", "Excel 表格" + _AS_PDF),
        (rb"PK\x03\x04.*ppt/", "演示文稿" + _AS_PDF),
        (rb"PK\x03\x04.*OFD\.xml", "OFD 版式文件；请转换为 PDF 再上传"),
        (
            rb"PK\x03\x04|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|\x1f\x8b",
            "压缩包；请解压后逐个上传其中的 PDF 或图片",
        ),
        (rb"\xd0\xcf\x11\xe0", "旧格式的 Word、Excel 或 WPS 文件" + _AS_PDF),
        (rb"....ftyp(hei|hev|mif1|msf1)", _HEIC),
        (rb"....ftyp", "视频；只收 PDF 和图片"),
        (rb"GIF8", "GIF 图片" + _AS_PICTURE),
        (rb"RIFF....WEBP", "WebP 图片" + _AS_PICTURE),
        (rb"BM", "BMP 图片" + _AS_PICTURE),
        (rb"II\*\x00|MM\x00\*", "TIFF 图片；请另存为 PDF 或 JPEG 再上传"),
        (rb"\s*(<!doctype html|<html)", "网页；请打印为 PDF 再上传"),
        (rb"MZ|\x7fELF", "程序，不能上传"),
    )
)
_SENTENCES: dict[str, tuple[type[FileRefused], str]] = {
    "DamagedFile": (
        DamagedFile,
        "文件“{name}”已损坏或不完整，打不开；请用原来的软件打开检查，重新保存后再上传。",
    ),
    "TooManyPixels": (
        TooManyPixels,
        "图片“{name}”有 {detail} 像素，太大了，没有打开；请缩小或降低扫描分辨率（300 dpi 足够）后再上传。",
    ),
    "LockedPdf": (
        LockedPdf,
        "PDF“{name}”加了密码或限制了打印、复制，今后可能打不开；请去掉密码和限制，另存后再上传。",
    ),
    "ActivePdf": (ActivePdf, "PDF“{name}”里有{detail}，没有收下；请用“打印”另存为 PDF 后再上传。"),
    "FileTooComplex": (
        FileTooComplex,
        "文件“{name}”太复杂，打开时超出了时间或内存的限制；请拆分、缩小或重新扫描后再上传。",
    ),
}


def admitted(upload: File[bytes], *, limit: int = LIMIT) -> Admitted:
    """The uploaded file, recognised, opened, and cleaned where it can be.

    Raises EmptyFile, FileTooLarge, UnknownFileKind, NameContradictsContent, DamagedFile, TooManyPixels, LockedPdf,
    ActivePdf or FileTooComplex: all of them FileRefused, each a sentence that names the file and says what to do.
    """
    name = clean_name(upload.name or "")
    raw = _read(upload, name, limit)
    kind = kind_of(raw, name)
    name = _named_for(kind, name)
    content = _opened(kind, raw, name)
    if len(content) > limit:  # a picture may grow as it is encoded anew
        raise _too_large(name, len(content), limit)
    return Admitted(content, kind, name, hashlib.sha256(content).hexdigest(), len(content))


def _read(upload: File[bytes], name: str, limit: int) -> bytes:
    """Refused by its size before it is read."""
    if upload.size > limit:
        raise _too_large(name, upload.size, limit)
    upload.seek(0)
    raw = bytes(upload.read())
    if not raw:
        raise EmptyFile(f"文件“{name}”是空的；请检查后重新选择。")
    return raw


def _too_large(name: str, size: int, limit: int) -> FileTooLarge:
    return FileTooLarge(
        f"文件“{name}”有 {_in_megabytes(size)} MB，超过 {_in_megabytes(limit)} MB；请压缩或拆分后再上传。"
    )


def _in_megabytes(size: int) -> str:
    """Rounded up, so that what is too large never reads as what is allowed."""
    tenths = -(-size * 10 // (1 << 20))
    return f"{tenths // 10}.{tenths % 10}".removesuffix(".0")


def kind_of(raw: bytes, name: str) -> FileKind:
    """What the content is. Raises UnknownFileKind, which says what it seems to be instead."""
    for magic, kind in _MAGIC:
        if raw.startswith(magic):
            return kind
    other = next((what for pattern, what in _OTHERS if pattern.match(raw)), "")
    if other:
        raise UnknownFileKind(f"文件“{name}”是{other}。")
    raise UnknownFileKind(f"认不出文件“{name}”是什么；只收 PDF、JPEG 和 PNG，请另存为 PDF 再上传。")


def _named_for(kind: FileKind, name: str) -> str:
    """The name with an ending of its kind. Raises NameContradictsContent."""
    said = re.search(r"\.[A-Za-z][A-Za-z0-9]{1,4}$", name)
    if said is None:
        return name[: LONGEST_NAME - len(kind.endings[0])] + kind.endings[0]
    if said[0].lower() not in kind.endings:
        raise NameContradictsContent(
            f"文件名是 {said[0]}，内容却是 {kind.label}（“{name}”）；"
            f"请确认没有选错文件，把名称改为以 {kind.endings[0]} 结尾后再上传。"
        )
    return name


def _opened(kind: FileKind, raw: bytes, name: str) -> bytes:
    """What is kept of the file, after a confined process has opened it."""
    try:
        said = run_confined(
            "foundation.opening.child", kind.value, raw=raw, seconds=SECONDS, megabytes=MEGABYTES
        )
        line, _, content = said.partition(b"\n")
        answer = json.loads(line)
    except (TookTooLong, ValueError):  # too slow, killed, or crashed
        answer, content = {"refused": "FileTooComplex", "detail": ""}, b""
    if "refused" in answer:
        refusal, sentence = _SENTENCES[answer["refused"]]
        raise refusal(sentence.format(name=name, detail=answer["detail"]))
    return raw if kind == FileKind.PDF else content


def clean_name(name: str) -> str:
    """A file's name without folders, control and direction marks, and not too long; its ending stays."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(
        " " if character.isspace() else character
        for character in last
        if character.isspace() or unicodedata.category(character) not in _UNSEEN
    )
    plain = " ".join(visible.split()).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    if len(plain) > LONGEST_NAME and stem and len(ending) < 10:
        return stem[: LONGEST_NAME - len(ending) - 1] + dot + ending
    return plain[:LONGEST_NAME] or NAMELESS
