"""The place a reader goes on from: the sort key of the last hit, written into an address. Pure.

A key, not a number of hits to skip: what is published meanwhile neither repeats nor hides a hit.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

from foundation.refusals import CursorBroken

LONGEST = 200
Key = tuple[int, ...]


def written(order: str, key: Key) -> str:
    return urlsafe_b64encode(json.dumps([order, *key], separators=(",", ":")).encode()).decode().rstrip("=")


def read(cursor: str, *, order: str) -> Key | None:
    """The key to go on from; None is the beginning. Raises CursorBroken."""
    if not cursor:
        return None
    try:
        if len(cursor) > LONGEST:
            raise ValueError
        given, *key = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if given != order or not key or not all(type(part) is int for part in key):
            raise ValueError
    except (ValueError, TypeError):
        raise CursorBroken("翻页地址不完整或已失效：请从第一页重新查找。") from None
    return tuple(key)
