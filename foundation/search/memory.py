"""What a process remembers from one question to the next while the content stands: names of facet values, synonyms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from foundation.models import Synonym, Unit, UnitVariant
from foundation.search.folding import folded
from foundation.search.registry import Labels


@dataclass
class Memory:
    """Read in one state of the content; another state begins with an empty one."""

    state: str
    _names: dict[Labels, dict[str, str | None]] = field(default_factory=dict)
    _groups: list[frozenset[str]] | None = None
    _units: dict[str, frozenset[str]] | None = None

    def names(self, labels: Labels, values: Collection[str]) -> Mapping[str, str]:
        """What these values are called; one that nobody knows keeps its own name."""
        known = self._names.setdefault(labels, {})
        if missing := sorted(value for value in values if value not in known):
            known.update(dict.fromkeys(missing) | dict(labels(missing)))
        return {value: name for value in values if (name := known[value]) is not None}

    def synonyms(self) -> list[frozenset[str]]:
        """The words of each group, folded."""
        if self._groups is None:
            groups: dict[str, set[str]] = {}
            for group, word in Synonym.objects.order_by("pk").values_list("group", "word"):
                groups.setdefault(group, set()).update((folded(word), folded(group)))
            self._groups = [frozenset(words) for words in groups.values()]
        return self._groups

    def names_of_unit(self, name: str) -> frozenset[str]:
        """All names of the units that bear this one, folded as it is; nothing when no unit bears it."""
        if self._units is None:
            self._units = _named_units()
        return self._units.get(name, frozenset())


def _named_units() -> dict[str, frozenset[str]]:
    """The names of every unit by each of them: two queries, where asking for one name after the other takes one each."""
    bearing: dict[int, set[str]] = defaultdict(set)
    for pk, name, short_name in Unit.objects.values_list("pk", "name", "short_name"):
        bearing[pk] = {folded(name), folded(short_name)} - {""}
    for pk, printed in UnitVariant.objects.values_list("unit_id", "printed"):
        bearing[pk].add(folded(printed))
    named: dict[str, frozenset[str]] = {}
    for names in bearing.values():
        for name in names:
            named[name] = named.get(name, frozenset()) | names
    return named


_last = Memory("")


def memory_of(state: str | None) -> Memory:
    """The memory for this state of the content; within somebody's transaction (None) nothing is remembered."""
    global _last
    if state is None:
        return Memory("")
    if state != _last.state:
        _last = Memory(state)
    return _last
