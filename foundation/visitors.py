"""From where a visitor comes, as far as that may be believed: for throttling, never to be kept."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

IPV6_HOUSEHOLD = 64  # bits: one connection has all the addresses below


def network_of(request: HttpRequest) -> str:
    """The visitor's IPv4 address, or the network of an IPv6 one; "" when it is not known.

    Behind a proxy it is the last address of X-Forwarded-For, the one our own nginx wrote; whatever a visitor put before it
    is not looked at.
    """
    said = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_PROXY else ""
    written = said.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
    try:
        address = ip_address(written)
    except ValueError:
        return ""
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(ip_network((address, IPV6_HOUSEHOLD), strict=False))
    return str(getattr(address, "ipv4_mapped", None) or address)
