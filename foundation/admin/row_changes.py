"""Row changes in the words of the desk: what each field is called, and what it said before and says now.

Pure but for the names of what foreign keys refer to: one query for each related model of a page, one for the accounts.
A desk asks `RowChange.objects.owned_by(institution).newest_first()[:50]` and hands the page to `shown`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeAlias

from django.apps import apps
from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, prefetch_related_objects
from django.utils import timezone

from foundation.chinese_text import day_in_words
from foundation.models import RowChange
from foundation.row_audit import HIDDEN

EMPTY = "（空）"
UNKNOWN = "不详"
Field: TypeAlias = "models.Field[Any, Any]"
Names = Mapping[tuple[type[models.Model], str, Any], str]  # by model, field referred to, and value


@dataclass(frozen=True)
class ChangedLine:
    """One field: `before` is "" for a row that came, `after` for one that went."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ShownChange:
    change: RowChange
    noun: str
    deed: str
    by: str
    lines: tuple[ChangedLine, ...]


def shown(changes: Iterable[RowChange]) -> list[ShownChange]:
    """A page of changes, in its order."""
    page = list(changes)
    prefetch_related_objects(page, "by")
    tables = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    names = _names_of(page, tables)
    return [_shown(change, tables.get(change.table_name), names) for change in page]


def _shown(change: RowChange, model: type[models.Model] | None, names: Names) -> ShownChange:
    person = change.by
    return ShownChange(
        change,
        noun=str(model._meta.verbose_name) if model else change.table_name,
        deed=RowChange.Deed(change.deed).label,
        by=(person.get_full_name() or person.get_username()) if person else UNKNOWN,
        lines=tuple(_lines(change, _fields(model), names)),
    )


def _fields(model: type[models.Model] | None) -> dict[str, Field]:
    return {str(field.column): field for field in model._meta.concrete_fields} if model else {}


def _lines(change: RowChange, fields: dict[str, Field], names: Names) -> Iterable[ChangedLine]:
    """In the order of the form; columns the program knows no more come last, under their own names."""
    before, after = change.before or {}, change.after or {}
    columns = [column for column in fields if column in before or column in after]
    columns += sorted((before.keys() | after.keys()) - fields.keys())
    for column in columns:
        field = fields.get(column)
        values = [in_words(field, side[column], names) if column in side else "" for side in (before, after)]
        if change.deed == RowChange.Deed.UPDATE or not (column == "id" or EMPTY in values):
            yield ChangedLine(str(field.verbose_name) if field else column, values[0], values[1])


def _names_of(page: list[RowChange], tables: Mapping[str, type[models.Model]]) -> Names:
    """What is called how, of everything the foreign keys of the page refer to."""
    wanted: dict[type[models.Model], dict[Field, set[Any]]] = {}
    for change in page:
        for column, field in _fields(tables.get(change.table_name)).items():
            if isinstance(field, models.ForeignKey):
                values = {side[column] for side in (change.before, change.after) if side and column in side}
                asked = wanted.setdefault(field.related_model, {}).setdefault(field.target_field, set())
                asked.update(value for value in values - {None, HIDDEN} if _fits(field.target_field, value))
    return {name: said for model, asked in wanted.items() for name, said in _called(model, asked)}


def _fits(field: Field, value: Any) -> bool:
    """Not so a key that was logged before the field got its present type."""
    try:
        field.to_python(value)
    except ValidationError:
        return False
    return True


def _called(
    model: type[models.Model], asked: dict[Field, set[Any]]
) -> Iterable[tuple[tuple[type[models.Model], str, Any], str]]:
    if not any(asked.values()):
        return
    condition = Q()
    for field, values in asked.items():
        condition |= Q(**{f"{field.attname}__in": values})
    for row in model._base_manager.filter(condition).select_related():
        for field in asked:
            yield (model, field.attname, getattr(row, field.attname)), _label(row)


def _label(row: models.Model) -> str:
    """People by their names, not by their accounts."""
    return (row.get_full_name() or str(row)) if isinstance(row, AbstractUser) else str(row)


def in_words(field: Field | None, value: Any, names: Names) -> str:
    """A logged value as the desk would show it; `names` are those of what foreign keys refer to."""
    if value is None or value in ("", []):
        return EMPTY
    if value == HIDDEN:
        return HIDDEN
    if isinstance(field, models.ForeignKey):
        known = names.get((field.related_model, field.target_field.attname, value))
        return known or f"{value}（{field.related_model._meta.verbose_name}已不在）"
    choices = dict(field.flatchoices) if field else {}
    if isinstance(value, str | int) and value in choices:
        return str(choices[value])
    for kind, words in _WORDS:
        if isinstance(field, kind):
            with suppress(ValueError, TypeError, ArithmeticError):  # of an earlier type
                return words(field, value)
    return value if isinstance(value, str) else _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return json.dumps(value, ensure_ascii=False)


def _moment(_: Field, value: Any) -> str:
    at = timezone.localtime(datetime.fromisoformat(value))
    return f"{day_in_words(at)} {at:%H:%M}"


def _range(_: Field, value: Any) -> str:
    """PostgreSQL writes a range of days from the first up to, not including, the end."""
    first, end = value.strip("[]()").split(",")
    start = day_in_words(date.fromisoformat(first)) if first else "起初"
    last = day_in_words(date.fromisoformat(end) - timedelta(days=1)) if end else "今后"
    return f"{start}至{last}"


def _list(field: Field, value: Any) -> str:
    assert isinstance(field, ArrayField)
    return "、".join(in_words(field.base_field, item, {}) for item in value)


def _amount(field: Field, value: Any) -> str:
    assert isinstance(field, models.DecimalField)
    return f"{Decimal(str(value)):.{field.decimal_places}f}"


_WORDS: tuple[tuple[type[Any], Callable[[Any, Any], str]], ...] = (
    (models.DateTimeField, _moment),
    (models.DateField, lambda _, value: day_in_words(date.fromisoformat(value))),
    (DateRangeField, _range),
    (ArrayField, _list),
    (models.DecimalField, _amount),
    (models.FileField, lambda _, value: "〔文件〕"),
)
