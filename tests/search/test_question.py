"""What a person types becomes terms, within limits that are told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.refusals import QuestionEmpty, QuestionTooLong
from foundation.search.question import MOST_TERMS, Term, read_question


def terms(typed: str) -> list[Term]:
    return list(read_question(typed).terms)


def test_blanks_part_terms_and_each_counts_once() -> None:
    assert terms(" 消防  安全　消防 ") == [Term("消防"), Term("安全")]


@pytest.mark.parametrize(
    "typed", ['"人民 政府"', "“人民 政府”", "「人民 政府」", '"人民 政府', "＂人民政府＂"]
)
def test_quotation_marks_make_one_exact_term(typed: str) -> None:
    assert terms(typed) == [Term("人民政府", is_exact=True)]


@pytest.mark.parametrize("typed", ["通知 -试行", "通知 －试行", "通知 -“试行”"])
def test_a_hyphen_shuts_out(typed: str) -> None:
    assert [(term.text, term.is_excluded) for term in terms(typed)] == [("通知", False), ("试行", True)]


def test_a_hyphen_inside_a_term_is_a_character() -> None:
    assert terms("2021-2025") == [Term("2021-2025")]


@pytest.mark.parametrize(
    "typed",
    [
        "临政办发〔2023〕3号",
        "临政办发[2023]3号",
        "临政办发（２０２３）３号",
        "临政办发 【2023】 3号",
        "临政办发 〔 2023 〕 第 3 号",
        "临政办发〔2023〕 3 号",
    ],
)
def test_a_document_number_is_one_term_in_any_spelling(typed: str) -> None:
    assert terms(typed) == [Term("临政办发(2023)3号")]


@pytest.mark.parametrize("typed", ["", "   ", "\x00\x01", "-", "--", '""', "\u200b"])
def test_nothing_to_look_for_is_told(typed: str) -> None:
    with pytest.raises(QuestionEmpty, match="请写要查找的词"):
        read_question(typed)


def test_only_exclusions_are_told() -> None:
    with pytest.raises(QuestionEmpty, match="要排除的词"):
        read_question("-试行 -暂行")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("(" * 10_000, "最多 100 个字"),
        (" ".join(str(number) for number in range(MOST_TERMS + 1)), "最多查找 8 个词"),
        ("字" * 41, "一个词最多 40 个字"),
    ],
)
def test_limits_are_told(typed: str, sentence: str) -> None:
    with pytest.raises(QuestionTooLong, match=sentence):
        read_question(typed)


@given(st.text(max_size=100))
def test_any_text_is_terms_or_a_sentence(typed: str) -> None:
    try:
        question = read_question(typed)
    except (QuestionEmpty, QuestionTooLong) as refusal:
        assert str(refusal).endswith("。")
    else:
        assert question.wanted
        assert all(term.text and "\n" not in term.text and "\x1f" not in term.text for term in question.terms)
