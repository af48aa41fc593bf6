"""Nobody gets past the door by knowing an address: not strangers, not with somebody else's number, not from elsewhere.

The wrong roles are in `test_wrong_roles`.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from foundation.accounts.record import note
from foundation.models import SecurityDeed
from foundation.scope import ScopedQuerySet
from tests import care, make
from tests.accounts.people import person
from tests.staff_addresses import Address, some_object, staff_addresses

pytestmark = pytest.mark.django_db
SHUT = (403, 404, 405)
TAMPERED = (
    "0",
    "-1",
    "99999999999999999999",
    "' OR 1=1 --",
    "9" * 5000,  # more digits than Python reads
    "../../etc/passwd",
    "%00",
    "{{7*7}}",
    "1_2Fdelete",
    "_39_39_39_39_39",  # what the admin itself reads as 99999
)


@pytest.fixture(autouse=True)
def many_visits() -> Iterator[None]:
    with override_settings(DESK_VISITS_PER_MINUTE=10_000):
        yield


@pytest.fixture
def portal() -> None:
    make.portal(rows=1)
    note(SecurityDeed.LOGGED_IN, at=timezone.now(), user=person(name="某某"))


def opens_to_everybody(address: Address) -> bool:
    return address.route.removeprefix(reverse("admin:index")[1:]) in ("login/", "verify/")


def test_without_a_log_in_every_address_leads_to_the_door(portal: None) -> None:
    door, found, stranger, wrong = reverse("admin:login"), some_object(), Client(), {}
    addresses = staff_addresses()
    assert len(addresses) > 200
    for address in addresses:
        if opens_to_everybody(address):
            continue
        where = address.filled(found(address.model))
        for method in (stranger.get, stranger.post):
            answer = method(where)
            to_the_door = answer.status_code == 302 and answer.headers["Location"].startswith(
                (door, reverse("admin:index"))
            )
            if not (to_the_door or answer.status_code in SHUT):
                wrong[where] = answer.status_code
    assert wrong == {}


def test_tampered_numbers_are_not_there(portal: None) -> None:
    """For who may see everything, so that nothing but the number stands in the way."""
    client, wrong = Client(), {}
    client.force_login(User.objects.create_superuser("总管"))
    for address in staff_addresses():
        if not address.has_hole:
            continue
        is_page = address.route.endswith(">/change/")
        for tampered in TAMPERED if is_page else TAMPERED[2:4]:
            where = address.filled(quote(tampered, safe="%"))
            status = client.get(where).status_code
            if status not in (*SHUT, 301, 302):  # to the list with a sentence, or with a slash to nowhere
                wrong[where] = status
    assert wrong == {}


def test_nothing_is_sent_without_its_token(portal: None) -> None:
    """Another site's form, in the browser of who is logged in."""
    found, client, wrong = some_object(), Client(enforce_csrf_checks=True), {}
    client.force_login(User.objects.create_superuser("总管"))
    for address in staff_addresses():
        if not address.is_same_as_another:
            where = address.filled(found(address.model))
            status = client.post(where, headers={"Origin": "https://example.cn"}).status_code
            if status not in SHUT:
                wrong[where] = status
    assert wrong == {}


def test_no_page_of_the_desk_fails(portal: None) -> None:
    found, client, wrong = some_object(), Client(), {}
    client.force_login(User.objects.create_superuser("总管"))
    for address in staff_addresses():
        where = address.filled(found(address.model))
        if where.endswith("/logout/"):
            continue
        status = client.get(where).status_code
        if status >= 500:
            wrong[where] = status
    assert wrong == {}


def test_an_officer_opens_nothing_of_another_county(portal: None) -> None:
    client, wrong, tried = Client(), {}, 0
    officer = care.officer("养老县区经办", care.county("530921"))
    client.force_login(officer)
    for address in staff_addresses():
        manager = getattr(address.model, "_default_manager", None)
        if not address.has_hole or address.model is None or not isinstance(manager.all(), ScopedQuerySet):
            continue
        foreign = (
            manager.exclude(pk__in=manager.all().visible_to(officer).values("pk")).order_by("pk").first()
        )
        if foreign is None:
            continue
        tried += 1
        where = address.filled(foreign.pk)
        statuses = {client.get(where).status_code, client.post(where).status_code}
        if not statuses <= {403, 404, 405, 302}:
            wrong[where] = statuses
    assert tried > 30
    assert wrong == {}
