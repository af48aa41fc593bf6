"""Breaking what must hold: one row, rewritten past every form and verb, and the name of what refuses it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from eldercare.models import Filing
from tests import care


def refused(row: models.Model, constraint: str, /, **values: Any) -> None:
    """The database refuses these values by this name; deferred guards are asked at once."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        type(row)._base_manager.filter(pk=row.pk).update(**values)
        ask_now()
    assert constraint_of(error.value) == constraint, error.value


def taken(row: models.Model, /, **values: Any) -> None:
    """The database takes them; the row is as before afterwards."""
    with transaction.atomic():
        type(row)._base_manager.filter(pk=row.pk).update(**values)
        ask_now()
        transaction.set_rollback(True)


def refused_new(constraint: str, model: type[models.Model], /, **values: Any) -> None:
    """The database refuses such a new row by this name."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        model._base_manager.create(**values)
        ask_now()
    assert constraint_of(error.value) == constraint, error.value


def deleted(row: models.Model, constraint: str) -> None:
    """The database refuses to let the row go, by this name."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        rows = type(row)._base_manager.filter(pk=row.pk)
        rows._raw_delete(rows.db)
    assert constraint_of(error.value) == constraint, error.value


def ask_now() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def constraint_of(error: IntegrityError) -> str:
    """The name of the constraint or trigger; of a missing value, that and its column."""
    told = error.__cause__.diag  # type: ignore[union-attr]
    if told.constraint_name:
        return str(told.constraint_name)
    return f"{told.column_name} is null" if told.sqlstate == "23502" else str(told.message_primary)


def never_null(row: models.Model) -> None:
    """No column that a form requires, nor one that means nothing by "", takes NULL."""
    for field in row._meta.concrete_fields:
        if not field.null and not field.primary_key:
            refused(row, f"{field.column} is null", **{field.attname: None})


def said(row: models.Model, constraint: str, /, **values: Any) -> str:
    """What the form would say of the same values: the sentence of the constraint."""
    for field, value in values.items():
        setattr(row, field, value)
    told = next(each for each in row._meta.constraints if each.name == constraint)
    with pytest.raises(ValidationError) as error:
        told.validate(type(row), row)
    return "；".join(error.value.messages)


def values_of(row: models.Model, /, **changes: Any) -> dict[str, Any]:
    """What a new row like this one would be made of."""
    like = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {name: value for name, value in like.items() if name != row._meta.pk.attname} | changes


def like_elsewhere(row: Filing, **changes: Any) -> dict[str, Any]:
    """The same filing of another institution."""
    return values_of(row, institution_id=care.institution().pk, **changes)
