"""Pages for what goes wrong: they help on, and the worst of them needs nothing but itself."""

from typing import NoReturn

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.template.loader import get_template
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from portal import urls


def broken(request: HttpRequest) -> NoReturn:
    raise RuntimeError


def closed(request: HttpRequest) -> NoReturn:
    raise PermissionDenied


class Failing:
    """The portal's addresses and two that fail."""

    urlpatterns = (*urls.urlpatterns, path("broken/", broken), path("closed/", closed))


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
