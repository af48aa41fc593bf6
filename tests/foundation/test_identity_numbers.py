"""Identity numbers, credit codes and telephone numbers: what is refused, and what is only asked about."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from foundation.identity_numbers import (
    CREDIT_ALPHABET,
    Checked,
    check_credit_code,
    check_identity_number,
    check_phone,
    normal_number,
    normal_phone,
)
from tests.numbers import PHONE, credit_code, identity_number, with_wrong_end

ON = date(2026, 3, 1)
FINE = Checked()

digits = st.text("0123456789", min_size=3, max_size=3)
days = st.dates(min_value=date(1917, 1, 1), max_value=ON - timedelta(days=365 * 17))
divisions = st.integers(min_value=110000, max_value=999999).map(str)
identity_numbers = st.builds(
    lambda division, day, order: identity_number(division=division, born=f"{day:%Y%m%d}", order=order),
    divisions,
    days,
    digits,
)
credit_codes = st.builds(
    lambda kind, division, body: credit_code(kind=kind, division=division, body=body),
    st.text(CREDIT_ALPHABET, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(CREDIT_ALPHABET, min_size=9, max_size=9),
)
places = st.integers(min_value=0, max_value=17)


@given(identity_numbers)
def test_a_number_with_its_check_character_is_fine(number: str) -> None:
    assert check_identity_number(number, on=ON) == FINE


@given(identity_numbers, places, st.sampled_from("0123456789X"))
def test_every_single_slip_is_caught(number: str, place: int, other: str) -> None:
    assume(number[place] != other)
    assert check_identity_number(number[:place] + other + number[place + 1 :], on=ON).errors


@given(identity_numbers, st.integers(min_value=0, max_value=16))
def test_every_two_neighbours_that_trade_places_are_caught(number: str, place: int) -> None:
    assume(number[place] != number[place + 1])
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert check_identity_number(swapped, on=ON).errors


@given(st.text(max_size=30))
def test_any_text_gets_an_answer(text: str) -> None:
    for checked in (check_identity_number(text, on=ON), check_credit_code(text), check_phone(text)):
        assert not (checked.errors and checked.doubts)


@given(identity_numbers)
def test_no_sentence_repeats_the_number(number: str) -> None:
    for text in (number[:17], with_wrong_end(number, "10X98765432"), f"{number}1", number[:15]):
        for sentence in check_identity_number(text, on=ON).errors:
            assert not any(number[start : start + 5] in sentence for start in range(14))


@pytest.mark.parametrize(
    "number",
    [
        identity_number(division="530902", born="19500101"),
        identity_number(division="533521", born="19480315"),
        identity_number(division="533599", born="19620228"),
        identity_number(division="810000", born="19800101"),
        identity_number(division="999999", born="19800101"),
    ],
)
def test_the_place_of_issue_decides_nothing(number: str) -> None:
    """5335xx is what cards of Lincang bore before 2003; codes change, numbers do not."""
    assert check_identity_number(number, on=ON) == FINE


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("", "18 位，现在是 0 位"),
        (identity_number()[:17], "现在是 17 位"),
        ("533521480315000", "15 位的旧号码"),
        (identity_number()[:10] + "A" + identity_number()[11:], "前 17 位是数字"),
        ("X" + identity_number()[1:], "前 17 位是数字"),
        (identity_number(division="030902"), "不会以 0 开头"),
        (identity_number(born="19501301"), "不是一个日期"),
        (identity_number(born="19500431"), "不是一个日期"),
        (identity_number(born="19500231"), "不是一个日期"),
        (identity_number(born="00000101"), "不是一个日期"),
        (identity_number(born="18691231"), "出生年份太早"),
        (identity_number(born="20260302"), "在今天以后"),
        (with_wrong_end(identity_number(), "10X98765432"), "校验码与前 17 位不符"),
    ],
)
def test_what_cannot_be_an_identity_number_is_refused(number: str, said: str) -> None:
    checked = check_identity_number(number, on=ON)
    assert any(said in sentence for sentence in checked.errors), checked
    assert checked.doubts == ()


@pytest.mark.parametrize(
    ("born", "said"),
    [
        ("19530229", "农历"),
        ("19520230", "农历"),
        ("19160301", "已满 110 岁"),
        ("20100302", "未满 16 岁"),
        ("20260301", "未满 16 岁"),
    ],
)
def test_what_real_numbers_do_is_only_asked_about(born: str, said: str) -> None:
    checked = check_identity_number(identity_number(born=born), on=ON)
    assert checked.errors == ()
    assert [said in sentence for sentence in checked.doubts] == [True]


@pytest.mark.parametrize("born", ["19160302", "20100301", "19520229"])
def test_the_day_before_there_is_nothing_to_ask(born: str) -> None:
    assert check_identity_number(identity_number(born=born), on=ON) == FINE


def test_a_number_may_be_typed_in_any_width() -> None:
    number = identity_number(born="19500107")
    wide = number.translate({ord(sign): chr(ord(sign) + 0xFEE0) for sign in "0123456789X"})
    spaced = f" {number[:6]} {number[6:14]}-{number[14:].lower()}\u3000"
    assert normal_number(wide) == normal_number(spaced) == number
    assert check_identity_number(wide, on=ON) == check_identity_number(spaced, on=ON) == FINE


@given(st.text(max_size=30) | st.text("+0861 -（）()转x", max_size=16))
def test_a_normal_form_is_normal(text: str) -> None:
    """Or a number sealed once more would be found under another fingerprint."""
    for normal in (normal_number, normal_phone):
        assert normal(normal(text)) == normal(text)


@given(credit_codes)
def test_a_code_with_its_check_character_is_fine(code: str) -> None:
    checked = check_credit_code(code)
    assert (checked.errors, checked.doubts) == ((), ())


@given(credit_codes, places, st.sampled_from(CREDIT_ALPHABET))
def test_every_single_slip_in_a_code_is_asked_about(code: str, place: int, other: str) -> None:
    assume(code[place] != other)
    assert check_credit_code(code[:place] + other + code[place + 1 :]).doubts


@given(credit_codes, st.integers(min_value=0, max_value=16))
def test_neighbours_that_trade_places_in_a_code_are_asked_about(code: str, place: int) -> None:
    assume(code[place] != code[place + 1])
    assert check_credit_code(code[:place] + code[place + 1] + code[place] + code[place + 2 :]).doubts


def test_a_code_really_issued_against_the_rule_is_not_refused() -> None:
    checked = check_credit_code("91350211M0000XUF46")
    assert checked.errors == ()
    assert checked.kind == "企业"
    assert any("校验码不符" in sentence for sentence in checked.doubts)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("N2", "村级集体经济组织"),
        ("Y1", ""),
        ("52", "民办非企业单位（社会服务机构）"),
        ("12", "事业单位"),
        ("92", "个体工商户"),
    ],
)
def test_the_beginning_of_a_code_says_what_the_body_is_and_refuses_none(kind: str, words: str) -> None:
    checked = check_credit_code(credit_code(kind=kind))
    assert (checked.errors, checked.doubts, checked.kind) == ((), (), words)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("", "现在是 0 位"),
        ("530902000000001", "15 位的旧注册号"),
        ("MJ0000000", "9 位的组织机构代码"),
        (credit_code()[:-1], "现在是 17 位"),
        (credit_code().replace("52", "5Z", 1), "不用字母 I、O、S、V、Z"),
        ("52530999MJ000000" + "中0", "只有数字和大写字母"),
    ],
)
def test_what_cannot_be_a_credit_code_is_refused(code: str, said: str) -> None:
    assert said in check_credit_code(code).errors[0]


def test_letters_in_the_place_of_the_division_are_asked_about() -> None:
    assert "区划代码" in check_credit_code(credit_code(division="53AB99")).doubts[0]


@pytest.mark.parametrize(
    "phone",
    [
        PHONE,
        "138 0013 8000",
        "+86 138-0013-8000",
        "１３８００１３８０００",
        f"0086{PHONE}",
        "0883-2123456",
        "（0883）2123456",
        "+86 883 2123456",
        "010-82123456",
        "0871-62123456",
        "0883-2123456转802",
        "400-810-0000",
    ],
)
def test_numbers_in_use_are_fine(phone: str) -> None:
    assert check_phone(phone) == FINE


@pytest.mark.parametrize(
    ("phone", "said"),
    [
        ("", "只能是数字"),
        ("无", "只能是数字"),
        (PHONE[:10], "应为 11 位，现在是 10 位"),
        (f"{PHONE}0", "应为 11 位，现在是 12 位"),
        ("2123456", "请加区号"),
        ("212", "不是手机号码"),
        ("0883-21234", "区号加 7 或 8 位"),
        ("010-2123456", "区号加 7 或 8 位"),
        ("0883-2123456-802", "区号加 7 或 8 位"),
        ("0883-2123456转", "分机号应为"),
    ],
)
def test_what_reaches_nobody_is_refused(phone: str, said: str) -> None:
    assert said in check_phone(phone).errors[0]


@pytest.mark.parametrize(
    ("phone", "said"),
    [
        ("12800138000", "13 至 19 开头"),
        ("0883-9123456", "2 至 8 开头"),
        ("0883-21234567", "临沧的固定电话是 7 位"),
        ("12349", "短号码"),
        ("+852 21234567", "境外"),
        ("0085221234567", "境外"),
    ],
)
def test_what_the_numbering_plan_may_have_tomorrow_is_only_asked_about(phone: str, said: str) -> None:
    checked = check_phone(phone)
    assert checked.errors == ()
    assert said in checked.doubts[0]


def test_one_telephone_has_one_normal_form() -> None:
    forms = [PHONE, "138 0013 8000", "+86138-0013-8000", "（＋86）138 0013 8000"]
    assert {normal_phone(form) for form in forms} == {PHONE}
    assert normal_phone("(0883) 2123456") == normal_phone("+86-883-2123456") == "08832123456"
