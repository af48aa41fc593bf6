"""What stands in the way of an issue's move."""

from foundation.objections import objects_to
from foundation.remark_objections import standing_remarks
from gazette.models import Issue

objects_to(Issue, standing_remarks)
