"""The text of a document as its page prints it: laid out, written as HTML, and kept.

What is kept is found by all it was made from, so it is never out of date: a text stays when something else changes, and
any change of the text, its attachments, tasks or checklist finds nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString

from documents.body_html import LaidOut, body_html, outline_html
from documents.official_text import Block, outline
from documents.passages import arrange
from documents.whole import Whole
from foundation.kept import Kept

SHARE = 4  # as many bytes as the pages have, divided by this
_CHARACTER = 2  # bytes: a Chinese one in memory


@dataclass(frozen=True)
class PrintedText:
    """``subtitle`` stands under the title; ``outline`` is empty where there is nothing to name."""

    subtitle: tuple[Block, ...]
    outline: SafeString
    body: SafeString
    names_headings: bool
    has_tasks: bool


_kept: Kept[tuple[Any, ...], PrintedText] = Kept(settings.PAGE_CACHE_BYTES // SHARE)


def printed_text(found: Whole) -> PrintedText:
    """The text with its attachments, and the tasks and the checklist at their places."""
    key = found.printed
    text = _kept.get(key)
    if text is None:
        text = _made(found)
        length = sum(len(part) for part in key if isinstance(part, str)) + len(text.outline) + len(text.body)
        _kept.put(key, text, size=length * _CHARACTER)
    return text


def _made(found: Whole) -> PrintedText:
    laid = laid_out(found, with_tasks=True)
    return PrintedText(
        subtitle=laid.text.subtitle,
        outline=outline_html(laid),
        body=body_html(laid),
        names_headings=bool(laid.outline),
        has_tasks=bool(found.tasks or found.checklist),
    )


def laid_out(found: Whole, *, with_tasks: bool) -> LaidOut:
    """The text with its attachments and its checklist; the tasks only where they stand beside it."""
    blocks = found.document.blocks()
    return LaidOut(
        document=found.document,
        organs=found.organs,
        text=arrange(blocks, found.tasks if with_tasks else ()),
        outline=outline(blocks),
        attachments=[(part, arrange(part.blocks(), first_rank=3)) for part in found.attachments],
        checklist=found.checklist,
    )
