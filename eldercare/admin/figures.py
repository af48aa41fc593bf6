"""Figures with their units, as the desk shows them."""

from decimal import Decimal


def square_metres(area: Decimal | None) -> str:
    return f"{area.normalize():f} 平方米" if area is not None else "—"
