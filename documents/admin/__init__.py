"""The desks of documents: texts, tasks, readings, reference lists."""

from documents.admin import checklist, correction, document, reading, reference, task, ticks, unit_names

__all__ = ["checklist", "correction", "document", "reading", "reference", "task", "ticks", "unit_names"]
