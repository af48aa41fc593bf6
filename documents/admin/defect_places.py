"""The way from a line of the report to the very place: the page, the row or field, and the line of the text."""

from __future__ import annotations

from django.urls import reverse
from django.utils.http import urlencode

from documents.defects.defect import CORRECTION, DOCUMENT, ISSUE, Place

_PAGES = {
    DOCUMENT: "admin:documents_document",
    CORRECTION: "admin:documents_correction",
    ISSUE: "admin:gazette_issue",
}
# Rows that have a page of their own; the others stand on the page of their owner.
_OWN_PAGES = {
    "tasks": "admin:documents_task",
    "checklist": "admin:documents_checklistitem",
    "chronicle": "admin:gazette_chronicleentry",
    "problem": "admin:documents_problem",
}


def mending_at(place: Place) -> str:
    """Where it is mended. Without scripts the fragment leads to the field or the rows; with them to the line."""
    if place.rows == "reading":
        return reverse("admin:documents_reading_changelist")
    if place.rows in _OWN_PAGES and place.row:
        return reverse(f"{_OWN_PAGES[place.rows]}_change", args=[place.row])
    page = reverse(f"{_PAGES[place.owner.noun]}_change", args=[place.owner.pk])
    asked = {name: value for name, value in (("row", place.row), ("line", place.line)) if value}
    fragment = f"{place.rows}-group" if place.rows else f"id_{place.field}" if place.field else ""
    query = f"?{urlencode(asked)}" if asked else ""
    return f"{page}{query}#{fragment}" if fragment else f"{page}{query}"


def seen_at(place: Place) -> str:
    """The paragraph as readers will see it, or the page of a file; nothing where it is neither."""
    if place.page:
        return (
            f"{reverse(f'{_PAGES[place.owner.noun]}_{place.field}', args=[place.owner.pk])}#page={place.page}"
        )
    if place.owner.noun != DOCUMENT or not place.anchor:
        return ""
    page = reverse(f"{_PAGES[DOCUMENT]}_preview", args=[place.owner.pk])
    return f"{page}#{place.anchor}"
