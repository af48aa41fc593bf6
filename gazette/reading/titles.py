"""A title of the contents, looked for in the text: the very same words first, then nearly the same. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from documents.reading.elements import kind_of
from documents.reading.paragraphs import Paragraph
from foundation.chinese_text import fold

_SIMILAR = 0.85
_LONGEST = 3  # paragraphs
_SLACK = 12  # blanks and wider punctuation that folding takes away


class WantedTitle:
    """One printed title; ``head`` is what stands before a dash (政府工作报告——2023年…)."""

    def __init__(self, title: str) -> None:
        self._folded = fold(title)
        self._head = re.split(r"-{2}|—{2}", self._folded)[0]
        self._kind = kind_of(title)

    def is_(self, text: str) -> bool:
        """The same words, or those before the dash."""
        if not len(self._head) - 2 <= len(text) <= len(self._folded) + _SLACK:
            return False
        folded = fold(text)
        return folded == self._folded or (len(folded) > 3 and folded == self._head)

    def resembles(self, text: str) -> bool:
        """The same title, or nearly the same and of the same kind."""
        return self._likeness(text) >= _SIMILAR

    def _likeness(self, text: str) -> float:
        """1 for the same title, less for nearly the same of the same kind, 0 for another."""
        if self.is_(text):
            return 1.0
        if not 10 <= len(text) <= len(self._folded) + _SLACK:
            return 0.0
        folded = fold(text)
        if abs(len(folded) - len(self._folded)) > 6 or kind_of(text) != self._kind:
            return 0.0
        return SequenceMatcher(None, folded, self._folded, autojunk=False).ratio()

    def first_line(self, lines: Sequence[str], start: int) -> int | None:
        """Where the title begins among printed lines; it may take several, and the line above may seem part of it."""
        for index in range(start, len(lines)):
            if self._likeness_at(lines, index) >= _SIMILAR:
                near = range(index, min(index + _LONGEST, len(lines)))
                return max(near, key=lambda place: self._likeness_at(lines, place))
        return None

    def _likeness_at(self, lines: Sequence[str], index: int) -> float:
        text, best = "", 0.0
        for line in lines[index : index + _LONGEST]:
            text += line
            if len(text) > len(self._folded) + _SLACK:
                break
            best = max(best, self._likeness(text))
        return best

    def find(self, paragraphs: Sequence[Paragraph], start: int) -> tuple[int, int] | None:
        """Where the title stands, and on how many paragraphs."""
        return self._find(paragraphs, start, self.is_) or self._find(paragraphs, start, self.resembles)

    def _find(
        self, paragraphs: Sequence[Paragraph], start: int, fits: Callable[[str], bool]
    ) -> tuple[int, int] | None:
        for index in range(start, len(paragraphs)):
            text = ""
            for length, part in enumerate(paragraphs[index : index + _LONGEST], start=1):
                text += part.text
                if part.is_row or len(text) > len(self._folded) + _SLACK:
                    break
                if fits(text):
                    return index, length
        return None
