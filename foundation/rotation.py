"""Bringing every sealed number under the first key, row by row, while the portal goes on working."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import chain
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction

from foundation.fields import ProtectedField
from foundation.protected import Protected, is_current, resealed
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
    outcome = Outcome()
    locked = table.model._base_manager.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    for key, values in map(_row, locked.values_list("pk", *table.columns)):
        states = [state_of(value) for value in values]
        if State.UNREADABLE in states:
            outcome.stuck.append(f"{table.label} {key}：{State.UNREADABLE.value}")
        older = {
            column: resealed(value)
            for column, value, state in zip(table.columns, values, states, strict=True)
            if state == State.OLDER
        }
        try:
            with transaction.atomic():
                outcome.rewritten += table.model._base_manager.filter(pk=key).update(**older) if older else 0
        except IntegrityError as error:
            outcome.stuck.append(f"{table.label} {key}：数据库不让改写（{_constraint(error)}）")
    return outcome


def _row(found: Sequence[Any]) -> Row:
    key, *values = found
    return key, values


def _constraint(error: IntegrityError) -> str:
    return str(getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or "没有说明原因")
