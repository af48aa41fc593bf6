"""Every public address for search engines: an index of parts, one for each kind of page, so that none grows too long.

Parts that hold more than the 50,000 addresses the protocol allows go on in pages of their own (`?p=2`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap, views
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from documents.duties import units_with_duties
from documents.models import Document
from eldercare.catalogue import rounds
from eldercare.directory import counties, last_changes
from eldercare.level_figures import years_with_levels
from eldercare.models import StandardEdition
from foundation.addresses import address_of
from gazette.models import ChronicleEntry, Event, Issue
from gazette.views.officials import officials_in_chronicle

PUBLIC = AnonymousUser()
ROOT_PAGES = (
    "portal:home",
    "portal:search",
    "gazette:issue_list",
    "documents:document_list",
    "documents:task_list",
    "documents:target_list",
    "documents:unit_list",
    "documents:duty_matrix",
    "gazette:chronicle_index",
    "gazette:official_list",
    "eldercare:institution_list",
    "eldercare:standard",
    "eldercare:catalogue_index",
    "eldercare:level_figures",
    "eldercare:guide",
    "eldercare:complaint_new",
    "portal:about",
    "portal:help",
    "portal:accessibility",
    "portal:site_map",
    "portal:open_data",
    "portal:yearly",
)


class Part(Sitemap):  # type: ignore[type-arg]
    """Things of one kind, at the addresses the pages call their own. The index gives no days: finding the last one would
    read every part."""

    def get_domain(self, site: Any = None) -> str:
        return settings.SITE.domain or super().get_domain(site)

    def get_protocol(self, protocol: str | None = None) -> str:
        return "https" if settings.SITE.domain else super().get_protocol(protocol)

    def get_latest_lastmod(self) -> None:
        return None


class Dated(Part):
    """Things that know when they were changed."""

    def lastmod(self, item: Any) -> datetime:
        return item.updated_at  # type: ignore[no-any-return]


class Named(Part):
    """Pages that are known by their addresses."""

    def location(self, item: Any) -> str:
        return str(item)


class Pages(Named):
    def items(self) -> Sequence[str]:
        return [address_of(name) for name in ROOT_PAGES]


class Issues(Dated):
    def items(self) -> Any:
        return Issue.objects.visible_to(PUBLIC).newest_first()


class Documents(Dated):
    def items(self) -> Any:
        return Document.objects.visible_to(PUBLIC).newest_first().only("pk", "updated_at")


class Chronicle(Named):
    """Its years and months."""

    def items(self) -> Sequence[str]:
        months = list(ChronicleEntry.objects.visible_to(PUBLIC).dates("start", "month", order="DESC"))
        years = dict.fromkeys(month.year for month in months)
        return [
            *(address_of("gazette:chronicle_year", year) for year in years),
            *(address_of("gazette:chronicle_month", month.year, month.month) for month in months),
        ]


class Events(Part):
    def items(self) -> Any:
        return Event.objects.visible_to(PUBLIC).newest_first().only("pk")


class Units(Part):
    def items(self) -> Any:
        return units_with_duties()

    def location(self, item: Any) -> str:
        return address_of("documents:unit_detail", item.pk)


class People(Part):
    def items(self) -> Any:
        return officials_in_chronicle()


class Institutions(Part):
    def items(self) -> Sequence[tuple[str, datetime]]:
        return last_changes()

    def location(self, item: tuple[str, datetime]) -> str:
        return item[0]

    def lastmod(self, item: tuple[str, datetime]) -> datetime:
        return item[1]


class Levels(Named):
    """The catalogue of every year, of the city and of each county; the figures of every year; the editions of the standard."""

    def items(self) -> Sequence[str]:
        catalogues = [each.year for each in rounds()]
        codes = [county.code for county in counties()]
        editions = StandardEdition.objects.public().order_by("pk").values_list("code", flat=True)
        return [
            *(address_of("eldercare:catalogue_year", year) for year in catalogues),
            *(address_of("eldercare:catalogue_county", year, code) for year in catalogues for code in codes),
            *(
                address_of("eldercare:level_figures_year", year)
                for year in years_with_levels(today=timezone.localdate())
            ),
            *(address_of("eldercare:standard_edition", code) for code in editions),
        ]


PARTS: dict[str, type[Sitemap[Any]] | Sitemap[Any]] = {
    "pages": Pages,
    "issues": Issues,
    "documents": Documents,
    "chronicle": Chronicle,
    "events": Events,
    "units": Units,
    "people": People,
    "institutions": Institutions,
    "levels": Levels,
}


def sitemap_index(request: HttpRequest) -> HttpResponse:
    return views.index(request, PARTS, sitemap_url_name="portal:sitemap_part")


def sitemap_part(request: HttpRequest, section: str) -> HttpResponse:
    response = views.sitemap(request, PARTS, section=section)
    # What is withdrawn makes no day later: only the mark of the content tells whether a part is still the same.
    response.headers.pop("Last-Modified", None)
    return response
