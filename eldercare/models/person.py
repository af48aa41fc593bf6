"""The officer who did something with money: kept for ever, typed nowhere."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models


def person(label: str, *, null: bool = False) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=null,
        blank=null,
        related_name="+",
        verbose_name=label,
        editable=False,
    )
