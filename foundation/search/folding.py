"""The form in which texts and questions meet. Pure.

One character folds to the same characters wherever it stands (so a piece of a text folds to a piece of the folded
text): compatibility form, lower case, no accents, one kind of bracket, dash and quotation mark, nothing unseen. The
one thing that looks at its neighbours is the blank, kept (once) between Latin words or figures and nowhere else.
A line break or a tab ends a paragraph or a cell: nothing that is asked reaches across.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from foundation.chinese_text import BRACKETS

BREAK = "\n"
ZONE = "\x1f"  # between the zones of an entry; no folded text holds it

_DASHES = dict.fromkeys("‐‑‒–—―−－﹣⁃", "-")
_QUOTES = dict.fromkeys("“”„‟＂«»「」『』〝〞〟", '"') | dict.fromkeys("‘’‚‛＇`´", "'")
_DOTS = dict.fromkeys("·•・‧･∙⋅", "·") | dict.fromkeys("～〜∼", "~")
_BREAKS = dict.fromkeys("\t\n\v\f\r\x85\u2028\u2029", BREAK)
_LOOSE_BLANKS = re.compile(r"(?<![0-9a-z ]) +| +(?![0-9a-z ])| (?= )")
_UNSEEN = ("Cc", "Cf", "Cs", "Mn", "Me")  # controls, format characters, lone surrogates, marks over letters


class _Table(dict[int, str]):
    """What each character folds to, learnt as it comes; str.translate asks it."""

    def __missing__(self, code: int) -> str:
        self[code] = _folded(chr(code))
        return self[code]


class _Widths(dict[int, str]):
    """Into how many characters each folds, as the character of that number."""

    def __missing__(self, code: int) -> str:
        self[code] = chr(len(_TABLE[code]))
        return self[code]


def folded(text: str) -> str:
    """The text as it is kept for matching, and as every term of a question is matched."""
    return _LOOSE_BLANKS.sub("", text.translate(_TABLE))


def folded_with_places(text: str) -> tuple[str, Sequence[int]]:
    """The folded text, and for each of its characters the place in ``text`` it comes from."""
    widths = text.translate(_WIDTHS).encode("latin-1")
    places: Sequence[int] = range(len(text))
    if widths.strip(b"\1"):
        places = [place for place, width in enumerate(widths) for _ in range(width)]
    whole = text.translate(_TABLE)
    kept: list[int] = []
    end = 0
    for blanks in _LOOSE_BLANKS.finditer(whole):
        kept += places[end : blanks.start()]
        end = blanks.end()
    return _LOOSE_BLANKS.sub("", whole), [*kept, *places[end:]] if end else places


def _folded(character: str) -> str:
    for table in (_BREAKS, _DASHES, _QUOTES, _DOTS):
        if character in table:
            return table[character]
    if character.isspace():
        return " "
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", character).casefold())
    plain = "".join(_same(part) for part in plain.translate(BRACKETS))
    return "".join(part for part in plain if unicodedata.category(part) not in _UNSEEN)


def _same(part: str) -> str:
    """A character that came out of another is folded like one that was typed: ﹘ is a dash too."""
    for table in (_DASHES, _QUOTES, _DOTS):
        part = table.get(part, part)
    return " " if part.isspace() else part.casefold()


_TABLE = _Table()
_WIDTHS = _Widths()
