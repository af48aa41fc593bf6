"""What is kept of deeds at the desk and of looks at protected numbers follows the places, and so does the board."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from eldercare.models import Institution
from foundation import actions as foundation_actions
from foundation.models import Division, ProtectedReveal
from tests import care
from tests.care import AT
from tests.eldercare.desk import client_of, list_of, page_of
from tests.eldercare.places import TOWNSHIPS, sites, somebody
from tests.eldercare.test_access_lists import EVERYWHERE, SEEN, named

pytestmark = pytest.mark.django_db


def test_the_log_of_the_desk_and_of_looks_follow_the_places() -> None:
    """Both name their objects by type and number, and keep their names for ever."""
    where = sites()
    chief = User.objects.create_superuser("chief")
    for each in where.values():
        LogEntry.objects.create(
            user=chief,
            content_type=ContentType.objects.get_for_model(Institution),
            object_id=str(each.institution.pk),
            object_repr=str(each.institution),
            action_flag=CHANGE,
        )
        foundation_actions.reveal(
            each.institution, fields=["contact_phone"], reason="示例：核对材料", by=chief, at=AT
        )
        foundation_actions.reveal(
            each.filing, fields=["contact_phone"], reason="示例：核对材料", by=chief, at=AT
        )
    LogEntry.objects.create(
        user=chief,
        content_type=ContentType.objects.get_for_model(Division),
        object_id="1",
        object_repr="示例区划",
        action_flag=CHANGE,
    )
    logs, looks = list_of(LogEntry), list_of(ProtectedReveal)
    auditor = client_of(somebody("auditor"))
    assert named(auditor.get(looks).content.decode()) == {"here", "near"}
    assert auditor.get(looks).context["cl"].result_count == 4
    elsewhere = ProtectedReveal.objects.of(where["there"].filing).get()
    assert auditor.get(page_of(elsewhere)).status_code == 302
    looker = client_of(somebody("looker"))
    assert named(looker.get(looks).content.decode()) == set()
    assert named(looker.get(logs).content.decode()) == set()
    assert "示例区划" in looker.get(logs).content.decode()
    assert named(client_of(somebody("city")).get(looks).content.decode()) == EVERYWHERE
    assert named(client_of(chief).get(logs).content.decode()) == EVERYWHERE
    assert client_of(somebody("county")).get(looks).status_code == 403


def test_who_looks_at_the_whole_city_still_reads_of_what_has_been_deleted() -> None:
    city, county = somebody("city"), somebody("auditor")
    gone = care.institution(registered=False)
    foundation_actions.reveal(gone, fields=["contact_phone"], reason="示例：核对材料", by=city, at=AT)
    Institution.objects.filter(pk=gone.pk).delete()
    assert client_of(city).get(list_of(ProtectedReveal)).context["cl"].result_count == 1
    assert client_of(county).get(list_of(ProtectedReveal)).context["cl"].result_count == 0


def cards_of(client: Client) -> dict[str, Any]:
    return {card.title: card for card in client.get(reverse("admin:index")).context["cards"]}


def test_the_board_counts_what_stands_behind_its_doors() -> None:
    for place in TOWNSHIPS:
        where = care.township(TOWNSHIPS[place])
        care.submitted(township=where)
        care.returned(township=where)
        care.institution(township=where)  # overdue by now
        care.accepted(township=where, kind_of_operator="village")
        Institution.objects.filter(pk=care.accepted(township=where).institution_id).update(beds=77)
    for role in (*SEEN, "editor", "looker", "accounts"):
        doors_hold_what_is_counted(client_of(somebody(role)), role)


DECIDES = {"township": 0, "county": 2, "nowhere": 0}  # of registered institutions the county


def doors_hold_what_is_counted(client: Client, role: str) -> None:
    cards = {title: card for title, card in cards_of(client).items() if "/eldercare/" in card.url}
    cards.pop("期限雷达", None)  # no list: tests/eldercare/test_radar.py
    for title, card in cards.items():
        answer = client.get(card.url)
        assert (answer.status_code, answer.context["cl"].result_count) == (200, card.count), (role, title)
    counts = {title: card.count for title, card in cards.items()}
    places = len(SEEN.get(role, set()))
    for title in ("退回补正的备案", "备案与现状不符", "待县级备份"):
        assert counts.get(title, places) == places, (role, title)
    assert counts.get("逾期未备案", 2 * places) == 2 * places, role
    assert counts.get("等我受理的备案") == DECIDES.get(role), role
    if role in ("city", "auditor", "editor", "looker", "accounts"):
        assert not any(counts.values()), (
            role
        )  # the city confirms and takes levels, of which there are none here
