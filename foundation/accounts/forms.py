"""What the door asks for: name and password, then a code where the account has a second factor."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from axes.models import AccessAttempt
from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from unfold.forms import AdminOwnPasswordChangeForm, AuthenticationForm
from unfold.widgets import BASE_INPUT_CLASSES

from foundation.accounts import actions, lockout
from foundation.accounts.backend import has_second_factor, has_temporary_password, needs_second_factor
from foundation.accounts.record import note, wide_network
from foundation.models import SecurityDeed
from foundation.refusals import Refusal, TooManyVisits

LONGEST_CODE = 40


class CodeForm(forms.Form):
    """Six digits of the telephone, or a recovery code."""

    code = forms.CharField(
        label="验证码",
        max_length=LONGEST_CODE,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "none",
                "spellcheck": "false",
                "class": " ".join(BASE_INPUT_CLASSES),
            }
        ),
        error_messages={
            "required": "请填写验证码。",
            "max_length": "验证码是 6 位数字，恢复码是 16 个字母和数字。",
        },
    )


class LogInForm(AuthenticationForm):
    """Django's log-in, counted before the password is looked at, and put on record when it is wrong."""

    request: HttpRequest

    @sensitive_variables()
    def clean(self) -> dict[str, Any]:
        at, typed = timezone.now(), str(self.cleaned_data.get("username") or "")
        try:
            lockout.count_attempt(self.request, typed, at=at)
        except TooManyVisits as refusal:
            raise ValidationError(str(refusal), code="held_back") from None
        try:
            cleaned: dict[str, Any] = super().clean()
        except ValidationError:
            raise self._refused(typed, at) from None
        user = self.get_user()
        if user is not None:
            try:
                actions.require_usable_password(user, at=at)
            except Refusal as refusal:
                raise ValidationError(str(refusal), code="expired") from None
        return cleaned

    def _refused(self, typed: str, at: datetime) -> ValidationError:
        """The same sentences for an account that is and for one that is not."""
        user = User.objects.filter(username=typed[:150]).first() if "\0" not in typed else None
        locked = lockout.is_locked_out(self.request)
        note(
            SecurityDeed.LOCKED if locked else SecurityDeed.REFUSED,
            at=at,
            user=user,
            network=wide_network(self.request),
        )
        if locked:
            return ValidationError("密码错的次数太多，这个账号在这里暂时锁定。", code="locked")
        return ValidationError(
            f"账号或密码不正确（区分大小写）。{_left_in_words(self.request, typed)}", code="invalid_login"
        )


def _left_in_words(request: HttpRequest, typed: str) -> str:
    """How often one may still try, when it is not often."""
    failures = AccessAttempt.objects.filter(
        username=lockout.digest_of_name(typed), ip_address=lockout.address_of(request)
    ).values_list("failures_since_start", flat=True)
    left = settings.AXES_FAILURE_LIMIT - sum(failures)
    return f"再错 {left} 次，这里将锁定 {settings.LOCKOUT_MINUTES} 分钟。" if 0 < left <= 3 else ""


class KeptLogInForm(LogInForm):
    """Name, password and code in one: for a long form whose session ended, which comes back with the log-in on it."""

    code = forms.CharField(
        label="验证码（已启用两步验证的账号）",
        max_length=LONGEST_CODE,
        required=False,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "class": " ".join(BASE_INPUT_CLASSES)}
        ),
    )
    verified = False

    @sensitive_variables()
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        user = self.get_user()
        if user is None:
            return cleaned
        if has_temporary_password(user) or (needs_second_factor(user) and not has_second_factor(user)):
            raise ValidationError("这个账号要先改密码或启用两步验证：请在另一个窗口登录办好，再回到这里。")
        if has_second_factor(user):
            self._check(user, cleaned.get("code", ""))
        return cleaned

    def _check(self, user: User, code: str) -> None:
        if not code:
            raise ValidationError("这个账号启用了两步验证，请同时填写验证码。")
        try:
            actions.check_code(user, code, network=wide_network(self.request), at=timezone.now())
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from None
        self.verified = True


class OwnPasswordForm(AdminOwnPasswordChangeForm):
    """Django's, with two rules more: the old password is not guessed at without end, and the new one is another: else who
    gave the temporary one would know it still."""

    @sensitive_variables()
    def clean_old_password(self) -> str:
        try:
            lockout.count_old_password(self.user, at=timezone.now())
        except TooManyVisits as refusal:
            raise ValidationError(str(refusal), code="held_back") from None
        old: str = super().clean_old_password()
        return old

    @sensitive_variables()
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("new_password2") and cleaned["new_password2"] == cleaned.get("old_password"):
            self.add_error("new_password2", "新密码不能和原来的一样。")
        return cleaned
