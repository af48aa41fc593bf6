"""What a browser sends from a page of the desk: everything the page shows, with a few things typed over."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Model
from django.forms import CheckboxInput
from django.forms.boundfield import BoundField
from django.test import Client
from django.urls import reverse

from foundation.forms import Typed
from foundation.protected import Protected


def client_of(user: User) -> Client:
    """A browser this person is logged in with."""
    client = Client()
    client.force_login(user)
    return client


def page_of(row: Model, deed: str = "change") -> str:
    """The address of a row's page or of one of its buttons."""
    noun = row._meta
    change = reverse(f"admin:{noun.app_label}_{noun.model_name}_change", args=[row.pk])
    return change if deed == "change" else change.removesuffix("change/") + f"{deed}/"


def list_of(model: type[Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def add_page(model: type[Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")


def sent_from(response: Any, **typed: Any) -> dict[str, Any]:
    """The fields of the page's form and of all its rows as the browser would send them back."""
    forms = [response.context["adminform"].form]
    for rows in response.context["inline_admin_formsets"]:
        forms += [rows.formset.management_form, *rows.formset.forms]
    values = {bound.html_name: _typed(bound) for form in forms for bound in form}
    return {name: value for name, value in (values | typed).items() if value is not None}


def _typed(bound: BoundField) -> str | None:
    """What stands in the line or box; None where the browser sends nothing."""
    value = bound.value()
    if isinstance(bound.field.widget, CheckboxInput):
        return "on" if value else None
    if value is None or isinstance(value, Protected):
        return ""
    if isinstance(value, Typed):
        return value.text
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def row_of(prefix: str, place: int, /, **fields: Any) -> dict[str, Any]:
    """One row typed below the others: `row_of("registrations", 0, kind="social", …)`."""
    return {f"{prefix}-{place}-{name}": value for name, value in fields.items()} | {
        f"{prefix}-TOTAL_FORMS": place + 1
    }
