"""What was typed of an accident, a re-check or a row of the standard outlives the session."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from eldercare import actions
from eldercare.models import Incident, Recheck
from tests import rating, supervision
from tests.eldercare.desk import client_of, page_of, sent_from
from tests.rating_desk import today
from tests.supervision import days, watched

pytestmark = pytest.mark.django_db
PASSWORD = "示例口令abc123"


def sent_again(user: User, url: str, said: dict[str, Any]) -> Any:
    """Sent without a session, then once more with the password, as the page that comes back would."""
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    client = Client()
    answer = client.post(url, said)
    assert answer.status_code == 403
    assert "都还在" in answer.content.decode()
    kept = dict(answer.context["typed"])
    assert kept == {name: str(value) for name, value in said.items()}
    return client.post(url, kept | {"kept-username": user.username, "kept-password": PASSWORD})


def test_an_accident() -> None:
    who = watched(None)
    said = {"kind": "fire", "happened_on": days(3), "summary": "写了很久的经过", "deaths": 0, "injuries": 1}
    assert sent_again(who.officer, page_of(who.institution, "incident"), said).status_code == 302
    assert Incident.objects.get().summary == "写了很久的经过"


def test_a_recheck() -> None:
    who = watched(None)
    made = supervision.order(who)
    said = {"checked_on": today(), "passed": "no", "remark": "写了很久的情况"}
    assert sent_again(who.officer, page_of(made, "recheck"), said).status_code == 302
    assert Recheck.objects.get().remark == "写了很久的情况"
    township = sent_again(who.township, page_of(made, "recheck"), said)
    assert township.status_code == 403  # a password is no permission
    assert Recheck.objects.count() == 1


def test_a_row_of_the_standard() -> None:
    city = rating.city_officer()
    draft = actions.draft_edition(
        rating.edition(), code="2027", name="示例", notice="示例", issued_on=today(), by=city
    )
    row = draft.criteria.get(code="R10")
    said = sent_from(client_of(city).get(page_of(row)), note="写了很久的说明")
    assert sent_again(city, page_of(row), said).status_code == 302
    row.refresh_from_db()
    assert row.note == "写了很久的说明"
