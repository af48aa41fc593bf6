"""Texts and questions meet in one spelling."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.chinese_text import fold
from foundation.search import folding
from foundation.search.folding import folded, folded_with_places

MIXED = st.text(
    st.sampled_from("临沧市办发ＡaÀé１2３〔2023〕［](（)）“”《》—－-， 。\t\n\u3000\u200b\u0301·•……①㎡ﬁß")
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("临政办发〔２０２３〕３号", "临政办发(2023)3号"),
        ("临政办发［2023］3号", "临政办发(2023)3号"),
        ("临政办发【2023】 3 号", "临政办发(2023)3号"),
        ("ＧＤＰ　增长 5.5％", "gdp增长5.5%"),
        ("Hello   World", "hello world"),
        ("2021—2025年", "2021-2025年"),
        ("“一老一小”", '"一老一小"'),
        ("「一老一小」", '"一老一小"'),
        ("e\u0301té", "ete"),
        ("零\u200b宽\ufeff字\x00符", "零宽字符"),
        ("甲\t乙\n丙", "甲\n乙\n丙"),
    ],
)
def test_spellings(typed: str, kept: str) -> None:
    assert folded(typed) == kept


@given(st.text() | MIXED)
def test_the_places_lead_back(text: str) -> None:
    whole, places = folded_with_places(text)
    assert whole == folded(text)
    assert len(places) == len(whole)
    assert list(places) == sorted(places)
    assert all(0 <= place < len(text) for place in places)


@given(st.text() | MIXED)
def test_folding_again_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(MIXED, st.data())
def test_a_piece_of_a_text_folds_to_a_piece_of_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    piece = text[start : data.draw(st.integers(start, len(text)))]
    assert folded(piece) in folded(text)


@given(st.text(st.sampled_from("临沧市〔［[(（2023）)]］〕ＡＢab１２ ")))
def test_names_fold_alike_everywhere(text: str) -> None:
    """What `fold` says of names holds here too, but for case and blanks between Latin words."""
    assert folded(text).replace(" ", "") == fold(text).casefold()


def known_characters() -> list[str]:
    """Every character Unicode has given a meaning, and some of those it has not."""
    every = map(chr, range(0x110000))
    return [c for n, c in enumerate(every) if n % 997 == 0 or unicodedata.category(c) not in ("Cn", "Co")]


def test_every_character_folds_to_what_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand at a time, each between two that nothing else folds to: only the nearest is ever looked at."""
    monkeypatch.setattr(folding, "_TABLE", folding._Table())  # what is learnt here is not kept
    characters = known_characters()
    characters.remove("龘")
    for begin in range(0, len(characters), 1000):
        some = characters[begin : begin + 1000]
        once = folded(f"龘{'龘'.join(some)}龘")
        assert folded(once) == once, hex(ord(some[0]))
        for character, kept in zip(some, once[1:-1].split("龘"), strict=True):
            if unicodedata.category(character) in ("Cc", "Cf", "Cs"):
                assert kept in ("", "\n"), hex(ord(character))
