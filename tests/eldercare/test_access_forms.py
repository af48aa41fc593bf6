"""What is sent by hand to the forms of the desk: numbers of places, operators and institutions elsewhere are refused at
their field, and nobody writes where they only look."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from eldercare.models import Institution, Operator, Registration, StaffCount
from tests import care
from tests.eldercare.desk import add_page, client_of, page_of, row_of, sent_from
from tests.eldercare.places import TOWNSHIPS, Site, site, somebody
from tests.eldercare.test_access import written

pytestmark = pytest.mark.django_db


def errors_of(answer: Any, field: str) -> str:
    assert answer.status_code == 200
    return " ".join(answer.context["adminform"].form.errors.get(field, []))


def institution_sent(client: Client, institution: Institution, **typed: Any) -> Any:
    page = page_of(institution)
    return client.post(page, sent_from(client.get(page), **typed))


def registration_sent(where: Site, **typed: Any) -> dict[str, Any]:
    other = care.institution(township=where.institution.township, registered=False)
    values = {
        "institution": other.pk,
        "operator": other.operator_id,
        "kind": "social",
        "authority": "示例县民政局",
        "number": "示例证字第9号",
        "registered_on": "2025-01-06",
        "changes-TOTAL_FORMS": 0,
        "changes-INITIAL_FORMS": 0,
    }
    return values | typed


@pytest.mark.parametrize("role", ["township", "county"])
def test_an_institution_is_not_moved_to_a_place_elsewhere(role: str) -> None:
    """Nor to a county or the city: an institution lies in a township."""
    institution = care.institution(township=care.township(TOWNSHIPS["here"]))
    client, page = client_of(somebody(role)), page_of(institution)
    sent = sent_from(client.get(page))
    before = written()
    for place in (care.township(TOWNSHIPS["there"]), care.county("530922"), care.city()):
        answer = client.post(page, sent | {"township": str(place.pk)})
        assert "选择一个有效的选项" in errors_of(answer, "township")
    assert written() == before


def test_a_township_officer_enters_nothing_next_door() -> None:
    institution = care.institution(township=care.township(TOWNSHIPS["here"]))
    near = care.township(TOWNSHIPS["near"])
    answer = institution_sent(client_of(somebody("township")), institution, township=str(near.pk))
    assert "选择一个有效的选项" in errors_of(answer, "township")
    moved = institution_sent(client_of(somebody("county")), institution, township=str(near.pk))
    assert moved.status_code == 302
    institution.refresh_from_db()
    assert institution.township == near


def test_while_its_filing_waits_an_institution_is_not_moved_at_the_desk() -> None:
    here, near = site("here"), care.township(TOWNSHIPS["near"])
    answer = institution_sent(client_of(somebody("county")), here.institution, township=str(near.pk))
    assert answer.status_code == 302
    here.institution.refresh_from_db()
    assert here.institution.township.code == TOWNSHIPS["here"]


def test_the_operator_is_not_exchanged_by_hand_once_a_form_was_handed_in() -> None:
    here = site("here")
    other = care.operator("social")
    answer = institution_sent(client_of(somebody("county")), here.institution, operator=str(other.pk))
    assert answer.status_code == 302
    assert Institution.objects.get(pk=here.institution.pk).operator == here.institution.operator


@pytest.mark.parametrize("role", ["township", "registry"])
def test_a_registration_is_not_put_on_an_institution_elsewhere(role: str) -> None:
    here, there = site("here"), site("there")
    client = client_of(somebody(role))
    page = add_page(Registration)
    elsewhere = care.institution(township=there.institution.township, registered=False)
    answer = client.post(page, registration_sent(here, institution=elsewhere.pk))
    assert "选择一个有效的选项" in errors_of(answer, "institution")
    assert not elsewhere.registrations.exists()
    assert client.post(page, registration_sent(here)).status_code == 302


def test_a_registration_stays_with_its_institution() -> None:
    here, there = site("here"), site("there")
    client, page = client_of(somebody("county")), page_of(here.registration)
    sent = sent_from(client.get(page), institution=str(there.institution.pk), number="示例证字第8号")
    assert client.post(page, sent).status_code == 302
    here.registration.refresh_from_db()
    assert (here.registration.institution, here.registration.number) == (here.institution, "示例证字第8号")


def test_rows_of_an_institution_elsewhere_are_not_written_through_ones_own() -> None:
    """A row's number and owner are hidden fields of the page; both are sent back by the browser."""
    here, there = site("here"), site("there")
    theirs = StaffCount.objects.create(institution=there.institution, counted_on=care.DAY, total=5)
    client = client_of(somebody("county"))
    row = row_of("staff_counts", 0, id=theirs.pk, institution=here.institution.pk, total=9) | {
        "staff_counts-0-counted_on": "2026-03-10",
        "staff_counts-INITIAL_FORMS": 1,
    }
    institution_sent(client, here.institution, **row)
    theirs.refresh_from_db()
    assert (theirs.institution, theirs.total) == (there.institution, 5)
    new = row_of("staff_counts", 0, institution=there.institution.pk, total=9, full_time=1, nurses=0)
    new |= {f"staff_counts-0-{part}": 0 for part in ("social_workers", "cooks", "medical")}
    new |= {"staff_counts-0-counted_on": "2026-03-09", "staff_counts-0-id": ""}
    institution_sent(client, here.institution, **new)
    assert not StaffCount.objects.filter(institution=there.institution, total=9).exists()


