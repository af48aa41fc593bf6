"""Letting a foreign table in: an Excel workbook or a text of separated values, recognised by its content.

A confined process opens it (foundation.opening.tables); here the answer becomes plain rows of cells, and every reason
to refuse a file a sentence that names it and says what to do. No model, no clock.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from django.core.files.base import File

from foundation.confined import TookTooLong, run_confined
from foundation.file_kinds import clean_name
from foundation.refusals import (
    DamagedFile,
    EmptyFile,
    FileRefused,
    FileTooComplex,
    FileTooLarge,
    NameContradictsContent,
    TableUnreadable,
    TooManyRows,
    UnknownFileKind,
)

LIMIT = 5 << 20
SECONDS, MEGABYTES = 60, 1280
XLSX, CSV = "xlsx", "csv"
ENDINGS = {XLSX: (".xlsx",), CSV: (".csv", ".txt", ".tsv")}
NAMED = {XLSX: "Excel 表格", CSV: "逗号、分号或制表符分隔的文本"}


@dataclass(frozen=True)
class Cell:
    """What stands in one cell. `kind` is "text" or one of those foundation.opening.tables tells apart."""

    text: str
    kind: str = "text"


@dataclass(frozen=True)
class Row:
    number: int  # in the file, from 1
    cells: tuple[Cell | None, ...]

    def cell(self, place: int) -> Cell | None:
        return self.cells[place] if place < len(self.cells) else None


@dataclass(frozen=True)
class Sheet:
    name: str
    rows: tuple[Row, ...]


_AS_XLSX = "；请另存为 .xlsx 或 .csv 再上传"
_OTHERS: tuple[tuple[re.Pattern[bytes], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL | re.IGNORECASE), what)
    for pattern, what in (
        (rb"PK\x03\x04.*xl/vbaProject\.bin", "带有宏的 Excel 表格" + _AS_XLSX),
        (rb"PK\x03\x04.*xl/workbook\.bin", "二进制格式（.xlsb）的 Excel 表格" + _AS_XLSX),
        (rb"PK\x03\x04.*word/", "Word 文档；请把其中的表格复制到 Excel，另存为 .xlsx 再上传"),
        (rb"PK\x03\x04.*ppt/", "演示文稿，不是表格"),
        (rb"PK\x03\x04.*OFD\.xml", "OFD 版式文件，不是表格"),
        (rb"PK\x03\x04.*opendocument\.spreadsheet", "OpenDocument 表格" + _AS_XLSX),
        (rb"PK\x03\x04|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|\x1f\x8b", "压缩包；请解压后上传其中的 .xlsx 或 .csv"),
        (rb"\xd0\xcf\x11\xe0.*E\0n\0c\0r\0y\0p\0t\0e\0d\0P", "加了密码的表格；请去掉密码，另存后再上传"),
        (rb"\xd0\xcf\x11\xe0", "旧格式（.xls、.et）的表格" + _AS_XLSX),
        (rb"%PDF-", "PDF，不是表格；请向填表的单位索取 .xlsx"),
        (rb"\xff\xd8\xff|\x89PNG|GIF8|BM|II\*\x00|MM\x00\*", "图片，不是表格；请向填表的单位索取 .xlsx"),
        (rb"[\s\xef\xbb\xbf]*(<!doctype html|<html|<table|<meta|<head)", "网页格式的表格" + _AS_XLSX),
        (rb"[\s\xef\xbb\xbf]*<\?xml", "XML 格式的表格" + _AS_XLSX),
        (rb"MZ|\x7fELF", "程序，不能上传"),
    )
)
_BOMB = "文件“{name}”展开后大得反常，或者含有正常表格没有的内容，没有打开；请用 Excel 或 WPS 打开检查，另存一份再上传。"
_SENTENCES: dict[str, tuple[type[FileRefused], str]] = {
    "DamagedFile": (
        DamagedFile,
        "文件“{name}”已损坏或不完整，打不开；请用 Excel 或 WPS 打开检查，另存一份再上传。",
    ),
    "LockedArchive": (DamagedFile, "文件“{name}”加了密码；请去掉密码，另存后再上传。"),
    "FileTooComplex": (
        FileTooComplex,
        "文件“{name}”太复杂，打开时超出了时间或内存的限制；请只保留要导入的那张表，另存后再上传。",
    ),
    "TooManyRows": (TooManyRows, "文件“{name}”的行数太多；请拆成几个文件，分次导入。"),
    "UnknownEncoding": (
        TableUnreadable,
        "文件“{name}”不是 UTF-8 或 GB18030（GBK）编码的文本，读不出来；请在 Excel 或 WPS 里另存为 .xlsx 再上传。",
    ),
    "UnpairedQuote": (
        TableUnreadable,
        "文件“{name}”从第 {detail} 行起引号没有成对，分不清单元格；请检查这一行的引号，或另存为 .xlsx 再上传。",
    ),
    **dict.fromkeys(
        ("SwollenArchive", "DeclaredEntities", "NestedTooDeep", "LockedPdf"), (FileTooComplex, _BOMB)
    ),
}


def taken_in(upload: File[bytes], *, limit: int = LIMIT) -> tuple[str, bytes]:
    """Name and bytes of an uploaded file, refused by its size before it is read. Raises EmptyFile or FileTooLarge."""
    name = clean_name(upload.name or "")
    if upload.size > limit:
        raise FileTooLarge(f"文件“{name}”超过 {limit >> 20} MB；请拆成几个文件，分次导入。")
    upload.seek(0)
    raw = bytes(upload.read())
    if not raw.strip():
        raise EmptyFile(f"文件“{name}”是空的；请检查后重新选择。")
    return name, raw


def sheets_of(raw: bytes, *, name: str) -> tuple[Sheet, ...]:
    """The visible sheets of a workbook, or the one table of a text. Raises a FileRefused."""
    kind = kind_of_table(raw, name=name)
    try:
        said = run_confined("foundation.opening.child", kind, raw=raw, seconds=SECONDS, megabytes=MEGABYTES)
        line, _, content = said.partition(b"\n")
        answer = json.loads(line)
    except (TookTooLong, ValueError):  # too slow, killed, or crashed
        answer, content = {"refused": "FileTooComplex", "detail": ""}, b""
    if "refused" in answer:
        refusal, sentence = _SENTENCES[answer["refused"]]
        raise refusal(sentence.format(name=name, detail=answer["detail"]))
    return tuple(
        Sheet(sheet["name"], tuple(Row(number, tuple(map(_cell, cells))) for number, cells in sheet["rows"]))
        for sheet in json.loads(content)
    )


def _cell(said: str | list[str] | None) -> Cell | None:
    if said is None:
        return None
    if isinstance(said, str):
        return Cell(said) if said.strip() else None
    kind, text = said
    return Cell(text, kind)


def kind_of_table(raw: bytes, *, name: str) -> str:
    """XLSX or CSV, by the content. Raises UnknownFileKind, or NameContradictsContent when the name says otherwise."""
    other = next((what for pattern, what in _OTHERS if pattern.match(raw)), "")
    is_workbook = raw.startswith(b"PK\x03\x04") and b"xl/workbook.xml" in raw
    if is_workbook and b"xl/vbaProject.bin" not in raw:
        other = ""
    if other:
        raise UnknownFileKind(f"文件“{name}”是{other}。")
    kind = XLSX if is_workbook else CSV
    said = re.search(r"\.[A-Za-z][A-Za-z0-9]{1,4}$", name)
    if said is not None and said[0].lower() not in ENDINGS[kind]:
        raise NameContradictsContent(
            f"文件名是 {said[0]}，内容却是{NAMED[kind]}（“{name}”）；"
            f"请确认没有选错文件，把名称改为以 {ENDINGS[kind][0]} 结尾后再上传。"
        )
    return kind
