"""Documents, their tasks, and what was read from files."""

from documents.models.defect_tick import DefectTick
from documents.models.document import (
    Attachment,
    Disclosure,
    Document,
    DocumentOrgan,
    TextStatus,
)
from documents.models.reading import Problem, Reading
from documents.models.reference import Column, Kind
from documents.models.relation import Relation, RelationKind
from documents.models.task import Amount, AmountKind, Assignment, ChecklistItem, Role, Task

__all__ = [
    "Amount",
    "AmountKind",
    "Assignment",
    "Attachment",
    "ChecklistItem",
    "Column",
    "DefectTick",
    "Disclosure",
    "Document",
    "DocumentOrgan",
    "Kind",
    "Problem",
    "Reading",
    "Relation",
    "RelationKind",
    "Role",
    "Task",
    "TextStatus",
]
