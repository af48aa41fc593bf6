"""What is wrong with the HTML of a page: what the parser stumbles over, and what it lets pass but the standard forbids.

Not the whole of the standard, which the Nu checker knows; but all that has gone wrong here, without Java and in
milliseconds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from xml.etree.ElementTree import Element

from tinyhtml5.parser import HTMLParser

REFERRING = ("for", "form", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "headers")
LABELABLE = {"button", "input", "meter", "output", "progress", "select", "textarea"}
INTERACTIVE = {"a", "button", "input", "select", "textarea", "details", "label"}
CHILDREN = {  # what may stand directly in it
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"dt", "dd", "div"},
    "tr": {"td", "th"},
    "tbody": {"tr"},
    "thead": {"tr"},
    "tfoot": {"tr"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot"},
}
PHRASING_ONLY = {
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "span",
    "strong",
    "small",
    "button",
    "label",
    "dt",
    "summary",
    "time",
}
FLOW_ONLY = {"div", "p", "ul", "ol", "dl", "table", "section", "article", "nav", "aside", "form", "fieldset"}
DATETIME = re.compile(r"\d{4}-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?([+-]\d{2}:?\d{2}|Z)?)?)?")


def faults(text: str) -> list[str]:
    """One line for each fault, empty for a valid page."""
    parser = HTMLParser(namespace_html_elements=False)
    tree = parser.parse(text)
    stumbles = [f"{place}: {what} {known}" for place, what, known in parser.errors]
    return stumbles + [found for check in CHECKS for found in check(tree)]


def _elements(tree: Element) -> Iterator[Element]:
    return (found for found in tree.iter() if isinstance(found.tag, str))


def _identifiers(tree: Element) -> Iterator[str]:
    counts = Counter(value for found in _elements(tree) if (value := found.get("id")) is not None)
    yield from (f"id {name!r} {count} times" for name, count in counts.items() if count > 1)
    yield from (
        f"id {name!r} is empty or has a space" for name in counts if not name or re.search(r"\s", name)
    )


def _references(tree: Element) -> Iterator[str]:
    known = {value: found for found in _elements(tree) if (value := found.get("id"))}
    for found in _elements(tree):
        wanted = [(name, each) for name in REFERRING for each in (found.get(name) or "").split()]
        if (href := found.get("href") or "").startswith("#"):
            wanted.append(("href", href[1:]))
        yield from (
            f"<{found.tag} {name}={each!r}> leads nowhere" for name, each in wanted if each not in known
        )
        target = known.get(found.get("for") or "") if found.tag == "label" else None
        if target is not None and target.tag not in LABELABLE:
            yield f"<label> for a <{target.tag}>"


def _nesting(tree: Element) -> Iterator[str]:
    for parent in _elements(tree):
        for child in parent:
            allowed = CHILDREN.get(str(parent.tag))
            if allowed and child.tag not in allowed | {"script", "template"}:
                yield f"<{child.tag}> in a <{parent.tag}>"
            if parent.tag in PHRASING_ONLY and child.tag in FLOW_ONLY:
                yield f"<{child.tag}> in a <{parent.tag}>"
            if child.tag == "li" and parent.tag not in ("ul", "ol"):
                yield f"<li> in a <{parent.tag}>"
        if parent.tag in ("a", "button"):
            inner = [found.tag for found in _elements(parent) if found is not parent]
            yield from (f"<{tag}> in a <{parent.tag}>" for tag in inner if tag in INTERACTIVE)


def _headings(tree: Element) -> Iterator[str]:
    ranks = [int(str(found.tag)[1]) for found in _elements(tree) if re.fullmatch("h[1-6]", str(found.tag))]
    if ranks.count(1) != 1:
        yield f"{ranks.count(1)} times <h1>"
    yield from (f"<h{later}> after <h{earlier}>" for earlier, later in pairwise(ranks) if later > earlier + 1)


def _attributes(tree: Element) -> Iterator[str]:
    names = Counter((found.get("name") or "").lower() for found in _elements(tree) if found.tag == "meta")
    yield from (f"meta {name!r} {count} times" for name, count in names.items() if name and count > 1)
    for found in _elements(tree):
        if found.tag == "img" and found.get("alt") is None:
            yield "<img> without alt"
        if found.tag == "time" and not DATETIME.fullmatch(found.get("datetime") or ""):
            yield f"<time datetime={found.get('datetime')!r}>"
        for name in ("href", "src", "action"):
            if re.search(r"\s", found.get(name) or ""):
                yield f"<{found.tag} {name}={found.get(name)!r}> has a space"
        if found.tag in ("td", "th", "tr") and found.get("role"):
            yield f"<{found.tag} role={found.get('role')!r}>"


CHECKS: tuple[Callable[[Element], Iterator[str]], ...] = (
    _identifiers,
    _references,
    _nesting,
    _headings,
    _attributes,
)
