"""What an uploaded file really is, what it may be called, and every reason to refuse one."""

from __future__ import annotations

import hashlib
import io
import zipfile

import pytest
from django.core.files.base import ContentFile
from hypothesis import given
from hypothesis import strategies as st

from foundation.file_kinds import LIMIT, LONGEST_NAME, FileKind, admitted, clean_name
from foundation.refusals import (
    DamagedFile,
    EmptyFile,
    FileRefused,
    FileTooLarge,
    LockedPdf,
    NameContradictsContent,
    UnknownFileKind,
)
from tests.files.pdf_sheets import pdf
from tests.files.uploads import PAGE, PLAIN_PDF, encoded, two_colours, upload


def test_a_pdf_stays_as_it_is() -> None:
    file = admitted(upload(PLAIN_PDF))
    assert (file.content, file.kind, file.name) == (PLAIN_PDF, FileKind.PDF, "示例证明.pdf")
    assert (file.size, file.sha256) == (len(PLAIN_PDF), hashlib.sha256(PLAIN_PDF).hexdigest())


def docx() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", "x")
        archive.writestr("word/document.xml", "x")
    return made.getvalue()


@pytest.mark.parametrize(
    ("raw", "name", "refusal", "said"),
    [
        (b"", "空.pdf", EmptyFile, "文件“空.pdf”是空的"),
        (PLAIN_PDF + b" " * LIMIT, "大.pdf", FileTooLarge, "文件“大.pdf”有 10.1 MB，超过 10 MB"),
        (encoded(two_colours(), "PNG"), "甲.pdf", NameContradictsContent, "文件名是 .pdf，内容却是 PNG 图片"),
        (
            encoded(two_colours(), "JPEG"),
            "甲.png",
            NameContradictsContent,
            "文件名是 .png，内容却是 JPEG 图片",
        ),
        (PLAIN_PDF, "甲.docx", NameContradictsContent, "文件名是 .docx，内容却是 PDF"),
        (docx(), "甲.docx", UnknownFileKind, "是Word 文档；请另存为 PDF 再上传"),
        (docx(), "甲.pdf", UnknownFileKind, "是Word 文档"),
        (b"PK\x03\x04" + b"x" * 99, "甲.zip", UnknownFileKind, "是压缩包；请解压后"),
        (b"\0\0\0\x18ftypheic", "IMG_1.HEIC", UnknownFileKind, "是HEIC 照片；请在手机的相机设置里"),
        (b"\0\0\0\x18ftypmp42", "甲.mp4", UnknownFileKind, "是视频"),
        (b"RIFF\1\1\1\1WEBPVP8 ", "甲.jpg", UnknownFileKind, "是WebP 图片"),
        (b"GIF89a", "甲.gif", UnknownFileKind, "是GIF 图片"),
        (b"\xd0\xcf\x11\xe0", "甲.doc", UnknownFileKind, "是旧格式的 Word"),
        (b"MZ\x90", "甲.pdf", UnknownFileKind, "是程序"),
        (b"<!DOCTYPE html><script>", "甲.pdf", UnknownFileKind, "是网页"),
        (b"\x89PNG", "甲.png", UnknownFileKind, "认不出文件“甲.png”是什么"),
        ("一段文字".encode(), "甲.txt", UnknownFileKind, "认不出文件“甲.txt”是什么"),
        (b" " + PLAIN_PDF, "甲.pdf", UnknownFileKind, "认不出"),
        (PLAIN_PDF[:400], "断.pdf", DamagedFile, "“断.pdf”已损坏或不完整"),
        (b"%PDF-1.4\nnothing\n%%EOF", "甲.pdf", DamagedFile, "已损坏"),
        (encoded(two_colours(), "JPEG")[:400], "断.jpg", DamagedFile, "已损坏"),
        (encoded(two_colours(), "PNG")[:60], "断.png", DamagedFile, "已损坏"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "甲.jpg", DamagedFile, "已损坏"),
        (pdf([PAGE], encrypted=True), "锁.pdf", LockedPdf, "加了密码或限制了打印、复制"),
    ],
)
def test_a_file_is_refused_by_name_with_what_to_do(
    raw: bytes, name: str, refusal: type[FileRefused], said: str
) -> None:
    with pytest.raises(refusal, match=said) as refused:
        admitted(upload(raw, name))
    assert type(refused.value) is refusal


def test_the_limit_is_the_callers() -> None:
    with pytest.raises(FileTooLarge, match=r"超过 0\.1 MB"):
        admitted(upload(PLAIN_PDF + bytes(200_000)), limit=100_000)
    assert admitted(upload(PLAIN_PDF), limit=len(PLAIN_PDF)).size == len(PLAIN_PDF)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\资料\\证明.pdf", "证明.pdf"),
        ("../../etc/证明.pdf", "证明.pdf"),
        ("证\x00明\u202efdp\n.pdf", "证明fdp .pdf"),
        ("  证明　一.pdf ", "证明 一.pdf"),
        ("证" * 300 + ".pdf", "证" * 196 + ".pdf"),
        ("..", "未命名"),
        ("", "未命名"),
        ("\udce4", "未命名"),
    ],
)
def test_a_name_is_cleaned_and_its_chinese_kept(given: str, kept: str) -> None:
    assert clean_name(given) == kept


@given(st.text(max_size=400))
def test_no_name_keeps_a_path_or_an_unseen_character(name: str) -> None:
    cleaned = clean_name(name)
    assert 0 < len(cleaned) <= LONGEST_NAME
    assert not set("/\\\0\n\r\u202e\u200b") & set(cleaned)
    assert clean_name(cleaned) == cleaned
    cleaned.encode("utf-8")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("扫描件", "扫描件.pdf"),
        ("附件1.扫描件", "附件1.扫描件.pdf"),
        ("2024.5", "2024.5.pdf"),
        ("甲.PDF", "甲.PDF"),
    ],
)
def test_a_name_without_an_ending_gets_one(name: str, kept: str) -> None:
    assert admitted(ContentFile(PLAIN_PDF, name)).name == kept
    assert len(admitted(ContentFile(PLAIN_PDF, "证" * 300)).name) == LONGEST_NAME
