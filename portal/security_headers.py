"""What every answer says to the browser, whoever made it: a page, a kept page, a file, a redirect, an error, a 304.

Outside everything else, so that nothing gets past it. What a view has set stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable

from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers

from foundation.accounts.gate import is_at_the_desk

# Nothing of a device is asked for; what browsers do not know they pass over.
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "bluetooth",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "hid",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "serial",
        "usb",
        "xr-spatial-tracking",
    )
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": settings.X_FRAME_OPTIONS,
    "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
    "Permissions-Policy": PERMISSIONS,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}


class SecurityHeaders:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.policy = build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        if is_at_the_desk(request):
            _for_the_staff_alone(response)
        return response


def _for_the_staff_alone(response: HttpResponseBase) -> None:
    """Neither kept by a browser or proxy, nor found by a search engine."""
    if "no-store" not in response.headers.get("Cache-Control", ""):
        add_never_cache_headers(response)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
