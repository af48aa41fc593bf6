"""Rows kept in printed order inside another row's page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F
from django.forms import ModelForm
from unfold.forms import PaginationInlineFormSet

from foundation.admin.choices import label_loaded

# While rows trade places each stands here for a moment: the database knows no two rows at one place.
ASIDE = 10_000


class RowForm(ModelForm):  # type: ignore[type-arg]
    """A row whose place is judged among its neighbours, by the formset."""

    def _get_validation_exclusions(self) -> set[str]:
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return exclusions | {"position"}


class InlineRows(PaginationInlineFormSet):
    """Rows whose autocomplete fields cost no query each, and whose constraints are told before they are broken."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        label_loaded(form)

    def clean(self) -> None:
        """Django leaves out every constraint that names the parent; the database would not."""
        super().clean()
        for form in self.kept():
            if form.has_changed() and form.is_valid():
                try:
                    form.instance.validate_constraints(exclude=form._get_validation_exclusions())
                except ValidationError as refusal:
                    form._update_errors(refusal)

    def get_unique_error_message(self, unique_check: Sequence[str]) -> str:
        """Of the rows of this page among themselves, in the words of the page."""
        fields = [self.model._meta.get_field(name) for name in unique_check if name != self.fk.name]
        labels = [str(field.verbose_name) for field in fields]
        return f"有两行的{'、'.join(labels)}相同：请改正或删去一行。"

    def get_form_error(self) -> str:
        return "与上面的一行重复。"

    def kept(self) -> list[Any]:
        """The forms of rows that will be there after saving."""
        return [form for form in self.forms if self._is_kept(form)]

    def _is_kept(self, form: Any) -> bool:
        if not hasattr(form, "cleaned_data") or (self.can_delete and self._should_delete_form(form)):
            return False
        return form.instance.pk is not None or form.has_changed()


class OrderedRows(InlineRows):
    """Rows with a 次序: left empty it means the end, and rows may trade places in one go."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        position = form.fields.get("position")
        if position is not None:
            position.required = False
            position.widget.attrs["placeholder"] = "末尾"

    def clean(self) -> None:
        super().clean()
        placed = [form for form in self.kept() if "position" in form.fields]
        given = [form.cleaned_data.get("position") for form in placed]
        taken: set[int] = set()
        last = max((position for position in given if position is not None), default=0)
        for form, position in zip(placed, given, strict=True):
            if position is None:
                position = last = last + 1
            if position in taken:
                form.add_error("position", "次序重复：两行不能占同一位置。")
            taken.add(position)
            form.instance.position = position

    @transaction.atomic
    def save(self, commit: bool = True) -> list[models.Model]:
        moving = [
            form.instance.pk
            for form in self.initial_forms
            if "position" in form.changed_data or (self.can_delete and self._should_delete_form(form))
        ]
        if commit and moving:
            self.model._base_manager.filter(pk__in=moving).update(position=F("position") + ASIDE)
        rows: list[models.Model] = super().save(commit)
        return rows
