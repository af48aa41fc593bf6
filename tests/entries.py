"""Entries of the search index without any document behind them, and what must be found of them, by brute force."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from foundation.models import SearchEntry
from foundation.search.finding import find, numbers_found
from foundation.search.folding import ZONE, folded
from foundation.search.indexing import entry_of, write
from foundation.search.registry import Place
from foundation.search.results import Page
from tests import make

ON = date(2026, 3, 2)
LABEL = "documents.document"


def place(body: str = "", **fields: Any) -> Place:
    values: dict[str, Any] = {"kind": "document", "address": "/documents/1/", "title": "", "body": body}
    return Place(**values | fields)


def entry(body: str = "", *, subject: int = 0, **fields: Any) -> SearchEntry:
    """An entry that is found from now on, fresh."""
    made = entry_of(LABEL, subject or make.serial(), place(body, **fields))
    write([made])
    return made


def ask(typed: str, **options: Any) -> Page:
    return find(typed, on=options.pop("on", ON), **options)


def subjects(typed: str, **options: Any) -> list[int]:
    """Of which objects the hits are, in their order."""
    return [hit.subject_id for hit in ask(typed, **options).hits]


def found(*texts: str, excluded: Sequence[str] = ()) -> set[int]:
    """The numbers of all entries that hold these texts, taken literally, past any paging."""
    return numbers_found(*map(folded, texts), excluded=[folded(text) for text in excluded])


def everything() -> list[tuple[int, str]]:
    """Every entry, to be looked through."""
    return list(SearchEntry.objects.values_list("pk", "folded"))


def standing(
    *texts: str, excluded: Sequence[str] = (), among: Sequence[tuple[int, str]] | None = None
) -> set[int]:
    """The same by looking through every entry: each text in a zone of it, one of them in a zone of its own."""
    return {
        pk
        for pk, whole in (everything() if among is None else among)
        if all(folded(text) in whole for text in texts)
        and any(folded(text) in whole.rpartition(ZONE)[0] for text in texts)
        and not any(folded(text) in whole for text in excluded)
    }
