"""Transactions that changed something a public page may show."""

from __future__ import annotations

from django.db import models


class ContentChange(models.Model):
    """One transaction of the last hundred or so, by a number of its own; see `foundation.content_state`, whose triggers
    write it."""

    class Meta:
        verbose_name = verbose_name_plural = "内容变动"
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)
