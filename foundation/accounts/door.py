"""The door of the desk: name and password, then the code; and what stands there instead when it is locked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView, RedirectURLMixin
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.http import urlencode
from django.views.generic import FormView

from foundation.accounts import actions
from foundation.accounts.backend import StaffBackend, has_second_factor
from foundation.accounts.forms import CodeForm, LogInForm
from foundation.accounts.record import wide_network
from foundation.refusals import Refusal, TooManyVisits

if TYPE_CHECKING:
    _CodeView = FormView[CodeForm]
else:
    _CodeView = FormView

PENDING = "password_was_right"  # in the session: who still owes a code
PENDING_FOR = timedelta(minutes=10)
LOCKED_CODES = ("locked", "held_back")


class LogIn(LoginView):
    """The first step. Nobody is logged in by it whose account has a second one."""

    authentication_form = LogInForm
    template_name = "admin/accounts/log_in.html"

    def form_valid(self, form: Any) -> HttpResponse:
        user = form.get_user()
        if has_second_factor(user):
            _remember(self.request, user, at=timezone.now())
            onward = urlencode({self.redirect_field_name: self.get_success_url()})
            return redirect(f"{reverse('admin:verify')}?{onward}")
        actions.log_in(
            self.request, user, verified=False, network=wide_network(self.request), at=timezone.now()
        )
        return HttpResponseRedirect(self.get_success_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        said = form.errors.as_data().get(NON_FIELD_ERRORS, [])
        if any(error.code in LOCKED_CODES for error in said):
            return locked_page(self.request, form.non_field_errors()[0], self.extra_context or {})
        return super().form_invalid(form)


class Verify(RedirectURLMixin, _CodeView):
    """The second step, for ten minutes after the first."""

    form_class = CodeForm
    template_name = "admin/accounts/verify.html"
    next_page = "admin:index"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.user = remembered(request, at=timezone.now())
        if self.user is None:
            messages.warning(request, "请先填写账号和密码；验证码要在十分钟之内填完。")
            return redirect("admin:login")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        assert self.user is not None
        network, at = wide_network(self.request), timezone.now()
        try:
            actions.check_code(self.user, form.cleaned_data["code"], network=network, at=at)
        except TooManyVisits as refusal:
            return locked_page(self.request, str(refusal), self.extra_context or {})
        except Refusal as refusal:
            form.add_error("code", str(refusal))
            return self.form_invalid(form)
        self.request.session.pop(PENDING, None)
        actions.log_in(self.request, self.user, verified=True, network=network, at=at)
        return HttpResponseRedirect(self.get_success_url())

    def form_invalid(self, form: CodeForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


def locked_page(request: HttpRequest, sentence: str, context: Mapping[str, Any]) -> HttpResponse:
    """What to do now; the same whether there is such an account or not."""
    context = {**context, "title": "暂时不能登录", "sentence": sentence, "minutes": settings.LOCKOUT_MINUTES}
    return TemplateResponse(request, "admin/accounts/locked.html", context, status=429)


def _remember(request: HttpRequest, user: User, *, at: datetime) -> None:
    """Who typed the right password; under a key nobody else has seen, and without being logged in."""
    request.session.flush()
    request.session[PENDING] = {
        "account": user.pk,
        "hash": user.get_session_auth_hash(),
        "at": at.timestamp(),
    }


def remembered(request: HttpRequest, *, at: datetime) -> User | None:
    """The account whose password was right a moment ago and still is."""
    pending = request.session.get(PENDING)
    if not pending or at.timestamp() - pending["at"] > PENDING_FOR.total_seconds():
        return None
    user: User | None = StaffBackend().get_user(pending["account"])
    if user is None or not constant_time_compare(pending["hash"], user.get_session_auth_hash()):
        return None
    return user
