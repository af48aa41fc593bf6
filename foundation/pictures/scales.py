"""Counts as darkness and as length. Pure."""

from __future__ import annotations

from decimal import Decimal

STEPS = 4  # darknesses of a cell that holds something


def weight(count: int, most: int) -> int:
    """0 for nothing, else 1 to STEPS: how dark."""
    return 0 if count <= 0 else 1 + min(STEPS - 1, (count - 1) * STEPS // max(most, 1))


def length(value: Decimal | int, most: Decimal | int, room: int) -> int:
    """The share of `room` that the value takes; what is there is seen, so never less than one unit."""
    if value <= 0 or most <= 0:
        return 0
    return max(1, min(room, round(Decimal(room) * value / most)))
