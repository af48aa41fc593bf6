"""The cover of an issue, and its events with the people linked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from gazette.cover import name_lines, ridges, sun
from gazette.mentions import Mention, Names
from gazette.models import Appearance, Entry, Event, Issue

register = template.Library()
ONLY_PEOPLE = Names({}, {})


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
def linked(event: Event) -> SafeString:
    """The text of an event, what it names as links; who is not named in a summary stands after it."""
    pieces: list[SafeString] = []
    at = 0
    for found in event.mentions or _people(event):
        pieces.append(conditional_escape(event.text[at : found.start]))
        pieces.append(format_html('<a href="{}">{}</a>', found.url, event.text[found.start : found.end]))
        at = found.end
    pieces.append(conditional_escape(event.text[at:]))
    text = mark_safe("".join(pieces))  # escaped piece by piece
    others = [_person(found) for found in event.appearances.all() if found.printed not in event.text]
    if not others:
        return text
    return format_html(
        '{} <span class="who">{}</span>', text, mark_safe("、".join(others))
    )  # links of format_html


def _people(event: Event) -> list[Mention]:
    """The persons alone, where nobody has looked for units and documents."""
    people = {found.printed: found.official.get_absolute_url() for found in event.appearances.all()}
    return ONLY_PEOPLE.find(event.text, people)


def _person(found: Appearance) -> SafeString:
    return format_html('<a href="{}">{}</a>', found.official.get_absolute_url(), found.printed)
