"""What a page says of its subject in schema.org's words, for search engines and archives. Pure.

Every thing is a dict that goes into the page as JSON-LD. What is not known is absent, never guessed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

Thing = dict[str, Any]
LANGUAGE = "zh-Hans"
_HARMLESS = {character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def thing(kind: str, **facts: Any) -> Thing:
    """A thing of that kind with the facts that are known."""
    return {"@type": kind, **{name: value for name, value in facts.items() if value or value == 0}}


def government(name: str, *, address: str = "", other_name: str = "") -> Thing:
    """An organ, a bureau, a town: whoever issues, sponsors or answers."""
    return thing(
        "GovernmentOrganization",
        name=name,
        alternateName=other_name if other_name != name else "",
        url=address,
    )


def governments(names: Iterable[str]) -> list[Thing]:
    return [government(name) for name in names if name]


def breadcrumbs(trail: Sequence[tuple[str, str]]) -> Thing:
    """The way from the home page: names with their addresses; the page itself, the last, may have none."""
    return thing(
        "BreadcrumbList",
        itemListElement=[
            thing("ListItem", position=place, name=name, item=address)
            for place, (name, address) in enumerate(trail, start=1)
        ],
    )


def as_json_ld(things: Sequence[Thing]) -> str:
    """The text of a script element: nothing in it can close the element or start another."""
    graph = {"@context": "https://schema.org", "@graph": list(things)}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
    for character, harmless in _HARMLESS.items():
        text = text.replace(character, harmless)
    return text
