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
        if self.is_(text):
            return True
        if not 10 <= len(text) <= len(self._folded) + _SLACK:
            return False
        folded = fold(text)
        if abs(len(folded) - len(self._folded)) > 6 or kind_of(text) != self._kind:
            return False
        return SequenceMatcher(None, folded, self._folded, autojunk=False).ratio() >= _SIMILAR

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
