"""The rows on the page of an institution: judged among each other as they will be, told at their place, never half saved;
and what the database refuses in the last moment is said above what was typed."""

from __future__ import annotations

from threading import Thread
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client

from eldercare.models import ConditionCheck, Institution, Licence, RegistrationChange, StaffCount
from tests import care
from tests.eldercare.desk import client_of, page_of, row_of, sent_from
from tests.eldercare.places import somebody
from tests.eldercare.test_entry_form import (
    CODE,
    PAGE,
    TOMORROW,
    nothing_saved,
    registration_row,
    told,
    typed,
)
from tests.foundation.conftest import wait_until_blocked

pytestmark = pytest.mark.django_db
ONE_IN_FORCE = "这个机构已有一个有效的登记"


@pytest.fixture
def client() -> Client:
    return client_of(somebody("county"))


def row(prefix: str, place: int = 0, /, **fields: Any) -> dict[str, Any]:
    return row_of(prefix, place, **{"id": "", "institution": ""} | fields)


def staff(place: int = 0, /, **fields: Any) -> dict[str, Any]:
    nobody = dict.fromkeys(("full_time", "nurses", "social_workers", "cooks", "medical"), 0)
    return row("staff_counts", place, **{"counted_on": "2026-03-01", "total": 5} | nobody | fields)


def page_with(client: Client, institution: Institution, **changes: Any) -> Any:
    page = page_of(institution)
    return client.post(page, sent_from(client.get(page), **changes))


WRONG = [
    (staff(counted_on=TOMORROW), "staff_counts-0-counted_on", "还没有到"),
    (staff(nurses=6), "staff_counts-0-__all__", "都不能多于总数"),
    (staff(total=""), "staff_counts-0-total", "必填"),
    (
        row("licences", kind="food", number="JY25309990001", authority="", issued_on=TOMORROW),
        "licences-0-issued_on",
        "还没有到",
    ),
    (
        row("licences", kind="food", number="JY 1", authority="", issued_on="2026-01-01"),
        "licences-0-__all__",
        "至少 4 个字符",
    ),
    (row("services", service="meals", fee="free", price="8元"), "services-0-__all__", "无偿服务不填收费标准"),
    (registration_row(1, number="示例证字第2号"), "registrations-1-ended_on", ONE_IN_FORCE),
    (registration_row(1, ended_on="2021-01-01"), "registrations-1-__all__", "与上面的一行重复"),
]


@pytest.mark.parametrize(("rows", "place", "sentence"), WRONG)
def test_a_wrong_row_is_told_and_nothing_is_saved(
    client: Client, rows: dict[str, Any], place: str, sentence: str
) -> None:
    sent = typed(client, **rows)
    operator = {name: sent["operator"] for name in sent if name.endswith("1-operator")}
    answer = client.post(PAGE, sent | operator | {"registrations-1-operator": sent["operator"]})
    assert answer.status_code == 200
    assert sentence in told(answer)[place]
    again = sent_from(answer)
    assert {name: str(again.get(name, "")) for name in sent} == sent
    assert nothing_saved()


def test_two_rows_alike_are_told_in_the_words_of_the_page(client: Client) -> None:
    institution = care.institution()
    answer = page_with(client, institution, **(staff(0) | staff(1, total=6)))
    rows = next(
        rows.formset
        for rows in answer.context["inline_admin_formsets"]
        if rows.formset.prefix == "staff_counts"
    )
    assert [str(error) for error in rows.non_form_errors()] == ["有两行的统计日期相同：请改正或删去一行。"]
    assert not StaffCount.objects.exists()


def test_a_registration_ends_and_the_next_begins_in_one_go(client: Client) -> None:
    institution = care.institution()
    old = institution.registrations.get()
    new = registration_row(1, number=CODE, operator=institution.operator_id, registered_on="2026-03-02")
    both = new | {"registrations-0-ended_on": "2026-03-01"}
    answer = page_with(client, institution, **both)
    assert answer.status_code == 302, told(answer)
    old.refresh_from_db()
    assert str(old.ended_on) == "2026-03-01"
    assert institution.registrations.in_force().get().number == CODE
    third = registration_row(2, number="示例证字第3号", operator=institution.operator_id)
    assert ONE_IN_FORCE in told(page_with(client, institution, **third))["registrations-2-ended_on"]
    reopened = {"registrations-0-ended_on": ""}
    assert ONE_IN_FORCE in " ".join(told(page_with(client, institution, **reopened)).values())


