"""The site as schema.org knows it: what it is called, who runs it, how it is searched. Pure."""

from __future__ import annotations

from foundation.linked_data import LANGUAGE, Thing, government, thing
from portal.identity import SiteIdentity


def home_things(site: SiteIdentity, *, address: str, search: str) -> list[Thing]:
    """`WebSite` with the action of its search box, and its sponsor if one is configured."""
    sponsor = sponsor_of(site)
    question = thing("EntryPoint", urlTemplate=f"{search}?q={{search_term_string}}")
    action = thing("SearchAction", target=question) | {"query-input": "required name=search_term_string"}
    website = thing(
        "WebSite",
        name=site.name,
        url=address,
        inLanguage=LANGUAGE,
        publisher=government(site.sponsor) if site.sponsor else None,
        potentialAction=action,
    )
    return [website, *([sponsor] if sponsor else [])]


def sponsor_of(site: SiteIdentity) -> Thing | None:
    """主办单位 with the ways to reach it that are configured."""
    if not site.sponsor:
        return None
    place = thing("PostalAddress", streetAddress=site.address, postalCode=site.postcode)
    known = {"telephone": site.phone, "email": site.email, "address": place if site.address else None}
    return government(site.sponsor) | {name: value for name, value in known.items() if value}
