"""Forms of the rows on the page of an institution: what no single field can say of itself."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils import timezone

from eldercare.models import Registration
from foundation.admin.ordered import InlineRows

ONE_IN_FORCE = next(
    str(constraint.violation_error_message)
    for constraint in Registration._meta.constraints
    if constraint.name == "registration_in_force_is_one"
)


class PastDays(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    """A row about what has happened: its days are not in the future."""

    past: ClassVar[tuple[str, ...]] = ()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self.past:
            if cleaned.get(name) and cleaned[name] > timezone.localdate():
                self.add_error(name, "这一天还没有到。")
        return cleaned


class StaffForm(PastDays):
    past = ("counted_on",)


class LicenceForm(PastDays):
    past = ("issued_on",)


class CheckForm(PastDays):
    past = ("checked_on",)


class ChangeForm(PastDays):
    past = ("changed_on",)


class RegistrationRowset(InlineRows):
    """One registration in force at most, judged over the rows as they will be: the old one may end in the same go."""

    def clean(self) -> None:
        super().clean()
        in_force = [form for form in self.kept() if not form.cleaned_data.get("ended_on")]
        for form in in_force:
            _forgive(form, ONE_IN_FORCE)
        for form in in_force[1:]:
            form.add_error("ended_on", ONE_IN_FORCE)


def _forgive(form: Any, sentence: str) -> None:
    """Take back what the database says of the rows as they still are."""
    told = form.errors.get(NON_FIELD_ERRORS)
    if told is not None:
        told.data = [error for error in told.data if error.message != sentence]
        if not told.data:
            del form.errors[NON_FIELD_ERRORS]