def test_a_number_of_another_operator_is_told_with_its_holder(client: Client) -> None:
    holder = care.institution()
    number = holder.registrations.get().number
    sent = typed(client, **registration_row(number=number, operator=care.operator().pk))
    answer = client.post(PAGE, sent)
    assert f"已登记在“{holder.operator}”名下" in told(answer)["registrations-0-number"]


def test_checks_are_added_by_who_looked_and_never_in_advance(client: Client) -> None:
    institution = care.institution()
    looked = {"rule": "N010", "result": "met", "checked_on": "2026-03-01", "remark": ""}
    answer = page_with(client, institution, **row("checks", **looked | {"checked_on": TOMORROW}))
    assert "还没有到" in told(answer)["checks-0-checked_on"]
    answer = page_with(client, institution, **row("checks", **looked | {"result": "unmet"}))
    assert "写明哪里不符合" in told(answer)["checks-0-__all__"]
    assert page_with(client, institution, **row("checks", **looked)).status_code == 302
    check = ConditionCheck.objects.get()
    assert check.checked_by == client_user(client)
    answer = page_with(client, institution, **row("checks", 1, **looked | {"rule": "N999"}))
    assert "有效的选项" in told(answer)["checks-1-rule"]


def client_user(client: Client) -> Any:
    return User.objects.get(pk=client.session["_auth_user_id"])


def test_an_earlier_check_is_not_rewritten(client: Client) -> None:
    institution = care.institution()
    unmet = {"rule": "N010", "result": "unmet", "remark": "示例", "checked_on": care.DAY}
    check = ConditionCheck.objects.create(institution=institution, checked_by=client_user(client), **unmet)
    rewritten = {"checks-0-result": "met", "checks-0-remark": "", "checks-0-DELETE": "on"}
    page_with(client, institution, **rewritten)
    check.refresh_from_db()
    assert (check.result, check.remark) == ("unmet", "示例")


def test_changes_of_a_registration_lie_in_the_past(client: Client) -> None:
    registration = care.institution().registrations.get()
    change = {"item": "address", "before": "示例路1号", "after": "示例路2号", "changed_on": TOMORROW}
    new = row_of("changes", 0, id="", registration=registration.pk, **change)
    page = page_of(registration)
    assert "还没有到" in told(client.post(page, sent_from(client.get(page), **new)))["changes-0-changed_on"]
    new["changes-0-changed_on"] = "2026-03-01"
    assert client.post(page, sent_from(client.get(page), **new)).status_code == 302
    assert RegistrationChange.objects.get().after == "示例路2号"


@pytest.mark.django_db(transaction=True)
def test_what_the_database_refuses_last_is_said_above_what_was_typed() -> None:
    """Another desk writes the same number for another operator between our check and our writing."""
    rival, client = care.institution(registered=False), client_of(somebody("county"))
    sent = typed(
        client, **row("licences", kind="food", number="JY25309990001", authority="", issued_on="2026-01-01")
    )
    before = Institution.objects.count()
    answers: list[Any] = []

    def post() -> None:
        try:
            answers.append(client.post(PAGE, sent))
        finally:
            connection.close()

    thread = Thread(target=post)
    with transaction.atomic():
        care.registration(rival, number=CODE)
        thread.start()
        wait_until_blocked(1)
    thread.join(timeout=30)
    answer = answers[0]
    assert answer.status_code == 200
    assert "没有保存：这个法人登记号码已登记在另一个法人名下，请核对证书" in answer.content.decode()
    assert "已登记在" in told(answer)["registrations-0-number"]  # by now the form knows it too
    again = sent_from(answer)
    assert {name: str(again.get(name, "")) for name in sent} == sent
    assert (Institution.objects.count(), Licence.objects.count()) == (before, 0)
