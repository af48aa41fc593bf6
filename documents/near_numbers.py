"""Documents by their 发文字号: the one that bears it, and where none does those whose number is near it."""

from __future__ import annotations

from django.db.models import Q

from documents.document_numbers import DocumentNumber
from documents.models import Document
from documents.models.document import DocumentQuerySet

LOOKED_AT = 4  # times what is wanted


def bearing(wanted: DocumentNumber) -> Document | None:
    """The published document of this number, without its text: no two documents have one number."""
    found = Document.objects.public().with_number(
        series=wanted.series, year=wanted.year, serial=wanted.serial
    )
    return found.defer("body").order_by("pk").first()


def near(wanted: DocumentNumber, documents: DocumentQuerySet, *, limit: int) -> list[Document]:
    """Of these documents those whose number shares two of three parts with the wanted one, the closest first."""
    same_year = Q(series=wanted.series, year=wanted.year)
    same_serial = Q(series=wanted.series, serial=wanted.serial) | Q(year=wanted.year, serial=wanted.serial)
    found = list(documents.filter(same_year | same_serial).newest_first()[: LOOKED_AT * limit])
    found.sort(key=lambda each: (each.series != wanted.series, abs((each.serial or 0) - wanted.serial)))
    return found[:limit]
