"""A Word document becomes lines as it would be printed: generated numbers, merged cells, no deletions."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from documents.reading.files.printed import Extraction
from documents.reading.files.word_file import read_word
from documents.reading.files.word_numbering import spell
from documents.reading.source import read_source
from tests.files.word_sample import Lists, element


def saved(document: WordDocument) -> bytes:
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def read(document: WordDocument) -> Extraction:
    return read_word(saved(document))


def texts(document: WordDocument) -> list[str]:
    return [line.text for line in read(document).lines if line.text and not line.furniture]


def xml(inner: str) -> Any:
    return parse_xml(f"<w:p {nsdecls('w')}>{inner}</w:p>")


def with_paragraph(inner: str) -> WordDocument:
    document = Document()
    document.element.body.insert(0, xml(inner))
    return document


def test_paragraphs_and_tables_stand_in_order() -> None:
    document = Document()
    document.add_paragraph("先说一句")
    table = document.add_table(2, 2)
    for cell, words in zip(table._cells, ("类别", "名称", "茶具", "竹匾"), strict=True):
        cell.text = words
    document.add_paragraph("再说一句")
    assert texts(document) == ["先说一句", "类别\t名称", "茶具\t竹匾", "再说一句"]


def test_every_paragraph_has_a_blank_line_before_it_and_a_break_by_hand_has_none() -> None:
    document = Document()
    document.add_paragraph("甲行\n乙行")
    document.add_paragraph("丙行")
    assert [line.text for line in read(document).lines] == ["", "甲行", "乙行", "", "丙行"]


def listed(*depths: int, levels: tuple[tuple[str, str], ...] | None = None) -> WordDocument:
    document = Document()
    lists = Lists(document, levels) if levels else Lists(document)
    lists.begin()
    for depth in depths:
        lists.put_on(document.add_paragraph("事"), depth)
    return document


def test_generated_numbers_are_written_out_and_restart_below_a_higher_one() -> None:
    assert texts(listed(0, 1, 2, 2, 3, 1, 2, 0, 1)) == [
        "一、事",
        "（一）事",
        "1. 事",
        "2. 事",
        "（1）事",
        "（二）事",
        "1. 事",
        "二、事",
        "（一）事",
    ]


def test_a_number_may_name_the_levels_above() -> None:
    levels = (("chineseCounting", "第%1章"), ("decimal", "%1.%2"))
    assert texts(listed(0, 1, 1, 0, 1, levels=levels)) == [
        "第一章 事",
        "一.1 事",
        "一.2 事",
        "第二章 事",
        "二.1 事",
    ]


def test_another_list_starts_again_and_the_first_goes_on() -> None:
    document = Document()
    lists = Lists(document)
    for _ in range(2):
        lists.begin()
        for _ in range(2):
            lists.put_on(document.add_paragraph("事"), 0)
    assert texts(document) == ["一、事", "二、事", "一、事", "二、事"]


def test_numbers_come_from_the_style_too() -> None:
    document = Document()
    lists = Lists(document)
    lists.begin()
    style = document.styles["Heading 1"].element
    properties = element("w:numPr")
    properties.append(element("w:numId", val="1"))
    style.get_or_add_pPr().append(properties)
    document.styles["Heading 2"].element.find(qn("w:basedOn")).set(qn("w:val"), "Heading1")
    document.add_paragraph("总则", style="Heading 1")
    document.add_paragraph("正文")
    document.add_paragraph("附则", style="Heading 2")
    assert texts(document) == ["一、总则", "正文", "二、附则"]


def test_a_paragraph_can_leave_the_list_of_its_style() -> None:
    document = listed(0, 0)
    document.paragraphs[0]._p.pPr.find(f"{qn('w:numPr')}/{qn('w:numId')}").set(qn("w:val"), "0")
    assert texts(document) == ["事", "一、事"]


@pytest.mark.parametrize(
    ("value", "form", "printed"),
    [
        (10, "chineseCounting", "十"),
        (12, "chineseCountingThousand", "十二"),
        (20, "chineseCounting", "二十"),
        (105, "chineseCountingThousand", "一百零五"),
        (112, "chineseCountingThousand", "一百一十二"),
        (3, "ideographTraditional", "丙"),
        (4, "decimalEnclosedCircle", "④"),
        (25, "decimalEnclosedCircle", "25"),
        (3, "chineseLegalSimplified", "叁"),
        (9, "upperRoman", "IX"),
        (4, "lowerLetter", "d"),
        (7, "decimalZero", "07"),
        (12, "decimalFullWidth", "１２"),
        (5, "unheard of", "5"),
    ],
)
def test_forms_of_numbers(value: int, form: str, printed: str) -> None:
    assert spell(value, form) == printed


def test_a_merged_cell_stands_once_and_the_cells_it_covers_are_empty() -> None:
    document = Document()
    table = document.add_table(3, 3)
    for cell, words in zip(table._cells, "甲乙丙丁戊己庚辛壬", strict=True):
        cell.text = words
    table.cell(0, 0).merge(table.cell(0, 1)).text = "横"
    table.cell(1, 2).merge(table.cell(2, 2)).text = "竖"
    assert texts(document) == ["横\t\t丙", "丁\t戊\t竖", "庚\t辛\t"]


def test_a_table_within_a_cell_is_part_of_the_cell() -> None:
    document = Document()
    outer = document.add_table(1, 2)
    outer.cell(0, 0).text = "外"
    inner = outer.cell(0, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "里一", "里二"
    assert texts(document) == ["外\t里一 里二"]


def test_a_frame_of_one_cell_is_no_table() -> None:
    document = Document()
    document.add_table(1, 1).cell(0, 0).text = "框里的话"
    assert texts(document) == ["框里的话"]


RUN = "<w:r><w:t>{}</w:t></w:r>"


@pytest.mark.parametrize(
    ("inner", "printed"),
    [
        (RUN.format("留") + "<w:del><w:r><w:delText>删</w:delText></w:r></w:del>", ["留"]),
        (f"<w:ins>{RUN.format('增')}</w:ins>" + RUN.format("文"), ["增文"]),
        (f"<w:moveFrom>{RUN.format('旧')}</w:moveFrom><w:moveTo>{RUN.format('新')}</w:moveTo>", ["新"]),
        (RUN.format("甲") + "<w:r><w:tab/></w:r>" + RUN.format("乙"), ["甲 乙"]),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>" + RUN.format("显"), ["显"]),
        (f'<w:hyperlink w:anchor="a">{RUN.format("链接")}</w:hyperlink>', ["链接"]),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r>" + RUN.format("3页"), ["3页"]),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>' + RUN.format("自办"), ["□自办"]),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>' + RUN.format("自办"), ["☑自办"]),
        (
            f"<w:r><w:pict><w:txbxContent><w:p>{RUN.format('框')}</w:p></w:txbxContent></w:pict></w:r>"
            + RUN.format("文"),
            ["文", "框"],
        ),
    ],
    ids=["deleted", "inserted", "moved", "tab", "hidden", "link", "field", "box", "ticked", "text box"],
)
def test_what_is_printed_of_a_paragraph(inner: str, printed: list[str]) -> None:
    assert texts(with_paragraph(inner)) == printed


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    document = with_paragraph(RUN.format("后半"))
    document.element.body.insert(0, xml("<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" + RUN.format("前半")))
    assert texts(document) == ["前半后半"]


def test_running_heads_come_last_as_furniture_and_count() -> None:
    document = Document()
    document.add_paragraph("正文一句")
    document.sections[0].header.paragraphs[0].text = "某某公报"
    document.sections[0].footer.paragraphs[0].text = "— 1 —"
    assert [line.text for line in read(document).lines if line.furniture] == ["某某公报", "— 1 —"]
    source, ledger = read_source(saved(document), name="x")
    assert (source.characters, ledger.furniture) == (4 + 4 + 3, 4 + 3)
    assert [line.text for line in source.lines] == ["正文一句"]
    assert source.pages == {}


def footnoted() -> WordDocument:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    document = Document()
    document.add_paragraph("正文一句")
    notes = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:type="separator" w:id="0"><w:p>{RUN.format("线")}</w:p></w:footnote>'
        f'<w:footnote w:id="1"><w:p>{RUN.format("注一句")}</w:p></w:footnote></w:footnotes>'
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, notes.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    return document


def foreign_part() -> WordDocument:
    document = Document()
    document.add_paragraph("正文一句")
    document.element.body.insert(1, element("w:altChunk"))
    return document


@pytest.mark.parametrize(
    ("build", "printed", "doubts"),
    [(footnoted, ["正文一句", "注一句"], []), (foreign_part, ["正文一句"], ["part_unread"])],
    ids=["footnotes", "foreign part"],
)
def test_parts_beside_the_text(
    build: Callable[[], WordDocument], printed: list[str], doubts: list[str]
) -> None:
    document = build()
    assert texts(document) == printed
    assert [doubt.kind for doubt in read(document).doubts] == doubts
