"""Questions that are always the same but for their values: SQL once a process, a plan once a connection.

Putting a question with many parts into SQL takes the ORM longer than the database takes to answer it, and planning it takes
the database longer than carrying the plan out. It is still written in the ORM's words, so it follows every change of the
models.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Expression, Field, Model, QuerySet
from psycopg import Cursor
from psycopg.sql import Literal

Noun = TypeVar("Noun", bound=Model)


class Asked(Expression):
    """The place of a value that is only known when the question is asked."""

    def __init__(self, name: str, output_field: Field[Any, Any]) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """The place itself among the values."""
        return "%s", (self,)


class Prepared(Generic[Noun]):
    """A queryset without related objects; what it annotates comes as the driver gives it (JSON as text)."""

    def __init__(self, question: Callable[[], QuerySet[Noun]]) -> None:
        self._question = question
        self._columns: list[str] = []  # of the answer, told with the first one

    @cached_property
    def _written(self) -> tuple[type[Noun], str]:
        """With a name at the place of what is asked, and every other value where it stands."""
        question = self._question()
        sql, values = question.query.sql_with_params()
        places = iter(values)

        def told(mark: re.Match[str]) -> str:
            if mark[0] == "%%":
                return mark[0]
            value = next(places)
            if isinstance(value, Asked):
                return f"%({value.name})s::{value.output_field.cast_db_type(connection)}"
            return Literal(value).as_string(connection.connection).replace("%", "%%")

        return question.model, re.sub("%[%s]", told, sql)

    def ask(self, **values: Any) -> list[Noun]:
        """The answer for these values of what is `Asked`; they must fit into its type."""
        connection.ensure_connection()
        model, sql = self._written
        with _planned_once() as cursor:
            cursor.execute(sql, values)
            self._columns = self._columns or [column[0] for column in cursor.description]
            return [partial(model, dict(zip(self._columns, row, strict=True))) for row in cursor.fetchall()]


def _planned_once() -> CursorWrapper:
    """Django's cursor writes the values into the SQL, so each question would be new to the database.

    This one sends them beside it, and by `prepare_threshold` in the settings the connection keeps what it has seen.
    """
    beside: Any = Cursor(connection.connection)
    wrap = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    return wrap(beside)


def partial(model: type[Noun], known: Mapping[str, Any]) -> Noun:
    """An object of which these columns are known; any other is asked for when somebody reads it."""
    columns = [field.attname for field in model._meta.concrete_fields if field.attname in known]
    made = model.from_db(DEFAULT_DB_ALIAS, columns, [known[column] for column in columns])
    made.__dict__.update((name, value) for name, value in known.items() if name not in columns)
    return made
