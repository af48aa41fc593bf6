"""Desks of what lies somewhere: everybody sees and chooses what lies where they are on duty."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest

from foundation.admin.desk import DeskAdmin
from foundation.scope import ScopedQuerySet


class ChoosesInScope:
    """A related row is chosen from those one may see, also when its number is sent by hand."""

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        rows = db_field.remote_field.model._default_manager.all()
        if isinstance(rows, ScopedQuerySet):
            kwargs.setdefault("queryset", rows.visible_to(request.user))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]


class ScopedAdmin(ChoosesInScope, DeskAdmin):
    """List, page, choice by typing, history and export all start from what the person may see."""

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Unseen is not there (404), whatever page was asked for."""
        found = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404
        return found

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows: models.QuerySet[Any] = self.model._default_manager.visible_to(request.user)
        ordering = self.get_ordering(request)
        return rows.order_by(*ordering) if ordering else rows
