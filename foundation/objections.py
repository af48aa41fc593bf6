"""What stands in the way of a move, said by those who know: the door asks them and stays closed while one objects.

The lifecycle knows no defects, no open remarks and no missing parts; the rooms above do. Each says in its own
`objectors.py`, which is loaded when the apps are ready, whom it speaks for:

    objects_to(Correction, _what_is_corrected_stays)
    objects_to_many(Document, _defects_stand)       # asks the database once, however many they are

Who moves many, locks them and has them asked about together (`foreseen`); the door itself still asks for each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from foundation.lifecycle import Publishable, Verb

# Given the locked object and what is to be done with it: why not, a Chinese sentence each.
Objector = Callable[[Publishable, Verb], Iterable[str]]
# The same of several objects of one noun, by their numbers; who is left out has nothing against them.
ObjectorOfMany = Callable[[Sequence[Any], Verb], Mapping[Any, Iterable[str]]]
_Key = tuple[type[Publishable], Any, Verb, int]

_OBJECTORS: dict[type[Publishable], list[tuple[Any, ObjectorOfMany]]] = defaultdict(list)
_FORESEEN: ContextVar[Mapping[_Key, list[str]]] = ContextVar("foreseen")


def objects_to(noun: type[Publishable], objector: Objector) -> None:
    """From now on this objector is asked before any move of the noun; asked twice, it is heard once."""
    _hear(noun, objector, lambda objs, verb: {obj.pk: objector(obj, verb) for obj in objs})


def objects_to_many(noun: type[Publishable], objector: ObjectorOfMany) -> None:
    """The same for an objector that answers about several objects at once."""
    _hear(noun, objector, objector)


def _hear(noun: type[Publishable], named: Any, objector: ObjectorOfMany) -> None:
    if all(named is not known for known, _ in _OBJECTORS[noun]):
        _OBJECTORS[noun].append((named, objector))


def objections_to(obj: Publishable, verb: Verb) -> list[str]:
    """Everything that stands in the way, in the order in which the objectors came in."""
    known = _FORESEEN.get({}).get(_key(obj, verb))
    return _asked([obj], verb)[0] if known is None else known


@contextmanager
def foreseen(objs: Sequence[Publishable], verb: Verb) -> Iterator[None]:
    """Within, what stands in the way of these objects of one noun has been asked for all of them at once.

    The caller holds their locks, so that nobody writes anything new against them; an object whose content changes all
    the same is asked about anew. What one of them becomes meanwhile is not held against the next.
    """
    answers = zip(objs, _asked(objs, verb), strict=True)
    token = _FORESEEN.set({**_FORESEEN.get({})} | {_key(obj, verb): said for obj, said in answers})
    try:
        yield
    finally:
        _FORESEEN.reset(token)


def _asked(objs: Sequence[Publishable], verb: Verb) -> list[list[str]]:
    noun = type(objs[0]) if objs else Publishable
    said = [objector(objs, verb) for _, objector in _OBJECTORS[noun]] if objs else []
    return [[sentence for answer in said for sentence in answer.get(obj.pk, ())] for obj in objs]


def _key(obj: Publishable, verb: Verb) -> _Key:
    return type(obj), obj.pk, verb, obj.content_mark
