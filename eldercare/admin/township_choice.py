"""Choosing a township from those within reach, grouped by county: few enough for a plain list, and quick by keyboard."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.widgets import UnfoldAdminSelectWidget

from foundation.models import Division
from foundation.scope import places_of


class GroupedByCounty(forms.models.ModelChoiceIterator):  # type: ignore[type-arg]  # generic in the stubs only
    def __iter__(self) -> Any:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        townships = self.queryset.select_related("parent").order_by("code")
        for county, rows in groupby(townships, key=lambda township: township.parent):
            yield (str(county), [self.choice(township) for township in rows])


class TownshipChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in the stubs only
    iterator = GroupedByCounty
    widget = UnfoldAdminSelectWidget


def townships_within(request: HttpRequest) -> QuerySet[Division]:
    return places_of(request.user).filter(level=Division.Level.TOWNSHIP)
