"""运营主体承接: the site stays, who runs it changes; registration, filing and their deadlines follow."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from eldercare import actions
from eldercare.models import Filing, Institution, Registration, Succession
from eldercare.refusals import DaysOutOfOrder, FilingIncomplete, NotOnDuty, SuccessionRefused
from foundation.models import WorkYear
from foundation.refusals import NotPermitted, RemarkRequired
from tests import care
from tests.care import AT, DAY
from tests.eldercare.desk import client_of, page_of

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)


def hand_over(institution: Institution, **fields: Any) -> Succession:
    values: dict[str, Any] = {"on": DAY, "basis": " 示例委托协议第2号 ", "at": AT}
    if "successor" not in fields:
        fields["successor"] = care.operator("social", county=institution.county)
    if "by" not in fields:
        fields["by"] = care.colleague(institution)
    return actions.succeed(institution, **values | fields)


def test_a_new_operator_runs_the_same_site() -> None:
    institution = care.institution()
    before = institution.operator
    row = hand_over(institution)
    institution.refresh_from_db()
    assert institution.operator == row.successor
    assert (row.predecessor, row.on, row.basis, row.recorded_at) == (before, DAY, "示例委托协议第2号", AT)
    assert list(before.handovers.all()) == list(row.successor.takeovers.all()) == [row]
    assert Registration.objects.get().ended_on == DAY


def test_what_the_successor_already_has_registered_stays() -> None:
    """Registered first, recorded as a succession later: the order in which papers arrive at the desk."""
    institution = care.institution()
    successor = care.operator("social", county=institution.county)
    Registration.objects.update(ended_on=DAY - ONE_DAY)
    care.registration(institution, operator=successor, registered_on=DAY - ONE_DAY)
    hand_over(institution, successor=successor)
    assert Registration.objects.in_force().get().operator == successor


def test_the_filing_in_force_stays_until_a_change_is_filed() -> None:
    filing = care.accepted()
    institution, by = filing.institution, care.colleague(filing.institution)
    before = filing.operator
    row = hand_over(institution)
    assert Filing.objects.public().get() == filing
    assert Filing.objects.out_of_date().get() == filing
    page = reverse("eldercare:institution_json", args=[institution.pk])
    assert client_of(by).get(page).json()["operator"] == before.name  # as it was filed
    change = actions.open_filing(institution, change_summary="示例：运营主体变更", by=by, at=AT)
    with pytest.raises(FilingIncomplete, match="还没有登记"):
        actions.submit_filing(change, filed_on=DAY, commitment_on=DAY, by=by, at=AT)
    institution.refresh_from_db()
    care.registration(institution)
    change = actions.submit_filing(change, filed_on=DAY, commitment_on=DAY, by=by, at=AT)
    assert change.operator == row.successor
    actions.accept_filing(change, by=care.colleague(institution), at=AT)
    assert not Filing.objects.out_of_date().exists()
    assert client_of(by).get(page).json()["operator"] == row.successor.name


def test_from_the_village_to_a_third_party_the_next_filing_goes_to_the_county() -> None:
    filing = care.accepted(kind_of_operator="village")
    institution, by = filing.institution, care.colleague(filing.institution)
    hand_over(institution)
    institution.refresh_from_db()
    care.registration(institution)
    change = actions.open_filing(institution, change_summary="示例：引入第三方", by=by, at=AT)
    assert (filing.authority, change.authority) == (institution.township, institution.county)
    change = actions.submit_filing(change, filed_on=DAY, commitment_on=DAY, by=by, at=AT)
    with pytest.raises(NotOnDuty, match="由云县受理"):
        actions.accept_filing(change, by=care.officer("养老乡镇经办", institution.township), at=AT)
    actions.accept_filing(change, by=care.officer("养老县区经办", institution.county), at=AT)
    assert Filing.objects.in_force().get() == change
    calendar = WorkYear.objects.calendar()
    assert not Institution.objects.overdue(on=date(2026, 12, 1), calendar=calendar).exists()


def test_a_draft_opened_for_the_old_operator_is_handed_in_for_the_new_one() -> None:
    draft = care.draft()
    institution, by = draft.institution, care.colleague(draft.institution)
    village = care.operator("village", county=institution.county)
    hand_over(institution, successor=village)
    filing = actions.submit_filing(draft, filed_on=DAY, commitment_on=DAY, by=by, at=AT)
    assert (filing.operator, filing.path, filing.authority) == (village, "self_run", institution.township)
    assert (filing.registration_number, filing.due_on) == ("", None)


def test_while_a_filing_waits_nobody_takes_over() -> None:
    filing = care.submitted()
    with pytest.raises(SuccessionRefused, match="有一份备案正等待受理"):
        hand_over(filing.institution)
    actions.return_filing(filing, reason="示例", by=care.colleague(filing.institution), at=AT)
    hand_over(filing.institution)


def test_who_runs_it_already_takes_over_nothing() -> None:
    institution = care.institution()
    with pytest.raises(SuccessionRefused, match="现在就由"):
        hand_over(institution, successor=institution.operator)


WRONG_DAYS = [
    (DAY + ONE_DAY, "还没有到"),
    (date(2026, 1, 31), "早于新运营主体成立日期 2026-02-01"),
]


@pytest.mark.parametrize(("on", "said"), WRONG_DAYS)
def test_days_out_of_order_are_told(on: date, said: str) -> None:
    institution = care.institution()
    successor = care.operator("social", county=institution.county, established_on=date(2026, 2, 1))
    with pytest.raises(DaysOutOfOrder, match=said) as refused:
        hand_over(institution, successor=successor, on=on)
    assert refused.value.field == "on"
    assert not Succession.objects.exists()
    institution.refresh_from_db()
    assert institution.operator != successor


def test_successions_follow_each_other_in_time() -> None:
    institution = care.institution()
    hand_over(institution, on=DAY - ONE_DAY)
    for day in (DAY - ONE_DAY, DAY - 2 * ONE_DAY):
        with pytest.raises(DaysOutOfOrder, match="上一次承接是 2026-03-09"):
            hand_over(Institution.objects.get(), on=day)
    back = institution.successions.get().predecessor
    row = hand_over(Institution.objects.get(), successor=back)  # and may lead back
    assert Institution.objects.get().operator == row.successor == back


@pytest.mark.parametrize("basis", ["", "  ", "\u3000"])
def test_a_succession_has_a_basis(basis: str) -> None:
    with pytest.raises(RemarkRequired, match="请写明承接的依据"):
        hand_over(care.institution(), basis=basis)


def test_only_who_keeps_the_register_here_records_a_succession() -> None:
    institution = care.institution()
    for role in ("养老乡镇经办", "养老市级管理", "养老审计（只读）"):
        with pytest.raises(NotPermitted, match="没有办理运营主体承接的权限"):
            hand_over(institution, by=care.officer(role, institution.county))
    for role in ("养老县区经办", "养老登记管理"):
        with pytest.raises(NotOnDuty, match="不在您的辖区"):
            hand_over(institution, by=care.officer(role, care.county("530902")))
    assert not Succession.objects.exists()
    hand_over(institution, by=care.officer("养老登记管理", institution.county))


def test_at_the_desk_a_refusal_is_said_at_its_field_and_the_rest_happens() -> None:
    institution = care.institution()
    client = client_of(care.officer("养老登记管理", institution.county))
    successor = care.operator("social", county=institution.county)
    sent = {"successor": successor.pk, "on": "2999-01-01", "basis": "示例协议"}
    answer = client.post(page_of(institution, "succeed"), sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["on"])
    assert "示例协议" in answer.content.decode()
    answer = client.post(page_of(institution, "succeed"), sent | {"on": "2026-03-10"})
    assert answer.status_code == 302
    shown = client.get(page_of(institution)).content.decode()
    assert "示例协议" in shown
    assert Institution.objects.get().operator == successor
