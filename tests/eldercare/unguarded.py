"""Checks looked at by themselves: the triggers of a table are put aside, so that none refuses before the check is asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction

from tests.eldercare.broken import ask_now, constraint_of, values_of


@contextmanager
def unguarded(model: type[models.Model]) -> Iterator[None]:
    """Without the triggers of the table, until what is done here is taken back."""
    with transaction.atomic():
        ask_now()  # a table with questions pending is not altered
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {model._meta.db_table} DISABLE TRIGGER USER")
        yield
        transaction.set_rollback(True)


def refused_by_check(row: models.Model, constraint: str, /, **values: Any) -> None:
    """The check alone refuses these values, whatever the triggers would say."""
    with pytest.raises(IntegrityError) as error, unguarded(type(row)):
        type(row)._base_manager.filter(pk=row.pk).update(**values)
    assert constraint_of(error.value) == constraint, error.value


def taken_by_check(row: models.Model, /, **values: Any) -> None:
    """No check minds these values."""
    with unguarded(type(row)):
        type(row)._base_manager.filter(pk=row.pk).update(**values)


def twin_refused(row: models.Model, constraint: str, /, **values: Any) -> None:
    """A second row like this one is refused by this name."""
    model = type(row)
    with pytest.raises(IntegrityError) as error, unguarded(model):
        model._base_manager.bulk_create([model(**values_of(row) | values)])
    assert constraint_of(error.value) == constraint, error.value


def twin_taken(row: models.Model, /, **values: Any) -> None:
    model = type(row)
    with unguarded(model):
        model._base_manager.bulk_create([model(**values_of(row) | values)])


def never_null_by_check(row: models.Model) -> None:
    """No column that is asked for takes NULL."""
    for field in row._meta.concrete_fields:
        if not field.null and not field.primary_key:
            refused_by_check(row, f"{field.column} is null", **{field.attname: None})
