"""The cover of an issue, and its events with the people linked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from gazette.cover import ridges
from gazette.models import Entry, Event, Issue

register = template.Library()


@register.inclusion_tag("gazette/_cover.html")
def issue_cover(issue: Issue, entries: Iterable[Entry]) -> dict[str, Any]:
    """A picture if there is one, else a drawing from the issue's own numbers."""
    pages = [entry.page for entry in entries if entry.page]
    return {"issue": issue, "ridges": [] if issue.cover else ridges(pages, seed=issue.number)}


@register.filter
def with_people(event: Event) -> SafeString:
    """The text of an event, each named person a link (the name as printed)."""
    named = {found.printed: found.official for found in event.appearances.all()}
    if not named:
        return conditional_escape(event.text)
    longest_first = sorted(named, key=len, reverse=True)
    pieces = re.split(f"({'|'.join(map(re.escape, longest_first))})", event.text)
    linked = [
        format_html('<a href="{}">{}</a>', named[piece].get_absolute_url(), piece)
        if piece in named
        else conditional_escape(piece)
        for piece in pieces
    ]
    return mark_safe("".join(linked))  # every piece is escaped above
