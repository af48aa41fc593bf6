"""What a reader may mean while still typing: numbers, titles, units, people, institutions whose name holds the words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypedDict

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Length
from django.urls import reverse

from documents.models import Document
from eldercare.directory import address_of
from eldercare.models import Institution
from foundation.chinese_text import fold, squeeze
from foundation.models import Unit
from foundation.refusals import SearchTooSlow
from foundation.search.question import LONGEST_TERM
from foundation.search.reading import one_view
from gazette.models import Event, Official

PUBLIC = AnonymousUser()
TIME = 0.4  # seconds: who types does not wait
OF_A_KIND = 3
NUMBER, DOCUMENT, UNIT, PERSON, INSTITUTION = "number", "document", "unit", "person", "institution"
KINDS = {NUMBER: "文号", DOCUMENT: "公文", UNIT: "单位", PERSON: "人物", INSTITUTION: "养老服务机构"}

_BEGUN_NUMBER = re.compile(r"^(?P<series>[^\d()]+)\(?(?P<year>(?:19|20)\d\d)年?\)?第?(?P<serial>\d{0,5})号?$")


class SuggestionJson(TypedDict):
    kind: str
    kind_name: str
    text: str
    note: str  # what goes with it: the number of a title, the title of a number
    url: str


def suggested(typed: str) -> list[SuggestionJson]:
    """In a fixed number of queries; nothing when the database has no time."""
    text = squeeze(typed)
    if not text or len(text) > LONGEST_TERM:
        return []
    try:
        with one_view(TIME):
            return [*_numbers(text), *_units(text), *_people(text), *_titles(text), *_institutions(text)]
    except SearchTooSlow:
        return []


def suggestion(kind: str, text: str, url: str, *, note: str = "") -> SuggestionJson:
    return {"kind": kind, "kind_name": KINDS[kind], "text": text, "note": note, "url": url}


def of_number(document: Document) -> SuggestionJson:
    return suggestion(NUMBER, document.document_number, document.get_absolute_url(), note=document.title)


def of_title(document: Document) -> SuggestionJson:
    return suggestion(
        DOCUMENT, document.title, document.get_absolute_url(), note=document.document_number or ""
    )


def of_unit(unit: Unit) -> SuggestionJson:
    note = unit.short_name if unit.short_name != unit.name else ""
    return suggestion(UNIT, unit.name, reverse("documents:unit_detail", args=[unit.pk]), note=note)


def of_person(official: Official) -> SuggestionJson:
    return suggestion(PERSON, official.name, official.get_absolute_url(), note="大事记中的活动")


def of_institution(institution: Institution) -> SuggestionJson:
    return suggestion(INSTITUTION, institution.name, address_of(institution.pk))


def people() -> QuerySet[Official]:
    """Whom at least one public event names."""
    events = Event.objects.visible_to(PUBLIC).filter(appearances__official=OuterRef("pk"))
    return Official.objects.filter(Exists(events))


def _numbers(text: str) -> Iterable[SuggestionJson]:
    """Documents whose number begins so, by its serial."""
    begun = _BEGUN_NUMBER.match(fold(text))
    if begun is None:
        return []
    found = Document.objects.public().filter(series=begun["series"], year=int(begun["year"]))
    if begun["serial"]:
        found = found.filter(document_number__contains=f"〕{begun['serial']}")
    numbered = found.exclude(document_number="").order_by("serial", "pk")
    return map(of_number, numbered.only("document_number", "title")[: 2 * OF_A_KIND])


def _titles(text: str) -> Iterable[SuggestionJson]:
    found = Document.objects.public().filter(title__contains=text).newest_first()
    return map(of_title, found.only("document_number", "title")[: 2 * OF_A_KIND])


def _units(text: str) -> Iterable[SuggestionJson]:
    """Those whose name begins so come first, then the shortest names."""
    begins = Q(name__startswith=text) | Q(short_name__startswith=text)
    holds = Q(name__contains=text) | Q(short_name__contains=text) | Q(variants__printed__contains=text)
    first = Case(When(begins, then=Value(0)), default=Value(1), output_field=IntegerField())
    found = Unit.objects.filter(holds).annotate(first=first, length=Length("name")).distinct()
    return map(of_unit, found.order_by("first", "length", "name", "pk")[:OF_A_KIND])


def _people(text: str) -> Iterable[SuggestionJson]:
    return map(of_person, people().filter(name__contains=text).order_by("name", "pk")[:OF_A_KIND])


def _institutions(text: str) -> Iterable[SuggestionJson]:
    found = Institution.objects.public().filter(name__contains=text).only("name").order_by("name", "pk")
    return map(of_institution, found[:OF_A_KIND])
