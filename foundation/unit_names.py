"""Printed unit names against known ones; pure: no model, no clock.

A name is the same name whatever its width, bracket form or spaces (see `foundation.chinese_text.fold`). A misprint is
a name one edit away from exactly one unit: one character lost, added or changed.
"""

from collections.abc import Iterable, Iterator

from foundation.chinese_text import fold

# One edit in a name this short makes another name, not a misprint (市委, 市政协).
SHORTEST_MISPRINT = 5


class UnitLexicon:
    """Every known printed name and the canonical name it stands for.

    A canonical name wins over a variant of another unit; among variants the first one given wins.
    """

    def __init__(self, units: Iterable[tuple[str, Iterable[str]]]) -> None:
        known = [(canonical, list(printed)) for canonical, printed in units]
        self._canonical: dict[str, str] = {fold(canonical): canonical for canonical, _ in known}
        for canonical, printed in known:
            for variant in printed:
                self._canonical.setdefault(fold(variant), canonical)
        self._canonical.pop("", None)
        self._printed = {fold(name): name for canonical, names in known for name in (canonical, *names)}
        self._one_lost: dict[str, set[str]] = {}
        for name in self._canonical:
            for shorter in {name, *_one_lost(name)}:
                self._one_lost.setdefault(shorter, set()).add(name)

    def __len__(self) -> int:
        return len(self._canonical)

    @property
    def names(self) -> tuple[str, ...]:
        """Every known name and printed form, as it is printed."""
        return tuple(self._printed.values())

    def resolve(self, printed: str) -> str | None:
        """The canonical name this is a printed form of, or None."""
        return self._canonical.get(fold(printed))

    def is_known(self, printed: str) -> bool:
        return fold(printed) in self._canonical

    def nearest(self, printed: str) -> str | None:
        """The canonical name a misprint most likely means: exactly one unit lies one edit away, or None.

        Names are found through what is left when one character is taken away, so that the cost
        follows the length of the name and not the number of units.
        """
        near = self.nearest_printed(printed)
        return self._canonical[fold(near)] if near else None

    def nearest_printed(self, printed: str) -> str | None:
        """The known form, as it is printed, that lies one edit away from this one."""
        name = fold(printed)
        if name in self._canonical or len(name) < SHORTEST_MISPRINT:
            return None
        candidates: set[str] = set()
        for shorter in {name, *_one_lost(name)}:
            candidates |= self._one_lost.get(shorter, set())
        near = sorted(other for other in candidates if _is_one_edit(name, other))
        units = {self._canonical[other] for other in near}
        return self._printed[near[0]] if len(units) == 1 else None


def _one_lost(name: str) -> Iterator[str]:
    """The name with each of its characters taken away in turn."""
    return (name[:at] + name[at + 1 :] for at in range(len(name)))


def _is_one_edit(one: str, other: str) -> bool:
    """Whether one character lost, added or changed makes the one of the other."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1 or one == other:
        return False
    at = next((i for i, character in enumerate(one) if character != other[i]), len(one))
    return one[at:] == other[at + 1 :] if len(one) < len(other) else one[at + 1 :] == other[at + 1 :]
