"""What stands in the way of a move, said by those who know: the door asks them and stays closed while one objects.

The lifecycle knows no defects, no open remarks and no missing parts; the rooms above do. Each says in its own
`objectors.py`, which is loaded when the apps are ready, whom it speaks for:

    objects_to(Document, _open_remarks)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from foundation.lifecycle import Publishable, Verb

# Given the locked object and what is to be done with it: why not, a Chinese sentence each.
Objector = Callable[[Publishable, Verb], Iterable[str]]

_OBJECTORS: dict[type[Publishable], list[Objector]] = defaultdict(list)


def objects_to(noun: type[Publishable], objector: Objector) -> None:
    """From now on this objector is asked before any move of the noun; asked twice, it is heard once."""
    if objector not in _OBJECTORS[noun]:
        _OBJECTORS[noun].append(objector)


def objections_to(obj: Publishable, verb: Verb) -> list[str]:
    """Everything that stands in the way, in the order in which the objectors came in."""
    return [sentence for objector in _OBJECTORS[type(obj)] for sentence in objector(obj, verb)]
