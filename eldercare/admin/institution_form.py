"""The form of an institution: everything wrong is told at its field, at once, and nothing typed is lost."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import BaseConstraint
from django.utils import timezone

from eldercare.entry import check_person, check_person_name, check_telephone, wrong_days
from eldercare.models.institution_constraints import CONSTRAINTS
from foundation.admin.desk import checked_input
from foundation.forms import CheckedNumber
from foundation.identity_numbers import normal_phone
from foundation.scope import Reader

# Where the person mends what a constraint says of several fields.
MENDED_AT = {
    "institution_has_name": "name",
    "institution_name_is_once_in_a_township": "name",
    "institution_position_is_whole": "latitude",
    "institution_floors_are_plausible": "highest_floor",
    "institution_estate_is_for_supplied": "estate_name",
    "institution_closing_has_reason": "closing_reason",
    "institution_closes_after_opening": "closed_on",
    "institution_opened_in_our_time": "opened_on",
    "institution_public_mobile_has_consent": "service_phone",
    "institution_assets_are_state_owned": "letting_approval",
    "institution_sign_is_for_lottery_money": "lottery_sign",
}
OUT_OF_RANGE = ("min_value", "max_value", "max_digits", "max_whole_digits")


def mended_at(constraint: BaseConstraint) -> str:
    """The field a constraint of institutions is about; "" where the field itself says so already."""
    range_of = re.fullmatch(r"institution_(\w+)_is_plausible", constraint.name)
    return range_of[1] if range_of else MENDED_AT.get(constraint.name, "")


AT = {str(constraint.violation_error_message): mended_at(constraint) for constraint in CONSTRAINTS}


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
        self._say_ranges_alike()
        self._checked(
            "identity_number",
            lambda number: check_person(number, on=today, besides=besides, reader=self.reader),
        )

    def _say_ranges_alike(self) -> None:
        """A number far out of range is told the range, as one a little out of it is."""
        for constraint in CONSTRAINTS:
            if constraint.name.endswith("_is_plausible") and (
                field := self.fields.get(mended_at(constraint))
            ):
                sentence = str(constraint.violation_error_message)
                field.error_messages |= dict.fromkeys(OUT_OF_RANGE, sentence)

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
            assets_registered_on=cleaned.get("assets_registered_on"),
            operator=cleaned.get("operator") or getattr(self.instance, "operator", None),
            on=timezone.localdate(),
        )
        for name, sentence in days.items():
            self.add_error(name if name in self.fields else None, sentence)
        return cleaned

    def add_error(self, field: str | None, error: Any) -> None:
        """What a constraint says of the whole row is told at the field where it is mended."""
        by_field = getattr(error, "error_dict", None)
        for said in by_field.pop(NON_FIELD_ERRORS, []) if by_field else []:
            at = AT.get(said.message, "")
            super().add_error(at if at in self.fields else None, said)
        if by_field != {}:
            super().add_error(field, error)
