"""Model fields that know Chinese text."""

from typing import TYPE_CHECKING, Any

from django.db import models

from foundation.chinese_text import fold

if TYPE_CHECKING:
    _Text = models.CharField[str, str]
else:
    _Text = models.CharField


class FoldedField(_Text):
    """A short text kept and compared in its folded form.

    Width, bracket form and white space never decide whether two printed names are the same; the folding
    happens where a value goes to the database, so saving, bulk writing and looking up agree.
    """

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        return fold(prepared) if isinstance(prepared, str) else prepared
