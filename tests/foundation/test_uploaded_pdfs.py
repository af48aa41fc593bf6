"""A PDF that comes in stays as it is, or is refused when it would act, is locked, or cannot be opened."""

from __future__ import annotations

import struct
import zlib

import pytest

from foundation import file_kinds
from foundation.file_kinds import admitted
from foundation.refusals import ActivePdf, DamagedFile, FileTooComplex
from tests.files.pdf_sheets import assemble, pdf
from tests.files.uploads import PAGE, upload

ACTING = {
    "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> ": "脚本",
    "/AA << /WC << /S /JavaScript /JS (x) >> >> ": "脚本",
    "/OpenAction << /S /Launch /F (calc.exe) >> ": "打开其他程序的动作",
    "/OpenAction << /S /GoTo /D [4 0 R /Fit] /Next [ << /S /Launch /F (a) >> ] >> ": "打开其他程序的动作",
    "/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (x) >>] >> >> ": "脚本",
    "/Names << /EmbeddedFiles << /Names [(a) << /Type /Filespec /EF << /F 5 0 R >> >>] >> >> ": "嵌入的文件",
    "/AcroForm << /XFA [(a) 5 0 R] >> ": "动态表单",
    "/OpenAction << /S /SubmitForm /F (https://example.cn) >> ": "发送数据的动作",
    "/OpenAction << /S /Java#53cript /J#53 (x) >> ": "脚本",
}


@pytest.mark.parametrize(("catalog", "what"), ACTING.items())
def test_a_pdf_that_would_act_is_refused(catalog: str, what: str) -> None:
    with pytest.raises(ActivePdf, match=f"里有{what}，没有收下；请用“打印”另存为 PDF"):
        admitted(upload(pdf([PAGE], catalog=catalog)))


@pytest.mark.parametrize(
    "catalog",
    [
        "/OpenAction [4 0 R /Fit] ",
        "/OpenAction << /S /GoTo /D [4 0 R /Fit] >> ",
        "/ViewerPreferences << /DisplayDocTitle true >> /Lang (zh-CN) ",
        "/Names << /Dests << /Names [(a) [4 0 R /Fit]] >> >> ",
        "/Extra << /S /URI /URI (https://example.cn) >> ",
    ],
)
def test_a_pdf_that_only_shows_is_let_in(catalog: str) -> None:
    raw = pdf([PAGE], catalog=catalog)
    assert admitted(upload(raw)).content == raw


def in_an_object_stream(inner: bytes) -> bytes:
    """A file whose catalogue lies compressed in an object stream, where no search through its bytes finds it."""
    objects = [b"<< /Type /Catalog /Pages 3 0 R %s >>" % inner, b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>"]
    objects.append(b"<< /Type /Page /Parent 3 0 R /MediaBox [0 0 99 99] >>")
    heads, bodies = b"", b""
    for number, content in enumerate(objects, start=2):
        heads += b"%d %d " % (number, len(bodies))
        bodies += content + b"\n"
    packed = zlib.compress(heads + bodies)
    body = b"%PDF-1.5\n"
    place = len(body)
    body += b"1 0 obj\n<< /Type /ObjStm /N 3 /First %d /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream\nendobj\n" % (
        len(heads), len(packed), packed,
    )  # fmt: skip
    rows = [(0, 0, 255), (1, place, 0), (2, 1, 0), (2, 1, 1), (2, 1, 2), (1, len(body), 0)]
    table = b"".join(struct.pack(">BIB", *row) for row in rows)
    return body + (
        b"5 0 obj\n<< /Type /XRef /Size 6 /W [1 4 1] /Root 2 0 R /Length %d >>\nstream\n%s\nendstream\nendobj\n"
        b"startxref\n%d\n%%%%EOF\n" % (len(table), table, len(body))
    )


def test_a_script_in_a_compressed_object_is_found() -> None:
    harmless = in_an_object_stream(b"")
    assert admitted(upload(harmless)).content == harmless
    acting = in_an_object_stream(b"/OpenAction << /S /JavaScript /JS (x) >>")
    assert b"JavaScript" not in acting
    with pytest.raises(ActivePdf, match="脚本"):
        admitted(upload(acting))


def test_a_pdf_that_unpacks_without_end_takes_neither_the_memory_nor_the_portal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(file_kinds, "SECONDS", 3)
    bomb = zlib.compress(zlib.compress(bytes(400_000_000), 9), 9)
    raw = in_an_object_stream(b"").replace(b"/Filter /FlateDecode", b"/Filter [/FlateDecode /FlateDecode]")
    start, end = raw.index(b"stream\n") + 7, raw.index(b"\nendstream")
    with pytest.raises(FileTooComplex, match="超出了时间或内存的限制"):
        admitted(upload(raw[:start] + bomb + raw[end:]))


def test_a_page_that_cannot_be_opened_by_a_browser_is_damaged() -> None:
    with pytest.raises(DamagedFile):
        admitted(upload(assemble([])))
