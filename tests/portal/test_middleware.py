"""Public pages: the same bytes for everybody, no cookie, nothing inline; the staff's desk has its own policy."""

import gzip
import types
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, path

STRICT = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)


def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse("公报" * 500)


def leaking(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(request.user))


PAGES = types.ModuleType("pages")
PAGES.urlpatterns = [*get_resolver().url_patterns, path("plain", plain), path("leaking", leaking)]  # type: ignore[attr-defined]
with_pages = override_settings(ROOT_URLCONF=PAGES)


def public_addresses(patterns: list[URLPattern | URLResolver], prefix: str = "/") -> Iterator[str]:
    """Every address of the portal that needs no number or name; the admin and what only developers see aside."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if "<" in route or "(" in route or route.startswith(("/admin/", "/about/components/")):
            continue
        if isinstance(pattern, URLResolver):
            yield from public_addresses(pattern.url_patterns, route)
        else:
            yield route


def leaks(response: HttpResponse) -> list[str]:
    found = [f"Set-Cookie: {name}" for name in response.cookies]
    return found + ["Vary: Cookie"] * ("cookie" in response.headers.get("Vary", "").lower())


@pytest.mark.django_db
@pytest.mark.parametrize("address", sorted(set(public_addresses(get_resolver().url_patterns))))
def test_a_public_page_knows_no_visitor(address: str) -> None:
    stranger, staff = Client(), Client()
    staff.force_login(User.objects.create_superuser("desk"))
    response = stranger.get(address)
    assert response.status_code < 400
    assert leaks(response) == []
    if not response.streaming:
        assert staff.get(address).content == response.content


@with_pages
@pytest.mark.django_db
def test_the_search_for_leaks_finds_one() -> None:
    assert leaks(Client().get("/leaking")) == ["Vary: Cookie"]
    assert leaks(Client().get("/admin/login/")) != []


@with_pages
def test_public_pages_allow_nothing_inline_and_no_other_host() -> None:
    policy = Client().get("/plain").headers["Content-Security-Policy"]
    assert set(STRICT) <= set(policy.split("; "))
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.django_db
def test_the_staffs_desk_has_a_policy_of_its_own() -> None:
    policy = Client().get("/admin/login/").headers["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-inline' 'unsafe-eval'" in policy
    assert "frame-ancestors 'none'" in policy


@with_pages
def test_an_unchanged_page_is_not_sent_twice() -> None:
    first = Client().get("/plain", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(first.content).decode() == "公报" * 500
    again = Client().get(
        "/plain", headers={"Accept-Encoding": "gzip", "If-None-Match": first.headers["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


def test_a_page_knows_who_runs_the_site_and_shows_no_invented_code() -> None:
    assert settings.SITE.name == "临沧市人民政府公报"
    assert (settings.SITE.code, settings.SITE.icp, settings.SITE.police) == ("", "", "")
