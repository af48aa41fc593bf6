"""Contrast of the colours, reckoned from tokens.css by the formula of WCAG 2.2, by day and by night, for everybody and for
elders and for who asked for more contrast: text 4.5 : 1 and 7 : 1, what is no text 3 : 1."""

import re
from itertools import product
from pathlib import Path

import pytest

CSS = re.sub(r"/\*.*?\*/", "", Path("static/css/tokens.css").read_text(encoding="utf-8"), flags=re.S)
SURFACES = ("--paper", "--paper-deep", "--vermilion-wash", "--mark")
TEXT = [
    *product(("--ink", "--ink-soft", "--vermilion", "--vermilion-deep"), SURFACES),
    ("--on-vermilion", "--vermilion"),
    ("--on-vermilion", "--vermilion-deep"),
]
LINES = [*product(("--rule-strong",), ("--paper", "--paper-deep")), *product(("--focus",), SURFACES)]
BLOCK = re.compile(r"(?:@media([^{]*)\{\s*)?(:root[^{]*?)\s*\{([^}]*)\}")
WANTED = {
    "day": 4.5,
    "night": 4.5,
    "elder day": 7,
    "elder night": 7,
    "contrast day": 7,
    "contrast night": 7,
}


def palettes() -> dict[str, dict[str, str]]:
    """The colours of each appearance; what one does not name it takes from the appearance before it."""
    own: dict[str, dict[str, str]] = {}
    for media, root, body in BLOCK.findall(CSS):
        if "forced" in media or "print" in media:  # the system's colours, and paper
            continue
        who = "elder " if "elder" in root else "contrast " if "contrast" in media else ""
        when = "night" if "dark" in media else "day"
        own[who + when] = dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-f]{6});", body))
    found = {"day": own["day"], "night": own["day"] | own["night"]}
    for who in ("elder", "contrast"):
        found[f"{who} day"] = found["day"] | own[f"{who} day"]
        found[f"{who} night"] = found["night"] | own[f"{who} day"] | own[f"{who} night"]
    return found


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_is_the_one_of_the_standard() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("appearance", "least"), WANTED.items())
def test_every_pair_of_colours_can_be_told_apart(appearance: str, least: float) -> None:
    colours = palettes()[appearance]
    wanted = [(pair, least) for pair in TEXT] + [(pair, 3.0) for pair in LINES]
    faint = {
        pair: round(found, 2)
        for pair, wish in wanted
        if (found := contrast(colours[pair[0]], colours[pair[1]])) < wish
    }
    assert faint == {}
