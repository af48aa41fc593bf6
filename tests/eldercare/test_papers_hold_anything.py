"""Whatever stands in the fields, nothing of it is cut, nothing leaves the page, nothing is taken for an instruction."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eldercare.papers import SupportMeasure
from foundation.chinese_text import squeeze
from tests import printed
from tests.filled_papers import FORM, MEASURE, MM, form, measures, receipt

OVERHANG = 2  # points that the ink of a letter may reach beyond its place
MARGINS = {
    side: millimetres * MM - OVERHANG for side, millimetres in (("left", 28), ("right", 26), ("bottom", 35))
}
LONG = "临沧市双江拉祜族佤族布朗族傣族自治县示例乡示例村" * 20
TEXTS = [name for name, value in vars(FORM).items() if type(value) is str]
ENDLESS = pytest.mark.parametrize(
    "value",
    [LONG, "A1" * 200, "（" * 300, "、" * 300, "示例\n" * 60],
    ids=["words", "letters", "marks", "stops", "lines"],
)


@ENDLESS
@pytest.mark.parametrize("name", [name for name in TEXTS if name != "contact"])
def test_nothing_of_a_long_value_is_cut(name: str, value: str) -> None:
    pdf = form(**{name: value})
    assert squeeze(value) in printed.words(pdf)
    assert printed.outside(pdf, **MARGINS) == []


@ENDLESS
def test_nothing_of_two_long_values_side_by_side_is_cut(value: str) -> None:
    known, more = (Counter(printed.words(form(contact=text, contact_phone=text))) for text in ("", value))
    assert more - known == Counter(squeeze(value) * 2)


@ENDLESS
def test_nothing_of_a_long_list_is_cut(value: str) -> None:
    def listed(text: str) -> bytes:
        row = SupportMeasure(measure=text, basis=text, content=text, office=text)
        return measures(institution=text, receipt_number=text, authority_name=text, measures=(row, MEASURE))

    pdf = listed(value)
    repeated_heads = "序号措施依据文件标准或内容受理部门" * (printed.words(pdf).count("受理部门") - 1)
    more = Counter(printed.words(pdf)) - Counter(printed.words(listed("")) + repeated_heads)
    assert more == Counter(squeeze(value) * 7)
    assert printed.outside(pdf, **MARGINS) == []


@pytest.mark.parametrize("name", ["addressee", "number", "name", "address", "authority_name"])
def test_nothing_of_a_long_receipt_is_cut(name: str) -> None:
    pdf = receipt(**{name: LONG})
    assert squeeze(LONG) in printed.words(pdf)
    assert printed.outside(pdf, **MARGINS) == []


def test_large_numbers_are_not_cut() -> None:
    pdf = form(beds=10**40, building_area=Decimal(10) ** 40, land_area=Decimal("0.10"))
    assert printed.words(pdf).count("1" + "0" * 40) == 2
    assert "占地面积：0.1㎡" in printed.words(pdf)
    assert printed.outside(pdf, **MARGINS) == []


HOSTILE = st.text(max_size=40) | st.sampled_from(
    ['#read("/etc/passwd")', "$x$", "*a*", "\\", '"', "]", "\x00", "😀", "𠀀"]
)


@settings(deadline=None, max_examples=25)
@given(st.fixed_dictionaries(dict.fromkeys(TEXTS, HOSTILE)), HOSTILE)
def test_whatever_is_typed_makes_a_paper(known: dict[str, str], words: str) -> None:
    row = SupportMeasure(measure=words, basis=words, content=words, office=words)
    for pdf in (form(**known), receipt(number=words, name=words, addressee=words), measures(measures=(row,))):
        assert printed.outside(pdf, **MARGINS) == []
