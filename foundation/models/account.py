"""What stands around an account beside Django's own row: sessions, temporary passwords, the second factor, the record."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q

from foundation.constraints import is_known
from foundation.fields import ProtectedField, sealed_constraint


class StaffSession(AbstractBaseSession):
    """A log-in that lasts. It knows whose it is, so that a trigger ends all of an account's at once: when the password,
    the standing or the roles change, by whatever way they are changed."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="账号",
        on_delete=models.CASCADE,
        null=True,
        related_name="+",  # no question about an account leads to the key of its log-in
        help_text="空：密码已对、验证码未填。",
    )

    class Meta:
        verbose_name = verbose_name_plural = "登录状态"
        default_permissions = ()

    @classmethod
    def get_session_store_class(cls) -> type:
        from foundation.accounts.sessions import SessionStore  # which needs this model

        return SessionStore


class TemporaryPassword(models.Model):
    """Another person set this account's password: its owner has to choose a new one first. A trigger on the accounts
    writes and removes the row."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name="账号",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="temporary_password",
    )
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="设置人", on_delete=models.PROTECT, related_name="+"
    )
    set_at = models.DateTimeField("设置时间")

    class Meta:
        verbose_name = verbose_name_plural = "临时密码"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="temporary_password_is_set_by_another",
                condition=~Q(user=F("set_by")),
                violation_error_message="自己设置的密码不是临时密码。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}的临时密码"


class SecondFactor(models.Model):
    """The secret an authenticator app shares with the portal. It counts once a code of it was typed (`confirmed_at`)."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name="账号",
        on_delete=models.CASCADE,
        related_name="second_factor",
    )
    secret = ProtectedField("密钥", kind="totp_secret")
    made_at = models.DateTimeField("生成时间")
    confirmed_at = models.DateTimeField("启用时间", null=True)
    last_step = models.BigIntegerField("用过的时段", default=0, help_text="用过的验证码和更早的不能再用。")

    class Meta:
        verbose_name = verbose_name_plural = "两步验证"
        default_permissions = ()
        constraints = [
            sealed_constraint("secret", name="second_factor_secret_is_sealed"),
            models.CheckConstraint(
                name="second_factor_has_a_secret",
                condition=~Q(secret=""),
                violation_error_message="两步验证须有密钥。",
            ),
            models.CheckConstraint(
                name="second_factor_is_made_before_confirmed",
                condition=Q(confirmed_at__isnull=True) | Q(confirmed_at__gte=F("made_at")),
                violation_error_message="启用不能早于生成。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}的两步验证"


class RecoveryCode(models.Model):
    """One of ten codes for the day the telephone is lost; only its digest is kept, and it serves once."""

    factor = models.ForeignKey(
        SecondFactor, verbose_name="两步验证", on_delete=models.CASCADE, related_name="recovery_codes"
    )
    digest = models.CharField("摘要", max_length=64)
    used_at = models.DateTimeField("使用时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "恢复码"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="recovery_code_is_once_a_factor",
                fields=["factor", "digest"],
                violation_error_message="同一账号的恢复码各不相同。",
            ),
            models.CheckConstraint(
                name="recovery_code_is_a_digest",
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"),
                violation_error_message="恢复码只能保存摘要。",
            ),
        ]

    def __str__(self) -> str:
        return "恢复码"


class SecurityDeed(models.TextChoices):
    """What the record tells of an account."""

    LOGGED_IN = "logged_in", "登录"
    REFUSED = "refused", "登录失败"
    LOCKED = "locked", "锁定"
    UNLOCKED = "unlocked", "解除锁定"
    LOGGED_OUT = "logged_out", "退出"
    CODE_REFUSED = "code_refused", "验证码不对"
    FACTOR_ENROLLED = "factor_enrolled", "启用两步验证"
    FACTOR_REMOVED = "factor_removed", "停用两步验证"
    FACTOR_RESET = "factor_reset", "重置两步验证"
    RECOVERY_USED = "recovery_used", "使用恢复码"
    RECOVERY_RENEWED = "recovery_renewed", "更换恢复码"
    PASSWORD_CHANGED = "password_changed", "修改密码"
    PASSWORD_SET = "password_set", "设置临时密码"
    EXPORTED = "exported", "导出"


class SecurityEventQuerySet(models.QuerySet["SecurityEvent"]):
    def about(self, account: AbstractUser) -> Self:
        """What was done to, by or in the name of an account."""
        return self.filter(Q(user=account) | Q(by=account))

    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")


class SecurityEvent(models.Model):
    """One line of the record, appended by `foundation.accounts.record`; a trigger lets nobody change it.

    Of the visitor's address only the network is kept. What was typed as a name or password never is: people type
    one in the place of the other.
    """

    at = models.DateTimeField("时间")
    deed = models.CharField("事项", max_length=20, choices=SecurityDeed)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="账号",
        on_delete=models.PROTECT,
        null=True,
        related_name="security_events",
        help_text="空：没有这个账号。",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="经办人",
        on_delete=models.PROTECT,
        null=True,
        related_name="security_deeds",
        help_text="空：登录以前，或由命令办理。",
    )
    network = models.CharField("来自网段", max_length=50, blank=True)
    detail = models.CharField("说明", max_length=300, blank=True)
    rows = models.PositiveIntegerField("行数", null=True)

    objects = SecurityEventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "安全记录"
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["-at", "-id"], name="security_event_newest"),
            models.Index(fields=["user", "-at"], name="security_event_by_user"),
        ]
        constraints = [
            is_known("security_event", "deed", SecurityDeed),
            models.CheckConstraint(
                name="security_event_export_counts_rows",
                condition=~Q(deed="exported") | Q(rows__isnull=False, by__isnull=False),
                violation_error_message="导出须记下经办人和行数。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_deed_display()} {self.at:%Y-%m-%d %H:%M}"
