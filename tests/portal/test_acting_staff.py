"""What is changed at the desk is logged under the name of who sat there; public pages pay nothing for it."""

from __future__ import annotations

import types
from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.db import connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, path, reverse

from foundation.models import RowChange, Unit, WorkYear
from foundation.row_audit import audited
from tests import make
from tests.foundation.conftest import audited_table
from tests.staff import log_in

pytestmark = pytest.mark.django_db(transaction=True)
NEW_UNIT = {"name": "示例新局", "level": "city"} | {
    f"{rows}-{form}": 0 for rows in ("variants",) for form in ("TOTAL_FORMS", "INITIAL_FORMS")
}


def failing(request: HttpRequest) -> HttpResponse:
    Unit.objects.create(name="示例败局", level="city")
    raise RuntimeError


def growing(request: HttpRequest) -> StreamingHttpResponse:
    def lines() -> Iterator[str]:
        yield "一"
        Unit.objects.create(name="示例迟局", level="city")
        yield "二"

    return StreamingHttpResponse(lines())


def writing(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(Unit.objects.create(name="示例局", level="city")))


def public(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(Unit.objects.create(name="示例公开局", level="city")))


PAGES = types.ModuleType("pages")
PAGES.urlpatterns = [  # type: ignore[attr-defined]
    path("admin/failing", admin.site.admin_view(failing)),
    path("admin/growing", admin.site.admin_view(growing)),
    path("admin/writing", admin.site.admin_view(writing)),
    path("public", public),
    *get_resolver().url_patterns,
]


@pytest.fixture(autouse=True)
def units() -> Iterator[None]:
    with (
        audited_table(audited("foundation_unit")),
        audited_table(audited("foundation_workyear")),
        override_settings(ROOT_URLCONF=PAGES),
    ):
        yield


def who() -> list[tuple[str | None, str]]:
    changes = RowChange.objects.exclude(table_name__startswith="auth_").order_by("pk")
    return list(changes.values_list("by__username", "via"))


def test_a_form_saved_at_the_desk_names_who_saved_it_and_where(client: Client) -> None:
    keeper = log_in(client, "单位维护")
    page = reverse("admin:foundation_unit_add")
    assert client.post(page, NEW_UNIT).status_code == 302
    assert who() == [(keeper.username, page)]


def test_a_button_names_who_pressed_it(client: Client) -> None:
    keeper = log_in(client, "单位维护")
    year = make.work_year(2026, is_complete=False)
    with audited_table(audited("foundation_specialday", owner=("foundation_workyear", "year"))):
        client.post(reverse("admin:foundation_workyear_fill", args=[year.pk]))
    named = set(RowChange.objects.filter(table_name="foundation_specialday").values_list("by", flat=True))
    assert named == {keeper.pk}
    assert RowChange.objects.of(WorkYear.objects.get()).get().by is None  # made before, by the test


def test_a_request_that_fails_leaves_no_name_for_the_next(client: Client) -> None:
    keeper = log_in(client, "单位维护")
    client.raise_request_exception = False
    assert client.post("/admin/failing").status_code == 500
    assert Client().post("/public").status_code == 200
    assert who() == [(keeper.username, "/admin/failing"), (None, "")]


def test_what_is_saved_while_a_page_grows_is_named_too(client: Client) -> None:
    keeper = log_in(client, "单位维护")
    assert client.post("/admin/growing").getvalue() == "一二".encode()
    assert who() == [(keeper.username, "/admin/growing")]
    assert connection.execute_wrappers == []


def test_a_page_that_nobody_waits_for_leaves_no_name(client: Client) -> None:
    log_in(client, "单位维护")
    answer = client.post("/admin/growing")
    assert next(iter(answer)) == "一".encode()
    answer.close()
    make.unit()
    assert who() == [(None, "")]


def test_a_public_page_pays_nothing_and_knows_nobody(client: Client) -> None:
    log_in(client, "单位维护")
    with CaptureQueriesContext(connection) as asked:
        answer = client.post("/public")
    assert len(asked) == 1
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert who() == [(None, "")]


def test_looking_at_the_desk_asks_what_it_asked_before(client: Client) -> None:
    log_in(client, "单位维护")
    page = reverse("admin:foundation_unit_changelist")
    client.get(page)
    with CaptureQueriesContext(connection) as asked:
        client.get(page)
    with override_settings(MIDDLEWARE=_without_acting()), CaptureQueriesContext(connection) as before:
        client.get(page)
    assert len(asked) == len(before)


def _without_acting() -> list[str]:
    from django.conf import settings

    return [name for name in settings.MIDDLEWARE if name != "portal.middleware.ActingStaff"]


def test_only_requests_that_may_change_something_are_told(client: Client) -> None:
    keeper = log_in(client, "单位维护")
    client.get("/admin/writing")
    Unit.objects.all().delete()
    client.post("/admin/writing")
    assert who() == [(None, "")] * 2 + [(keeper.username, "/admin/writing")]


def test_a_stranger_who_posts_to_the_desk_is_nobody(client: Client) -> None:
    assert client.post(reverse("admin:foundation_unit_add"), NEW_UNIT).status_code == 302
    assert client.post(reverse("admin:login"), {"username": "x", "password": "y"}).status_code == 200
    assert who() == []
