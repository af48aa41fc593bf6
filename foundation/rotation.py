"""Bringing every sealed number under the first key, row by row, while the portal goes on working."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import chain
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from foundation.fields import ProtectedField
from foundation.protected import Protected, for_writing, is_current
from foundation.refusals import KeyDoesNotFit

Row = tuple[Any, list[Protected]]  # primary key, values


class State(Enum):
    CURRENT = "在当前密钥下"
    OLDER = "在旧密钥下"
    UNREADABLE = "现有密钥打不开"


@dataclass(frozen=True)
class Table:
    """A table with protected columns."""

    model: type[models.Model]
    columns: tuple[str, ...]

    @property
    def label(self) -> str:
        return str(self.model._meta.verbose_name)


@dataclass
class Outcome:
    """What became of some rows: how many were rewritten, and why others could not be, or not wholly."""

    rewritten: int = 0
    stuck: list[str] = field(default_factory=list)

    def add(self, other: Outcome) -> None:
        self.rewritten += other.rewritten
        self.stuck += other.stuck


def protected_tables() -> list[Table]:
    """Every table of every app that holds protected columns; inherited columns count where they lie."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        columns = [
            each.name for each in model._meta.local_concrete_fields if isinstance(each, ProtectedField)
        ]
        if columns:
            found.append(Table(model, tuple(columns)))
    return found


def state_of(value: Protected) -> State:
    """Raises KeyMissing."""
    if is_current(value):
        return State.CURRENT
    try:
        value.plain()
    except KeyDoesNotFit:
        return State.UNREADABLE
    return State.OLDER


def batches(table: Table, size: int) -> Iterator[list[Row]]:
    """All rows that hold a number, in the order of their keys, without locking any."""
    rows = table.model._base_manager.exclude(**dict.fromkeys(table.columns, "")).order_by("pk")
    after: dict[str, Any] = {}
    while batch := [_row(found) for found in rows.filter(**after).values_list("pk", *table.columns)[:size]]:
        yield batch
        after = {"pk__gt": batch[-1][0]}


def count(table: Table, size: int) -> Counter[State]:
    """How many numbers of the table are in which state."""
    rows = chain.from_iterable(batches(table, size))
    return Counter(state_of(value) for _, values in rows for value in values if value)


@transaction.atomic
def rotate(table: Table, keys: Sequence[Any]) -> Outcome:
    """Reseal these rows. Each is locked and looked at again: what somebody wrote meanwhile stays."""
    locked = table.model._base_manager.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    outcome = Outcome()
    older: list[Row] = []
    for key, values in map(_row, locked.values_list("pk", *table.columns)):
        states = [state_of(value) for value in values]
        if State.UNREADABLE in states:
            outcome.stuck.append(f"{table.label} {key}：{State.UNREADABLE.value}")
        if State.OLDER in states:
            older.append((key, [for_writing(value) for value in values]))
    outcome.add(_written(table, older))
    return outcome


def _written(table: Table, rows: list[Row]) -> Outcome:
    """All rows at once; where the database refuses one of them, one by one."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(_update(table), [(*(value.stored for value in row), key) for key, row in rows])
            return Outcome(rewritten=len(rows))
    except IntegrityError as error:
        if len(rows) == 1:
            return Outcome(stuck=[f"{table.label} {rows[0][0]}：数据库不让改写（{_constraint(error)}）"])
    outcome = Outcome()
    for row in rows:
        outcome.add(_written(table, [row]))
    return outcome


def _update(table: Table) -> str:
    """Plain SQL: the ORM takes several times as long to write a whole table."""
    quoted: Callable[[Any], str] = connection.ops.quote_name
    noun = table.model._meta
    fields = [each for each in noun.local_concrete_fields if each.name in table.columns]
    columns = ", ".join(f"{quoted(each.column)} = %s" for each in fields)
    return f"UPDATE {quoted(noun.db_table)} SET {columns} WHERE {quoted(noun.pk.column)} = %s"


def _row(found: Sequence[Any]) -> Row:
    key, *values = found
    return key, values


def _constraint(error: IntegrityError) -> str:
    return str(getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or "没有说明原因")
