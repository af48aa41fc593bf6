"""Addresses of lines on the preview of an upload."""

from __future__ import annotations

from django import template

from gazette.upload_places import Sheets

register = template.Library()


@register.filter
def jump(line: int, sheets: Sheets) -> str:
    """The address of a line, on the sheet of the source it stands on."""
    return sheets.jump(line)
