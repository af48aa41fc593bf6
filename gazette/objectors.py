"""What stands in the way of an issue's final review and publication: defects of the issue itself.

Its documents are published through the same door, each with objections of its own.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from documents.defects.report import objections
from documents.objectors import CHECKED_BEFORE
from foundation.lifecycle import Publishable, Verb
from foundation.objections import objects_to
from gazette.defects.report import issue_report
from gazette.models import Issue


def defects_stand(obj: Publishable, verb: Verb) -> Iterable[str]:
    if isinstance(obj, Issue) and verb.value in CHECKED_BEFORE:
        yield from objections(issue_report(obj, on=timezone.localdate()))


objects_to(Issue, defects_stand)
