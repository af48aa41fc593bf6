"""The words of a PDF, page by page, read in a confined process: to look for what may not be in it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from foundation.confined import TookTooLong, run_confined

LARGEST = 200 << 20
SECONDS, MEGABYTES = 40, 1280  # a page takes hundredths of a second
_WHY = {
    "LockedPdf": "加了密码，打不开",
    "DamagedFile": "已损坏或不合规范，打不开",
    "FileTooComplex": "太大或太复杂，没有读完",
}


class UnreadPdf(Exception):
    """The predicate of a Chinese sentence that says why."""


@dataclass(frozen=True)
class PdfWords:
    about: str  # title, author and the like, a line each
    pages: tuple[str, ...]


def words_of(raw: bytes) -> PdfWords:
    """Raises UnreadPdf for what is locked, broken, or would take too long or too much memory."""
    try:
        said = run_confined(
            "foundation.opening.child", "words", raw=raw, seconds=SECONDS, megabytes=MEGABYTES
        )
        line, _, content = said.partition(b"\n")
        answer = json.loads(line)
    except (TookTooLong, ValueError):  # too slow, killed, or crashed
        raise UnreadPdf(_WHY["FileTooComplex"]) from None
    if "refused" in answer:
        raise UnreadPdf(_WHY[answer["refused"]])
    words = json.loads(content)
    return PdfWords(words["about"], tuple(words["pages"]))
