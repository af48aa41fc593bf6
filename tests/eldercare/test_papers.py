"""The papers an officer hands over: the prescribed words, what is known filled in, the rest blank."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest

from eldercare import papers
from eldercare.papers import Authority, Premises, SupportMeasure
from foundation.chinese_text import squeeze
from tests import printed
from tests.filled_papers import (
    AT,
    EVERY,
    FORM,
    MEASURE,
    MEASURES,
    MM,
    RECEIPT,
    blank_form,
    blank_measures,
    blank_receipt,
    form,
    measures,
    notice,
    receipt,
)

FORMS = json.loads((Path(__file__).parents[1] / "golden" / "filing-forms.json").read_text("utf-8"))


def stand_in_order(labels: list[str], words: str) -> bool:
    at = 0
    for label in map(squeeze, labels):
        at = words.find(label.replace("_", ""), at)
        if at < 0:
            pytest.fail(f"{label} is not printed, or not where the form has it")
        at += len(label.replace("_", ""))
    return True


@pytest.mark.parametrize(
    ("attachment", "paper"), [("附件4", blank_form), ("附件4-1", blank_receipt), ("附件4-2", notice)]
)
def test_a_blank_paper_says_what_the_official_form_says(attachment: str, paper: Callable[[], bytes]) -> None:
    title, labels = FORMS[attachment]["title"], FORMS[attachment]["labels"]
    words = printed.words(paper())
    assert stand_in_order([title.removesuffix("（范本）"), *labels], words)


def test_a_filled_form_says_it_too_but_for_the_blanks() -> None:
    """Of "民政局（乡镇人民政府）" the one that is addressed remains; before （盖章） stands who applies."""
    labels = FORMS["附件4"]["labels"]
    assert stand_in_order([*labels[1:-2], "申请备案单位：", "（盖章）"], printed.words(form()))


def test_the_filled_form() -> None:
    assert printed.pages(form())[0].splitlines()[3:] == [
        "机构，该社区居家养老服务机构备案信息如下：",
        "名称：临翔区示例街道示例社区示例老年人日间照料中心（示例",
        "居家养老服务中心）",
        "地址：云南省临沧市临翔区示例街道示例社区示例路100号示例",
        "小区1幢1层",
        "法人登记机关：临翔区民政局",
        "法人登记号码：52530902MJT0000000",
        "法定代表人（主要负责人）：示例某",
        "公民身份号码：530902190001010000",
        "服务范围：日间照料、助餐、助洁、助浴、健康服务、文化娱乐、",
        "精神慰藉、代办",
        "服务场所性质：☐自有 ☑租赁 ☐委托管理",
        "养老床位数量： 30 张",
        "服务设施面积：建筑面积： 320.5 ㎡ 占地面积： 1200 ㎡",
        "联系人：示例某 联系方式：0883-0000000",
        "本单位（村/社区）承诺如实填报该机构的备案信息，承诺开",
        "展的养老服务符合《社区居家养老服务机构基本条件告知书》载",
        "明的要求，并按照相关法律法规和标准规范要求开展社区居家养",
        "老服务，主动接受并配合民政部门（乡镇人民政府）和其他有关",
        "部门的指导、监督和管理，请予以备案。",
        "申请备案单位：示例老年人日间照料中心（盖章）",
        "2026年3月2日",
        "— 1 —",
    ]


@pytest.mark.parametrize(
    ("premises", "boxes"),
    [
        (None, "☐自有☐租赁☐委托管理"),
        (Premises.OWNED, "☑自有☐租赁☐委托管理"),
        (Premises.RENTED, "☐自有☑租赁☐委托管理"),
        (Premises.ENTRUSTED, "☐自有☐租赁☑委托管理"),
    ],
)
def test_one_box_is_ticked_or_none(premises: Premises | None, boxes: str) -> None:
    assert boxes in printed.words(form(premises=premises))


def test_a_township_is_addressed_by_its_name() -> None:
    assert printed.words(form(addressee="示例乡人民政府")).startswith(
        "社区居家养老服务机构备案书示例乡人民政府：经我"
    )


def test_the_filled_receipt() -> None:
    assert printed.words(receipt()) == (
        "社区居家养老服务机构备案回执"
        "示例老年人日间照料中心：编号：临翔民备〔2026〕1号"
        "2026年3月2日报我局（乡镇人民政府）的《社区居家养老服务机构备案书》收到并已备案。"
        f"备案项目如下名称：{FORM.name}地址：{FORM.address}"
        "县（区）民政局：临翔区民政局（盖章）2026年11月20日"
    )


def test_a_long_addressee_leaves_the_number_a_line_of_its_own() -> None:
    lines = printed.pages(receipt(addressee=FORM.name))[0].splitlines()
    assert lines[1:3] == ["编号：临翔民备〔2026〕1号", FORM.name[:28]]


def test_a_township_signs_for_self_run_institutions() -> None:
    words = printed.words(receipt(authority=Authority.TOWNSHIP, authority_name="示例乡人民政府"))
    assert words.endswith("乡镇人民政府：示例乡人民政府（盖章）2026年11月20日")
    assert "县（区）民政局" not in words


def test_the_list_of_support_measures() -> None:
    other = SupportMeasure(measure="另一项示例", content="免收示例费")
    assert printed.words(measures(measures=(MEASURE, other))) == (
        f"现行扶持政策措施清单机构名称：{FORM.name}备案回执编号：临翔民备〔2026〕1号"
        "序号措施依据文件标准或内容受理部门"
        "1示例补助示例发〔2026〕1号每年示例元示例局"
        "2另一项示例免收示例费"
        "临翔区民政局（盖章）2026年3月2日"
    )


def test_without_measures_there_are_rows_to_write_them_in() -> None:
    words = printed.words(blank_measures())
    assert "受理部门12345678（盖章）年月日" in words


def test_every_page_of_a_long_list_repeats_its_head() -> None:
    pages = printed.pages(measures(measures=(MEASURE,) * 60))
    assert len(pages) > 1
    assert all("序号 措施 依据文件 标准或内容 受理部门" in page for page in pages)
    assert [page.splitlines()[-1] for page in pages] == [f"— {number + 1} —" for number in range(len(pages))]


@pytest.mark.parametrize("paper", EVERY)
def test_ordinary_papers_have_one_page(paper: Callable[[], bytes]) -> None:
    assert len(printed.pages(paper())) == 1


@pytest.mark.parametrize("paper", EVERY)
def test_every_paper_is_fit_for_the_archive_and_for_screen_readers(paper: Callable[[], bytes]) -> None:
    pdf = paper()
    archive = printed.archive(pdf)
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in archive.metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in archive.metadata
    assert f"{printed.pages(pdf)[0].splitlines()[0]}</rdf:li>" in archive.metadata
    assert archive.language == "zh-CN"
    assert archive.marked
    assert archive.shows_title
    assert archive.has_output_intent
    assert archive.tags[:2] == ["Document", "H1"]
    assert pdf == paper()


@pytest.mark.parametrize("paper", EVERY)
def test_the_typesetter_warns_of_nothing(
    paper: Callable[[], bytes], caplog: pytest.LogCaptureFixture
) -> None:
    paper()
    assert caplog.messages == []


def test_the_rows_of_the_list_are_a_table_with_heads() -> None:
    tags = printed.archive(measures()).tags
    assert (tags.count("Table"), tags.count("TH"), tags.count("TD")) == (1, 5, 20)


def test_the_typefaces_are_those_of_the_portal() -> None:
    assert printed.fonts(form()) == {
        "NotoSerifCJKsc-Bold",
        "NotoSerifCJKsc-Regular",
        "NotoSansSymbols2-Regular",
    }


def test_the_page_is_that_of_gb_t_9704() -> None:
    """A4, 版心 156 mm wide and 37 mm from the top, title 22 pt, text 16 pt, page number 14 pt, outer side."""
    with pdfplumber.open(BytesIO(measures(measures=(MEASURE,) * 60))) as document:
        first, second = document.pages[:2]
        title = [character for character in first.chars if round(character["size"]) == 22]
        numbers = [page.search("— . —")[0] for page in (first, second)]
        text = first.search("机构名称")[0]["chars"][0]
    assert (round(first.width / MM), round(first.height / MM)) == (210, 297)
    assert "".join(character["text"] for character in title) == "现行扶持政策措施清单"
    assert (title[0]["x0"] + title[-1]["x1"]) / 2 == pytest.approx((28 + 156 / 2) * MM, abs=1)
    assert title[0]["top"] == pytest.approx(37 * MM, abs=4)
    assert (round(text["size"]), text["x0"]) == (16, pytest.approx(28 * MM, abs=0.5))
    assert {round(character["size"]) for number in numbers for character in number["chars"]} == {14}
    assert numbers[0]["x1"] == pytest.approx((210 - 26) * MM - 14, abs=1)
    assert numbers[1]["x0"] == pytest.approx(28 * MM + 14, abs=1)


def test_a_rare_character_leaves_room_and_the_officer_is_told() -> None:
    rare = replace(FORM, person_in_charge="示𠀀例", contact="𠮷某")
    words = printed.words(papers.filing_form(rare, at=AT))
    assert "（主要负责人）：示□例公民" in words
    assert "联系人：𠮷某" in words
    assert papers.to_write_by_hand(rare) == (
        "字库里没有“𠀀”（U+20000），文书上印的是“□”，请在打印后手写补上，或请运维人员装入有这些字的字体（README“文书字体”）。"
    )
    assert (
        papers.to_write_by_hand(FORM)
        == papers.to_write_by_hand(RECEIPT)
        == papers.to_write_by_hand(MEASURES)
        == ""
    )
