"""Whom a document names: citations once each, repeals, and what an interpretation interprets."""

from __future__ import annotations

import pytest

from documents.reading.citations import parse_number, read_citations, read_interpreted, read_repeals, titles
from tests.reading import document, notice


def cited(text: str, *own: str) -> list[tuple[str, str | None]]:
    return [(reference.title, reference.document_number) for reference in read_citations(text, own=own)]


def repealed(text: str) -> list[tuple[str, str | None]]:
    return [(reference.title, reference.document_number) for reference in read_repeals(text)]


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("《学堂办法》（甲政发〔2030〕12号）", "甲政发〔2030〕12号"),
        ("《学堂办法》(甲政发[2030]12号)", "甲政发〔2030〕12号"),
        ("《学堂办法》（甲政发（2030）12号）", "甲政发〔2030〕12号"),
        ("《学堂办法》（甲政发〔2030〕12号，以下简称办法）", "甲政发〔2030〕12号"),
        ("《学堂办法》（GB/T 35796-2017）", "GB/T35796-2017"),
        ("《学堂办法》(GB 38600—2019)", "GB38600—2019"),
        ("《学堂办法》（试行）", None),
        ("《学堂办法》", None),
    ],
)
def test_numbers_that_follow_a_title(printed: str, number: str | None) -> None:
    assert cited(f"按照{printed}办理。") == [("学堂办法", number)]


def test_each_is_cited_once_with_its_number_wherever_that_stands() -> None:
    assert cited("按照《学堂办法》办。再按《学堂办法》（甲政发〔2030〕12号）办。") == [
        ("学堂办法", "甲政发〔2030〕12号")
    ]


def test_titles_inside_titles_stay_there() -> None:
    text = "见《乙厅转发〈学堂办法〉的通知》和《丙厅关于印发《茶馆办法》的通知》。"
    assert [title for title, _ in cited(text)] == [
        "乙厅转发〈学堂办法〉的通知",
        "丙厅关于印发《茶馆办法》的通知",
    ]


@pytest.mark.parametrize("own", ["学堂办法", "学堂办法（试行）", "学堂 办法"])
def test_a_document_does_not_cite_itself(own: str) -> None:
    assert cited("对照《学堂办法》（试行）打分。", own) == []


def test_nor_its_attachments_nor_the_text_it_encloses() -> None:
    read = document(
        notice(
            "现将《学堂办法》印发，对照《学堂名单》办，并按《茶馆条例》办。", "附件：学堂名单",
            title="甲市人民政府关于印发学堂办法的通知", tail=["", "学堂办法", "第一条 免费。", "附件", "学堂名单", "示东县三处。"],
        )
    )  # fmt: skip
    assert [reference.title for reference in read.citations] == ["茶馆条例"]


@pytest.mark.parametrize("paper", ["食品经营许可证", "健康证", "营业执照", "安全责任书"])
def test_papers_of_people_are_no_documents(paper: str) -> None:
    assert cited(f"应当取得《{paper}》。") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("《甲办法》（甲政发〔2029〕1号）同时废止。", ["甲办法"]),
        ("《甲办法》（甲政发〔2029〕1号）和《乙办法》（甲政发〔2029〕2号）同时废止。", ["甲办法", "乙办法"]),
        ("《甲办法》、《乙办法》《丙办法》等3个文件同时废止。", ["甲办法", "乙办法", "丙办法"]),
        ("《甲办法》（甲政发〔2029〕1号）停止执行。", ["甲办法"]),
        ("《甲办法》自2030年6月1日起废止。", ["甲办法"]),
        ("《甲办法》自本通知施行之日起，同时废止。", ["甲办法"]),
        ("本办法自发布之日起施行，《甲办法》即行废止。", ["甲办法"]),
        ("经研究，决定废止《甲办法》。", ["甲办法"]),
        ("现决定废止《甲办法》（甲政发〔2029〕1号）、《乙办法》。", ["甲办法", "乙办法"]),
        ("原《甲办法》予以废止；《乙办法》继续有效。", ["甲办法"]),
        ("按照《甲办法》办理。", []),
        ("《甲办法》规定的废止程序另行通知。", []),
        ("《甲办法》与本办法不一致的，按本办法执行。", []),
        ("依照《甲办法》，《乙办法》同时废止。", ["乙办法"]),
    ],
)
def test_repeals(text: str, expected: list[str]) -> None:
    assert [title for title, _ in repealed(text)] == expected


def test_a_repeal_keeps_the_number() -> None:
    assert repealed("《甲办法》（甲政发〔2029〕1号）同时废止。") == [("甲办法", "甲政发〔2029〕1号")]


def test_an_interpretation_names_what_it_interprets() -> None:
    found = read_interpreted("《学堂办法》政策解读", "近日印发了《学堂办法》（甲政发〔2030〕12号）。")
    assert found is not None and (found.title, found.document_number) == ("学堂办法", "甲政发〔2030〕12号")
    assert read_interpreted("关于学堂办法的通知", "《学堂办法》") is None


def test_titles_without_an_end_are_none() -> None:
    assert titles("《学堂") == [] and titles("学堂》") == []


@pytest.mark.parametrize(
    "printed",
    [
        "甲政发〔2030〕12号",
        "甲政发[2030]12号",
        "甲政发（2030）12号",
        "甲政发 ［2030］ 12 号",
        "甲政发〔２０３０〕１２号",
    ],
)
def test_numbers_in_any_spelling(printed: str) -> None:
    assert parse_number(printed) == ("甲政发", 2030, 12)


@pytest.mark.parametrize("printed", ["甲政发12号", "〔2030〕12号", "", "2030年第12号"])
def test_what_is_no_number(printed: str) -> None:
    assert parse_number(printed) is None
