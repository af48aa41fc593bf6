"""What cannot be read is refused: exit code 2, one Chinese sentence, nothing saved, never a traceback."""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from documents.models import Document
from gazette.models import Issue
from tests.databases import Database
from tests.gazette.conftest import NOTICE, SAMPLE, Said

Run = Callable[..., Said]
TEXT = SAMPLE.read_text("utf-8")
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01" + zlib.compress(b"\x00" * 64)
BAD = {
    "empty": (b"", "是空的"),
    "blank": (b"\xef\xbb\xbf" + " \n\u3000\n".encode(), "没有"),
    "png": (PNG, "是图片"),
    "program": (b"\x7fELF\x02\x01\x01" + bytes(64), "二进制"),
    "zip": (b"PK\x03\x04" + bytes(range(200)), "已损坏，打不开"),
    "doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 64, "旧的 .doc"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "."),
    "utf-16": (TEXT.encode("utf-16"), "无法按 UTF-8 或 GB18030 解码|二进制"),
    "utf-16-be": (TEXT.encode("utf-16-be"), "无法按 UTF-8 或 GB18030 解码|二进制"),
    "nul": (TEXT[:300].encode() + b"\x00" + TEXT[300:].encode(), "第[0-9]+行含有二进制内容"),
    "cut": (TEXT.encode()[:-2] + b"\xe4\xba", "无法按|不像"),
    "surrogate": (TEXT.encode() + b"\xed\xa0\x80", "无法按|不像"),
    "latin": ("Résumé of nothing, déjà vu.".encode("latin-1"), "无法按|没有中文"),
    "english": (b"A letter that is no gazette.\n" * 40, "没有中文文字"),
    "letter": ("今天天气很好。\n我们去公园散步。\n".encode() * 30, "不像"),
    "too large": (b"\xe4\xb8\xad" * (7 * 1024 * 1024), "超过20MB"),
}


def is_one_sentence(said: str) -> bool:
    return bool(re.fullmatch(r"[^\n]*[\u4e00-\u9fff][^\n]*。\n", said)) and "Traceback" not in said


@pytest.mark.django_db
@pytest.mark.parametrize("more", [[], ["--check"]], ids=["save", "check"])
@pytest.mark.parametrize("command", ["import_issue", "import_document"])
@pytest.mark.parametrize(("raw", "reason"), BAD.values(), ids=BAD.keys())
def test_bad_content_is_refused(
    run: Run, tmp_path: Path, raw: bytes, reason: str, command: str, more: list[str]
) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(raw)
    code, out, said = run(command, path, *more)
    assert (code, out) == (2, "")
    assert is_one_sentence(said), said
    assert re.search(reason, said), said
    assert not Issue.objects.exists()
    assert not Document.objects.exists()


def test_a_damaged_encoding_names_the_line(run: Run, tmp_path: Path, db: None) -> None:
    path = tmp_path / "bad.txt"
    lines = TEXT.encode().splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if number > 200 and len(line) > 60)
    lines[at] = lines[at][:10] + b"\xff\xff" + lines[at][10:]
    path.write_bytes(b"".join(lines))
    assert f"第{at + 1}行起无法按 UTF-8 或 GB18030 解码" in run("import_issue", path, "--check")[2]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("missing.txt", "找不到文件"),
        (".", "是文件夹"),
        ("file/below", "找不到文件"),
        ("n" * 300, "读不了文件"),
        ("loop", "读不了文件"),
        ("sparse", "超过20MB"),
        ("endless", "超过20MB"),
    ],
)
def test_a_path_that_is_no_file_is_refused(
    run: Run, tmp_path: Path, name: str, reason: str, db: None
) -> None:
    (tmp_path / "file").write_text("文", "utf-8")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "endless").symlink_to("/dev/zero")
    with (tmp_path / "sparse").open("wb") as sparse:
        sparse.truncate(60 * 1024**3)  # reading it whole would not fit into memory
    for command in ("import_issue", "import_document"):
        code, out, said = run(command, tmp_path / name, "--check")
        assert (code, out) == (2, "")
        assert is_one_sentence(said), said
        assert reason in said


def test_an_issue_without_notice_form_and_a_notice_without_issue_form_are_told_apart(
    run: Run, notice_file: Path, db: None
) -> None:
    code, _, said = run("import_issue", notice_file)
    assert (code, is_one_sentence(said)) == (2, True)
    assert "import_document" in said


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "crlf", "cr"])
def test_other_spellings_of_the_same_text_are_the_same_issue(run: Run, tmp_path: Path, encoding: str) -> None:
    ends = {"crlf": "\r\n", "cr": "\r"}
    text = TEXT.replace("\n", ends.get(encoding, "\n"))
    path = tmp_path / SAMPLE.name
    path.write_bytes(text.encode("utf-8" if encoding in ends else encoding))
    plain = run("import_issue", SAMPLE, "--check")[1].split('"characters"', 1)[1]
    assert run("import_issue", path, "--check")[1].split('"characters"', 1)[1] == plain
    assert run("import_issue", path)[0] == 0
    assert not Document.objects.filter(body__contains="\r").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "named", ["2012/99", "2012-4", "第4期", "/4", "2012/", "²⁰¹²/4", "2012/٤", "2012/4 OR 1"]
)
def test_an_issue_that_is_not_on_record_is_refused(run: Run, notice_file: Path, named: str) -> None:
    code, out, said = run("import_document", notice_file, "--issue", named)
    assert (code, out, is_one_sentence(said)) == (2, "", True)
    assert "请写成 2024/9 的样子" in said
    assert not Document.objects.exists()


def test_a_process_refuses_without_a_traceback(database: Database, tmp_path: Path) -> None:
    """The real command, with a file name that is no text either."""
    before = database.counts()
    for raw in (PNG, b""):
        path = os.fsdecode(os.fsencode(str(tmp_path)) + b"/\xff\xfe.txt")
        Path(path).write_bytes(raw)
        code, out, said = database.run("import_issue", path)
        assert (code, out) == (2, b"")
        assert is_one_sentence(said), said
    assert database.counts() == before


def test_a_process_reads_a_file_whose_name_is_no_text(database: Database, tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(str(tmp_path)) + b"/\xff\xfe.txt")
    Path(path).write_text(NOTICE, "utf-8")
    for more in (["--check"], []):
        code, _, said = database.run("import_document", path, *more)
        assert (code, said) == (0, "")
    assert database.ask("SELECT source_name FROM documents_reading") == [("\ufffd\ufffd.txt",)]


def test_a_database_out_of_reach_is_told_in_one_sentence(tmp_path: Path) -> None:
    away = Database("nowhere")
    code, out, said = away.run(
        "import_issue",
        str(SAMPLE),
        DATABASE_URL="postgresql://nobody@127.0.0.1:1/none",
        DATABASE_POOL_TIMEOUT="1",
    )
    assert (code, out) == (2, b"")
    assert (
        "连不上数据库，没有保存；请检查数据库是否在运行。" in said.splitlines()
    )  # the driver has its say too
    assert "Traceback" not in said
