"""A remark finds its paragraph again in a text that goes on changing, or says that it is gone."""

import pytest

from foundation.remark_places import QUOTED, Found, Place, Places, digest_of, quote_of

FIRST = "第一段讲的是示例单位怎样安排全年的工作。"
SECOND = "第二段讲的是经费从哪里来，由谁审核，何时拨付。"
THIRD = "第三段讲的是由哪个单位负责解释。"


def found_in(now: list[tuple[str, str]], *, anchor: str, then: str) -> tuple[str | None, Found]:
    places = Places([Place(name, text) for name, text in now])
    place, state = places.find(anchor=anchor, digest=digest_of(then), quote=quote_of(then))
    return (place.anchor if place else None), state


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ([("p1", FIRST), ("p2", SECOND)], ("p2", Found.SAME)),
        (
            [("p1", FIRST), ("p2", f"  {SECOND[:8]} {SECOND[8:]}\n")],
            ("p2", Found.SAME),
        ),  # blanks are no words
        ([("p1", FIRST), ("p2", THIRD), ("p3", SECOND)], ("p3", Found.MOVED)),  # one was put in above
        ([("p1", SECOND)], ("p1", Found.MOVED)),
        ([("p1", FIRST), ("p2", SECOND.replace("何时", "在何时"))], ("p2", Found.CHANGED)),
        ([("p1", FIRST), ("p2", THIRD), ("p3", SECOND.replace("何时", "在何时"))], ("p3", Found.CHANGED)),
        ([("p1", FIRST), ("p2", "完全是另外一回事")], (None, Found.GONE)),
        ([], (None, Found.GONE)),
    ],
)
def test_a_place_is_found_by_its_name_and_its_words(
    now: list[tuple[str, str]], expected: tuple[str | None, Found]
) -> None:
    assert found_in(now, anchor="p2", then=SECOND) == expected


def test_of_two_alike_the_one_that_bears_the_name_is_meant() -> None:
    assert found_in([("p1", SECOND), ("p2", SECOND)], anchor="p2", then=SECOND) == ("p2", Found.SAME)


def test_a_quote_is_one_line_and_short() -> None:
    assert quote_of("一\n二\t三") == "一 二 三"
    assert len(quote_of("字" * 10_000)) == QUOTED
