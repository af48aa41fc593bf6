"""What kind of file some bytes are. The content says it, never the name. Pure."""

from __future__ import annotations

import io
import zipfile

from documents.reading.files.printed import MAX_BYTES, Refused

TEXT, WORD, PDF = "text", "word", "pdf"

_ARCHIVE = "是压缩包，没有读入；请先解压，再导入其中的 .txt、.docx 或 .pdf 文件。"
_PICTURE = "是图片，没有文字可读；请先做文字识别（OCR），或向来文单位索取电子文本。"
_REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"Rar!\x1a\x07", _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (b"\x1f\x8b", _ARCHIVE),
    (b"BZh", _ARCHIVE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"\x89PNG", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"{\\rtf", "是 RTF 格式，没有读入；请用 Word 或 WPS 另存为 .docx 后再导入。"),
)
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_DOCUMENT = "word/document.xml"
_MOST_MEMBERS = 10_000
_MACROS = "word/vbaProject.bin"


def kind_of_file(raw: bytes) -> str:
    """TEXT, WORD or PDF. Raises Refused with advice for everything else."""
    if len(raw) > MAX_BYTES:
        raise Refused("超过20MB，没有读入；请拆分后再导入。")
    if not raw.strip():
        raise Refused("是空的，没有可读的文字。")
    if b"%PDF-" in raw[:1024]:
        return PDF
    if raw.startswith(b"PK\x03\x04"):
        return _kind_of_package(raw)
    if raw.startswith(_OLE):
        raise Refused(_advice_for_old(raw))
    for magic, advice in _REFUSED:
        if raw.startswith(magic):
            raise Refused(advice)
    return TEXT


def _advice_for_old(raw: bytes) -> str:
    if _ENCRYPTED_PACKAGE in raw:
        return "加了密码，没有读入；请去掉密码另存后再导入。"
    return "是旧的 .doc 或 .wps 格式，没有读入；请用 Word 或 WPS 另存为 .docx 后再导入。"


def _kind_of_package(raw: bytes) -> str:
    """A zip archive is a Word document if it holds one and no macros."""
    if raw.count(b"PK\x01\x02") > _MOST_MEMBERS:
        raise Refused("里有成千上万个成员，疑似恶意文件，没有读入；请另存为 .docx 后再导入。")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            members = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise Refused("已损坏，打不开；请用 Word 或 WPS 打开检查并另存为 .docx 后再导入。") from None
    if _MACROS in members:
        raise Refused("带有宏，没有读入；请另存为不带宏的 .docx 后再导入。")
    if _DOCUMENT in members:
        return WORD
    if "OFD.xml" in members:
        raise Refused("是 OFD 版式文件，没有读入；请转换为 PDF，或索取 .docx 后再导入。")
    if "xl/workbook.xml" in members or "ppt/presentation.xml" in members:
        raise Refused("是表格或演示文稿，没有读入；请另存为 .docx 或 .txt 后再导入。")
    if "content.xml" in members:
        raise Refused("是 OpenDocument 格式，没有读入；请另存为 .docx 后再导入。")
    raise Refused(_ARCHIVE)
