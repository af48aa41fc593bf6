"""The papers of rating: the prescribed words, what is known filled in, the rest blank, and nothing of it lost."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import fields
from io import BytesIO
from pathlib import Path

import pdfplumber
import pypdfium2
import pytest
import segno
from hypothesis import given, settings

from eldercare.papers import to_write_by_hand
from eldercare.rating_papers import LONGEST_CATALOGUE
from foundation.chinese_text import squeeze
from foundation.quick_codes import svg_of
from foundation.typesetting import TooMuchText
from tests import printed
from tests.eldercare.test_papers import stand_in_order
from tests.eldercare.test_papers_hold_anything import HOSTILE, LONG, OVERHANG
from tests.filled_papers import MM
from tests.filled_rating_papers import (
    EVERY,
    FINDING,
    FORM,
    GAP,
    NAME,
    ROW,
    URL,
    blank_form,
    catalogue,
    certificate,
    empty_catalogue,
    form,
    gaps,
    letter,
    no_gaps,
    recorded_form,
)

FORMS = json.loads((Path(__file__).parents[1] / "golden" / "rating-forms.json").read_text("utf-8"))
UPRIGHT = {side: mm * MM - OVERHANG for side, mm in (("left", 28), ("right", 26), ("bottom", 35))}
ACROSS = {side: mm * MM - OVERHANG for side, mm in (("left", 20), ("right", 20), ("bottom", 26))}


def test_a_blank_form_says_what_the_official_form_says() -> None:
    title, labels = FORMS["附件2"]["title"], FORMS["附件2"]["labels"]
    assert stand_in_order([title, *labels], printed.words(blank_form()))


def test_the_catalogue_says_what_the_official_form_says() -> None:
    labels = [label for label in FORMS["附件3"]["labels"] if "_" not in label and "日期" not in label]
    words = printed.words(empty_catalogue())
    assert stand_in_order(["临沧市2026年度社区居家养老服务机构等级评定目录", *labels], words)
    assert "填表单位（盖章）：云县民政局日期：2026年6月30日" in words
    assert "还没有评定等级的机构" in words


def test_the_filled_form_holds_every_stage() -> None:
    words = printed.words(form())
    for said in (
        f"机构名称{NAME}机构性质☐公办☐民办☑公建民营☐其他机构地址示例路100号",
        "负责人（法人）示例甲身份证号码530902190001010000联系电话0883-0000000机构运营时间2025年3月3日",
        "建筑面积420.5㎡日均服务老年人数30人服务工作人员总数12人其中：专职服务工作人员数6人护理员人数4人",
        "自评后申请等级：3A等级",
        "申请日期：2026年6月10日",
        "乡镇初审意见示例：材料齐全，同意上报。单位盖章2026年6月11日",
        "评定组意见：示例：符合。（建议评定3A级，2026年6月20日）",
        "县级民政部门意见：示例：拟同意。（报市级确认3A级）",
        "市级民政部门意见：示例：同意。（评定为3A级，2026年6月30日）",
        "经核查，该单位评定等级为：3A等级单位盖章2026年6月30日",
    ):
        assert said in words


def test_a_draft_is_marked_on_every_page_and_its_record_repeats_the_head() -> None:
    pages = printed.pages(recorded_form())
    assert len(pages) > 3
    assert all("草稿：尚未提交" in page for page in pages)
    assert all("编号 评定内容 自评 评定组 说明" in page for page in pages[2:])
    assert "草稿" not in printed.words(form())


def test_every_page_of_a_long_catalogue_has_head_and_number() -> None:
    rows = tuple((str(number), *ROW[1:]) for number in range(1, 501))
    pages = printed.pages(catalogue(rows=rows))
    assert len(pages) > 50
    assert all("县区 社区居家养老服务机构名称" in page for page in pages)
    assert [page.splitlines()[-1] for page in pages] == [f"— {number + 1} —" for number in range(len(pages))]
    words = squeeze("".join(pages))
    assert words.count(ROW[3]) == 500
    assert words.count(NAME) == 500


def test_a_catalogue_beyond_all_measure_is_refused_in_words() -> None:
    with pytest.raises(TooMuchText, match="20 万字"):
        catalogue(rows=(("示" * 1000,) * 7,) * (LONGEST_CATALOGUE // 7000 + 1))


def test_the_letter() -> None:
    assert printed.words(letter()) == (
        "社区居家养老服务机构等级评定决定书编号：530922-2026-评-0007示例养老服务中心："
        "示例：经过。决定：示例。理由：示例理由依据：1.示例依据一2.示例依据二云县民政局（盖章）2026年6月10日"
    )
    assert "不再有效" in printed.words(letter(mark="已由 530922-2026-评-0009 更正，不再有效"))


def test_the_gap_sheet() -> None:
    words = printed.words(gaps())
    assert "不够的（1条）" in words and "没有登记的（2条）" in words and "由评定组判断的（3条）" in words
    assert words.count(squeeze(f"{GAP.code}{GAP.item}{GAP.reason}☐")) == 6
    assert "没有差距" in printed.words(no_gaps())
    assert "没有施行的评定标准" in printed.words(gaps(edition=""))


def test_the_certificate_says_level_days_number_and_authority() -> None:
    words = printed.words(certificate())
    for said in (
        NAME,
        "有效期：2026年6月10日至2029年6月10日",
        "决定编号：530900-2026-评-0007",
        "决定机关：临沧市民政局（盖章）",
        URL,
    ):
        assert said in words
    with pdfplumber.open(BytesIO(certificate())) as document:
        assert [link["uri"] for link in document.pages[0].hyperlinks] == [URL]


@pytest.mark.parametrize("url", [URL, "http://127.0.0.1:8000/eldercare/1/", f"https://{'a' * 60}.cn/x/"])
def test_the_code_on_the_paper_is_the_address(url: str) -> None:
    """Read back from the picture of the page, module by module."""
    wanted = [[bool(module) for module in row] for row in segno.make_qr(url, error="m").matrix]
    assert code_on(certificate(url=url, code=svg_of(url)), size=len(wanted)) == wanted


def code_on(pdf: bytes, *, size: int) -> list[list[bool]]:
    """The dark and light modules of the code above its caption."""
    with pdfplumber.open(BytesIO(pdf)) as document:
        caption = document.pages[0].search("扫码查看现在的等级")[0]
    scale = 6
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=scale).to_pil().convert("L")
    middle, top, half = (caption["x0"] + caption["x1"]) / 2, caption["top"], 18 * MM
    area = page.crop(
        tuple(int(side * scale) for side in (middle - half, top - 42 * MM, middle + half, top - 1))
    )
    box = area.point(lambda shade: 255 if shade < 128 else 0).getbbox()
    assert box is not None
    code = area.crop(box)
    step = code.width / size
    centres = [int((place + 0.5) * step) for place in range(size)]
    return [[code.getpixel((x, y)) < 128 for x in centres] for y in centres]  # type: ignore[operator]


@pytest.mark.parametrize("paper", EVERY)
def test_every_paper_is_fit_for_the_archive_and_for_screen_readers(
    paper: Callable[[], bytes], caplog: pytest.LogCaptureFixture
) -> None:
    pdf = paper()
    archive = printed.archive(pdf)
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in archive.metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in archive.metadata
    assert (archive.language, archive.marked, archive.shows_title) == ("zh-CN", True, True)
    assert archive.has_output_intent
    assert archive.tags[:2] == ["Document", "H1"]
    assert pdf == paper()
    assert caplog.messages == []


ENDLESS = pytest.mark.parametrize(
    "value", [LONG, "A1" * 150, "（" * 200, "示例\n" * 60], ids=["words", "letters", "marks", "lines"]
)
CHOSEN = ("nature", "mark", "edition", "level_applied", "level_decided")
TEXTS = [
    part.name for part in fields(FORM) if type(getattr(FORM, part.name)) is str and part.name not in CHOSEN
]


@ENDLESS
@pytest.mark.parametrize("name", TEXTS)
def test_nothing_of_a_long_form_is_cut(name: str, value: str) -> None:
    pdf = form(**{name: value})
    assert Counter(squeeze(value)) <= Counter(printed.words(pdf))
    assert printed.outside(pdf, **UPRIGHT) == []


@ENDLESS
def test_nothing_of_long_rows_is_cut(value: str) -> None:
    row = (value,) * 7
    pdf = catalogue(rows=(row, ROW))
    assert Counter(squeeze(value) * 7) <= Counter(printed.words(pdf))
    assert printed.outside(pdf, **ACROSS) == []
    long_gap = type(GAP)(code=value, item=value, reason=value)
    finding = type(FINDING)(code="R1", item=value, said=value, found=value, remark=value)
    for upright, times in ((gaps(unmet=(long_gap,)), 3), (form(edition=value, findings=(finding,)), 5)):
        assert Counter(squeeze(value) * times) <= Counter(printed.words(upright))
        assert printed.outside(upright, **UPRIGHT) == []


@ENDLESS
def test_nothing_of_a_long_letter_or_certificate_is_cut(value: str) -> None:
    long_letter = letter(addressee=value, grounds=value, said=(value,), basis=(value,), authority=value)
    assert Counter(squeeze(value) * 5) <= Counter(printed.words(long_letter))
    assert printed.outside(long_letter, **UPRIGHT) == []
    assert Counter(squeeze(value) * 2) <= Counter(printed.words(certificate(name=value, authority=value)))


@settings(deadline=None, max_examples=15)
@given(HOSTILE)
def test_whatever_is_typed_makes_a_paper(words: str) -> None:
    form(**dict.fromkeys(TEXTS, words))
    catalogue(rows=((words,) * 7,))
    letter(said=(words,), grounds=words, addressee=words)
    certificate(name=words)


def test_a_rare_character_is_told() -> None:
    assert "“𠀀”" in to_write_by_hand(type(FORM)(name="示𠀀例"))
    assert to_write_by_hand(FORM) == ""
