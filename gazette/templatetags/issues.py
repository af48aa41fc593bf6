"""The cover of an issue, and its events with the people linked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from gazette.cover import name_lines, ridges, sun
from gazette.models import Appearance, Entry, Event, Issue

register = template.Library()


@register.inclusion_tag("gazette/_cover.html")
def issue_cover(issue: Issue, entries: Iterable[Entry]) -> dict[str, Any]:
    """A picture if there is one, else a drawing from the issue's own numbers."""
    if issue.cover:
        return {"issue": issue}
    pages = [entry.page for entry in entries if entry.page]
    return {
        "issue": issue,
        "name": name_lines(issue.title),
        "ridges": ridges(pages, seed=issue.number),
        "sun": sun(issue.number),
    }


@register.filter
def with_people(event: Event) -> SafeString:
    """The text of an event, each named person a link; who is not named in a summary stands after it."""
    named = {found.printed: _person(found) for found in event.appearances.all()}
    if not named:
        return conditional_escape(event.text)
    longest_first = sorted(named, key=len, reverse=True)
    pieces = re.split(f"({'|'.join(map(re.escape, longest_first))})", event.text)
    text = mark_safe(
        "".join(named.get(piece) or conditional_escape(piece) for piece in pieces)
    )  # escaped piece by piece
    others = [link for printed, link in named.items() if printed not in pieces]
    if not others:
        return text
    return format_html(
        '{} <span class="who">{}</span>', text, mark_safe("、".join(others))
    )  # links of format_html


def _person(found: Appearance) -> SafeString:
    return format_html('<a href="{}">{}</a>', found.official.get_absolute_url(), found.printed)
