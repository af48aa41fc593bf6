"""What the public may ask or tell, checked as it is taken."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError


EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)


class AsOfForm(forms.Form):
    """A day the record is looked at; without one, today."""

    on = forms.DateField(
        label="看哪一天的目录",
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": "看不懂这个日期：请写成 2026-06-30 这样，年-月-日，而且是日历上有的一天。"
        },
    )

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data)
        self.today = today

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"] or self.today
        if not EARLIEST <= day <= LATEST:
            raise ValidationError(f"日期要在 {EARLIEST.year} 年到 {LATEST.year} 年之间。")
        return day
