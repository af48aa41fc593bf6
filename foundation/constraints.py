"""Constraints that many nouns share, and what they say when they are broken."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, models
from django.db.models import Q
from django.db.models.sql import Query
from django.db.models.sql.constants import SINGLE


def is_known(
    noun: str, field: str, choices: type[models.TextChoices], *, blank: bool = False
) -> models.CheckConstraint:
    """The column holds one of the choices, or nothing where `blank`: `<noun>_<field>_is_known`."""
    values = [*choices.values, *([""] if blank else [])]
    return models.CheckConstraint(
        name=f"{noun}_{field}_is_known",
        condition=Q(**{f"{field}__in": values}),
        violation_error_message="请从列出的各项中选择。",
    )


def is_between(
    noun: str, field: str, least: Decimal | int, most: Decimal | int, *, message: str
) -> models.CheckConstraint:
    """The column is empty or lies between both bounds, themselves included: `<noun>_<field>_is_plausible`."""
    return models.CheckConstraint(
        name=f"{noun}_{field}_is_plausible",
        condition=Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": least, f"{field}__lte": most}),
        violation_error_message=message,
    )


def fields_of(constraint: models.BaseConstraint) -> set[str]:
    """The fields a constraint looks at."""
    if isinstance(constraint, models.CheckConstraint):
        condition: Any = constraint.condition
        return set(condition.referenced_base_fields)
    return set(getattr(constraint, "fields", ()))


def broken_checks(row: models.Model, *, besides: Collection[str] = ()) -> list[models.CheckConstraint]:
    """Every CHECK of its table that the row would break, in one question to the database; constraints that look at a
    field of `besides` are left out. Django's own `validate_constraints` asks once for each.
    """
    asked = [
        constraint
        for constraint in row._meta.constraints
        if isinstance(constraint, models.CheckConstraint) and not fields_of(constraint) & set(besides)
    ]
    query = Query(None)  # of no table, as Q.check does it
    values: dict[str, Any] = row._get_field_expression_map(meta=row._meta)  # type: ignore[attr-defined]
    for name, value in values.items():
        query.add_annotation(value, name, select=False)
    for place, constraint in enumerate(asked):
        condition: Any = constraint.condition
        holds = models.ExpressionWrapper(condition, output_field=models.BooleanField())
        query.add_annotation(holds, f"check_{place}")
    answers = query.get_compiler(using=DEFAULT_DB_ALIAS).execute_sql(SINGLE) if asked else ()
    return [
        constraint for constraint, holds in zip(asked, answers or (), strict=False) if holds is False
    ]  # NULL satisfies a CHECK


def refusal_of(error: DatabaseError) -> str:
    """The database's own sentence where it speaks Chinese (our triggers do)."""
    said = str(getattr(getattr(error.__cause__, "diag", None), "message_primary", ""))
    return (
        said
        if any("\u4e00" <= character <= "\u9fff" for character in said)
        else "与已有数据冲突，请核对后再试。"
    )
