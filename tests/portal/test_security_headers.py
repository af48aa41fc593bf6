"""Every answer tells the browser what it may do with it, whoever made the answer: a page, a file, an error, nothing new."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import reverse

from tests import make

pytestmark = pytest.mark.django_db
EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.fixture
def production(tmp_path: Path) -> Iterator[None]:
    """As it is served: transport secured, pages kept, static files collected."""
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "probe.css").write_text("body{}")
    with override_settings(
        SECURE_SSL_REDIRECT=True,
        SECURE_HSTS_SECONDS=31536000,
        PAGE_CACHE_BYTES=1 << 20,
        STATIC_ROOT=tmp_path / "static",
        WHITENOISE_AUTOREFRESH=True,
        WHITENOISE_USE_FINDERS=False,
        SESSION_COOKIE_SECURE=True,
        CSRF_COOKIE_SECURE=True,
    ):
        yield


def told(answer: HttpResponse) -> list[str]:
    """What is missing."""
    missing = [name for name, value in EXPECTED.items() if answer.headers.get(name) != value]
    policy = answer.headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "frame-ancestors 'none'" not in policy:
        missing.append("Content-Security-Policy")
    if "camera=()" not in answer.headers.get("Permissions-Policy", ""):
        missing.append("Permissions-Policy")
    if "max-age=31536000" not in answer.headers.get("Strict-Transport-Security", ""):
        missing.append("Strict-Transport-Security")
    if not answer.headers.get("X-Request-ID"):
        missing.append("X-Request-ID")
    return missing


@pytest.mark.usefixtures("production")
@pytest.mark.django_db(transaction=True)
def test_every_kind_of_answer_bears_them() -> None:
    issue = make.issue(2024, 9)
    stranger, staff = Client(), Client()
    staff.force_login(User.objects.create_superuser("desk"))
    home = stranger.get("/", secure=True)
    answers = {
        "page": home,
        "kept page": stranger.get("/", secure=True),
        "304": stranger.get("/", secure=True, headers={"If-None-Match": home.headers["ETag"]}),
        "json": stranger.get("/search/suggestions.json?q=a", secure=True),
        "pdf": stranger.get("/eldercare/forms/filing-form.pdf", secure=True),
        "static": stranger.get("/static/probe.css", secure=True),
        "404": stranger.get("/no/such/page/", secure=True),
        "bad number": stranger.get("/documents/99999999999999999999/", secure=True),
        "405": stranger.post("/", secure=True),
        "health": stranger.get("/healthz", secure=True),
        "ready": stranger.get("/readyz", secure=True),
        "media": stranger.get("/media/issues/none.pdf", secure=True),
        "login": stranger.get(reverse("admin:login"), secure=True),
        "to login": stranger.get(reverse("admin:index"), secure=True),
        "desk": staff.get(reverse("admin:index"), secure=True),
        "desk 404": staff.get(reverse("admin:index") + "no/", secure=True),
        "desk row": staff.get(reverse("admin:gazette_issue_change", args=[issue.pk]), secure=True),
        "desk csrf": Client(enforce_csrf_checks=True).post(reverse("admin:login"), secure=True),
        "desk words": staff.get(reverse("admin:jsi18n"), secure=True),
    }
    statuses = [answers[name].status_code for name in ("304", "static", "desk csrf")]
    assert statuses == [304, 200, 403]
    assert "没有保存" in answers["desk csrf"].content.decode()
    assert {name: told(answer) for name, answer in answers.items() if told(answer)} == {}
    for name, answer in answers.items():
        at_the_desk = name in ("login", "to login") or name.startswith("desk")
        unkept = at_the_desk or name in ("health", "ready")
        assert ("no-store" in answer.headers.get("Cache-Control", "")) is unkept, name
        assert ("X-Robots-Tag" in answer.headers) is at_the_desk, name
    insecure = stranger.get("/")  # to https; HSTS means nothing there
    assert (insecure.status_code, told(insecure)) == (301, ["Strict-Transport-Security"])
    refused = Client(SERVER_NAME="evil.example.cn").get("/", secure=True)
    assert (refused.status_code, told(refused)) == (400, [])
    cookies = staff.post(reverse("admin:logout"), secure=True).cookies
    assert all(cookie["samesite"] == "Lax" for cookie in cookies.values() if cookie.value)


@pytest.mark.usefixtures("production")
def test_the_cookies_of_a_log_in_are_for_this_site_over_https_alone() -> None:
    User.objects.create_user("desk", password="示例口令abc123", is_staff=True)
    client = Client()
    client.post(reverse("admin:login"), {"username": "desk", "password": "示例口令abc123"}, secure=True)
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        cookie = client.cookies[name]
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax"), name
