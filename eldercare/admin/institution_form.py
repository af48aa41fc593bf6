"""The form of an institution: everything wrong is told at its field, at once, and nothing typed is lost."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from eldercare.entry import check_person, check_person_name, check_telephone, wrong_days
from foundation.admin.desk import checked_input
from foundation.forms import CheckedNumber
from foundation.identity_numbers import normal_phone
from foundation.scope import Reader


class InstitutionForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    reader: Reader = AnonymousUser()  # set by the desk for each request
    service_phone = CheckedNumber(
        label="服务电话",
        required=False,
        widget=checked_input(),
        check=check_telephone,
        normal=normal_phone,
        help_text="向群众公开的电话，最好是固定电话，如 0883-2123456。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today, besides = timezone.localdate(), self.instance.pk
        for name in ("person_phone", "contact_phone"):
            self._checked(name, check_telephone)
        self._checked(
            "identity_number",
            lambda number: check_person(number, on=today, besides=besides, reader=self.reader),
        )

    def _checked(self, name: str, check: Any) -> None:
        field = self.fields.get(name)  # absent where the page is only looked at
        if isinstance(field, CheckedNumber):
            field.check = check

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("person_in_charge", "contact"):
            for sentence in check_person_name(cleaned.get(name) or "").errors:
                self.add_error(name, sentence)
        days = wrong_days(
            opened_on=cleaned.get("opened_on"),
            closed_on=cleaned.get("closed_on"),
            operator=cleaned.get("operator") or getattr(self.instance, "operator", None),
            on=timezone.localdate(),
        )
        for name, sentence in days.items():
            self.add_error(name if name in self.fields else None, sentence)
        return cleaned
