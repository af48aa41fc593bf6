"""A file becomes numbered lines; a ledger keeps account of every character. Pure.

Reads bytes of a text file (UTF-8 with or without BOM, or GB18030); gives a Source. What the extraction added
(HTML tags, bold marks) is taken out of the lines and entered as furniture, so that the balance stays exact.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from foundation.chinese_text import squeeze, weight

MAX_BYTES = 20 * 1024 * 1024

_TAG = re.compile(
    r"</?(?:p|br|ol|ul|li|b|i|u|strong|em|span|div|table|tr|td|th|input|sup|sub|img)\b[^<>]*>", re.I
)
_CHECKBOX = re.compile(r"<input\b[^<>]*checkbox[^<>]*>", re.I)
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_PAGE_NUMBER = re.compile(
    r"^(?:[—－\-–·]+\s*\d{1,4}\s*[—－\-–·]+|第\s*\d{1,4}\s*页(?:\s*共\s*\d{1,4}\s*页)?|\d{1,3})$"
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_MEANINGFUL = re.compile(r"[\u3400-\u9fff]")


class UnreadableSource(Exception):
    """The file cannot be read; the message is one Chinese sentence for the person."""


@dataclass(frozen=True)
class SourceLine:
    """A line that is not blank. ``number`` counts from 1; ``gap`` tells that a blank line stands before it."""

    number: int
    text: str
    gap: bool = True

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


def decode(raw: bytes, *, name: str) -> str:
    """Text of a file. Raises UnreadableSource for what is too large, empty, binary or in another encoding."""
    if len(raw) > MAX_BYTES:
        raise UnreadableSource(f"文件“{name}”超过20MB，没有读入；请拆分后再导入。")
    if not raw.strip():
        raise UnreadableSource(f"文件“{name}”是空的，没有可读的文字。")
    if raw.startswith((b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0")):
        raise UnreadableSource(f"文件“{name}”是文档或压缩格式，不是纯文本；请另存为 .txt（UTF-8）后再导入。")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError as error:
            line = raw[: error.start].count(b"\n") + 1
            continue
        if match := _CONTROL.search(text):
            line = text[: match.start()].count("\n") + 1
            raise UnreadableSource(f"文件“{name}”第{line}行含有二进制内容，不是文本文件。")
        return text
    raise UnreadableSource(f"文件“{name}”第{line}行起无法按 UTF-8 或 GB18030 解码，请转换编码后再导入。")


def read_source(raw: bytes, *, name: str) -> tuple[Source, Ledger]:
    """Decode and cut into lines; the ledger opens with what is furniture already."""
    text = decode(raw, name=name)
    if not _MEANINGFUL.search(text):
        raise UnreadableSource(f"文件“{name}”里没有中文文字，不像公报或公文。")
    ledger = Ledger()
    lines: list[SourceLine] = []
    printed: dict[int, str] = {}
    gap = True
    for number, line in enumerate(re.split(r"\r\n|\r|\n|\x0c", text), start=1):
        if not line.strip():
            gap = True
            continue
        printed[number] = line
        ledger.open(number, weight(line))
        clean = _clean(line)
        boxes = clean.count("□") - line.count("□")
        ledger.furnish(number, weight(line) - weight(clean) + boxes)
        if _PAGE_NUMBER.match(clean.strip()):
            ledger.furnish(number)
            gap = True
            continue
        if clean.strip():
            lines.append(SourceLine(number, clean.rstrip(" \r\u3000"), gap))
        gap = False
    digest = hashlib.sha256(raw).hexdigest()
    return Source(name, digest, weight(text), tuple(lines), printed), ledger


def _clean(line: str) -> str:
    """Take out what the extraction added; a tag for a tick box becomes the printed box."""
    if "<" in line:
        line = _TAG.sub(" ", _CHECKBOX.sub("□", line))
    return _BOLD.sub(r"\1", line)


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


_TOKEN = re.compile(r"[\s：:、，,。；;（）()…·.\-—《》〈〉【】\[\]［］〔〕]+")


def audit(source: Source, ledger: Ledger, answer: str) -> None:
    """Reopen every line whose words do not all stand in the answer: a claim is not enough."""
    haystack = squeeze(unicodedata.normalize("NFKC", answer))
    cleaned = {line.number: line.text for line in source.lines}
    for number in ledger.placed_lines:
        restated = [unicodedata.normalize("NFKC", piece) for piece in ledger.restated(number)]
        pieces = ledger.pieces(number) or [cleaned.get(number, "")]
        if not all(_stands(unicodedata.normalize("NFKC", piece), restated, haystack) for piece in pieces):
            ledger.reopen(number)


def _stands(line: str, restated: list[str], haystack: str) -> bool:
    """Whether the words of a line stand in the answer, but for what stands there in another form."""
    rest = squeeze(line)
    for piece in restated:
        rest = rest.replace(piece, " ", 1)
    return rest.strip() in haystack or _pieces_stand(line, rest, haystack)


def _pieces_stand(line: str, rest: str, haystack: str) -> bool:
    """A line that went to several fields: each of its words must stand in one of them."""
    words = line if rest == squeeze(line) else rest
    return all(squeeze(piece) in haystack for piece in _TOKEN.split(words) if piece.strip())
