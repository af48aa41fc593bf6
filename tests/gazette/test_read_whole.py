"""A whole issue: contents against texts, files in other encodings, refusals in one sentence."""

from __future__ import annotations

import pytest

from documents.reading.answer import ReadingAnswer
from documents.reading.source import UnreadableSource
from gazette.reading.whole import read_issue
from tests.reading import SAMPLE, balanced, kinds, lexicon, read_all

FRONT = ["甲市人民政府公报", "2030年第5期", "目录", "市政府文件"]


def issue(contents: list[str], *texts: str) -> ReadingAnswer:
    return read_all("\n\n".join([*FRONT, *contents, *texts]) + "\n")


def text_of(title: str, number: str = "甲政发〔2030〕1号", body: str = "老人免费。") -> str:
    return f"{title}\n\n{number}\n\n各县、区人民政府：\n\n{body}\n\n2030年5月6日"


def titles(answer: ReadingAnswer) -> list[str]:
    return [document.title for document in answer.documents]


def test_documents_in_the_order_of_the_contents() -> None:
    answer = issue(
        ["关于办学堂的通知……(1)", "关于办茶馆的通知……(2)"],
        text_of("关于办学堂的通知"), text_of("关于办茶馆的通知", "甲政发〔2030〕2号"),
    )  # fmt: skip
    assert titles(answer) == ["关于办学堂的通知", "关于办茶馆的通知"]
    assert [document.column for document in answer.documents] == ["市政府文件", "市政府文件"]
    assert answer.problems == () and answer.coverage.unplaced == ()


def test_a_title_that_differs_a_little_is_found_and_said() -> None:
    answer = issue(
        ["甲市人民政府关于办好老人学堂计划的通知……(1)"], text_of("甲市人民政府关于办好老人学堂方案的通知")
    )
    assert titles(answer) == ["甲市人民政府关于办好老人学堂方案的通知"]
    (problem,) = answer.problems
    assert (problem.kind, problem.suggestion) == ("title_differs", "甲市人民政府关于办好老人学堂方案的通知")


def test_an_entry_without_a_text_is_said() -> None:
    answer = issue(["关于办学堂的通知……(1)", "关于办茶馆的通知……(2)"], text_of("关于办学堂的通知"))
    assert titles(answer) == ["关于办学堂的通知"]
    assert kinds(answer) == ["contents_without_text"]


def test_a_text_without_an_entry_is_read_and_said() -> None:
    answer = issue(
        ["关于办学堂的通知……(1)"],
        text_of("关于办学堂的通知"),
        text_of("甲市人民政府关于办茶馆的通知", "甲政发〔2030〕2号"),
    )
    assert titles(answer) == ["关于办学堂的通知", "甲市人民政府关于办茶馆的通知"]
    assert "text_without_contents" in kinds(answer)


def test_numbers_that_run_back_are_said() -> None:
    answer = issue(
        ["关于办学堂的通知……(1)", "关于办茶馆的通知……(2)"],
        text_of("关于办学堂的通知", "甲政发〔2030〕7号"), text_of("关于办茶馆的通知", "甲政发〔2030〕3号"),
    )  # fmt: skip
    assert "number_out_of_order" in kinds(answer)


def test_the_line_before_a_title_is_no_part_of_it() -> None:
    answer = issue(
        ["关于办学堂的通知……(1)", "《关于办学堂的通知》政策解读……(2)"],
        text_of("关于办学堂的通知") + "\n\n附件\n\n报名表\n\n负责人签字：\n\n年 月 日",
        "《关于办学堂的通知》政策解读\n\n一、为什么办\n\n老人欢迎。",
    )  # fmt: skip
    assert titles(answer) == ["关于办学堂的通知", "《关于办学堂的通知》政策解读"]
    assert answer.documents[1].interprets is not None


def test_without_contents_documents_are_found_by_their_numbers() -> None:
    answer = read_all("\n\n".join([*FRONT[:2], text_of("甲市人民政府关于办学堂的通知")]))
    assert titles(answer) == ["甲市人民政府关于办学堂的通知"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings_make_no_difference(encoding: str) -> None:
    text = SAMPLE.read_text("utf-8")
    plain = read_all(text).as_json()
    answer = read_issue(text.encode(encoding), name="公报.txt", lexicon=lexicon())
    assert balanced(answer)
    assert answer.as_json() | {"source": None} == plain | {"source": None}


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_ends_make_no_difference(ending: str) -> None:
    text = SAMPLE.read_text("utf-8")
    assert read_all(text.replace("\n", ending)).as_json() | {"source": None} == read_all(text).as_json() | {
        "source": None
    }


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "空"),
        (b" \n\t\n", "空"),
        (b"\x00\x01\x02\x03", "."),
        ("老人".encode() + b"\x00" + "学堂".encode(), "第1行"),
        ("老人学堂\n".encode() + b"\xff\xff\xff\n", "第2行"),
        (b"hello world\n", "中文"),
        ("今天天气很好。\n我们去茶馆。\n".encode(), "不像一期公报"),
    ],
)
def test_what_is_no_gazette_is_refused_in_one_sentence(raw: bytes, said: str) -> None:
    with pytest.raises(UnreadableSource, match=said) as refusal:
        read_issue(raw, name="不是公报.txt", lexicon=lexicon())
    assert str(refusal.value).count("。") == 1


def test_a_county_nobody_knows_is_no_misprint_of_a_known_one() -> None:
    answer = issue(
        ["关于办学堂的通知……(1)"], text_of("关于办学堂的通知", body="1. 开课。（甲县人民政府负责）")
    )
    assert "unit_misprint" not in kinds(answer)
