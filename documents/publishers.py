"""How a document or a correction whose set time has come is published."""

from documents.actions import publish_document
from documents.correction_actions import publish_correction
from documents.models import Correction, Document
from foundation.schedule import publishes

publishes(Document, publish_document)
publishes(Correction, publish_correction)
