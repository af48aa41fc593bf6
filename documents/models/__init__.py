"""Documents, their tasks, and what was read from files."""

from documents.models.correction import Correction, CorrectionAttachment, CorrectionOrgan
from documents.models.defect_tick import DefectTick
from documents.models.document import Attachment, Document, DocumentOrgan
from documents.models.printed import Disclosure, TextStatus
from documents.models.reading import Problem, Reading
from documents.models.reference import Column, Kind
from documents.models.relation import Relation, RelationKind
from documents.models.seen import Seen
from documents.models.task import Amount, AmountKind, Assignment, ChecklistItem, Role, Task
from documents.models.version import DocumentVersion

__all__ = [
    "Amount",
    "AmountKind",
    "Assignment",
    "Attachment",
    "ChecklistItem",
    "Column",
    "Correction",
    "CorrectionAttachment",
    "CorrectionOrgan",
    "DefectTick",
    "Disclosure",
    "Document",
    "DocumentOrgan",
    "DocumentVersion",
    "Kind",
    "Problem",
    "Reading",
    "Relation",
    "RelationKind",
    "Role",
    "Seen",
    "Task",
    "TextStatus",
]
