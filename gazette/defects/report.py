"""The report of an issue: its own defects and, for the page, those of its documents."""

from __future__ import annotations

from datetime import date

from documents.defects.checking import defects_of
from documents.defects.defect import DOCUMENT, ISSUE
from documents.defects.report import Report, judged, ticks_of
from documents.models import Document
from gazette.defects.checking import defects_of_issue
from gazette.defects.loading import load_issue
from gazette.models import Issue


def issue_report(issue: Issue, *, on: date) -> Report:
    """What is wrong with the issue itself: this holds its own moves up. Each of its documents has a door of its own."""
    loaded = load_issue(issue, on=on)
    defects = defects_of_issue(loaded.issue, loaded.around, known=loaded.known)
    return judged(defects, ticks_of({ISSUE: (Issue, [issue.pk])}))


def whole_report(issue: Issue, *, on: date) -> tuple[Report, dict[int, str]]:
    """The issue with all of its documents, and the documents' names."""
    loaded = load_issue(issue, on=on)
    defects = defects_of_issue(loaded.issue, loaded.around, known=loaded.known)
    for facts in loaded.issue.documents:
        defects += defects_of(facts, loaded.around, known=loaded.known)
    names = {facts.pk: facts.name for facts in loaded.issue.documents}
    ticks = ticks_of({ISSUE: (Issue, [issue.pk]), DOCUMENT: (Document, list(names))})
    return judged(defects, ticks), names
