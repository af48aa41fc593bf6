"""Where a sentence of the chronicle names a person, a unit or a document. Pure.

Only whole names count, the longest first. A short name such as 市财政局 is part of another city's when a place stands
before it, and of one of its own branches when another office follows: then nothing is linked rather than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from documents.reading.citations import NUMBER, titles
from foundation.chinese_text import HAN

SHORTEST_UNIT = 4  # 市政府, 市委: every second sentence names them
_RELATIVE = "省市州县区镇乡"  # a name that begins so is somebody's; whose, the place before it says
_FREE_BEFORE = "在到赴由与及对向"  # words of one letter that end no name of a place
_HAN = re.compile(f"[{HAN}]")
_GOES_ON = re.compile(
    rf"^(?:长(?![{HAN}]*?期)|[{HAN}]{{0,6}}?(?:分局|支局|支队|大队|中心|办公室|研究室|党组|分公司|支行|分行|分院|分校|医院|学院|学校))"
)


@dataclass(frozen=True)
class Mention:
    """Letters of the text, and the address of what they name."""

    start: int
    end: int
    url: str


class Names:
    """Every name that may be linked in one list of events, found in one pass over each text."""

    def __init__(self, units: Mapping[str, str], documents: Mapping[str, str]) -> None:
        """`units` and `documents` by name: the address of each; documents by title and by number."""
        self._units = {name: url for name, url in units.items() if len(name) >= SHORTEST_UNIT}
        self._documents = documents
        self._words = tuple(self._units)
        self._automaton = (
            AhoCorasick(self._words, matchkind=MatchKind.LeftmostLongest) if self._words else None
        )

    def find(self, text: str, people: Mapping[str, str], *, at_home: bool = True) -> list[Mention]:
        """The mentions of a text in its order, none inside another; `people` are those of its event by printed name.

        `at_home`: 市财政局 means the one on record; in the gazette of another city it does not.
        """
        titled = [(start, end) for _, start, end in titles(text)]
        found = [*self._titles(text), *self._numbers(text)]
        found += [each for each in self._offices(text, at_home) if not _within(each, titled)]
        found += [each for each in _people(text, people) if not _within(each, titled)]
        return _apart(found)

    def _titles(self, text: str) -> Iterable[Mention]:
        for title, start, end in titles(text):
            if url := self._documents.get(title):
                yield Mention(start, end, url)

    def _numbers(self, text: str) -> Iterable[Mention]:
        for match in NUMBER.finditer(text):
            if url := self._documents.get(canonical_number(match)):
                yield Mention(match.start(), match.end(), url)

    def _offices(self, text: str, at_home: bool) -> Iterable[Mention]:
        if self._automaton is None:
            return
        for index, start, end in self._automaton.find_matches_as_indexes(text):
            if (at_home or text[start] not in _RELATIVE) and _stands_alone(text, start, end):
                yield Mention(start, end, self._units[self._words[index]])


def canonical_number(match: re.Match[str]) -> str:
    return f"{match['series']}〔{int(match['year'])}〕{int(match['serial'])}号"


def asked_for(texts: Iterable[str]) -> tuple[set[str], set[str]]:
    """The titles and the 文号 that texts name: what has to be looked for among the documents."""
    named: set[str] = set()
    numbers: set[str] = set()
    for text in texts:
        named |= {title for title, _, _ in titles(text)}
        numbers |= {canonical_number(match) for match in NUMBER.finditer(text)}
    return named, numbers


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start] if start else "", text[end:]
    if text[start] in _RELATIVE and _HAN.match(before) and before not in _FREE_BEFORE:
        return False
    return not _GOES_ON.match(after)


def _people(text: str, people: Mapping[str, str]) -> Iterable[Mention]:
    for printed in people:
        for match in re.finditer(re.escape(printed), text):
            yield Mention(match.start(), match.end(), people[printed])


def _within(mention: Mention, places: Iterable[tuple[int, int]]) -> bool:
    return any(start <= mention.start and mention.end <= end for start, end in places)


def _apart(found: Iterable[Mention]) -> list[Mention]:
    """The mentions in order, the longer of two that overlap."""
    kept: list[Mention] = []
    for each in sorted(found, key=lambda each: (each.start - each.end, each.start)):
        if all(each.end <= other.start or other.end <= each.start for other in kept):
            kept.append(each)
    return sorted(kept, key=lambda each: each.start)
