"""Texts made by recombining the sentences of issues: of any number, never twice the same, with numbers of their own."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from documents.official_text import parse
from documents.searchables import sections
from foundation.search.registry import Place

PROJECT = Path(__file__).resolve().parents[2]
SEEDS = ("../shared/seeds/2023-02.txt", "../shared/seeds/2024-09.txt")
SAMPLE = "fixtures/sample-issue.txt"
SHORT, LONG = 430, 8_000  # characters: 1.3 kB and 24 kB in UTF-8
NEWEST = date(2026, 3, 2)
_SENTENCE = re.compile(r"[^。；！？\n]{4,}[。；！？]?")
_NUMBER = re.compile(r"\d+")


def sentences() -> list[str]:
    """Of the issues at hand."""
    paths = [PROJECT / name for name in SEEDS if (PROJECT / name).is_file()] or [PROJECT / SAMPLE]
    return [found for path in paths for found in _SENTENCE.findall(path.read_text("utf-8"))]


class Corpus:
    """``long`` documents are cut into sections as real ones are; a short entry is one."""

    def __init__(self, *, documents: int, is_long: bool) -> None:
        self.documents, self.is_long = documents, is_long
        self._dice = random.Random(documents)
        self._sentences = sentences()

    def __str__(self) -> str:
        return f"{self.documents} 份{'长文件' if self.is_long else '短条目'}"

    def places(self) -> Iterator[tuple[int, Place]]:
        for number in range(1, self.documents + 1):
            day = NEWEST - timedelta(days=self._dice.randrange(7000))
            title = self._text(30).replace("\n", "")
            if not self.is_long:
                yield number, self._place(number, day, title=title, body=self._text(SHORT))
                continue
            yield number, self._place(number, day, title=title, number=f"示政发〔{day.year}〕{number}号")
            for section in sections(parse(self._text(LONG))):
                body, heading = "\n".join(section.lines), "\n".join(section.headings)
                yield number, self._place(number, day, whole=title, heading=heading, body=body)

    def _place(self, subject: int, day: date, **texts: str) -> Place:
        dice = self._dice
        facets = {
            "organ": [str(dice.randrange(60))],
            "unit": [str(dice.randrange(120)) for _ in range(dice.randrange(4))],
            "column": [str(dice.randrange(7))],
            "county": [str(530900 + dice.randrange(8))] if dice.random() < 0.4 else [],
        }
        repealed = day + timedelta(days=400) if dice.random() < 0.05 else None
        return Place(
            kind=dice.choice(("document", "task", "event")),
            address=f"/documents/{subject}/",
            day=day,
            facets=facets,
            has_validity=True,
            repealed_from=repealed,
            title=texts.get("title", ""),
            whole=texts.get("whole", ""),
            number=texts.get("number", ""),
            heading=texts.get("heading", ""),
            body=texts.get("body", ""),
        )

    def _text(self, size: int) -> str:
        """Sentences in a new order, every number another one, a few to a paragraph."""
        parts: list[str] = []
        length = 0
        while length < size:
            part = _NUMBER.sub(self._other_number, self._dice.choice(self._sentences))
            parts.append(part + ("\n" if self._dice.random() < 0.3 else ""))
            length += len(part)
        return "".join(parts)[: size + 100]

    def _other_number(self, printed: re.Match[str]) -> str:
        return "".join(self._dice.choice("0123456789") for _ in printed[0])
