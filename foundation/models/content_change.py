"""Transactions that changed something a public page may show."""

from __future__ import annotations

from django.db import models


class ContentChange(models.Model):
    """One transaction of the last hundred or so; triggers write it, see `foundation.content_state`."""

    transaction_id = models.BigIntegerField("事务号", primary_key=True)

    class Meta:
        verbose_name = verbose_name_plural = "内容变动"
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.transaction_id)
