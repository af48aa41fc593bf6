"""Figures that are counted by level, in tables and pictures."""

from collections.abc import Mapping

from django import template

from eldercare.rating_vocabulary import Level

register = template.Library()


@register.filter
def figure(counts: Mapping[str, int], key: str) -> int:
    """How many there are of this level; none is 0."""
    return counts.get(key, 0)


@register.filter
def in_all(counts: Mapping[str, int]) -> int:
    return sum(counts.values())


@register.filter
def rank(level: str) -> int:
    """0 for A, for names of classes."""
    return Level(level).rank


@register.filter
def number(value: float) -> str:
    """A coordinate as SVG wants it, whatever the language of the page does with points."""
    return f"{value:g}"
