"""What is still to be done on each of many objects, counted by those who know: the pages that list them ask once a kind.

The desk of an issue knows no defects and no remarks; each app says in its `objectors.py` what it counts:

    counts(Document, Outstanding("批注", standing_remarks_on, "review"))
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from foundation.lifecycle import Publishable

# Given keys of the noun: how many are open on each; who has none may be left out.
Counter = Callable[[Collection[int]], Mapping[int, int]]


@dataclass(frozen=True)
class Outstanding:
    """One thing that is counted; `page` is the admin page of the object where it is seen to: `admin:<noun>_<page>`."""

    title: str
    counter: Counter
    page: str


_KINDS: dict[type[Publishable], list[Outstanding]] = defaultdict(list)


def counts(noun: type[Publishable], kind: Outstanding) -> None:
    """From now on this is counted wherever the noun is listed; said twice, it is counted once."""
    if kind not in _KINDS[noun]:
        _KINDS[noun].append(kind)


def kinds_of(noun: type[Publishable]) -> tuple[Outstanding, ...]:
    return tuple(_KINDS[noun])
