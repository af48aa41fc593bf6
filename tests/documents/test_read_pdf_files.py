"""A PDF becomes lines as a reader would read them: columns, paragraphs, tables, running heads apart, sheets kept."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.reading.files.pdf_file import read_pdf
from documents.reading.files.printed import Extraction, Refused
from documents.reading.files.radicals import whole_characters
from documents.reading.source import read_source
from foundation.chinese_text import weight
from tests.files.pdf_sheets import Sheet, pdf

# Full lines of a column hold twenty characters; an indent is two.
FIRST = [
    "　　晨雾散开以后，采茶的人陆续上了山，",
    "篓子还空着，歌声已经从坡上一层层地传下",
    "来，把露水都叫醒了。",
]
SECOND = ["　　午后云厚，老人把竹匾搬进屋檐底下去，", "等太阳出来再晒。"]
THIRD = ["　　夜里起了风，守林的人提灯走完了三道", "山梁，灯火在树影里一明一暗，像有谁在远处", "眨眼睛。"]
WHOLE = [
    "晨雾散开以后，采茶的人陆续上了山，篓子还空着，歌声已经从坡上一层层地传下来，把露水都叫醒了。",
    "午后云厚，老人把竹匾搬进屋檐底下去，等太阳出来再晒。",
    "夜里起了风，守林的人提灯走完了三道山梁，灯火在树影里一明一暗，像有谁在远处眨眼睛。",
]
LEFT, RIGHT = 60, 320


def paragraphs(extraction: Extraction) -> list[str]:
    """Lines that go on are joined, furniture is left out."""
    found: list[str] = []
    for line in extraction.lines:
        if line.furniture or not line.text:
            continue
        if line.goes_on:
            found[-1] += line.text
        else:
            found.append(line.text)
    return found


def furniture(extraction: Extraction) -> list[tuple[int, str]]:
    return [(line.page, line.text) for line in extraction.lines if line.furniture]


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    sheet = Sheet().column(LEFT, 100, [*FIRST, *SECOND, *THIRD])
    assert paragraphs(read_pdf(pdf([sheet]))) == WHOLE


def test_columns_are_read_one_after_the_other() -> None:
    sheet = Sheet().column(LEFT, 100, [*FIRST, *THIRD[:2]]).column(RIGHT, 100, [THIRD[2], *SECOND, *FIRST])
    assert paragraphs(read_pdf(pdf([sheet]))) == [WHOLE[0], WHOLE[2], WHOLE[1], WHOLE[0]]


def test_a_sentence_goes_on_over_sheets_and_lines_keep_their_sheet() -> None:
    head = "远山县人民政府公报"
    words = [
        [*FIRST, *THIRD[:2]],
        [THIRD[2], *SECOND, *FIRST, *THIRD[:2]],
        [THIRD[2], *SECOND, *FIRST],
    ]
    sheets = [
        Sheet().text(200, 30, head).column(LEFT, 100, lines).text(290, 800, f"－{number}－")
        for lines, number in zip(words, "１２３", strict=True)
    ]
    extraction = read_pdf(pdf(sheets))
    assert paragraphs(extraction) == [WHOLE[0], WHOLE[2], WHOLE[1], WHOLE[0], WHOLE[2], WHOLE[1], WHOLE[0]]
    assert [text for _, text in furniture(extraction)].count(head) == 3
    assert (3, "－３－") in furniture(extraction)
    assert {line.page for line in extraction.lines if line.text == THIRD[2]} == {2, 3}


def test_the_source_knows_the_sheet_of_every_line_and_the_ledger_balances() -> None:
    sheets = [
        Sheet().column(LEFT, 100, lines).text(290, 800, number)
        for lines, number in zip((FIRST, SECOND), "１２", strict=True)
    ]
    source, ledger = read_source(pdf(sheets), name="某文件.pdf")
    assert [(line.text, source.pages[line.number]) for line in source.lines] == [
        *((line.strip(), 1) for line in FIRST),
        *((line.strip(), 2) for line in SECOND),
    ]
    assert ledger.furniture == 2
    assert source.characters == ledger.furniture + sum(weight(line.text) for line in source.lines)


def test_a_title_across_the_columns_comes_first() -> None:
    sheet = Sheet().text(130, 60, "远山县人民政府关于采茶的通告", size=22)
    sheet.column(LEFT, 120, [*FIRST, *SECOND]).column(RIGHT, 120, [*THIRD, *SECOND])
    assert paragraphs(read_pdf(pdf([sheet]))) == [
        "远山县人民政府关于采茶的通告",
        WHOLE[0],
        WHOLE[1],
        WHOLE[2],
        WHOLE[1],
    ]


def test_names_beside_their_roles_are_no_columns() -> None:
    roles = ["主任", "副主任", "主编", "编辑", "校对"]
    names = ["谷满园", "石知味", "江渔舟", "田野风", "路遥途"]
    sheet = Sheet().column(150, 100, roles).column(330, 100, names)
    assert paragraphs(read_pdf(pdf([sheet]))) == [
        f"{role} {name}" for role, name in zip(roles, names, strict=True)
    ]


def test_a_ruled_table_has_tabs_and_merged_cells_stand_once() -> None:
    sheet = Sheet().column(LEFT, 60, SECOND)
    sheet.grid([60, 160, 300, 440], [200, 220, 240]).rule(60, 280, 440, 280).rule(160, 260, 440, 260)
    for x in (60, 160, 300, 440):
        sheet.rule(x, 240, x, 280)
    for x, y, words in (
        (65, 205, "类别"),
        (165, 205, "名称"),
        (305, 205, "数量"),
        (65, 225, "茶具"),
        (165, 225, "竹匾"),
        (305, 225, "三只"),
        (65, 245, "灯具"),
        (165, 245, "马灯"),
        (305, 245, "两盏"),
        (165, 265, "手电"),
    ):
        sheet.text(x, y, words)
    assert paragraphs(read_pdf(pdf([sheet])))[1:] == [
        "类别\t名称\t数量",
        "茶具\t竹匾\t三只",
        "灯具\t马灯\t两盏",
        "\t手电\t",
    ]


def test_a_row_cut_by_the_end_of_the_sheet_is_one_row() -> None:
    upper = Sheet().grid([60, 160, 300, 400], [700, 720, 760])
    upper.text(65, 703, "类别").text(165, 703, "名称").text(305, 703, "说明")
    upper.text(65, 723, "茶具").text(165, 723, "竹匾").text(305, 723, "晒新采的茶用的大")
    lower = Sheet().grid([60, 160, 300, 400], [60, 80, 100])
    lower.text(305, 63, "竹匾。").text(65, 83, "灯具").text(165, 83, "马灯").text(305, 83, "夜里照路。")
    found = paragraphs(read_pdf(pdf([upper, lower])))
    assert found == ["类别\t名称\t说明", "茶具\t竹匾\t晒新采的茶用的大竹匾。", "灯具\t马灯\t夜里照路。"]


def test_labels_at_the_head_of_sheets_are_no_running_heads() -> None:
    sheets = [Sheet().text(LEFT, 40, f"附件{n}").column(LEFT, 100, THIRD[:n]) for n in (1, 2, 3)]
    assert furniture(read_pdf(pdf(sheets))) == []


def test_water_marks_are_furniture_and_nothing_is_lost() -> None:
    words = [*FIRST, *SECOND]
    extraction = read_pdf(pdf([Sheet().column(LEFT, 100, words).askew("内部资料")]))
    assert furniture(extraction) == [(1, "内部资料")]
    assert sum(weight(line.text) for line in extraction.lines) == weight("".join(words)) + 4


def test_letters_printed_twice_for_boldness_count_once() -> None:
    sheet = Sheet().text(60, 100, "关于采茶的通告").text(60.4, 100, "关于采茶的通告")
    assert paragraphs(read_pdf(pdf([sheet]))) == ["关于采茶的通告"]


def test_radicals_become_the_characters_they_look_like() -> None:
    assert paragraphs(read_pdf(pdf([Sheet().text(60, 100, "⼀、⼈⼝")]))) == ["一、人口"]
    assert whole_characters("⺠⻝⻅⻔⼾\u2015\u2329⽰\u232a") == "民食见门户—〈示〉"


def test_a_bracket_that_hangs_into_a_narrow_gutter_stays_in_its_column() -> None:
    sheet = (
        Sheet()
        .column(LEFT, 100, [*SECOND, *FIRST, *THIRD])
        .column(LEFT + 213, 100, [*FIRST, *SECOND, *THIRD[:2]])
    )
    sheet.text(LEFT + 208, 100 + 7 * 16, "（像星星）眨眼睛。")
    found = paragraphs(read_pdf(pdf([sheet])))
    assert found[:3] == [WHOLE[1], WHOLE[0], WHOLE[2]]
    assert found[3:] == [WHOLE[0], WHOLE[1], WHOLE[2].replace("眨", "（像星星）眨")]


def test_a_scanned_sheet_among_others_is_reported() -> None:
    extraction = read_pdf(pdf([Sheet().column(LEFT, 100, FIRST), Sheet().picture()]))
    assert [(doubt.kind, doubt.line) for doubt in extraction.doubts] == [
        ("page_unread", len(extraction.lines))
    ]
    assert "第2页是图片" in extraction.doubts[0].message


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (pdf([Sheet().picture(), Sheet().picture()]), "扫描件，没有文字层；请先做文字识别（OCR）"),
        (pdf([Sheet().picture().text(290, 800, "１"), Sheet().picture()]), "扫描件"),
        (pdf([Sheet().column(LEFT, 100, FIRST)], encrypted=True), "加了密码"),
        (pdf([Sheet().text(60, 100, "页")] * 601), "有601页，超过600页"),
    ],
    ids=["scanned", "numbered scan", "locked", "endless"],
)
def test_what_cannot_be_read_is_refused(raw: bytes, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        read_pdf(raw)


PLACES = st.tuples(st.integers(0, 1), st.integers(0, 40))
WORDS = st.text("一二三四五六七八九十、。（）采茶人", min_size=1, max_size=20)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.dictionaries(PLACES, WORDS, min_size=1, max_size=30), min_size=1, max_size=4))
def test_nothing_is_lost_wherever_it_is_printed(pages: list[dict[tuple[int, int], str]]) -> None:
    sheets = []
    for page in pages:
        sheet = Sheet()
        for (column, row), words in page.items():
            sheet.text(50 + 260 * column, 30 + 19 * row, words)
        sheets.append(sheet)
    printed = Counter("".join(words for page in pages for words in page.values()))
    assert Counter("".join("".join(line.text.split()) for line in read_pdf(pdf(sheets)).lines)) == printed
