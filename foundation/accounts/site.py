"""The staff's desk as a site: Django's and unfold's, with our own door, log-out and second factor."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from unfold.sites import UnfoldAdminSite

from foundation.accounts.door import LogIn, Verify
from foundation.accounts.forms import OwnPasswordForm
from foundation.accounts.record import note, wide_network
from foundation.accounts.second_factor import second_factor
from foundation.models import SecurityDeed


class StaffSite(UnfoldAdminSite):
    def extra_urls(self) -> list[URLPattern]:
        return [
            path("verify/", self.verify, name="verify"),
            path("second-factor/", self.admin_view(self.second_factor), name="second_factor"),
            path("help/", self.admin_view(self.help), name="help"),
        ]

    @method_decorator([never_cache, sensitive_post_parameters()])
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:
        if request.method == "GET" and self.has_permission(request):
            return redirect("admin:index")
        context = {
            **self.each_context(request),
            "title": "登录",
            "app_path": request.get_full_path(),
            "next": reverse("admin:index"),
            **(extra_context or {}),
        }
        request.current_app = self.name
        response: HttpResponseBase = LogIn.as_view(extra_context=context)(request)
        return response

    @method_decorator([never_cache, sensitive_post_parameters()])
    def verify(self, request: HttpRequest) -> HttpResponseBase:
        context = {**self.each_context(request), "title": "填写验证码"}
        response: HttpResponseBase = Verify.as_view(extra_context=context)(request)
        return response

    @method_decorator([never_cache, sensitive_post_parameters()])
    def second_factor(self, request: HttpRequest) -> HttpResponse:
        return second_factor(request, self.each_context(request))

    def help(self, request: HttpRequest) -> HttpResponse:
        """How the desk works, for all who sit at it."""
        context = {
            **self.each_context(request),
            "title": "怎样使用",
            "content_title": "怎样使用",
            "failures": settings.AXES_FAILURE_LIMIT,
            "minutes": settings.LOCKOUT_MINUTES,
            "idle": settings.SESSION_IDLE_SECONDS // 60,
        }
        return TemplateResponse(request, "admin/help.html", context)

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        user = request.user
        if request.method == "POST" and isinstance(user, User):
            network = wide_network(request)
            note(SecurityDeed.LOGGED_OUT, at=timezone.now(), user=user, by=user, network=network)
        response: HttpResponse = super().logout(request, extra_context)
        return response

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        request.current_app = self.name
        response = PasswordChangeView.as_view(
            form_class=OwnPasswordForm,
            success_url=reverse("admin:password_change_done"),
            extra_context={**self.each_context(request), **(extra_context or {})},
        )(request)
        if isinstance(response, HttpResponseRedirect):  # it was changed
            user = request.user
            assert isinstance(user, User)
            network = wide_network(request)
            note(SecurityDeed.PASSWORD_CHANGED, at=timezone.now(), user=user, by=user, network=network)
        return response
