"""What every answer carries, and who is behind every change."""

import logging
from collections.abc import Callable, Iterator
from typing import cast

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template import loader
from django.urls import reverse

from foundation.acting import acting
from foundation.throttling import MINUTE

log = logging.getLogger(__name__)
READING = ("GET", "HEAD", "OPTIONS", "TRACE")


class ContentSecurityPolicy(CSPMiddleware):
    """django-csp's header, with a second policy for the staff's desk.

    Public pages keep CONTENT_SECURITY_POLICY (nothing inline, no other host). Addresses under the admin get
    ADMIN_CONTENT_SECURITY_POLICY, because django-unfold's Alpine needs inline code. A view may still set its own
    policy with django-csp's decorators.
    """

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if parts.config is None and not report_only and request.path_info.startswith(reverse("admin:index")):
            parts.config = settings.ADMIN_CONTENT_SECURITY_POLICY
        return parts


class Overload:
    """When the database gives no connection or cancels a question, the answer is 503 and a time to come back.

    That is no fault of the program, so it is no 500; monitors and search engines know the difference.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, OperationalError):
            return None
        log.error("503 %s", request.path, exc_info=exception)
        content = loader.render_to_string("503.html")
        return HttpResponse(content, status=503, headers={"Retry-After": str(MINUTE)})


class ActingStaff:
    """Whatever a member of staff changes at the desk is logged under their name and the address of the request.

    Only requests under the admin that may change something are told; all others pass untouched.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method in READING or not request.path_info.startswith(reverse("admin:index")):
            return self.get_response(request)
        user = request.user
        if not isinstance(user, AbstractUser):
            return self.get_response(request)
        with acting(user, via=request.path):
            response = self.get_response(request)
        if isinstance(response, StreamingHttpResponse) and not response.is_async:
            response.streaming_content = _said_while(response, user, request.path)
        return response


def _said_while(response: StreamingHttpResponse, user: AbstractUser, via: str) -> Iterator[bytes]:
    """A page that grows while work goes on (the import desk) also saves while it is sent."""
    content = cast(Iterator[bytes], response.streaming_content)

    def told() -> Iterator[bytes]:
        with acting(user, via=via):
            yield from content

    return told()
