"""What the keeper of the accounts does for somebody who cannot come in: unlock, a temporary password, a second factor taken
away. Each asks before it acts, and stands in the security record.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from unfold.decorators import action
from unfold.widgets import UnfoldAdminTextareaWidget

from foundation.accounts import actions, lockout
from foundation.accounts.record import note, wide_network
from foundation.admin.deeds import AsksBeforeActing, Deed, user_of
from foundation.models import SecondFactor, SecurityDeed
from foundation.refusals import Refusal


class NoQuestions(forms.Form):
    """Only asked whether."""


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="原因",
        max_length=200,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text="怎样核实了是本人，为什么重置。写进安全记录，不能改。",
        error_messages={"required": "请写明原因。"},
    )


class KeepsAccounts(AsksBeforeActing):
    """For the desk of accounts: what may be done depends on who is asked about (`actions.require_keeper`)."""

    actions_detail = ("unlock", "temporary_password", "reset_second_factor", "security_record")

    def has_keep_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return bool(request.user.has_perm(actions.KEEP_ACCOUNTS))

    def has_record_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return bool(request.user.has_perm("foundation.view_securityevent"))

    @action(description="解除锁定", url_path="unlock", icon="lock_open", permissions=["keep"])
    def unlock(self, request: HttpRequest, object_id: str) -> HttpResponse:
        account = self._kept(request, object_id)

        def act(_: dict[str, Any]) -> None:
            lockout.unlock(account, by=user_of(request), request=request, at=timezone.now())

        failures = lockout.failures_of(account)
        standing = "已锁定" if lockout.is_locked(account) else "没有锁定"
        deed = Deed(
            title="解除锁定",
            form=NoQuestions,
            act=act,
            done="已解除锁定，可以马上再登录。",
            explanation="解除以后，从任何地方都可以再试密码。先问清楚是不是本人在试。",
            notes=[f"现在{standing}，记着的密码错误 {failures} 次。"],
        )
        return self.ask(request, account, deed)

    @action(description="发临时密码", url_path="temporary-password", icon="password", permissions=["keep"])
    def temporary_password(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Shown on the answer to the button, and nowhere else."""
        account = self._kept(request, object_id)
        if request.method == "POST":
            try:
                password = actions.give_temporary_password(
                    account, by=user_of(request), network=wide_network(request), at=timezone.now()
                )
            except Refusal as refusal:
                messages.error(request, str(refusal))
                return redirect(self.page_of(account))
            context = {
                **self.admin_site.each_context(request),  # type: ignore[attr-defined]
                "opts": account._meta,
                "title": "临时密码",
                "account": account,
                "password": password,
                "days": settings.TEMPORARY_PASSWORD_DAYS,
                "page": self.page_of(account),
            }
            answer = TemplateResponse(request, "admin/accounts/temporary_password.html", context)
            answer.headers["Cache-Control"] = "private, no-store"
            return answer
        deed = Deed(
            title="发临时密码",
            form=NoQuestions,
            act=lambda _: None,
            done="",
            explanation="系统生成一个密码，只显示一次。请当面或用单位的电话告诉本人；本人登录后必须先换成自己的密码。",
            notes=["原来的密码马上失效，这个账号在所有地方退出登录。"],
        )
        return self.ask(request, account, deed)

    @action(
        description="重置两步验证",
        url_path="reset-second-factor",
        icon="phonelink_erase",
        permissions=["keep"],
    )
    def reset_second_factor(self, request: HttpRequest, object_id: str) -> HttpResponse:
        account = self._kept(request, object_id)

        def act(cleaned: dict[str, Any]) -> None:
            actions.reset_second_factor(
                account,
                reason=cleaned["reason"],
                by=user_of(request),
                network=wide_network(request),
                at=timezone.now(),
            )

        there_is = SecondFactor.objects.filter(user=account, confirmed_at__isnull=False).exists()
        deed = Deed(
            title="重置两步验证",
            form=ReasonForm,
            act=act,
            done="已重置，本人下次登录时重新启用。",
            explanation="本人的手机和恢复码都没有了才重置。重置以后，这个账号在所有地方退出登录。",
            notes=[] if there_is else ["这个账号没有启用两步验证，不用重置。"],
            blocked=not there_is,
        )
        return self.ask(request, account, deed)

    @action(description="安全记录", url_path="security-record", icon="shield_person", permissions=["record"])
    def security_record(self, request: HttpRequest, object_id: str) -> HttpResponse:
        account = self.found(request, object_id)
        listing = reverse("admin:foundation_securityevent_changelist")
        return redirect(f"{listing}?{urlencode({'account': account.pk})}")

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Django's own form, where another person types the password."""
        response: HttpResponse = super().user_change_password(request, id, form_url)  # type: ignore[misc]
        if request.method == "POST" and response.status_code == 302:
            account = User.objects.get(pk=id)
            note(
                SecurityDeed.PASSWORD_SET,
                at=timezone.now(),
                user=account,
                by=user_of(request),
                network=wide_network(request),
            )
        return response

    def _kept(self, request: HttpRequest, object_id: str) -> User:
        """The account, if this person may keep it."""
        account: User = self.found(request, object_id)
        try:
            actions.require_keeper(user_of(request), account)
        except Refusal as refusal:
            raise PermissionDenied(str(refusal)) from None
        return account
