"""What the reviewers' page of a document shows at each of its places."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from documents.models import Document
from documents.passages import Passage
from documents.printed_text import laid_out
from documents.whole import whole
from foundation.admin.reviewed import Reviewed, Shown


class ReviewedDocument(Reviewed):
    """The document in the order of the public page."""

    place_template = "admin/documents/_review_place.html"
    whole_word = "篇"

    def laid_out(self, obj: Document) -> tuple[Shown, dict[str, Any]]:
        laid = laid_out(whole(obj.pk, on=timezone.localdate()), with_tasks=False)
        text = laid.text
        shown: Shown = {"title": ("title", {})}
        shown |= {block.anchor: ("subtitle", {}) for block in text.subtitle}
        shown |= _passages(text.opening) | {"close": ("close", {})}
        if text.title is not None:
            shown |= {text.title.anchor: ("enclosed", {})} | _passages(text.enclosed)
        for attachment, content in laid.attachments:
            shown |= {attachment.anchor: ("attachment", {"attachment": attachment})}
            shown |= _passages([*content.opening, *content.enclosed])
        return shown, {"document": laid.document, "laid": laid}


def _passages(passages: Iterable[Passage[Any]]) -> Shown:
    return {passage.block.anchor: ("passage", {"passages": (passage,)}) for passage in passages}
