"""A list of short texts typed one a line."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.postgres.forms import SimpleArrayField


class LinesField(SimpleArrayField):
    """One entry a line: commas and 、 belong to the text, as in “市直各委、办、局”."""

    def __init__(self, base_field: forms.Field, **kwargs: Any) -> None:
        super().__init__(base_field, **{**kwargs, "delimiter": "\n"})
        self.help_text = f"{self.help_text} 每行一项。".strip()

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = "\n".join(line.strip() for line in value.splitlines() if line.strip())
        return super().to_python(value)

    def has_changed(self, initial: Sequence[str] | None, data: Any) -> bool:
        return list(self.to_python(data)) != list(initial or [])
