"""Text as gazettes print it; pure, by examples and by properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.chinese_text import fold, numeral, numeral_of, squeeze, tidy, weight

texts = st.text(alphabet="市局（）()〔〕［］【】〈〉：:，,１2Ａb \t\u3000\n", max_size=30)


@pytest.mark.parametrize(
    "printed",
    [
        "市新闻出版（版权）局",
        "市新闻出版(版权)局",
        "市新闻出版〔版权〕局",
        "市新闻出版［版权］局",
        "市新闻 出版（版权 ）局",
    ],
)
def test_one_name_whatever_its_brackets_and_spaces(printed: str) -> None:
    assert fold(printed) == "市新闻出版(版权)局"


@given(texts)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(texts, texts)
def test_white_space_between_parts_never_matters(head: str, tail: str) -> None:
    assert fold(f"{head} \u3000\n{tail}") == fold(head + tail)


@given(texts)
def test_weight_counts_what_squeezing_leaves(text: str) -> None:
    assert weight(text) == len(squeeze(text)) == sum(not character.isspace() for character in text)


@given(st.integers(min_value=1, max_value=99))
def test_numerals_come_back(value: int) -> None:
    assert numeral(numeral_of(value)) == value


@pytest.mark.parametrize("text", ["", "第一", "1", "一、"])
def test_what_is_no_numeral_has_no_value(text: str) -> None:
    assert numeral(text) is None


@pytest.mark.parametrize(
    ("printed", "clean"),
    [
        ("2024 年 4 月 21 日", "2024年4月21日"),
        ("按 LPR 的 70%", "按LPR的70%"),
        ("WA HOMETOWN", "WA HOMETOWN"),
    ],
)
def test_tidy_keeps_only_the_spaces_between_latin_words(printed: str, clean: str) -> None:
    assert tidy(printed) == clean


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("九十九", 99),
        ("一百", 100),
        ("一百零五", 105),
        ("三百二十一", 321),
        ("〇", 0),
    ],
)
def test_numerals_of_chapters_and_articles(text: str, value: int) -> None:
    assert numeral(text) == value


@given(texts)
def test_tidying_loses_nothing_but_white_space(text: str) -> None:
    assert squeeze(tidy(text)) == squeeze(text)
    assert tidy(tidy(text)) == tidy(text)


@given(st.text(max_size=40))
def test_any_text_can_be_folded_tidied_and_weighed(text: str) -> None:
    assert weight(tidy(text)) == weight(text)
    assert not any(character.isspace() for character in fold(text))
