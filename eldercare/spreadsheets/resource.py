"""Rows of the spreadsheet and cards of institutions, tied by django-import-export: it walks the rows, asks step by step
and keeps what becomes of each; what a row means is said here.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import Model
from import_export.fields import Field
from import_export.resources import Resource
from import_export.results import Result, RowResult
from import_export.widgets import Widget
from tablib import Dataset

from eldercare.spreadsheets.cards import Card, card_of, in_order, services_as_written
from eldercare.spreadsheets.cells import Unfit, said_by
from eldercare.spreadsheets.columns import CONFIRMED, COUNTY, NAME, SERVICES, TOWNSHIP, Column, Holds
from eldercare.spreadsheets.judging import (
    CONFIRM,
    broken_in,
    check_number,
    is_stored,
    normal_form,
    plausible_bounds,
    refused_by,
    unchanged,
    wrong_in,
)
from eldercare.spreadsheets.known import Known
from eldercare.spreadsheets.laying_down import lay_down
from eldercare.spreadsheets.operators import take_operator
from eldercare.spreadsheets.sheet import Entry, Table
from eldercare.vocabulary import Fee

BATCH = 100  # rows written together
ENTRY = "行"  # the column of the data set that holds the row itself


class CellWidget(Widget):
    """Between a cell and a value of its column."""

    def __init__(self, column: Column) -> None:
        super().__init__()
        self.column = column

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """The value as the model takes it; None for a blank cell, which changes nothing. Raises Unfit."""
        if value is None:
            return None
        found = said_by(value, self.column)
        field = self.column.model_field
        if field is None or self.column.holds == Holds.PROTECTED:
            return found
        try:
            return field.clean(found, None)
        except ValidationError as error:
            too_fine = {each.code for each in error.error_list} == {"max_decimal_places"}
            bounds = "" if too_fine else plausible_bounds(self.column)
            raise Unfit(bounds or "".join(error.messages)) from None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        """What an export writes: labels, 是 or 否, figures and days as such."""
        if value is None or value == "":
            return None
        if self.column.holds == Holds.CHOICE:
            return next(label for label, known in self.column.choices.items() if known == value)
        if self.column.holds == Holds.SERVICES:
            return services_as_written(value) or None
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, Decimal):
            return float(value)
        return value if isinstance(value, int | date) else str(value)


class CardResult(RowResult):
    """What became of a row, and its card; None for a row that was refused."""

    card: Card | None = None

    def add_instance_info(self, instance: Card) -> None:
        self.card, instance.outcome = instance, self

    def refuse(self, error: ValidationError) -> None:
        self.import_type, self.validation_error, self.card = self.IMPORT_TYPE_INVALID, error, None


class InstitutionResource(Resource):
    """For one file and one person, or (without `known`) for an export."""

    class Meta:
        skip_diff = True
        report_skipped = True
        import_id_fields = ()
        instance_loader_class = staticmethod(lambda resource, dataset: None)

    def __init__(self, columns: Iterable[Column], *, known: Known | None = None) -> None:
        super().__init__()
        self.known = known
        self.waiting: list[Card] = []  # to be written together
        self.fields = OrderedDict(
            (
                column.key,
                Field(
                    attribute=column.key,
                    column_name=column.heading,
                    widget=CellWidget(column),
                    readonly=column.key in (COUNTY, TOWNSHIP, CONFIRMED) or column.part == "operator",
                ),
            )
            for column in columns
        )

    def get_row_result_class(self) -> type[CardResult]:
        return CardResult

    # What a row means

    def get_or_init_instance(self, instance_loader: None, row: Mapping[str, Any]) -> tuple[Card, bool]:
        card = self._known.card_for(row[ENTRY])
        return card, card.is_new

    def import_instance(self, instance: Card, row: Mapping[str, Any], **kwargs: Any) -> None:
        """Every filled cell into its place on the card. Raises ValidationError with what is wrong, by column."""
        card, entry = instance, row[ENTRY]
        self._find_out_where(card, entry)
        card.is_confirmed = self._is_confirmed(card, row)
        for key, sentence in take_operator(card, entry, self._known):
            card.wrong[key].append(sentence)
        for key, field in self.fields.items():
            if not field.readonly and not (key == NAME and not card.is_new):
                try:
                    self._take(field, card, row)
                except Unfit as unfit:
                    card.wrong[key].append(str(unfit))
        if card.wrong:
            raise ValidationError(card.wrong)

    def _find_out_where(self, card: Card, entry: Entry) -> None:
        wrong = self._known.places.wrong(entry)
        if wrong:
            card.wrong[wrong[0]].append(wrong[1])
        key = self._known.key_of(entry)
        twins = [number for number in self._known.rows_of[key] if number != entry.number] if key else []
        if twins:
            where = "、".join(f"第 {number} 行" for number in twins[:3])
            card.wrong[NAME].append(f"和{where}是同一个机构：请合并成一行。")

    def _is_confirmed(self, card: Card, row: Mapping[str, Any]) -> bool:
        field = self.fields.get(CONFIRMED)
        try:
            return bool(field and field.clean(row))
        except Unfit as unfit:
            card.wrong[CONFIRMED].append(str(unfit))
            return False

    def _take(self, field: Field, card: Card, row: Mapping[str, Any]) -> None:
        """One cell. Raises Unfit."""
        column, value = field.widget.column, field.clean(row)
        if value is None:
            return
        before = field.get_value(card)
        if column.holds in (Holds.NUMBER, Holds.PROTECTED):
            if is_stored(column, value, before):
                return
            value = self._judged(column, value, card)
        elif column.key == SERVICES:
            value = {service: fee or before.get(service, Fee.FREE) for service, fee in value.items()}
            value = in_order(value)
        if unchanged(column, before, value):
            return
        part = getattr(card, column.part)
        setattr(part, column.attribute, value)
        is_first = isinstance(part, Model) and part._state.adding  # what it holds by default nobody wrote
        card.note(column.key, None if is_first else before, field.get_value(card))

    def _judged(self, column: Column, text: str, card: Card) -> str:
        number = normal_form(column, text)
        found = check_number(column, number, card, self._known)
        if found.errors:
            raise Unfit("".join(found.errors))
        if found.doubts and not card.is_confirmed:
            raise Unfit("".join((*found.doubts, CONFIRM)))
        return number

    # What becomes of it

    def skip_row(
        self, instance: Card, original: None, row: Any, import_validation_errors: Any = None
    ) -> bool:
        return not (instance.is_new or instance.changes or import_validation_errors)

    def validate_instance(
        self, instance: Card, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        """The rules that look at the whole row; the database is asked for its own only when something is wrong anyway,
        for a sound row it is asked by writing."""
        for key, sentence in wrong_in(instance, self._known):
            if key not in instance.wrong:
                instance.wrong[key].append(sentence)
        if instance.wrong:
            raise self._refusal(instance)

    def save_instance(self, instance: Card, is_create: bool, row: Any, **kwargs: Any) -> None:
        """A sound row counts for the rows below at once, and is written with others."""
        if len(self.waiting) == BATCH:
            self._write()
        self.waiting.append(instance)
        self._known.remember(instance)

    def after_import(self, dataset: Dataset, result: Result, **kwargs: Any) -> None:
        self._write()

    def _write(self) -> None:
        """Together if the database takes them; otherwise one by one, to see which it refuses."""
        cards, self.waiting = self.waiting, []
        try:
            lay_down(cards)
        except IntegrityError:
            for card in cards:
                self._write_alone(card)

    def _write_alone(self, card: Card) -> None:
        try:
            lay_down([card])
        except IntegrityError as error:
            card.outcome.refuse(self._refusal(card, error))

    def _refusal(self, card: Card, error: IntegrityError | None = None) -> ValidationError:
        for key, sentence in list(broken_in(card)):
            if sentence not in card.wrong[key]:
                card.wrong[key].append(sentence)
        wrong = {key: sentences for key, sentences in card.wrong.items() if sentences}
        if error is not None and not wrong:
            key, sentence = refused_by(card, error)
            wrong[key] = [sentence]
        return ValidationError(wrong)

    # What leaves

    def iter_queryset(self, queryset: Any) -> Iterator[Card]:
        """In the pages of the library, which keep what is loaded beside each institution."""
        yield from map(card_of, super().iter_queryset(queryset))

    def export_resource(self, instance: Card, selected_fields: Any = None, **kwargs: Any) -> list[Any]:
        return [field.export(instance) for field in self.fields.values()]

    @property
    def _known(self) -> Known:
        assert self.known is not None
        return self.known


def dataset_of(table: Table) -> Dataset:
    """The table as the library walks it."""
    dataset = Dataset(headers=[*(column.heading for column in table.columns), ENTRY])
    for entry in table.entries:
        dataset.append([*(entry.cells.get(column.key) for column in table.columns), entry])
    return dataset
