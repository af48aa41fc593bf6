"""What the reviewers' page of an issue shows: cover, contents with the remarks on each document, masthead, chronicle."""

from __future__ import annotations

from typing import Any

from documents.models import Document
from foundation.admin.reviewed import Reviewed, Shown
from foundation.models import Remark
from gazette.models import ChronicleEntry, Issue


class ReviewedIssue(Reviewed):
    """The issue in printed order; each part begins with its name."""

    place_template = "admin/gazette/_review_place.html"
    whole_word = "期"

    def laid_out(self, obj: Issue) -> tuple[Shown, dict[str, Any]]:
        shown: Shown = {"front": ("front", {"heading": "封面"})}
        shown |= self._contents(obj)
        masthead = obj.masthead.order_by("position")
        shown |= _part(
            "编辑委员会", {f"masthead-{role.pk}": ("masthead", {"role": role}) for role in masthead}
        )
        days = obj.chronicle.order_by("position").prefetch_related("events")
        events = [(day, event) for day in days for event in _in_order(day)]
        shown |= _part(
            "大事记", {event.anchor: ("event", {"day": day, "event": event}) for day, event in events}
        )
        return shown, {"issue": obj}

    def _contents(self, issue: Issue) -> Shown:
        """The lines with their documents, and how many remarks stand open on each."""
        entries = list(
            issue.entries.select_related("column", "document").defer("document__body").order_by("position")
        )
        documents = [entry.document_id for entry in entries if entry.document_id]
        standing = Remark.objects.standing().number_on(Document, documents)
        lines: Shown = {}
        last = None
        for entry in entries:
            column = entry.column if entry.column != last else None  # as printed: once above its lines
            last = entry.column
            number = standing.get(entry.document_id or 0, 0)
            lines[f"entry-{entry.pk}"] = ("entry", {"entry": entry, "column": column, "standing": number})
        return _part("目录", lines)


def _in_order(day: ChronicleEntry) -> list[Any]:
    return sorted(day.events.all(), key=lambda event: event.position)


def _part(heading: str, rows: dict[str, tuple[str, dict[str, Any]]]) -> Shown:
    """The first row of a part bears its name."""
    for _, what in list(rows.values())[:1]:
        what["heading"] = heading
    return rows
