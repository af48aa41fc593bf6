"""Hostile and foreign files: refused with one Chinese sentence that says what to do, in bounded time and memory."""

from __future__ import annotations

import io
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document

from documents.reading.files.confined import read_confined
from documents.reading.files.extract import extract
from documents.reading.files.kinds import PDF
from documents.reading.files.printed import Refused, UnreadableSource
from tests.files.pdf_sheets import Sheet, assemble, pdf

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SECONDS = 20.0  # far more than any of these files takes


def docx_with(**parts: bytes) -> bytes:
    """A Word document whose parts are replaced or joined by these; __ in a name stands for a slash."""
    plain = io.BytesIO()
    Document().save(plain)
    made = io.BytesIO()
    replaced = {name.replace("__", "/") + ".xml": content for name, content in parts.items()}
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            if member.filename not in replaced:
                target.writestr(member.filename, source.read(member))
        for name, content in replaced.items():
            target.writestr(name, content)
    return made.getvalue()


def body(inner: bytes) -> bytes:
    return b'<w:document xmlns:w="%s"><w:body>%s</w:body></w:document>' % (W.encode(), inner)


def package(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return made.getvalue()


def bomb() -> bytes:
    """Thirty million bytes in thirty thousand."""
    return docx_with(
        word__document=body(b"<w:p><w:r><w:t>" + b"\xe4\xb8\xad" * 10_000_000 + b"</w:t></w:r></w:p>")
    )


def laughs() -> bytes:
    entities = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    head = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY l0 "ha">%s]>' % entities
    return docx_with(word__document=head + body(b"<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>"))


def wide_laughs() -> bytes:
    """The same in UTF-16, where no search for ASCII letters finds it."""
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE w [<!ENTITY l "ha">]>' + body(b"").decode()
    return docx_with(word__document=text.encode("utf-16"))


def deep(depth: int) -> bytes:
    return docx_with(
        word__document=body(b"<w:sdt><w:sdtContent>" * depth + b"</w:sdtContent></w:sdt>" * depth)
    )


def deep_tables() -> bytes:
    return docx_with(word__document=body(b"<w:tbl><w:tr><w:tc>" * 100_000))


def members() -> bytes:
    return docx_with(**{f"word__m{n}": b"<a/>" for n in range(5000)})


def stranger() -> bytes:
    return docx_with(word__document=b"<html><body>no</body></html>")


def flate_bomb() -> bytes:
    """A page of half a gigabyte of blanks, packed twice."""
    packer = zlib.compressobj(1)
    once = b"".join(packer.compress(b" " * (1 << 22)) for _ in range(128)) + packer.flush()
    return assemble([zlib.compress(once)], filters="/FlateDecode /FlateDecode")


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "zip bomb": (bomb, "展开后大得反常"),
    "entities": (laughs, "实体声明"),
    "entities in UTF-16": (wide_laughs, "实体声明"),
    "deep": (lambda: deep(5000), "嵌套过深"),
    "deep within the parser's limit": (lambda: deep(120), "嵌套过深"),
    "deep tables": (deep_tables, "嵌套过深"),
    "members": (members, "展开后大得反常"),
    "members by the thousand": (lambda: package(*map(str, range(12_000))), "成千上万个成员"),
    "no Word inside": (stranger, "已损坏或不合规范"),
    "cut Word file": (lambda: docx_with()[:3000], "已损坏"),
    "cut PDF": (lambda: pdf([Sheet().text(60, 60, "页")])[:400], "已损坏"),
    "one endless line": (lambda: "示".encode() * 6_000_000, "第1行长达6000000字，没有分行"),
    "ten million characters in one line": (lambda: b"\xca\xbe" * 10_000_000, "第1行长达10000000字"),
    "endless lines": (lambda: "示\n".encode() * 5_000_000, "超过20万行"),
    "too much text": (lambda: ("示" * 60 + "\n").encode() * 90_000, "超过500万字"),
}

FOREIGN: dict[str, tuple[bytes, str]] = {
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧的 .doc 或 .wps 格式.*另存为 .docx"),
    "locked Word": (b"\xd0\xcf\x11\xe0" + bytes(64) + "EncryptedPackage".encode("utf-16-le"), "加了密码"),
    "macros": (package("word/document.xml", "word/vbaProject.bin"), "带有宏"),
    "OFD": (package("OFD.xml", "Doc_0/Document.xml"), "OFD"),
    "workbook": (package("xl/workbook.xml"), "表格或演示文稿"),
    "OpenDocument": (package("content.xml"), "OpenDocument"),
    "archive": (package("a.txt"), "压缩包"),
    "RTF": (b"{\\rtf1 x}", "RTF"),
    "photograph": (b"\xff\xd8\xff\xe0" + bytes(40), "图片.*OCR"),
    "scan": (pdf([Sheet().picture()]), "扫描件.*OCR"),
    "locked PDF": (pdf([Sheet().text(60, 60, "页")], encrypted=True), "加了密码"),
}


@pytest.mark.parametrize(("build", "reason"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_files_are_refused_in_bounded_time(build: Callable[[], bytes], reason: str) -> None:
    raw = build()
    begun = time.monotonic()
    with pytest.raises(UnreadableSource, match=reason) as refused:
        extract(raw, name="某文件")
    assert time.monotonic() - begun < SECONDS
    assert str(refused.value).startswith("文件“某文件”")
    assert str(refused.value).endswith("。")


@pytest.mark.parametrize(("raw", "reason"), FOREIGN.values(), ids=FOREIGN.keys())
def test_foreign_files_are_refused_with_advice(raw: bytes, reason: str) -> None:
    with pytest.raises(UnreadableSource, match=reason):
        extract(raw, name="某文件.txt")


def test_a_file_that_takes_too_long_is_stopped() -> None:
    begun = time.monotonic()
    with pytest.raises(Refused, match="读了2秒还没有读完，已经停止"):
        read_confined(PDF, flate_bomb(), seconds=2)
    assert time.monotonic() - begun < 2 + 5


def test_a_file_that_needs_too_much_memory_is_stopped() -> None:
    with pytest.raises(Refused, match="超出了内存"):
        read_confined(PDF, flate_bomb(), megabytes=400)


def test_a_page_tree_that_bites_its_tail_ends() -> None:
    raw = pdf([Sheet().text(60, 60, "页")]).replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]")
    assert len(read_confined(PDF, raw, seconds=SECONDS).lines) < 5


def test_the_name_does_not_say_what_a_file_is(tmp_path: Path) -> None:
    made = io.BytesIO()
    document = Document()
    document.add_paragraph("示例")
    document.save(made)
    assert "示例" in [line.text for line in extract(made.getvalue(), name="某文件.txt").lines]
    assert "示例" in [line.text for line in extract("示例".encode(), name="某文件.pdf").lines]
