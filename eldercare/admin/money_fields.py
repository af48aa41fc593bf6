"""Fields of the forms of money, dressed as the desk's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminDateWidget,
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)


def amount(label: str = "金额", **said: Any) -> forms.DecimalField:
    """Yuan; what is no amount of money the verbs say in a sentence."""
    widget = UnfoldAdminDecimalFieldWidget(attrs={"inputmode": "decimal", "step": "0.01"})
    said.setdefault("help_text", "元，最多两位小数。")
    return forms.DecimalField(label=label, max_digits=12, decimal_places=2, widget=widget, **said)


def day(label: str, **said: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=UnfoldAdminDateWidget(), **said)


def line(label: str, *, most: int, **said: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=UnfoldAdminTextInputWidget(), **said)


def reason(label: str = "理由", *, most: int = 500, **said: Any) -> forms.CharField:
    widget = UnfoldAdminTextareaWidget(attrs={"rows": 3})
    said.setdefault("error_messages", {"required": f"请写明{label}。"})
    return forms.CharField(label=label, max_length=most, widget=widget, **said)


def choice(label: str, choices: Iterable[tuple[str, str]], **said: Any) -> forms.ChoiceField:
    offered = list(choices)
    return forms.ChoiceField(
        label=label, choices=offered, widget=UnfoldAdminSelectWidget(choices=offered), **said
    )


class ReasonForm(forms.Form):
    reason = reason("原因", most=300)


class RemarkForm(forms.Form):
    remark = reason("意见", most=300, required=False)
