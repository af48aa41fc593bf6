"""What a process keeps of its work, up to so many bytes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

ONE_IN = 16  # of the memory, at the most, for one thing

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """Things in the order of their last use, the oldest dropped when they take more than ``limit`` bytes."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._things: OrderedDict[Key, tuple[Value, int]] = OrderedDict()
        self._size = 0
        self._lock = Lock()  # threads of one process share it

    def get(self, key: Key) -> Value | None:
        with self._lock:
            found = self._things.get(key)
            if found is None:
                return None
            self._things.move_to_end(key)
            return found[0]

    def put(self, key: Key, thing: Value, *, size: int) -> None:
        """Keep it in the place of what had this key; ``size`` in bytes, with the key's own."""
        with self._lock:
            self._drop(key)
            if size > self.limit // ONE_IN:
                return
            self._things[key] = (thing, size)
            self._size += size
            while self._size > self.limit:
                self._drop(next(iter(self._things)))

    def _drop(self, key: Key) -> None:
        _, size = self._things.pop(key, (None, 0))
        self._size -= size
