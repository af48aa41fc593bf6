"""Where in the source something stands: the lines of a long file come in sheets, and the answer has no lines of its own. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from foundation.chinese_text import fold

Data = Mapping[str, Any]
SHEET = 3000  # lines shown at once
_KEY = 6
_NEAR = 3000  # lines within which the next day of a chronicle is looked for


@dataclass(frozen=True)
class Sheets:
    """The stretches of a file that are shown one at a time, by the number of their first line; counted from 1."""

    firsts: tuple[int, ...]
    shown: int

    @classmethod
    def of(cls, lines: Sequence[Sequence[Any]], *, asked: int) -> Sheets:
        firsts = tuple(line[0] for line in lines[::SHEET]) or (1,)
        return cls(firsts, min(max(asked, 1), len(firsts)))

    @property
    def slice(self) -> slice:
        return slice((self.shown - 1) * SHEET, self.shown * SHEET)

    @property
    def numbers(self) -> range:
        return range(1, len(self.firsts) + 1)

    def jump(self, line: int) -> str:
        """The address of a line, on its sheet."""
        sheet = max(bisect_right(self.firsts, line), 1)
        return f"#L{line}" if sheet == self.shown else f"?sheet={sheet}#L{line}"


class Places:
    """Finds the line where something begins."""

    def __init__(self, lines: Sequence[Sequence[Any]]) -> None:
        self._lines: list[tuple[int, str]] = [
            (number, fold(text)) for number, text, place, _ in lines if place != "furniture"
        ]
        self._by_key: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for line, text in self._lines:
            self._by_key[text[:_KEY]].append((line, text))
        self._from = 0

    def of_document(self, data: Data) -> int | None:
        """By the line of its number, else by its title; the contents name it first, so the last such line counts."""
        number, title = fold(data["document_number"] or ""), fold(data["title"])[:14]
        exact = [line for line, text in self._by_key.get(number[:_KEY], ()) if text == number]
        titled = [line for line, text in self._by_key.get(title[:_KEY], ()) if text.startswith(title)]
        found = exact or titled
        return found[-1] if found else None

    def of_beginning(self, text: str) -> int | None:
        """The next line, after the one found last, that begins as the text does."""
        wanted = fold(text)[:10]
        for index in range(self._from, min(self._from + _NEAR, len(self._lines))):
            line, printed = self._lines[index]
            if wanted and (printed.startswith(wanted) or wanted in printed[:40]):
                self._from = index + 1
                return line
        return None
