"""A page is opened once and looked at in every width, by day and by night: opening it is what takes the time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

Scheme = Literal["light", "dark"]
View = tuple[int, Scheme]
WIDTHS = (1280, 768, 360, 320)
DAY_AND_NIGHT: tuple[View, ...] = ((1280, "light"), (1280, "dark"), (360, "dark"), (360, "light"))
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # not a list of all that is well
}


def settle(page: Page) -> None:
    """Wait until the page is whole and its frame, which django-unfold hides at first, is shown: until then nothing is wide."""
    page.wait_for_function(
        "document.readyState === 'complete' && !document.documentElement.hasAttribute('x-cloak')"
    )


def unfold(page: Page) -> None:
    """Open everything that is folded."""
    settle(page)
    page.evaluate("document.querySelectorAll('details').forEach(details => (details.open = true))")


def too_wide(page: Page, *widths: int) -> list[int]:
    """The widths at which the open page scrolls sideways; the window keeps the last."""
    settle(page)
    found = []
    for width in widths or WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(width)
    return found


def seen_in(page: Page, *views: View) -> Iterator[View]:
    """The open page in each of these views in turn."""
    for width, scheme in views or DAY_AND_NIGHT:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        yield width, scheme


def complaints(page: Page, *, context: str = "") -> list[str]:
    """Each rule of WCAG 2.2 AA (and of good practice) that the page breaks, with the first place that breaks it.

    axe is read once a page: read anew for each view, all of it is compiled anew too, a quarter of what it takes.
    """
    settle(page)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate(
        "([context, rules]) => axe.run(context || document, rules).then(results => results.violations)",
        [context, RULES],
    )
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:120]}" for rule in found]


def complaints_in(page: Page, *views: View, context: str = "") -> list[str]:
    """The same in each of these views."""
    return [
        f"{width} {scheme} {complaint}"
        for width, scheme in seen_in(page, *views)
        for complaint in complaints(page, context=context)
    ]
