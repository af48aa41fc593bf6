"""What units answer for: counts for lists."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, F, Q, QuerySet

from documents.models import Document, Role
from foundation.models import Unit

PUBLIC = AnonymousUser()


def units_with_duties() -> QuerySet[Unit]:
    """Units with the counts ``lead``, ``support``, ``responsible`` and ``duties`` (all of them), the busiest first."""
    public = Document.objects.visible_to(PUBLIC).values("pk")
    visible = Q(assignments__task__document__in=public) | Q(assignments__item__document__in=public)
    counts = {
        role.value: Count("assignments", filter=visible & Q(assignments__role=role), distinct=True)
        for role in Role
    }
    units = Unit.objects.annotate(**counts).annotate(duties=F("lead") + F("support") + F("responsible"))
    return units.order_by("-duties", "name", "pk")


def busiest_units(count: int) -> list[Unit]:
    """The units with the most duties, those without any left out."""
    return [unit for unit in units_with_duties()[:count] if _duties(unit)]


def _duties(unit: Unit) -> int:
    """The count that `units_with_duties` put on the unit."""
    return int(getattr(unit, "duties", 0))


@dataclass(frozen=True)
class UnitGroup:
    """The units of one level: those with duties, the busiest first, and the rest."""

    name: str
    busy: list[Unit]
    rest: list[Unit]


LEVELS = (
    Unit.Level.CITY,
    Unit.Level.COUNTY,
    Unit.Level.TOWNSHIP,
    Unit.Level.PROVINCE,
    Unit.Level.NATIONAL,
    Unit.Level.OTHER,
)
GROUPS = "统称（一组单位）"


def by_level(units: QuerySet[Unit]) -> list[UnitGroup]:
    """Units of `units_with_duties` under the name of their level, the city's own first."""
    levels: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        levels[GROUPS if unit.is_group else str(Unit.Level(unit.level).label)].append(unit)
    names = [str(LEVELS[0].label), GROUPS, *[str(level.label) for level in LEVELS[1:]]]
    return [_group(name, levels[name]) for name in names if name in levels]


def _group(name: str, units: list[Unit]) -> UnitGroup:
    busy = [unit for unit in units if _duties(unit)]
    return UnitGroup(name, busy, [unit for unit in units if unit not in busy])
