"""Printed names against known ones; pure."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.chinese_text import fold
from foundation.reference import FOLDER
from foundation.unit_names import SHORTEST_MISPRINT, UnitLexicon

ROWS = json.loads((FOLDER / "units.json").read_text("utf-8"))["rows"]
KNOWN = [(row["name"], [row["short_name"], *row.get("variants", [])]) for row in ROWS]
LEXICON = UnitLexicon(KNOWN)
PRINTED = {fold(printed): name for name, variants in KNOWN for printed in (name, *variants) if printed}


@pytest.mark.parametrize(
    ("printed", "canonical"),
    [
        ("市发展改革委", "临沧市发展和改革委员会"),
        ("人民银行临沧市分行", "中国人民银行临沧市分行"),
        ("中国人民银行临沧市分行", "中国人民银行临沧市分行"),
        ("市新闻出版(版权)局", "临沧市新闻出版（版权）局"),
        ("各县、区人民政府", "各县（区）人民政府"),
        ("各县(区)人民政府", "各县（区）人民政府"),
        ("各县〔区〕 人民政府", "各县（区）人民政府"),
        ("市志办", "临沧市地方志编纂委员会办公室"),
        ("市地志办", "临沧市地方志编纂委员会办公室"),
        ("市政府食品安全委成员单位", "市政府食品安全委员会成员单位"),
    ],
)
def test_a_printed_name_is_resolved(printed: str, canonical: str) -> None:
    assert LEXICON.resolve(printed) == canonical
    assert LEXICON.is_known(printed)


@pytest.mark.parametrize("printed", ["市工业和信息局", "", "市龙王庙管委会"])
def test_an_unknown_name_is_not_guessed(printed: str) -> None:
    assert LEXICON.resolve(printed) is None
    assert not LEXICON.is_known(printed)


@pytest.mark.parametrize(
    ("misprint", "canonical"),
    [
        ("市工业和信息局", "临沧市工业和信息化局"),
        ("市工业和信息化化局", "临沧市工业和信息化局"),
        ("市投促局", None),
        ("沧源佧山机场", "沧源佤山机场"),
        ("农业农村局", "临沧市农业农村局"),
        ("市工业和信息化局", None),
        ("市志", None),
    ],
)
def test_a_misprint_suggests_the_one_name_near_it(misprint: str, canonical: str | None) -> None:
    assert LEXICON.nearest(misprint) == canonical


def test_two_units_equally_near_suggest_nothing() -> None:
    lexicon = UnitLexicon([("示例市水利局", []), ("示例市水务局", [])])
    assert lexicon.nearest("示例市水政局") is None
    assert lexicon.nearest("示例市水政利局") == "示例市水利局"


def test_a_canonical_name_wins_over_a_variant_of_another() -> None:
    lexicon = UnitLexicon([("甲局", ["乙局"]), ("乙局", [])])
    assert lexicon.resolve("乙局") == "乙局"
    assert len(lexicon) == 2


def test_an_empty_variant_names_nobody() -> None:
    assert UnitLexicon([("甲局", [""])]).resolve("") is None


def _distance_at_most_one(one: str, other: str) -> bool:
    """The plain definition, slow and evident."""
    edited = {one[:at] + one[at + 1 :] for at in range(len(one))}
    return (
        one == other
        or other in edited
        or one in {other[:at] + other[at + 1 :] for at in range(len(other))}
        or (len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1)
    )


@given(
    st.sampled_from(sorted(PRINTED)),
    st.integers(0, 60),
    st.sampled_from(["", "市", "局", "龘"]),
    st.booleans(),
)
def test_nearest_agrees_with_the_plain_definition(name: str, at: int, character: str, replace: bool) -> None:
    at %= len(name) + 1
    misprint = name[:at] + character + name[at + replace :]
    near = {PRINTED[other] for other in PRINTED if _distance_at_most_one(misprint, other)}
    if misprint in PRINTED or len(misprint) < SHORTEST_MISPRINT or len(near) != 1:
        assert LEXICON.nearest(misprint) is None
    else:
        assert LEXICON.nearest(misprint) == near.pop()
