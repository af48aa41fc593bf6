"""The full address of a page, for papers that leave the house: what hangs on a wall for years cannot be relative."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def full_address(request: HttpRequest, path: str) -> str:
    """Under the domain of the site (SITE_DOMAIN), as the canonical address of every page; without one, under the host that
    was asked."""
    domain: str = settings.SITE.domain
    return f"https://{domain}{path}" if domain else request.build_absolute_uri(path)
