"""目录: columns, titles and pages, however they are set."""

from __future__ import annotations

import pytest

from gazette.reading.contents import Contents, read_contents
from tests.reading import source_of


def contents(*lines: str) -> Contents:
    return read_contents(source_of("\n".join(["甲市人民政府公报", "目 录", *lines]))[0].lines)


def entries(*lines: str) -> list[tuple[str, str, int | None]]:
    return [(entry.column, entry.title, entry.page) for entry in contents(*lines).entries]


@pytest.mark.parametrize(
    ("line", "page"),
    [
        ("甲市人民政府关于办学堂的通知 (3)", 3),
        ("甲市人民政府关于办学堂的通知（3）", 3),
        ("甲市人民政府关于办学堂的通知……………(12)", 12),
        ("甲市人民政府关于办学堂的通知……………（ 12 ）", 12),
        ("甲市人民政府关于办学堂的通知.....12", 12),
        ("甲市人民政府关于办学堂的通知 …… 105", 105),
        ("甲市人民政府关于办学堂的通知·······7", 7),
        ("甲市人民政府关于办学堂的通知 . . . . (7)", 7),
    ],
)
def test_pages_bracketed_and_dotted(line: str, page: int) -> None:
    assert entries("市政府文件", line) == [("市政府文件", "甲市人民政府关于办学堂的通知", page)]


@pytest.mark.parametrize(
    "column", ["市政府文件", "市 政 府 文 件", "市　政　府　文　件", "政策解读", "人 事 任 免"]
)
def test_columns_with_and_without_inner_blanks(column: str) -> None:
    ((name, _, _),) = entries(column, "甲市人民政府关于办学堂的通知 (3)")
    assert name == "".join(column.split())


def test_a_column_holds_until_the_next() -> None:
    found = entries(
        "市政府文件", "关于甲的通知 (1)", "关于乙的通知 (2)", "政策解读", "《关于乙的通知》政策解读 (3)"
    )
    assert [column for column, _, _ in found] == ["市政府文件", "市政府文件", "政策解读"]


def test_a_title_on_two_lines() -> None:
    found = entries("市政府文件", "甲市人民政府关于进一步办好", "老人学堂的通知……(3)", "大事记", "大事记…(9)")
    assert found == [("市政府文件", "甲市人民政府关于进一步办好老人学堂的通知", 3), ("大事记", "大事记", 9)]


def test_the_word_contents_again_on_its_second_page_is_no_title() -> None:
    assert [
        title for _, title, _ in entries("市政府文件", "关于甲的通知 (1)", "目 录", "关于乙的通知 (2)")
    ] == ["关于甲的通知", "关于乙的通知"]


def test_a_number_in_the_title_is_no_page() -> None:
    assert entries("市政府文件", "关于2030年学堂（第12期）的通知……(3)") == [
        ("市政府文件", "关于2030年学堂（第12期）的通知", 3)
    ]


def test_the_issue_data_end_the_contents() -> None:
    found = contents("市政府文件", "关于甲的通知 (1)", "(月刊)", "2030年第5期", "关于乙的通知 (2)")
    assert [entry.title for entry in found.entries] == ["关于甲的通知"]


def test_without_contents_there_are_no_entries() -> None:
    assert read_contents(source_of("甲市人民政府公报\n2030年第5期")[0].lines).entries == ()
