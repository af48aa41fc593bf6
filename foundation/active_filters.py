"""The filters a reader has set, each with the address that lifts it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.choices import flatten_choices

NOTHING: Mapping[str, tuple[str, ...]] = {}


@dataclass(frozen=True)
class ActiveFilter:
    label: str
    value: str
    remove_url: str


def active_filters(
    form: forms.Form,
    query: QueryDict,
    *,
    silent: tuple[str, ...] = ("sort",),
    within: Mapping[str, tuple[str, ...]] = NOTHING,
) -> list[ActiveFilter]:
    """Every filled field of a valid form but the silent ones, in the order of the form.

    `within` names fields that mean nothing without another one: lifting the county lifts its township.
    """
    if not form.is_valid():
        return []
    filled = [
        (name, value)
        for name, value in form.cleaned_data.items()
        if value not in (None, "", False) and name not in silent
    ]
    return [
        ActiveFilter(
            str(form.fields[name].label),
            _shown(form.fields[name], value),
            _without(query, name, *within.get(name, ())),
        )
        for name, value in filled
    ]


def _shown(field: forms.Field, value: object) -> str:
    if value is True:
        return "是"
    if isinstance(field, forms.ModelChoiceField):
        return str(field.label_from_instance(value))
    if isinstance(field, forms.ChoiceField) and isinstance(field.widget, forms.Select):
        choices: list[tuple[object, object]] = list(flatten_choices(list(field.widget.choices)))
        return next((str(label) for key, label in choices if str(key) == str(value)), str(value))
    return str(value)


def _without(query: QueryDict, *names: str) -> str:
    rest = query.copy()
    for key in (*names, "page"):
        rest.pop(key, None)
    return f"?{rest.urlencode()}"
