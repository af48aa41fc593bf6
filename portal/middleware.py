"""What every answer carries."""

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse


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
