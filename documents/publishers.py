"""How a document whose set time has come is published."""

from documents.actions import publish_document
from documents.models import Document
from foundation.schedule import publishes

publishes(Document, publish_document)
