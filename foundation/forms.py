"""Form fields for numbers that are checked as they are taken, and for those that are never shown again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils import timezone

from foundation.identity_numbers import Checked, check_identity_number, check_phone, normal_number
from foundation.protected import KINDS, Protected, seal

LONGEST = 40
Check = Callable[[str], Checked]


@dataclass(frozen=True)
class Typed:
    """What the browser sent for one number."""

    text: str = field(default="", repr=False)
    confirmed: str = ""  # the mark of the number that was ticked as right in spite of doubts
    clears: bool = False


class CheckedInput(forms.TextInput):
    """A line for a number and, once the number was doubted, a tick that confirms it."""

    template_name = "components/_checked_input.html"
    doubted = ""  # the mark of the number to confirm

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Typed:
        text, confirmed = (str(data.get(key) or "") for key in (name, f"{name}-confirmed"))
        return Typed(text, confirmed=confirmed, clears=bool(data.get(f"{name}-clear")))

    def format_value(self, value: Any) -> str:
        return value.text if isinstance(value, Typed) else str(value or "")

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        typed = value if isinstance(value, Typed) else Typed()
        ticked = bool(self.doubted) and typed.confirmed == self.doubted
        context["widget"] |= {"doubted": self.doubted, "confirmed": ticked}
        return context

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        """From the project's own templates, whatever renders the rest of the form."""
        return super().render(name, value, attrs, TemplatesSetting())


class ProtectedInput(CheckedInput):
    """The same for a sealed number: of what is stored it shows the mask; left empty it changes nothing."""

    stored: Protected | None = None

    def format_value(self, value: Any) -> str:
        return value.text if isinstance(value, Typed) else ""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        clears = isinstance(value, Typed) and value.clears
        context["widget"] |= {
            "stored": self.stored,
            "clearable": bool(self.stored) and not self.is_required,
            "clears": clears,
        }
        return context

    def use_required_attribute(self, initial: Any) -> bool:
        return super().use_required_attribute(initial) and not initial


class CheckedNumber(forms.Field):
    """A number taken in its normal form if `check` finds no error, and no doubt that was not confirmed.

    For what is not secret: credit codes, telephone numbers of offices.
    """

    widget = CheckedInput
    default_error_messages = {
        "confirm": "如果已对照原件核对无误，请勾选“已对照原件，确认无误”后再保存。",
        "long": f"太长：最多 {LONGEST} 个字符。",
    }

    def __init__(self, *, check: Check, normal: Callable[[str], str] = normal_number, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.check, self.normal = check, normal
        self.before: Any = ""  # what is stored
        self.widget.attrs |= {"autocomplete": "off", "spellcheck": "false", "maxlength": str(LONGEST)}

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        bound = super().get_bound_field(form, field_name)
        self.remember(bound.initial)
        return bound

    def remember(self, initial: Any) -> None:
        self.before = self.normal(str(initial or ""))

    def clean(self, value: Any) -> Any:
        typed = value if isinstance(value, Typed) else Typed(str(value or ""))
        if len(typed.text) > LONGEST:
            raise ValidationError(self.error_messages["long"], code="long")
        number = self.normal(typed.text)
        if not number:
            return self.without_number(typed)
        if not self.is_stored(number):  # what is stored was judged when it came
            self._judge(number, typed)
        return self.taken(number, typed)

    def _judge(self, number: str, typed: Typed) -> None:
        found = self.check(number)
        if found.errors:
            raise ValidationError(list(found.errors), code="invalid")
        if found.doubts:
            self.widget.doubted = self.mark(number)
            if typed.confirmed != self.mark(number):
                raise ValidationError([*found.doubts, self.error_messages["confirm"]], code="doubt")

    def is_stored(self, number: str) -> bool:
        return bool(number == self.before)

    def mark(self, number: str) -> str:
        """What a tick sends back, so that it confirms this number and no other."""
        return number

    def without_number(self, typed: Typed) -> Any:
        if self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return ""

    def taken(self, number: str, typed: Typed) -> Any:
        return number

    def has_changed(self, initial: Any, data: Any) -> bool:
        text = data.text if isinstance(data, Typed) else str(data or "")
        return not self.disabled and self.normal(text) != self.normal(str(initial or ""))


def _today() -> date:
    return timezone.localdate()


CHECKS: dict[str, Callable[[str, date], Checked]] = {
    "identity_number": lambda number, today: check_identity_number(number, on=today),
    "phone": lambda number, today: check_phone(number),
}
INPUT_MODES = {"identity_number": "text", "phone": "tel"}  # no numeric pad has an X


class ProtectedNumber(CheckedNumber):
    """A sealed number: `cleaned_data` holds what will be stored, the old value where nothing was typed."""

    widget = ProtectedInput
    default_error_messages = {"both": "既填写了号码又勾选了清除：请只选一样。"}

    def __init__(self, *, kind: str, today: Callable[[], date] = _today, **kwargs: Any) -> None:
        self.kind = kind
        kwargs.setdefault("check", lambda number: CHECKS[kind](number, today()))
        super().__init__(normal=KINDS[kind].normal, **kwargs)
        self.before = Protected(kind)
        self.widget.attrs["inputmode"] = INPUT_MODES[kind]

    def remember(self, initial: Any) -> None:
        """What is no Protected is not stored: an address may bring it, and it is not shown."""
        if isinstance(initial, Protected):
            self.before = self.widget.stored = initial

    def is_stored(self, number: str) -> bool:
        return bool(self.before.stands_for(number))

    def clean(self, value: Any) -> Protected:
        if isinstance(value, Protected):  # of a disabled field
            return value
        cleaned: Protected = super().clean(value)
        return cleaned

    def mark(self, number: str) -> str:
        return seal(self.kind, number).fingerprint

    def without_number(self, typed: Typed) -> Protected:
        left = Protected(self.kind) if typed.clears else self.before
        if self.required and not left:
            raise ValidationError(self.error_messages["required"], code="required")
        return left

    def taken(self, number: str, typed: Typed) -> Protected:
        if typed.clears:
            raise ValidationError(self.error_messages["both"], code="both")
        return self.before if self.is_stored(number) else seal(self.kind, number)

    def has_changed(self, initial: Any, data: Any) -> bool:
        if self.disabled or not isinstance(data, Typed):
            return False
        if self.normal(data.text):
            return not (isinstance(initial, Protected) and initial.stands_for(data.text))
        return data.clears and bool(initial)
