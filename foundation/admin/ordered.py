"""Rows kept in printed order inside another row's page."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.forms import ModelForm
from unfold.forms import PaginationInlineFormSet

from foundation.admin.choices import label_loaded

# While rows trade places each stands here for a moment: the database knows no two rows at one place.
ASIDE = 10_000


class InlineRows(PaginationInlineFormSet):
    """Rows whose autocomplete fields cost no query each."""

    def add_fields(self, form: ModelForm[Any], index: int | None) -> None:
        super().add_fields(form, index)
        label_loaded(form)


class OrderedRows(InlineRows):
    """Rows with a 次序: left empty it means the end, and rows may trade places in one go."""

    def add_fields(self, form: ModelForm[Any], index: int | None) -> None:
        super().add_fields(form, index)
        position = form.fields.get("position")
        if position is not None:
            position.required = False
            position.widget.attrs["placeholder"] = "末尾"
            form._get_validation_exclusions = lambda: {  # type: ignore[method-assign]
                *ModelForm._get_validation_exclusions(form),
                "position",
            }

    def clean(self) -> None:
        super().clean()
        kept = [form for form in self.forms if self._is_kept(form) and "position" in form.fields]
        given = [form.cleaned_data.get("position") for form in kept]
        taken: set[int] = set()
        last = max((position for position in given if position is not None), default=0)
        for form, position in zip(kept, given, strict=True):
            if position is None:
                position = last = last + 1
            if position in taken:
                form.add_error("position", "次序重复：两行不能占同一位置。")
            taken.add(position)
            form.instance.position = position

    def _is_kept(self, form: ModelForm[Any]) -> bool:
        if not hasattr(form, "cleaned_data") or (self.can_delete and self._should_delete_form(form)):
            return False
        return form.instance.pk is not None or form.has_changed()

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
