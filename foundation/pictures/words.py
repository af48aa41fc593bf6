"""How much room words take in a picture, and what of them fits. Pure."""

from __future__ import annotations

import unicodedata

EM = 18  # units of a drawing that make one em of the page
NARROW = 0.6  # a Latin letter or a figure, in widths of a Han character; rather too much than too little


def width_of(text: str) -> float:
    """The width in Han characters."""
    return sum(1.0 if unicodedata.east_asian_width(letter) in "WFA" else NARROW for letter in text)


def shorten(text: str, room: float) -> str:
    """The text, or as much of it as fits into so many Han characters with the mark that it goes on."""
    if width_of(text) <= room:
        return text
    kept = ""
    for letter in text:
        if width_of(kept + letter) + 1 > room:
            break
        kept += letter
    return f"{kept}…"


def wrap(text: str, room: float, lines: int) -> tuple[str, ...]:
    """The text in at most so many lines of that width; the last says by its mark that more follows."""
    rows: list[str] = []
    rest = text
    while rest and len(rows) < lines - 1:
        taken = _fitting(rest, room)
        rows.append(taken)
        rest = rest[len(taken) :]
    return (*rows, shorten(rest, room)) if rest else tuple(rows)


def _fitting(text: str, room: float) -> str:
    """The longest beginning that fits, at least one letter; a 文号 breaks before its bracket."""
    end = max((at for at in range(1, len(text) + 1) if width_of(text[:at]) <= room), default=1)
    bracket = text.find("〔", 1)
    return text[:bracket] if 0 < bracket < end < len(text) else text[:end]


def ems(units: int) -> str:
    """A length of a drawing as an attribute of the page: 45 → "2.5em"."""
    return f"{units / EM:g}em"
