"""Questions of every class, chosen by how often they stand in the corpus."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Sequence

from foundation.search.folding import ZONE

A_CLASS = 6
# The share of entries a term of each frequency stands in.
SHARES = {"常见": (0.03, 1.0), "中等": (0.0005, 0.01), "少见": (0.0, 0.0002)}
LENGTHS = (1, 2, 4, 8)
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,5}\(20\d\d\)\d+号")
_NAME = re.compile(r"(?:市长|副市长|主任|书记|局长|[，、])([\u4e00-\u9fff]{3})(?=[、，在出主到])")


class Chooser:
    def __init__(self, texts: Sequence[str], count: Callable[[str], int], entries: int) -> None:
        self._texts, self._count, self._entries = texts, count, entries
        self._dice = random.Random(entries)
        self._known: dict[str, int] = {}

    def classes(self) -> dict[str, list[str]]:
        found = {
            f"{length} 字{share}": self._terms(length, share)
            for length in LENGTHS
            for share in SHARES
            if not (length == 1 and share == "少见")
        }
        middling = found["2 字中等"] + found["4 字中等"]
        common = found["2 字常见"] + found["4 字常见"]
        found["人名"] = self._matching(_NAME)
        found["文号"] = self._matching(_NUMBER)
        found["两个词"] = [f"{a} {b}" for a, b in zip(common, middling, strict=False)]
        found["三个词"] = [f"{a} {b} {c}" for a, b, c in zip(common, common[1:], common[2:], strict=False)]
        found["没有的词"] = [self._absent(length) for length in (2, 3, 4, 8, 12, 4)]
        found["相邻而不成词"] = self._hard(found["2 字常见"])
        return {name: terms[:A_CLASS] for name, terms in found.items() if terms}

    def _terms(self, length: int, share: str) -> list[str]:
        least, most = (part * self._entries for part in SHARES[share])
        found: list[str] = []
        for _ in range(4000):
            if len(found) == A_CLASS:
                break
            text = self._dice.choice(self._texts)
            at = self._dice.randrange(max(1, len(text) - length))
            term = text[at : at + length]
            if len(term) < length or not re.fullmatch(r"[\u4e00-\u9fff]+", term) or term in found:
                continue
            if self._seems(term, share) and least < self._counted(term) <= max(most, 3):
                found.append(term)
        return found

    def _seems(self, term: str, share: str) -> bool:
        """Whether the sample allows it: asking the whole index of every term would take an hour."""
        least, most = (part * len(self._texts) for part in SHARES[share])
        return least / 2 <= sum(term in text for text in self._texts) <= most * 2 + 1

    def _counted(self, term: str) -> int:
        if term not in self._known:
            self._known[term] = self._count(term)
        return self._known[term]

    def _matching(self, pattern: re.Pattern[str]) -> list[str]:
        found = (match for text in self._texts for match in pattern.findall(text))
        return self._once(found)

    def _once(self, terms: Iterable[str]) -> list[str]:
        kept: list[str] = []
        for term in terms:
            if term not in kept:
                kept.append(term)
            if len(kept) == A_CLASS:
                break
        return kept

    def _absent(self, length: int) -> str:
        while True:
            letters = "".join(self._dice.choice(self._texts).replace(ZONE, "") for _ in range(3))
            term = "".join(re.sub(r"[^\u4e00-\u9fff]", "", "".join(self._dice.sample(letters, length))))
            if len(term) == length and not self._counted(term):
                return term

    def _hard(self, pairs: Sequence[str]) -> list[str]:
        """Four characters whose pairs are all common and which never stand together."""
        common = [*pairs, *self._terms(2, "常见"), *self._terms(2, "常见"), *self._terms(2, "常见")]
        chains = (a + b for a in common for b in common if a != b)
        return self._once(
            chain
            for chain in chains
            if self._counted(chain[1:3]) > SHARES["常见"][0] / 4 * self._entries and not self._counted(chain)
        )
