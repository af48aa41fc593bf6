"""What somebody typed, read from what the browser sent, where no form takes it any more; beside it what is stored."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import _get_foreign_key
from django.http import HttpRequest

from documents.content_difference import ContentDifference, compare_texts
from documents.snapshot import canonical

MOST_ROWS = 2000


@dataclass(frozen=True)
class MetText:
    """One field or kind of rows that differs: as it is stored now, and as it was typed."""

    label: str
    stored: str
    typed: str
    in_form: bool = True  # no more when the field was locked meanwhile

    @property
    def difference(self) -> ContentDifference:
        return compare_texts(self.stored, self.typed)


def typed_columns(
    request: HttpRequest, model: type[models.Model], stored: models.Model | None, *, but: Collection[str] = ()
) -> list[MetText]:
    """Words, numbers, days and names of files; who or what was chosen is quickly chosen again."""
    texts = []
    for column in _written(model):
        if column.name in but or not (column.name in request.POST or column.name in request.FILES):
            continue
        sent: Any = request.FILES.get(column.name)
        typed = str(sent.name) if sent else as_typed(column, request.POST.get(column.name, ""))
        texts.append(MetText(str(column.verbose_name), as_stored(column, stored), typed, in_form=False))
    return _differing(texts)


def typed_rows(
    request: HttpRequest,
    model: type[models.Model],
    inlines: Iterable[Any],
    stored: models.Model | None,
    *,
    but: Collection[str] = (),
) -> list[MetText]:
    """The rows of each kind, those taken out left out, a field a line."""
    texts = []
    for inline in inlines:
        key: Any = _get_foreign_key(model, inline.model, fk_name=inline.fk_name)
        prefix = str(key.remote_field.get_accessor_name(model=inline.model))
        sent = [] if prefix in but else list(_sent_rows(request, prefix))
        if not sent:
            continue
        columns = [
            column
            for column in _written(inline.model)
            if column.name != "position" and any(column.name in row for row in sent)
        ]
        typed = _lines((as_typed(one, row.get(one.name, "")) for one in columns) for row in sent)
        rows = inline.model._base_manager.filter(**{key.name: stored}).order_by(*inline.ordering)
        there = _lines((as_stored(one, row) for one in columns) for row in (rows if stored else ()))
        label = str(inline.model._meta.verbose_name_plural)
        texts.append(MetText(label, there, typed, in_form=False))
    return _differing(texts)


def number_of_rows(post: Any, prefix: str) -> int:
    """How many rows of a kind a form says that it holds."""
    said = str(post.get(f"{prefix}-TOTAL_FORMS", ""))
    return min(int(said), MOST_ROWS) if said.isdecimal() and len(said) < 10 else 0


def shown(value: Any) -> str:
    """A stored value as a person reads it."""
    if isinstance(value, list | tuple):
        return "\n".join(map(str, value))
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else canonical(str(value)).strip("\n")


def as_stored(column: Any, row: models.Model | None) -> str:
    if row is None:
        return ""
    value = column.value_from_object(row)
    return _chosen(column, shown(value))


def as_typed(column: Any, sent: str) -> str:
    """A day is typed in more than one way; what is no day stays as it was typed."""
    if isinstance(column, models.DateField):
        field: Any = column.formfield()
        with suppress(ValidationError):
            return shown(field.to_python(sent))
    return _chosen(column, canonical(sent).strip("\n"))


def _chosen(column: Any, value: str) -> str:
    return str(dict(column.flatchoices or ()).get(value, value))


def _written(model: type[models.Model]) -> Iterator[Any]:
    """Columns that somebody writes into; a box that is not ticked is not sent, so nothing is known of it."""
    for column in model._meta.concrete_fields:
        unsaid = column.is_relation or column.primary_key or isinstance(column, models.BooleanField)
        if column.editable and not unsaid:
            yield column


def _sent_rows(request: HttpRequest, prefix: str) -> Iterator[dict[str, str]]:
    for place in range(number_of_rows(request.POST, prefix)):
        start = f"{prefix}-{place}-"
        row = {
            name.removeprefix(start): str(request.POST[name])
            for name in request.POST
            if name.startswith(start)
        }
        if row and not row.get("DELETE"):
            yield row


def _lines(rows: Iterable[Iterable[str]]) -> str:
    return "\n".join(text for row in rows for text in row if text)


def _differing(texts: Iterable[MetText]) -> list[MetText]:
    return [one for one in texts if one.stored != one.typed]
