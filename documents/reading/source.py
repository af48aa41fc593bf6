"""A file becomes numbered lines; a ledger keeps account of every character. Pure.

Reads the bytes of a text, Word or PDF file; gives a Source. What an extraction added (HTML tags, bold marks) is taken
out of the lines and entered as furniture with the running heads and page numbers, so that the balance stays exact.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from documents.reading.answer import Findings
from documents.reading.files.extract import extract
from documents.reading.files.printed import Doubt, UnreadableSource
from foundation.chinese_text import squeeze, weight

_TAG = re.compile(
    r"</?(?:p|br|ol|ul|li|b|i|u|strong|em|span|div|table|tr|td|th|input|sup|sub|img)\b[^<>]*>", re.I
)
_CHECKBOX = re.compile(r"<input\b[^<>]*checkbox[^<>]*>", re.I)
_MARKDOWN_HEADING = re.compile(r"^#{1,6} (?=\S)")
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_PAGE_NUMBER = re.compile(
    r"^(?:[—－\-–·]+\s*\d{1,4}\s*[—－\-–·]+|第\s*\d{1,4}\s*页(?:\s*共\s*\d{1,4}\s*页)?|\d{1,3})$"
)
_MEANINGFUL = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class SourceLine:
    """A line that is not blank. ``number`` counts from 1; ``gap`` tells that a blank line stands before it,
    ``goes_on`` that the layout of the sheet showed it to go on with the line before."""

    number: int
    text: str
    gap: bool = True
    goes_on: bool = False

    @property
    def is_row(self) -> bool:
        return "\t" in self.text


@dataclass(frozen=True)
class Source:
    name: str
    sha256: str
    characters: int
    lines: tuple[SourceLine, ...]
    printed: dict[int, str]  # the raw text of every line that is not blank
    pages: dict[int, int] = field(default_factory=dict)  # the sheet each line of a PDF stands on, from 1
    doubts: tuple[Doubt, ...] = ()  # what the extraction could not take along


def read_source(raw: bytes, *, name: str) -> tuple[Source, Ledger]:
    """Extract and number the lines; the ledger opens with what is furniture already."""
    extraction = extract(raw, name=name)
    if not any(_MEANINGFUL.search(line.text) for line in extraction.lines):
        raise UnreadableSource(f"文件“{name}”里没有中文文字，不像公报或公文。")
    ledger = Ledger()
    lines: list[SourceLine] = []
    printed: dict[int, str] = {}
    gap = True
    for number, line in enumerate(extraction.lines, start=1):
        if not line.text.strip():
            gap = True
            continue
        printed[number] = line.text
        ledger.open(number, weight(line.text))
        if line.furniture:
            ledger.furnish(number)
            continue
        clean = _clean(line.text)
        boxes = clean.count("□") - line.text.count("□")
        ledger.furnish(number, weight(line.text) - weight(clean) + boxes)
        if _PAGE_NUMBER.match(clean.strip()):
            ledger.furnish(number)
            gap = True
            continue
        if clean.strip():
            lines.append(SourceLine(number, clean.rstrip(" \r\u3000"), gap, line.goes_on))
        gap = False
    source = Source(
        name=name,
        sha256=hashlib.sha256(raw).hexdigest(),
        characters=sum(map(weight, printed.values())),
        lines=tuple(lines),
        printed=printed,
        pages={number: line.page for number, line in enumerate(extraction.lines, start=1) if line.page},
        doubts=extraction.doubts,
    )
    return source, ledger


def findings_of(source: Source) -> Findings:
    """The problems begin with what the extraction could not take along."""
    findings = Findings()
    for doubt in source.doubts:
        findings.add(doubt.line, doubt.kind, doubt.message, "")
    return findings


def _clean(line: str) -> str:
    """Take out what the extraction added; a tag for a tick box becomes the printed box."""
    if "<" in line:
        line = re.sub(" {2,}", " ", _TAG.sub(" ", _CHECKBOX.sub("□", line)))
    return _BOLD.sub(r"\1", _MARKDOWN_HEADING.sub("", line))


class Ledger:
    """For every line: how many characters are placed, furniture, or still open. It always balances."""

    def __init__(self) -> None:
        self._open: dict[int, int] = {}
        self._placed: dict[int, int] = defaultdict(int)
        self._furniture: dict[int, int] = defaultdict(int)
        self._restated: dict[int, list[str]] = defaultdict(list)
        self._pieces: dict[int, list[str]] = {}

    def open(self, line: int, characters: int) -> None:
        self._open[line] = characters

    def place(self, lines: Iterable[int]) -> None:
        """All that is still open of these lines stands in the answer."""
        for line in lines:
            self._placed[line] += self._open[line]
            self._open[line] = 0

    def furnish(self, line: int, characters: int | None = None) -> None:
        """Characters of the page, not of the text: running heads, page numbers, leaders, tags."""
        moved = self._open[line] if characters is None else min(characters, self._open[line])
        self._furniture[line] += moved
        self._open[line] -= moved

    def restate(self, line: int, printed: str) -> None:
        """A printed piece stands in the answer in another form (a date as ISO, a label as a key)."""
        self._restated[line].append(squeeze(printed))

    def cut(self, line: int, pieces: list[str]) -> None:
        """A line that holds a whole text is checked piece by piece."""
        self._pieces[line] = pieces

    def pieces(self, line: int) -> list[str]:
        return self._pieces.get(line, [])

    def restated(self, line: int) -> list[str]:
        return self._restated[line]

    def reopen(self, line: int) -> None:
        """The line does not stand in the answer after all: it is shown whole, its furniture too."""
        self._open[line] += self._placed.pop(line, 0) + self._furniture.pop(line, 0)

    def is_open(self, line: int) -> bool:
        return self._open[line] > 0

    def place_of(self, line: int) -> str:
        """What became of the line, for the editor: unplaced, placed, or furniture altogether."""
        if self.is_open(line):
            return "unplaced"
        return "placed" if self._placed.get(line) else "furniture"

    @property
    def placed(self) -> int:
        return sum(self._placed.values())

    @property
    def furniture(self) -> int:
        return sum(self._furniture.values())

    @property
    def open_lines(self) -> list[int]:
        return sorted(line for line, characters in self._open.items() if characters)

    @property
    def placed_lines(self) -> list[int]:
        return sorted(line for line, characters in self._placed.items() if characters)


_NEARBY = 20_000  # characters of the answer looked through first
_TELLING = 20  # a find of so many characters tells where in the answer we are
_TOKEN = re.compile(r"[\s：:、，,。；;（）()…·.\-—《》〈〉【】\[\]［］〔〕]+")


class _Haystack:
    """The answer, searched onward from the last find: lines and answer run in nearly the same order."""

    def __init__(self, text: str) -> None:
        self._text = squeeze(unicodedata.normalize("NFKC", text))
        self._at = 0

    def holds(self, words: str) -> bool:
        found = self._text.find(words, self._at, self._at + _NEARBY)
        if found < 0:
            found = self._text.find(words)
        if found >= 0 and len(words) > _TELLING:
            self._at = found
        return found >= 0


def audit(source: Source, ledger: Ledger, answer: str) -> None:
    """Reopen every line whose words do not all stand in the answer: a claim is not enough."""
    haystack = _Haystack(answer)
    cleaned = {line.number: line.text for line in source.lines}
    for number in ledger.placed_lines:
        restated = [unicodedata.normalize("NFKC", piece) for piece in ledger.restated(number)]
        pieces = ledger.pieces(number) or [cleaned.get(number, "")]
        if not all(_stands(unicodedata.normalize("NFKC", piece), restated, haystack) for piece in pieces):
            ledger.reopen(number)


def _stands(line: str, restated: list[str], haystack: _Haystack) -> bool:
    """Whether the words of a line stand in the answer, but for what stands there in another form."""
    rest = squeeze(line)
    for piece in restated:
        rest = rest.replace(piece, " ", 1)
    return haystack.holds(rest.strip()) or _pieces_stand(line, rest, haystack)


def _pieces_stand(line: str, rest: str, haystack: _Haystack) -> bool:
    """A line that went to several fields: each of its words must stand in one of them."""
    words = line if rest == squeeze(line) else rest
    return all(haystack.holds(squeeze(piece)) for piece in _TOKEN.split(words) if piece.strip())
