"""From a typst source under templates/ and plain data to a paper: PDF/A-2a and PDF/UA-1, that is, fit for the archive,
tagged for screen readers, its text selectable.

Data stays data: it reaches the source as JSON in `sys.inputs` and is never read as typst. The source finds there
`data`, what the caller gives, and `typefaces`, the families for `body`, `title` and `page_number`. It may read the
files of its own folder and nothing else.
"""

from __future__ import annotations

import json
import logging
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from foundation import typefaces
from foundation.refusals import Refusal

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]
MOST_CHARACTERS = 20_000  # set in a second or two
GAP = "□"  # the mark for a missing character (虚缺号): it leaves room to write the character by hand
IDEOGRAPHS = "\U00020000"  # from here on this machine's Unicode may be older than the fonts
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NOT_SHOWN = re.compile(r'the text `"(.+?)"` could not be displayed')
_ACCENTED = re.compile(r"[A-Za-z\u00c0-\u024f\u3040-\u30ff][\u0300-\u036f\u3099\u309a]+")
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")

logger = logging.getLogger(__name__)


class TypesettingFailed(Refusal):
    """The typesetter made no paper of these data."""


class TooMuchText(Refusal):
    """The data are longer than any paper is."""


def typeset(template: str, data: Mapping[str, Any], *, at: datetime, longest: int = MOST_CHARACTERS) -> bytes:
    """The PDF of `templates/<template>` filled with `data` (what JSON can say); `at`, aware, is when it was made.

    The same data at the same time give the same bytes. A character that cannot be printed becomes □: ask
    `missing_characters` beforehand and tell the person. A list may ask for more characters than papers have (`longest`).
    Raises TypesettingFailed, TooMuchText and TypefaceMissing.
    """
    if at.tzinfo is None:
        raise ValueError("a paper is made at an aware time")
    try:
        return _compiled(template, _printable(data, longest), at=at)
    except typst.TypstError as error:
        raise TypesettingFailed(f"文书没有排成（{error.message}），请告诉运维人员。") from error


def missing_characters(data: Any) -> str:
    """The characters in a text, or in all texts of the data, that cannot be printed, each once.

    They are those that no typeface in use has; those of the private use areas, which mean something else on every
    machine; and what official papers have no place for: scripts that run from right to left, marks that combine.
    """
    characters = set("".join(map(_clean, _texts(data)))) - {"\n"}
    unset = set(filter(_is_never_set, characters))
    return "".join(sorted(unset | _without_glyph(characters - unset)))


def _is_never_set(character: str) -> bool:
    category = unicodedata.category(character)
    if category == "Cn":
        return character < IDEOGRAPHS
    return category[0] == "M" or category == "Co" or unicodedata.bidirectional(character) in ("R", "AL", "AN")


def _without_glyph(characters: set[str]) -> set[str]:
    """The typesetter itself is asked: it refuses an archive file with a character it cannot show, and names each."""
    try:
        _compiled("foundation/glyphs.typ", sorted(characters), at=EPOCH)
    except typst.TypstError as error:
        named = "".join(_NOT_SHOWN.findall(error.diagnostic))
        return set(_ESCAPED.sub(lambda code: chr(int(code[1], 16)), named))
    return set()


def _compiled(template: str, data: Any, *, at: datetime) -> bytes:
    """Raises typst.TypstError, and TypesettingFailed where the typesetter broke down over the text."""
    source = TEMPLATES / template
    faces = typefaces.in_use()
    families = {"body": faces.body, "title": faces.title, "page_number": faces.page_number}
    try:
        pdf, warnings = typst.compile_with_warnings(
            source,
            root=source.parent,
            font_paths=faces.fonts,
            ignore_system_fonts=True,
            sys_inputs={"paper": json.dumps({"data": data, "typefaces": families})},
            pdf_standards=STANDARDS,
            timestamp=int(at.timestamp()),
        )
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the Rust side's own; no module exports it
            raise
        raise TypesettingFailed("文书里有排不出的文字，请检查有没有乱码后再试。") from error
    for warning in warnings:
        logger.warning("%s: %s", template, warning.message)
    return pdf


def _printable(data: Mapping[str, Any], longest: int) -> Any:
    if sum(map(len, _texts(data))) > longest:
        raise TooMuchText(f"内容超过 {longest // 10000} 万字，排不成一份文书；请删减后再试。")
    gaps = str.maketrans(dict.fromkeys(missing_characters(data), GAP))
    return _with_texts(data, gaps)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)


def _with_texts(value: Any, gaps: dict[int, str]) -> Any:
    """The same data, its texts clean and its missing characters marked."""
    if isinstance(value, str):
        return _clean(value).translate(gaps)
    if isinstance(value, Mapping):
        return {name: _with_texts(part, gaps) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_with_texts(part, gaps) for part in value]
    return value


def _clean(text: str) -> str:
    """Without control, direction and variation characters; letters and their accents in one; one kind of line break,
    one kind of narrow blank, no empty line."""
    lines = (line.strip() for line in _ACCENTED.sub(_composed, text).splitlines())
    return "".join(map(_clean_character, "\n".join(filter(None, lines))))


def _composed(accented: re.Match[str]) -> str:
    """Only letters: composing a whole text would turn Han characters of names into others (U+F92C into 郎)."""
    return unicodedata.normalize("NFC", accented[0])


def _clean_character(character: str) -> str:
    if character in "\n\u3000":
        return character
    if "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef":
        return ""
    match unicodedata.category(character):
        case "Zs":
            return " "
        case "Cs":  # half of a pair: no character at all
            return GAP
        case "Cc" | "Cf":
            return " " if character == "\t" else ""
    return character
