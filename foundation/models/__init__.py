"""What every office shares: places, units, the life of what is published and the history of its moves."""

from foundation.lifecycle import Publishable, PublishableQuerySet, Status
from foundation.models.division import Division
from foundation.models.history import StatusChange
from foundation.models.unit import Unit, UnitMembership, UnitProposal, UnitVariant

__all__ = [
    "Division",
    "Publishable",
    "PublishableQuerySet",
    "Status",
    "StatusChange",
    "Unit",
    "UnitMembership",
    "UnitProposal",
    "UnitVariant",
]
