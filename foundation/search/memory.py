"""What a process remembers from one question to the next while the content stands: names of facet values, synonyms."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from foundation.models import Synonym
from foundation.search.folding import folded
from foundation.search.registry import Labels


@dataclass
class Memory:
    """Read in one state of the content; another state begins with an empty one."""

    state: str
    _names: dict[Labels, dict[str, str]] = field(default_factory=dict)
    _groups: list[frozenset[str]] | None = None

    def names(self, labels: Labels, values: Collection[str]) -> Mapping[str, str]:
        """What these values are called; one that nobody knows is asked for again each time."""
        known = self._names.setdefault(labels, {})
        if missing := [value for value in values if value not in known]:
            known.update(labels(sorted(missing)))
        return known

    def synonyms(self) -> list[frozenset[str]]:
        """The words of each group, folded."""
        if self._groups is None:
            groups: dict[str, set[str]] = {}
            for group, word in Synonym.objects.order_by("pk").values_list("group", "word"):
                groups.setdefault(group, set()).update((folded(word), folded(group)))
            self._groups = [frozenset(words) for words in groups.values()]
        return self._groups


_last = Memory("")


def memory_of(state: str | None) -> Memory:
    """The memory for this state of the content; within somebody's transaction (None) nothing is remembered."""
    global _last
    if state is None:
        return Memory("")
    if state != _last.state:
        _last = Memory(state)
    return _last