@pytest.mark.parametrize("role", ["city", "auditor"])
def test_who_only_looks_writes_nothing(role: str) -> None:
    here, client = site("here"), client_of(somebody(role))
    before = written()
    for row in here.rows.values():
        shown = client.get(page_of(row))
        assert shown.status_code == 200
        assert "_save" not in shown.content.decode(), row
        assert client.post(page_of(row), {"name": "另名"}).status_code == 403, row
        assert client.post(page_of(row, "delete"), {"post": "yes"}).status_code == 403, row
    assert client.post(add_page(Institution), {}).status_code == 403
    assert written() == before


def test_an_operator_is_corrected_where_it_is_at_home_or_runs_something() -> None:
    township = care.township(TOWNSHIPS["here"])
    at_home = care.operator("social", county=care.county("530922"))
    elsewhere = care.operator("social", county=care.county("530902"))
    runs_here = care.institution(
        township=township, operator=care.operator("social", county=care.county("530902"))
    ).operator
    for role in ("township", "county", "registry"):
        client = client_of(somebody(role))
        for operator, may in ((at_home, True), (runs_here, True), (elsewhere, False)):
            page = page_of(operator)
            assert client.get(page).status_code == 200  # operators are no secret
            sent = {"name": f"{role}改名{operator.pk}", "kind": operator.kind, "county": operator.county_id}
            sent |= {"credit_code": "", "established_on": ""}
            assert client.post(page, sent).status_code == (302 if may else 403), (role, operator)
            operator.refresh_from_db()
            assert (operator.name == sent["name"]) is may
    assert client_of(somebody("nowhere")).post(page_of(at_home), {"name": "x"}).status_code == 403
    assert Operator.objects.get(pk=elsewhere.pk).name.startswith("示例运营")


def test_the_same_person_elsewhere_is_not_named() -> None:
    """That somebody with this number is in charge elsewhere is a doubt to clear, not a name to learn."""
    there = site("there")
    number = there.institution.identity_number.plain()
    institution = care.institution(township=care.township(TOWNSHIPS["here"]))
    answer = institution_sent(client_of(somebody("county")), institution, identity_number=number)
    said = errors_of(answer, "identity_number")
    assert "您辖区以外的机构" in said
    assert there.institution.name not in answer.content.decode()
    assert number not in said


def test_what_was_entered_by_mistake_goes_only_before_anything_hangs_on_it() -> None:
    client = client_of(somebody("county"))
    mistake = care.institution(registered=False)
    assert client.post(page_of(mistake, "delete"), {"post": "yes"}).status_code == 302
    assert not Institution.objects.filter(pk=mistake.pk).exists()
    registered = care.institution()
    assert client.post(page_of(registered, "delete"), {"post": "yes"}).status_code in (200, 403)
    assert Institution.objects.filter(pk=registered.pk).exists()
    here = site("here")
    assert client.post(page_of(here.institution, "delete"), {"post": "yes"}).status_code == 403
    assert client_of(somebody("township")).post(page_of(registered, "delete")).status_code == 403
