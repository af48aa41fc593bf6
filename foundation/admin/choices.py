"""Choosing a related row by typing, at no query a line: what is already loaded labels its own field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.db import models
from django.forms import ModelForm


class LoadedChoice(AutocompleteSelect):
    """An autocomplete field that asks the database for its label only when the row was not loaded with it."""

    loaded: models.Model | None = None

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        if self.loaded is None or list(map(str, value)) != [str(self.loaded.pk)]:
            return super().optgroups(name, value, attr)
        chosen = self.create_option(name, self.loaded.pk, str(self.loaded), True, 0)
        empty = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        return [(None, [*empty, chosen], 0)]


def label_loaded(form: ModelForm[Any]) -> None:
    """Hand every autocomplete field of the form the related row that came with the instance."""
    cached = form.instance._state.fields_cache
    for name, field in form.fields.items():
        widget = field.widget
        inner = widget.widget if isinstance(widget, RelatedFieldWidgetWrapper) else widget
        if isinstance(inner, LoadedChoice):
            inner.loaded = cached.get(name)
