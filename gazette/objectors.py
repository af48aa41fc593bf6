"""What stands in the way of an issue's move: open remarks, and before signing off the defects of the issue itself.

Its documents pass through the same door, each with objections of its own.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from documents.defects.report import objections
from documents.objectors import CHECKED_BEFORE
from foundation.lifecycle import Publishable, Verb
from foundation.objections import objects_to, objects_to_many
from foundation.remark_objections import standing_remarks
from gazette.defects.report import issue_report
from gazette.models import Issue


def _defects_stand(obj: Publishable, verb: Verb) -> Iterable[str]:
    if isinstance(obj, Issue) and verb in CHECKED_BEFORE:
        yield from objections(issue_report(obj, on=timezone.localdate()))


objects_to_many(Issue, standing_remarks)
objects_to(Issue, _defects_stand)
