"""Protected data at the desk: masks everywhere, numbers once, in an answer that leaves no trace."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import reverse

from foundation.models import ProtectedReveal, StaffSession
from foundation.permissions import REVEAL_PROTECTED
from tests import make
from tests.numbers import PHONE, identity_number
from tests.persons.models import Person
from tests.staff import log_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("persons")]
NUMBER, OTHER = identity_number(), identity_number(born="19500102")
VIEW, CHANGE = "persons.view_person", "persons.change_person"
BUTTON = "查看证件号码和电话"


@pytest.fixture(autouse=True)
def desk(persons: None) -> Iterator[None]:
    create_permissions(apps.get_app_config("persons"), verbosity=0)
    with override_settings(ROOT_URLCONF="tests.persons.desk"):
        yield


def officer(client: Client, *permissions: str) -> User:
    person = make.staff(*permissions)
    client.force_login(person)
    return person


def somebody(name: str = "示例甲") -> Person:
    return Person.objects.create(name=name, identity_number=NUMBER, phone=PHONE)


def page(person: Person, deed: str = "change") -> str:
    return reverse(f"admin:persons_person_{deed}", args=[person.pk])


def ask(client: Client, person: Person, **sent: Any) -> HttpResponse:
    values = {"wanted": ["phone"], "reason": "核对备案材料"} | sent
    return client.post(page(person, "reveal"), values)  # type: ignore[return-value]


def test_lists_and_pages_show_masks(client: Client) -> None:
    officer(client, VIEW, CHANGE, REVEAL_PROTECTED)
    person = somebody()
    for url in (reverse("admin:persons_person_changelist"), page(person), page(person, "reveal")):
        shown = client.get(url).content.decode()
        assert "5***************07" in shown, url
        assert "138****8000" in shown, url
        assert NUMBER not in shown
        assert PHONE not in shown
    assert not ProtectedReveal.objects.exists()


def test_who_may_only_look_sees_masks_too(client: Client) -> None:
    officer(client, VIEW)
    shown = client.get(page(somebody())).content.decode()
    assert "138****8000" in shown
    assert '<input type="text"' not in shown
    assert PHONE not in shown


def test_the_button_is_for_holders_of_the_permission(client: Client) -> None:
    person = somebody()
    officer(client, VIEW, CHANGE)
    assert BUTTON not in client.get(page(person)).content.decode()
    officer(client, VIEW, REVEAL_PROTECTED)
    assert BUTTON in client.get(page(person)).content.decode()


def test_a_number_is_shown_once_and_kept_nowhere(client: Client) -> None:
    by, person = officer(client, VIEW, REVEAL_PROTECTED), somebody()
    answer = ask(client, person)
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert PHONE in shown
    assert NUMBER not in shown
    assert "no-store" in answer["Cache-Control"]
    assert "ETag" not in answer
    look = ProtectedReveal.objects.get()
    assert (look.by, look.subject, look.fields) == (by, person, ["phone"])
    assert not LogEntry.objects.exists()
    kept = [session.get_decoded() for session in StaffSession.objects.all()]
    assert PHONE not in str(kept)
    assert "_messages" not in str(kept)
    assert PHONE not in client.get(page(person, "reveal")).content.decode()
    assert PHONE not in client.get(page(person)).content.decode()


@pytest.mark.parametrize("held", [[VIEW, CHANGE], [REVEAL_PROTECTED], []])
def test_others_are_turned_away(client: Client, held: list[str]) -> None:
    officer(client, *held)
    person = somebody()
    assert ask(client, person).status_code == 403
    assert client.get(page(person, "reveal")).status_code == 403
    assert not ProtectedReveal.objects.exists()


def test_what_is_out_of_scope_is_not_there(client: Client) -> None:
    officer(client, VIEW, REVEAL_PROTECTED)
    assert ask(client, somebody("外县示例乙")).status_code == 404
    assert client.get(reverse("admin:persons_person_reveal", args=["nobody"])).status_code == 404
    assert not ProtectedReveal.objects.exists()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"reason": "看看"}, "至少 4 个字"),
        ({"reason": " "}, "请写明查看的理由"),
        ({"wanted": []}, "请选择要查看的信息"),
        ({"wanted": ["name"]}, "name"),
    ],
)
def test_a_refusal_is_said_in_place_and_loses_nothing(
    client: Client, sent: dict[str, Any], said: str
) -> None:
    officer(client, VIEW, REVEAL_PROTECTED)
    answer = ask(client, somebody(), **sent)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert said in shown
    assert sent.get("reason", "核对备案材料").strip() in shown
    assert PHONE not in shown
    assert not ProtectedReveal.objects.exists()


def test_only_what_is_stored_is_offered(client: Client) -> None:
    officer(client, VIEW, REVEAL_PROTECTED)
    partly = Person.objects.create(name="示例乙", phone=PHONE)
    shown = client.get(page(partly, "reveal")).content.decode()
    assert "私人电话" in shown
    assert "身份证号码" not in shown
    nothing = Person.objects.create(name="示例丙")
    assert "没有登记" in client.get(page(nothing, "reveal")).content.decode()


def test_a_page_is_saved_with_its_numbers_left_alone(client: Client) -> None:
    officer(client, VIEW, CHANGE)
    person = somebody()
    sent = {"name": "示例改", "identity_number": "", "phone": ""}
    assert client.post(page(person), sent).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.identity_number.plain(), person.phone.plain()) == ("示例改", NUMBER, PHONE)
    assert client.post(page(person), sent | {"identity_number": OTHER}).status_code == 302
    person.refresh_from_db()
    assert person.identity_number.plain() == OTHER
    logged = " ".join(entry.change_message + entry.object_repr for entry in LogEntry.objects.all())
    assert "身份证号码" in str([entry.get_change_message() for entry in LogEntry.objects.all()])
    assert OTHER not in logged


def test_what_was_typed_is_still_there_after_an_error(client: Client) -> None:
    officer(client, VIEW, CHANGE)
    person = somebody()
    answer = client.post(page(person), {"name": "", "identity_number": OTHER, "phone": "12345678901"})
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert f'value="{OTHER}"' in shown
    assert "已对照原件，确认无误" in shown
    assert "no-store" in answer["Cache-Control"]
    assert NUMBER not in shown


def test_auditors_read_the_records(client: Client) -> None:
    person = somebody()
    make.reveal(person, fields=["identity_number"], reason="核对示例材料")
    make.reveal(make.unit())
    log_in(client, "审计（只读）")
    url = reverse("admin:foundation_protectedreveal_changelist")
    listed = client.get(url).content.decode()
    assert "身份证号码" in listed
    assert "核对示例材料" in listed
    of_one = client.get(
        url, {"subject_type__id__exact": ProtectedReveal.objects.of(person).get().subject_type_id}
    )
    assert of_one.context["cl"].result_count == 1
    look = ProtectedReveal.objects.of(person).get()
    detail = reverse("admin:foundation_protectedreveal_change", args=[look.pk])
    assert "示例甲" in client.get(detail).content.decode()
    assert client.post(detail, {"reason": "改写过的理由"}).status_code == 403


@pytest.mark.parametrize("role", ["责任编辑", "主编", "单位维护", "账号管理"])
def test_nobody_else_reads_the_records(client: Client, role: str) -> None:
    log_in(client, role)
    assert client.get(reverse("admin:foundation_protectedreveal_changelist")).status_code == 403
