"""The form of a registration, on its own page and as a row of its institution."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from eldercare.entry import check_registration_number, holder_of
from foundation.admin.desk import checked_input
from foundation.forms import CheckedNumber


class RegistrationForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    number = CheckedNumber(
        label="法人登记号码",
        widget=checked_input(),
        check=check_registration_number,
        help_text="登记证书上的统一社会信用代码；旧证没有代码的，写登记证号。",
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("registered_on", "ended_on"):
            if cleaned.get(name) and cleaned[name] > timezone.localdate():
                self.add_error(name, "这一天还没有到。")
        holder = holder_of(cleaned.get("number") or "", besides=self.instance.pk)
        operator = cleaned.get("operator")
        if holder and operator and holder.operator_id != operator.pk:
            self.add_error("number", f"这个号码已登记在“{holder.operator}”名下：请核对证书。")
        return cleaned
