"""Events with what they name as links, found when they are read: a document that comes later is linked from then on."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.urls import reverse

from documents.document_numbers import read_number
from documents.models import Document
from foundation.models import Unit
from gazette.mentions import Names, asked_for
from gazette.models import Event, Issue

PUBLIC = AnonymousUser()


def link(events: Iterable[Event]) -> list[Event]:
    """The events, each knowing its mentions; at most three queries however many they are.

    Their issue and their appearances with the officials must have been fetched.
    """
    listed = list(events)
    if not listed:
        return listed
    units = _units()
    names = Names(units, _documents(event.text for event in listed))
    for event in listed:
        people = {found.printed: found.official.get_absolute_url() for found in event.appearances.all()}
        event.mentions = names.find(event.text, people, at_home=_is_home(event.entry.issue, units))
    return listed


def _is_home(issue: Issue, units: Iterable[str]) -> bool:
    """Whether the gazette is that of the place whose units are on record: only there is 市财政局 one of them."""
    place = issue.title.partition("人民政府")[0]
    return any(name.startswith(place) for name in units)


def _units() -> dict[str, str]:
    """The address of each unit by every name it is printed under; a name that two bear means neither."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for unit in Unit.objects.order_by("pk").only("name", "short_name").prefetch_related("variants"):
        url = reverse("documents:unit_detail", args=[unit.pk])
        for name in {unit.name, unit.short_name, *(variant.printed for variant in unit.variants.all())}:
            if found.setdefault(name, url) != url:
                twice.add(name)
    return {name: url for name, url in found.items() if name not in twice}


def _documents(texts: Iterable[str]) -> dict[str, str]:
    """The address of each public document that the texts name, by title and by number; no query when they name none."""
    named, numbers = asked_for(texts)
    if not named and not numbers:
        return {}
    wanted = Q(title__in=named) | Q(enclosed_title__in=named)
    for number in filter(None, map(read_number, numbers)):
        wanted |= Q(series=number.series, year=number.year, serial=number.serial)
    found: dict[str, str] = {}
    twice: set[str] = set()
    public = Document.objects.visible_to(PUBLIC).filter(wanted).order_by("pk")
    for document in public.only("title", "enclosed_title", "series", "year", "serial"):
        for name in _names(document):
            if found.setdefault(name, document.get_absolute_url()) != document.get_absolute_url():
                twice.add(name)
    return {name: url for name, url in found.items() if name not in twice}


def _names(document: Document) -> set[str]:
    number = f"{document.series}〔{document.year}〕{document.serial}号" if document.series else ""
    return {document.title, document.enclosed_title, number} - {""}
