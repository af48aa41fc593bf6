"""What a defect is: what is wrong, where, what to do, and a key by which an editor's tick finds it again. Pure."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from foundation.redaction import HIDDEN, redacted

DOCUMENT = "document"
CORRECTION = "correction"
ISSUE = "issue"
SHOWN = 60  # characters of a piece of text on the page
_KEY = 24  # hexadecimal digits: no two texts of a portal meet by chance
_LONG_NUMBER = re.compile(r"\d{5,}")  # may be a piece of somebody's number
_CARD_NUMBER = re.compile(r"\d(?:[ \-]?\d){14,}")


class Severity(StrEnum):
    """blocking must be mended; warning must be mended or accounted for; hint is only shown."""

    BLOCKING = "blocking"
    WARNING = "warning"
    HINT = "hint"

    @property
    def label(self) -> str:
        return {"blocking": "必须改正", "warning": "改正或说明", "hint": "提示"}[self]


@dataclass(frozen=True)
class Subject:
    """Whose defect it is: the ticks belong to it, and its move is held up."""

    noun: str  # document | issue | correction
    pk: int


@dataclass(frozen=True)
class Place:
    """Where to look and where to mend: on whose page, in which field or row, at which anchor of the text.

    ``rows`` names the rows of the page (attachments, entries …), ``row`` is the key of one of them; ``line`` counts
    from 1 in the text of the field or row, ``page`` in the file of the field; 0 where it is not known.
    """

    owner: Subject
    label: str
    field: str = ""
    anchor: str = ""
    rows: str = ""
    row: int | None = None
    line: int = 0
    page: int = 0


@dataclass(frozen=True)
class Quote:
    """The piece of text that is meant, with what stands around it; nothing private, nothing unseen."""

    before: str
    printed: str
    after: str

    @property
    def is_empty(self) -> bool:
        return not self.printed.strip()


@dataclass(frozen=True)
class Kind:
    """One rule of the report. ``source`` names what it rests on."""

    code: str
    title: str
    severity: Severity
    source: str


@dataclass(frozen=True)
class Found:
    """What a rule answers. ``mark`` is the text that the key is made from: while it stands, a tick holds.

    ``text`` is the whole passage, where there is one: by it a question of the reader is known again.
    """

    code: str
    place: Place
    sentence: str
    mark: str
    quote: Quote | None = None
    text: str = ""


@dataclass(frozen=True)
class Defect:
    kind: Kind
    subject: Subject
    place: Place
    sentence: str
    key: str
    quote: Quote | None = None

    @property
    def code(self) -> str:
        return self.kind.code

    @property
    def severity(self) -> Severity:
        return self.kind.severity

    @property
    def whole_sentence(self) -> str:
        """Where, what and what to do."""
        return f"{self.place.label}：{self.sentence}" if self.place.label else self.sentence


def tied(
    found: Iterable[Found], *, subject: Subject, kinds: Mapping[str, Kind], seen: Counter[str] | None = None
) -> Iterator[Defect]:
    """Give each finding its kind and its key; the same text twice over is told apart by its order."""
    counts = Counter[str]() if seen is None else seen
    for one in found:
        digest = _digest(one.code, one.mark)
        counts[digest] += 1
        key = f"{one.code}-{digest}" if counts[digest] == 1 else f"{one.code}-{digest}-{counts[digest]}"
        sentence = harmless(one.sentence)
        yield Defect(kinds[one.code], subject, one.place, sentence, key, one.quote)


def _digest(code: str, mark: str) -> str:
    text = unicodedata.normalize("NFC", mark)
    return hashlib.sha256(f"{code}\0{text}".encode("utf-8", "replace")).hexdigest()[:_KEY]


def harmless(text: str) -> str:
    """As it may be shown: nobody's number, and nothing that has no shape on a page."""
    return _CARD_NUMBER.sub("***", redacted("".join(map(_visible, text))).replace(HIDDEN, "***"))


def _visible(letter: str) -> str:
    return "□" if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn") else letter


def quoted(text: str, start: int, end: int, *, around: int = 12) -> Quote:
    """A piece of a text as it is shown; pieces of long numbers beside it are starred."""
    printed = text[start:end]
    shown = printed if len(printed) <= SHOWN else f"{printed[:SHOWN]}…"
    before, after = text[max(start - around, 0) : start], text[end : end + around]
    return Quote(harmless(_starred(before)), harmless(shown), harmless(_starred(after)))


def _starred(text: str) -> str:
    return _LONG_NUMBER.sub(lambda match: "*" * len(match.group()), text)
