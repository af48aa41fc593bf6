"""Pages for what goes wrong: they help on, and the worst of them needs nothing but itself."""

from typing import NoReturn

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest
from django.template.loader import get_template
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from portal import urls


def broken(request: HttpRequest) -> NoReturn:
    raise RuntimeError


def closed(request: HttpRequest) -> NoReturn:
    raise PermissionDenied


def busy(request: HttpRequest) -> NoReturn:
    raise OperationalError("couldn't get a connection after 10.00 sec")


class Failing:
    """The portal's addresses and three that fail."""

    urlpatterns = (*urls.urlpatterns, path("broken/", broken), path("closed/", closed), path("busy/", busy))


with_failing = override_settings(ROOT_URLCONF=Failing, DEBUG=False, ALLOWED_HOSTS=["testserver"])


def test_the_page_of_a_failure_asks_neither_database_nor_request() -> None:
    text = get_template("500.html").render()
    assert "暂时打不开" in text
    assert "RuntimeError" not in text


@with_failing
def test_a_failure_is_answered_with_it() -> None:
    response = Client(raise_request_exception=False).get("/broken/")
    assert response.status_code == 500
    assert "不是您的操作有误" in response.content.decode()


@with_failing
def test_a_database_that_cannot_answer_now_is_no_failure() -> None:
    response = Client().get("/busy/")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "60")
    assert "请等一分钟" in response.content.decode()
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["400.html", "500.html", "503.html"])
def test_a_page_of_last_resort_stands_alone_and_leads_home(name: str) -> None:
    text = get_template(name).render()
    assert text.count("<h1>") == 1
    assert 'href="/"' in text
    assert '<html lang="zh-Hans">' in text


@with_failing
def test_a_closed_page_says_whose_it_is() -> None:
    response = Client().get("/closed/")
    assert response.status_code == 403
    assert "工作人员" in response.content.decode()


@with_failing
@pytest.mark.django_db
def test_a_missing_page_offers_other_ways() -> None:
    response = Client().get("/nowhere/")
    text = response.content.decode()
    assert response.status_code == 404
    assert 'action="/search/"' in text
    assert 'href="/issues/"' in text
    assert 'href="/eldercare/"' in text


def test_nothing_of_a_visitor_is_in_a_missing_page() -> None:
    request = RequestFactory().get("/nowhere/<script>")
    assert "<script>" not in get_template("404.html").render({}, request)
