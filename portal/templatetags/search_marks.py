"""What was found, with the terms marked."""

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from foundation.search.marking import Marked

register = template.Library()
_OPEN, _CLOSE = mark_safe("<mark>"), mark_safe("</mark>")


@register.filter
def with_marks(text: Marked) -> SafeString:
    """Everything but the marks themselves is escaped; ellipses stand where the text was cut."""
    pieces = [(_OPEN, part, _CLOSE) if is_marked else ("", part, "") for part, is_marked in text.parts()]
    before = [("", "……", "")] if text.is_cut_before else []
    after = [("", "……", "")] if text.is_cut_after else []
    return format_html_join("", "{}{}{}", [*before, *pieces, *after])
