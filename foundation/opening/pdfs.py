"""A PDF is kept as it is, byte for byte: a signature in it stays valid. So what could act when it is opened is refused.

Cutting it out instead would break signatures and change evidence without its owner knowing; printing to PDF again
takes a minute and leaves nothing behind. Every object of the file is looked at, whether a page uses it or not.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pypdfium2
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfexceptions import PDFObjectNotFound
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import PSLiteral

from foundation.opening.refused import CannotOpen

_TAIL = 1024  # the end mark stands in the last bytes
_ACTING_KEYS = {"JS": "脚本", "XFA": "动态表单", "EF": "嵌入的文件", "RichMedia": "多媒体"}
_ACTING_NAMES = {
    "JavaScript": "脚本",
    "Launch": "打开其他程序的动作",
    "ImportData": "读取数据的动作",
    "SubmitForm": "发送数据的动作",
    "GoToE": "嵌入的文件",
    "Rendition": "多媒体",
    "Movie": "多媒体",
    "Sound": "多媒体",
    "RichMedia": "多媒体",
    "EmbeddedFile": "嵌入的文件",
}
_NAMING_KEYS = ("S", "Type", "Subtype")


def require_harmless_pdf(raw: bytes) -> None:
    """Raises CannotOpen, or whatever the two parsers raise for a broken file."""
    if b"%%EOF" not in raw[-_TAIL:]:
        raise CannotOpen("DamagedFile")
    document = PDFDocument(PDFParser(io.BytesIO(raw)))  # raises for a password
    if document.encryption is not None:
        raise CannotOpen("LockedPdf")
    for found in _objects(document):
        if acting := _acting(found):
            raise CannotOpen("ActivePdf", acting)
    _require_pages(raw)


def _objects(document: PDFDocument) -> Iterator[dict[str, Any]]:
    """Every dictionary of the file, those inside others too."""
    for number in sorted({number for table in document.xrefs for number in table.get_objids()}):
        try:
            waiting = [document.getobj(number)]
        except PDFObjectNotFound:
            continue
        while waiting:
            found = waiting.pop()
            if isinstance(found, PDFStream):
                found = found.attrs
            if isinstance(found, dict):
                yield found
                waiting.extend(found.values())
            elif isinstance(found, list):
                waiting.extend(found)
    yield from (table.get_trailer() for table in document.xrefs)


def _acting(found: dict[str, Any]) -> str:
    """What would act when the file is opened; "" when nothing would."""
    for key, what in _ACTING_KEYS.items():
        if key in found:
            return what
    names = [value.name for key in _NAMING_KEYS if isinstance(value := found.get(key), PSLiteral)]
    return next((_ACTING_NAMES[str(name)] for name in names if name in _ACTING_NAMES), "")


def _require_pages(raw: bytes) -> None:
    """The renderer of the browsers opens every page."""
    with pypdfium2.PdfDocument(raw) as document:
        if not len(document):
            raise CannotOpen("DamagedFile")
        for number in range(len(document)):
            document[number].close()
