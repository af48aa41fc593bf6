"""What the head and the breadcrumbs of a page already say, read once more for those who ask in other words. Pure.

Titles, descriptions and crumbs stand in the templates; Open Graph and JSON-LD are derived from what these render to, so
the two can never differ.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape

from django.utils.safestring import SafeString, mark_safe

LOCALE = "zh_CN"
SHANGHAI = "+08:00"
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_META = re.compile(r'<meta name="([^"]*)" content="([^"]*)">')
_CRUMB = re.compile(r'<li(?:| aria-current="page")>(?:<a href="([^"]*)">)?(.*?)(?:</a>)?</li>', re.DOTALL)


@dataclass(frozen=True)
class Canonical:
    """The one address of a page, and whether this one is but a view of it that search engines should not keep."""

    path: str
    is_view: bool


def canonical(path: str, query: Mapping[str, str]) -> Canonical:
    """Filters, orders and days are views of the page without them; a later page of the whole list is its own."""
    asked = {name: value for name, value in query.items() if value}
    if set(asked) == {"page"} and re.fullmatch(r"[1-9][0-9]{0,5}", asked["page"]) and asked["page"] != "1":
        return Canonical(f"{path}?page={asked['page']}", is_view=False)
    return Canonical(path, is_view=bool(set(asked) - {"page"}))


def open_graph(head: str, *, address: str, site_name: str) -> list[tuple[str, str]]:
    """The properties in order, from the rendered title and meta elements (values unescaped)."""
    named = {name.lower(): unescape(content) for name, content in _META.findall(head)}
    title = _TITLE.search(head)
    whole = unescape(title[1]).strip() if title else ""
    said = [
        ("og:title", named.get("articletitle") or whole.removesuffix(f" · {site_name}")),
        ("og:type", "article" if "articletitle" in named else "website"),
        ("og:url", address),
        ("og:site_name", site_name),
        ("og:description", named.get("description", "")),
        ("og:locale", LOCALE),
        ("article:published_time", _with_zone(named.get("pubdate", ""))),
    ]
    return [(name, value) for name, value in said if value]


def described(head: str) -> SafeString:
    """The head with a description for search engines: its own, else that of its column."""
    found = {name.lower(): content for name, content in _META.findall(head)}
    column = found.get("columndescription", "")
    if "description" in found or not column:
        return mark_safe(head)
    return mark_safe(f'{head}\n  <meta name="description" content="{column}">')  # escaped where it stood


def _with_zone(published: str) -> str:
    """`2024-09-30 09:00`, as PubDate has it, with the zone it is meant in."""
    return f"{published.replace(' ', 'T')}{SHANGHAI}" if published else ""


def trail(crumbs: str) -> list[tuple[str, str]]:
    """The names and addresses of the rendered list of breadcrumbs; the last has no address."""
    return [(unescape(name).strip(), unescape(address)) for address, name in _CRUMB.findall(crumbs)]
