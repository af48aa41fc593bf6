"""What stands in the way of a document's move."""

from documents.models import Document
from foundation.objections import objects_to
from foundation.remark_objections import standing_remarks

objects_to(Document, standing_remarks)
