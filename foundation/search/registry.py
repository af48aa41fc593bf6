"""What can be found: each app says it in its `searchables.py`; this room knows none of them.

A searchable is about one model, whose objects (subjects) come and go as wholes: a document brings its sections and its
tasks, an issue its chronicle. What an app says of a subject is what anybody may read, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Model, QuerySet

from foundation.models import Division, Unit

KIND, YEAR, VALIDITY = "kind", "year", "validity"
MANY = 30  # numbers that cost more to spell out in a query than a few hundred names to read


@dataclass(frozen=True)
class Place:
    """One place that a hit leads to: a section, a task, an event. Titles weigh most, then headings, then the body.

    ``whole`` is the title of what the place is a part of: of several terms one may stand there instead. ``anchors``
    name the lines of the body, one for each ("" for none), so that a hit opens its paragraph; ``trail`` is shown above
    the hit and not searched. A place that has a validity is in force, repealed or expired on any one day.
    """

    kind: str
    address: str
    title: str
    whole: str = ""
    trail: str = ""
    number: str = ""
    heading: str = ""
    body: str = ""
    anchors: Sequence[str] = ()
    day: date | None = None
    year: int | None = None  # where it is not that of the day
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    has_validity: bool = False
    effective_from: date | None = None
    effective_until: date | None = None
    repealed_from: date | None = None


@dataclass(frozen=True)
class Searchable:
    """``public`` are the subjects anybody may see; ``places`` says of some of them, by number, where they can be found
    (nothing of those that are not public). ``kinds`` are the names of the kinds its places have."""

    model: type[Model]
    kinds: Mapping[str, str]
    public: Callable[[], QuerySet[Model]]
    places: Callable[[Collection[int]], Iterable[tuple[int, Place]]]

    @property
    def label(self) -> str:
        return self.model._meta.label_lower


Labels = Callable[[Collection[str]], Mapping[str, str]]


@dataclass(frozen=True)
class FacetKind:
    """A way to narrow what was found; ``labels`` names its values for people."""

    name: str
    label: str
    labels: Labels


_searchables: dict[str, Searchable] = {}
_facets: dict[str, FacetKind] = {}


def register(searchable: Searchable) -> None:
    _searchables[searchable.label] = searchable


def register_facet(facet: FacetKind) -> None:
    _facets[facet.name] = facet


def searchables() -> list[Searchable]:
    return [_searchables[label] for label in sorted(_searchables)]


def searchable_of(label: str) -> Searchable:
    return _searchables[label]


def kind_labels() -> dict[str, str]:
    return {kind: label for searchable in searchables() for kind, label in searchable.kinds.items()}


def facets() -> dict[str, FacetKind]:
    return dict(_facets)


def _names_of_units(values: Collection[str]) -> Mapping[str, str]:
    pks = [int(value) for value in values if value.isascii() and value.isdecimal()]
    units = Unit.objects.values_list("pk", "short_name", "name")
    if len(pks) < MANY:
        units = units.filter(pk__in=pks)
    return {str(pk): short_name or name for pk, short_name, name in units}


def _names_of_divisions(values: Collection[str]) -> Mapping[str, str]:
    return dict(Division.objects.filter(code__in=values).values_list("code", "short_name"))


_VALIDITY_LABELS = {"valid": "有效", "repealed": "已废止", "expired": "已失效", "pending": "尚未施行"}

for _facet in (
    FacetKind(KIND, "类别", lambda values: kind_labels()),
    FacetKind(YEAR, "年份", lambda values: {value: f"{value}年" for value in values}),
    FacetKind("organ", "发文机关", _names_of_units),
    FacetKind("unit", "责任单位", _names_of_units),
    FacetKind("county", "县（区）", _names_of_divisions),
    FacetKind(VALIDITY, "有效性", lambda values: _VALIDITY_LABELS),
):
    register_facet(_facet)
