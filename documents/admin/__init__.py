"""The desks of documents: texts, tasks, readings, reference lists."""

from documents.admin import checklist, document, reading, reference, task, ticks, unit_names

__all__ = ["checklist", "document", "reading", "reference", "task", "ticks", "unit_names"]
