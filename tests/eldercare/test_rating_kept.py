"""Long forms whose typing survives a session that ended or a page that grew old."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from eldercare.models import RatingApplication
from foundation.models import RowChange
from tests import rating_desk
from tests.rating import People
from tests.rating_desk import draft, page

pytestmark = pytest.mark.django_db
PASSWORD = "示例口令abc123"


@pytest.fixture
def opened() -> tuple[RatingApplication, People]:
    application, who = draft()
    who.applicant.set_password(PASSWORD)
    who.applicant.save(update_fields=["password"])
    return application, who


def typed(application: RatingApplication, **more: Any) -> dict[str, Any]:
    key = application.edition.criteria.get(code="R12").pk
    line = {"choice": "2A", "remark": "写了很久的“说明” <b>", "seen": "none"}
    return {f"line{key}-{name}": value for name, value in line.items()} | more


def token_of(client: Client, url: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(url).content.decode())
    assert found is not None
    return found[1]


def hidden(answer: Any) -> dict[str, str]:
    """What the page would send back."""
    return dict(answer.context["typed"])


def test_what_was_sent_without_a_session_comes_back_and_is_saved_after_the_password(
    opened: tuple[RatingApplication, People],
) -> None:
    application, who = opened
    client, url = Client(), page(application, "self-assess")
    answer = client.post(url, typed(application))
    assert answer.status_code == 403
    assert "都还在（3 项）" in answer.content.decode()
    assert "&lt;b&gt;" in answer.content.decode()
    assert application.self_marks.count() == 0

    wrong = {"kept-username": who.applicant.username, "kept-password": "不对"}
    answer = client.post(url, hidden(answer) | wrong)
    assert answer.status_code == 403
    assert hidden(answer) == typed(application)
    assert "不对" not in answer.content.decode()

    right = wrong | {"kept-password": PASSWORD}
    assert client.post(url, hidden(answer) | right).status_code == 302
    mark = application.self_marks.get()
    assert (mark.reached, mark.remark) == ("2A", "写了很久的“说明” <b>")
    logged = RowChange.objects.get(table_name="eldercare_selfmark")
    assert (logged.by, logged.via) == (who.applicant, url)  # under the name of who logged in
    assert client.get(url).status_code == 200  # and the session goes on


def test_somebody_who_may_not_is_refused_after_logging_in(opened: tuple[RatingApplication, People]) -> None:
    application, _who = opened
    User.objects.create_user("nobody", password=PASSWORD, is_staff=True)
    answer = Client().post(
        page(application, "self-assess"),
        typed(application, **{"kept-username": "nobody", "kept-password": PASSWORD}),
    )
    assert answer.status_code == 403
    assert application.self_marks.count() == 0


def test_a_page_from_before_another_log_in_asks_for_one_more_press(
    opened: tuple[RatingApplication, People],
) -> None:
    application, who = opened
    url, origin = page(application, "self-assess"), {"origin": "http://testserver"}
    client = Client(enforce_csrf_checks=True)
    client.force_login(who.applicant)
    old = token_of(client, url)
    client.cookies.clear()
    client.force_login(who.applicant)
    client.get(url)

    answer = client.post(url, typed(application, csrfmiddlewaretoken=old), headers=origin)
    assert answer.status_code == 403
    assert "请再按一次保存" in answer.content.decode()
    assert application.self_marks.count() == 0
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.content.decode())
    assert token is not None
    again = hidden(answer) | {"csrfmiddlewaretoken": token[1]}
    assert client.post(url, again, headers=origin).status_code == 302
    assert application.self_marks.count() == 1


def test_the_form_of_another_site_is_not_shown_to_be_confirmed(
    opened: tuple[RatingApplication, People],
) -> None:
    application, who = opened
    client = Client(enforce_csrf_checks=True)
    client.force_login(who.applicant)
    for headers in ({"origin": "https://elsewhere.example"}, {}):
        answer = client.post(page(application, "self-assess"), typed(application), headers=headers)
        assert answer.status_code == 403
        assert "写了很久" not in answer.content.decode()
    assert application.self_marks.count() == 0


def test_reading_asks_for_a_log_in_as_ever(opened: tuple[RatingApplication, People]) -> None:
    application, who = opened
    answer = Client().get(page(application, "self-assess"))
    assert answer.status_code == 302
    assert "login" in answer.headers["location"]
    assert rating_desk.as_user(who.applicant).get(page(application, "self-assess")).status_code == 200
