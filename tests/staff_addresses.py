"""Every address of the staff's desk, as the resolver knows them, with a real object or something else in its holes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Model
from django.urls import URLResolver, get_resolver

_HOLE = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>")
_OTHER_HOLES = {"slug": "receipt", "year": "2026", "user_id": "1", "uidb64": "x"}


@dataclass(frozen=True)
class Address:
    route: str
    model: type[Model] | None

    @property
    def has_hole(self) -> bool:
        return "<" in self.route

    @property
    def is_same_as_another(self) -> bool:
        """Django's own pages beside the change page ask the same question; the bare number only leads to it."""
        return self.route.endswith((":object_id>/", "/delete/", "/history/"))

    def filled(self, value: Any) -> str:
        """With this in the first hole, where the number of an object stands, and something likely in the others."""
        _, *others = _HOLE.findall(self.route) or [("", "")]
        text = _HOLE.sub(str(value), self.route, count=1)
        for _, name in others:
            text = _HOLE.sub(_OTHER_HOLES.get(name, "1"), text, count=1)
        return "/" + text


def staff_addresses() -> list[Address]:
    """All but Django's catch-all."""
    desk = next(
        pattern
        for pattern in get_resolver().url_patterns
        if isinstance(pattern, URLResolver) and str(pattern.pattern) == settings.ADMIN_PATH
    )
    routes = {route for route in _routes(desk, "") if "(" not in route}
    return [Address(route, _model_of(route)) for route in sorted(routes)]


def _routes(resolver: URLResolver, prefix: str) -> Iterator[str]:
    here = prefix + str(resolver.pattern)
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern, here)
        else:
            yield here + str(pattern.pattern)


def _model_of(route: str) -> type[Model] | None:
    parts = route.removeprefix(settings.ADMIN_PATH).split("/")
    try:
        return apps.get_model(parts[0], parts[1])
    except (LookupError, ValueError, IndexError):
        return None


def some_object() -> Callable[[type[Model] | None], Any]:
    """The number of the first object of each model; 1 where there is none."""
    known: dict[Any, Any] = {}

    def find(model: type[Model] | None) -> Any:
        if model not in known:
            first = model._base_manager.order_by("pk").first() if model else None
            known[model] = first.pk if first else 1
        return known[model]

    return find
