"""The cover and the original of an issue: kept with the files that no web server hands out, read at an address of ours."""

from __future__ import annotations

from typing import Any

from django.core.files.base import File
from django.db import models
from django.db.models.fields.files import FieldFile
from django.urls import reverse

from foundation.private_files import PrivateStorage, keep, telling_nothing


class IssueFile(FieldFile):
    """Written and taken back with the row that names it, so it is saved within a transaction."""

    @property
    def url(self) -> str:
        """The readers' address while the issue is public; before and after, that of the desk."""
        issue: Any = self.instance
        if issue.is_public:
            return reverse(f"gazette:issue_{self.field.name}", args=[issue.year, issue.number])
        return reverse(f"admin:gazette_issue_{self.field.name}", args=[issue.pk])

    def save(self, name: str | None, content: File[Any], save: bool = True) -> None:
        self.name = keep(content.read())
        setattr(self.instance, self.field.attname, self.name)
        self._committed = True
        if save:
            self.instance.save()


class IssueFileField(models.FileField):
    attr_class = IssueFile

    def __init__(self, *args: Any, **said: Any) -> None:
        said.setdefault("storage", PrivateStorage())
        said.setdefault("upload_to", telling_nothing)
        super().__init__(*args, **said)
