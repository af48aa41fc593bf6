"""One place for every colour; nothing named that does not exist; nothing moves for who asked for stillness."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[2] / "static" / "css"
SHEETS = sorted(CSS.glob("*.css"))
LITERAL = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|rgba|hsl|hsla|hwb|lab|lch|oklab|oklch)\(", re.IGNORECASE)
NAMED = re.compile(
    r":[^;{}]*\b(?:black|white|red|green|blue|gr[ae]y|silver|orange|yellow|brown|gold|pink|purple)\b"
)


def rules_of(sheet: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize(
    "sheet", [found for found in SHEETS if found.name != "tokens.css"], ids=lambda f: f.name
)
def test_no_sheet_but_the_tokens_names_a_colour(sheet: Path) -> None:
    rules = rules_of(sheet)
    assert LITERAL.findall(rules) == []
    assert NAMED.findall(rules) == []


def test_every_token_that_is_used_exists_and_every_one_that_exists_is_used() -> None:
    everything = "\n".join(map(rules_of, SHEETS))
    defined = set(re.findall(r"(--[\w-]+)\s*:", everything))
    used = set(re.findall(r"var\((--[\w-]+)", everything))
    assert used - defined == set()
    assert defined - used == set()


def test_night_and_contrast_name_only_what_the_day_names() -> None:
    first, *others = re.findall(r":root[^{]*\{([^}]*)\}", rules_of(CSS / "tokens.css"))
    day = set(re.findall(r"(--[\w-]+)\s*:", first))
    for other in others:
        assert set(re.findall(r"(--[\w-]+)\s*:", other)) <= day


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda found: found.name)
def test_movement_is_only_for_who_does_not_mind_it(sheet: Path) -> None:
    allowed = r"@media[^{]*prefers-reduced-motion: no-preference[^{]*\{(?:[^{}]*\{[^}]*\})*\s*\}"
    still = re.sub(allowed, "", rules_of(sheet))
    assert re.findall(r"(?<![\w-])(?:transition|animation|scroll-behavior)[\w-]*\s*:", still) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda found: found.name)
def test_the_table_of_contents_says_what_the_sheet_holds(sheet: Path) -> None:
    head, _, rest = sheet.read_text(encoding="utf-8").partition("*/")
    promised = re.findall(r"^ \* +(\d+)\. ", head, flags=re.MULTILINE)
    held = re.findall(r"/\* (\d+)\. ", rest)
    assert promised == held
