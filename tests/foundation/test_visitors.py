"""A visitor is told by an address nobody can make up."""

from __future__ import annotations

import pytest
from django.test import RequestFactory, override_settings

from foundation.visitors import network_of


@pytest.mark.parametrize(
    ("behind_proxy", "headers", "found"),
    [
        (False, {"REMOTE_ADDR": "192.0.2.7"}, "192.0.2.7"),
        (False, {"REMOTE_ADDR": "192.0.2.7", "HTTP_X_FORWARDED_FOR": "203.0.113.9"}, "192.0.2.7"),
        (True, {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9"}, "203.0.113.9"),
        (True, {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "1.1.1.1, 203.0.113.9"}, "203.0.113.9"),
        (True, {"REMOTE_ADDR": "192.0.2.7"}, "192.0.2.7"),
        (False, {"REMOTE_ADDR": "2001:db8:1:2:3:4:5:6"}, "2001:db8:1:2::/64"),
        (False, {"REMOTE_ADDR": "::ffff:192.0.2.7"}, "192.0.2.7"),
        (False, {"REMOTE_ADDR": ""}, ""),
        (True, {"REMOTE_ADDR": "", "HTTP_X_FORWARDED_FOR": "not an address"}, ""),
    ],
)
def test_where_a_visitor_comes_from(behind_proxy: bool, headers: dict[str, str], found: str) -> None:
    request = RequestFactory().get("/", **headers)  # type: ignore[arg-type]
    with override_settings(BEHIND_PROXY=behind_proxy):
        assert network_of(request) == found
