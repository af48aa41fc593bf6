"""What every office shares: places, units, the working calendar, the life of what is published and its history,
who is on duty where, what stands around an account, who looked at protected data, and the search index."""

from foundation.lifecycle import Publishable, PublishableQuerySet, Status
from foundation.models.account import (
    RecoveryCode,
    SecondFactor,
    SecurityDeed,
    SecurityEvent,
    StaffSession,
    TemporaryPassword,
)
from foundation.models.account_change import AccountChange
from foundation.models.content_change import ContentChange
from foundation.models.division import Division
from foundation.models.history import StatusChange
from foundation.models.jurisdiction import Jurisdiction
from foundation.models.reveal import ProtectedReveal
from foundation.models.row_change import RowChange
from foundation.models.search import (
    SearchEntry,
    SearchFresh,
    SearchGrave,
    SearchPosting,
    SearchSegment,
    Synonym,
)
from foundation.models.unit import Unit, UnitMembership, UnitProposal, UnitVariant
from foundation.models.visit import VisitTally
from foundation.models.work_calendar import SpecialDay, WorkYear

__all__ = [
    "AccountChange",
    "ContentChange",
    "Division",
    "Jurisdiction",
    "ProtectedReveal",
    "Publishable",
    "PublishableQuerySet",
    "RecoveryCode",
    "RowChange",
    "SearchEntry",
    "SearchFresh",
    "SearchGrave",
    "SearchPosting",
    "SearchSegment",
    "SecondFactor",
    "SecurityDeed",
    "SecurityEvent",
    "SpecialDay",
    "StaffSession",
    "Status",
    "StatusChange",
    "Synonym",
    "TemporaryPassword",
    "Unit",
    "UnitMembership",
    "UnitProposal",
    "UnitVariant",
    "VisitTally",
    "WorkYear",
]
