"""What the tests of the gazette share: the sample issue, imports in this process, databases for real processes."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from tests import make
from tests.databases import PROJECT, Database, migrated, new_database

Said = tuple[int, str, str]
SAMPLE = PROJECT / "fixtures" / "sample-issue.txt"


@pytest.fixture
def run() -> Callable[..., Said]:
    """Run a command in this process: exit code, standard output, standard error."""

    def run_command(*words: object) -> Said:
        out, said = io.StringIO(), io.StringIO()
        try:
            call_command(*map(str, words), stdout=out, stderr=said)
        except SystemExit as end:
            return int(end.code or 0), out.getvalue(), said.getvalue()
        return 0, out.getvalue(), said.getvalue()

    return run_command


@pytest.fixture
def variant(tmp_path: Path) -> Callable[..., Path]:
    """The sample issue with some words changed, as a file of its own."""

    def write(**changes: str) -> Path:
        text = SAMPLE.read_text("utf-8")
        for old, new in changes.items():
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / f"issue-{make.serial()}.txt"
        path.write_text(text, "utf-8")
        return path

    return write


@pytest.fixture
def versions() -> Callable[[], dict[str, list[str]]]:
    """Where every row of ours lies and which transaction wrote it: equal before and after means nothing was written."""

    def look() -> dict[str, list[str]]:
        found = {}
        for app in ("foundation", "documents", "gazette"):
            for model in apps.get_app_config(app).get_models(include_auto_created=True):
                with connection.cursor() as cursor:
                    cursor.execute(f'SELECT ctid::text || xmin::text FROM "{model._meta.db_table}"')
                    found[model._meta.db_table] = sorted(row[0] for row in cursor.fetchall())
        return found

    return look


@pytest.fixture(scope="session")
def template() -> Iterator[Database]:
    """A database with tables and reference facts, to be copied."""
    with new_database(migrated()) as made:
        code, _, said = made.run("load_reference")
        assert code == 0, said
        yield made


@pytest.fixture
def database(template: Database) -> Iterator[Database]:
    """A database that processes of their own write to."""
    with new_database(template.name) as made:
        yield made


@pytest.fixture
def bare_database() -> Iterator[Database]:
    """A database without tables."""
    with new_database() as made:
        yield made


NOTICE = """示例市人民政府关于做好示例桥梁养护工作的通知
示政发〔2012〕77号
各县人民政府，市直各委、办、局：
为做好桥梁养护工作，根据《示例市桥梁养护办法》（示政发〔2010〕8号）规定，现通知如下：
一、养护要求
（一）定期检查。每年检查2次，安排资金30万元。（市交通运输局牵头，市财政局配合）
（二）及时修缮。发现问题立即修缮。（市交通运输局负责）
示例市人民政府
2012年3月5日
（此件公开发布）
"""


@pytest.fixture
def notice_file(tmp_path: Path) -> Path:
    path = tmp_path / "notice.txt"
    path.write_text(NOTICE, "utf-8")
    return path
