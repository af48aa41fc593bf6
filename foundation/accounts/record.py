"""The security record: who came in, who did not, who changed what of an account, who took how much out."""

from __future__ import annotations

from datetime import datetime
from ipaddress import ip_address, ip_network

from django.contrib.auth.models import User
from django.http import HttpRequest

from foundation.models import SecurityDeed, SecurityEvent
from foundation.redaction import redacted
from foundation.visitors import network_of

KEPT_OF_IPV4, KEPT_OF_IPV6 = 24, 48  # bits: an office or a provider, not a desk
LONGEST = 300


def note(
    deed: SecurityDeed,
    *,
    at: datetime,
    user: User | None = None,
    by: User | None = None,
    network: str = "",
    detail: str = "",
    rows: int | None = None,
) -> SecurityEvent:
    """Append one line. Nothing typed as a name or a password belongs into `detail`; numbers of people are left out."""
    return SecurityEvent.objects.create(
        deed=deed,
        at=at,
        user=user,
        by=by,
        network=network,
        detail=redacted(detail)[:LONGEST],
        rows=rows,
    )


def note_export(request: HttpRequest, what: str, *, rows: int, at: datetime) -> SecurityEvent:
    """A member of staff took a file out of the portal."""
    user = request.user
    assert isinstance(user, User)  # the desk lets nobody else in
    return note(
        SecurityDeed.EXPORTED,
        at=at,
        user=user,
        by=user,
        network=wide_network(request),
        detail=what,
        rows=rows,
    )


def wide_network(request: HttpRequest) -> str:
    """Where a request came from, no nearer than an office: 203.0.113.0/24; "" when it is not known."""
    near = network_of(request)
    if not near:
        return ""
    address = ip_address(near.partition("/")[0])
    bits = KEPT_OF_IPV4 if address.version == 4 else KEPT_OF_IPV6
    return str(ip_network((address, bits), strict=False))
