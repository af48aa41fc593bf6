"""日历订阅: the secret address under which a calendar program reads one person's radar, without a session."""

from __future__ import annotations

import secrets
from hashlib import sha256
from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q
from django.utils.crypto import constant_time_compare

SELECTOR_BYTES, SECRET_BYTES = 6, 32
NOBODY = "0" * 64


def new_token() -> str:
    """“selector-secret”: the first part finds the row, the second is compared."""
    return f"{secrets.token_hex(SELECTOR_BYTES)}-{secrets.token_urlsafe(SECRET_BYTES)}"


def parts_of(token: str) -> tuple[str, str]:
    """The selector, and what is stored of the secret. It has 256 random bits, so that no slow hash is needed."""
    selector, _, secret = token.partition("-")
    return selector, sha256(secret.encode()).hexdigest()


class CalendarLinkQuerySet(models.QuerySet["CalendarLink"]):
    def holder_of(self, token: str) -> User | None:
        """Whose address it is; it takes as long to find that it is nobody's."""
        selector, digest = parts_of(token)
        link = self.select_related("user").filter(selector=selector).first()
        fits = constant_time_compare(digest, link.digest if link else NOBODY)
        return link.user if link is not None and fits else None

    def of(self, user: User) -> Self:
        return self.filter(user=user)


class CalendarLink(models.Model):
    """One for each person; of the secret only a hash is kept. A new one takes the place of the old, which then finds nobody."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_link", verbose_name="账号"
    )
    selector = models.CharField("地址编号", max_length=2 * SELECTOR_BYTES, unique=True, editable=False)
    digest = models.CharField("密钥摘要", max_length=64, editable=False)
    issued_at = models.DateTimeField("生成时间", editable=False)

    objects = CalendarLinkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "日历订阅"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="calendar_link_keeps_a_hash",
                condition=Q(
                    selector__regex=rf"^[0-9a-f]{{{2 * SELECTOR_BYTES}}}$", digest__regex=r"^[0-9a-f]{64}$"
                ),
                violation_error_message="日历订阅只存密钥的摘要。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} 的日历订阅"
