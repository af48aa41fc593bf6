"""利害关系 at the desk: who is attached to what; it keeps people off panels and is ended, never rewritten."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from eldercare import actions
from eldercare.models import Affiliation, Institution
from eldercare.refusals import IsAttached
from tests import care, rating_desk
from tests.eldercare.desk import add_page, client_of, list_of, page_of, sent_from
from tests.rating_desk import as_user, today
from tests.supervision import days

pytestmark = pytest.mark.django_db


def said(person: User, site: Institution, **changes: Any) -> dict[str, Any]:
    first = {"user": person.pk, "institution": site.pk, "bond": "relative", "since": days(100), "until": ""}
    return {**first, "remark": "示例", **changes}


def test_the_county_attaches_somebody_who_then_keeps_off_the_panel() -> None:
    application, who = rating_desk.reviewed(with_group=False)
    site = application.institution
    answer = client_of(who.approver).post(add_page(Affiliation), said(who.member, site))
    assert answer.status_code == 302
    made = Affiliation.objects.get()
    assert (made.user, made.institution, made.bond) == (who.member, site, "relative")
    with pytest.raises(IsAttached):
        actions.convene_panel(
            application,
            lead=who.lead,
            members=[who.member],
            by=who.approver,
            at=timezone.localtime(),
        )


def test_somebody_already_on_a_panel_is_pointed_out() -> None:
    application, who = rating_desk.reviewed()
    answer = client_of(who.approver).post(
        add_page(Affiliation), said(who.member, application.institution), follow=True
    )
    assert "的评定组里：请在评定申请里换人" in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "field", "told"),
    [
        ({"user": ""}, "user", "这个字段是必填项"),
        ({"user": "999999"}, "user", "选择一个有效的选项"),
        ({"institution": ""}, "institution", "这个字段是必填项"),
        ({"bond": "friend"}, "bond", "friend"),
        ({"until": date(2000, 1, 1)}, "__all__", "终止日期不能早于起始日期"),
    ],
)
def test_a_wrong_bond_is_refused_and_stays_typed(changes: dict[str, Any], field: str, told: str) -> None:
    site, officer = care.institution(), care.officer()
    answer = client_of(officer).post(add_page(Affiliation), said(officer, site, **changes))
    assert answer.status_code == 200
    assert told in "".join(answer.context["adminform"].form.errors[field])
    assert 'value="示例"' in answer.content.decode()
    assert not Affiliation.objects.exists()


def test_the_same_bond_is_kept_once() -> None:
    site, officer = care.institution(), care.officer()
    client_of(officer).post(add_page(Affiliation), said(officer, site))
    answer = client_of(officer).post(add_page(Affiliation), said(officer, site))
    assert "这一关系已经登记" in answer.content.decode()


def test_a_bond_is_ended_and_neither_rewritten_nor_deleted() -> None:
    site, officer = care.institution(), care.officer()
    made = Affiliation.objects.create(user=officer, institution=site, bond="owner", since=days(50))
    client = client_of(officer)
    page = client.get(page_of(made))
    sent = sent_from(page, until=today(), bond="other", since=days(1))
    assert client.post(page_of(made), sent).status_code == 302
    made.refresh_from_db()
    assert (made.until, made.bond, made.since) == (today(), "owner", days(50))
    assert client.get(page_of(made, "delete")).status_code == 403
    listed = client.get(list_of(Affiliation) + "?lasting=no")
    assert listed.context["cl"].result_count == 0  # its last day still counts


def test_only_who_may_and_only_here() -> None:
    here, there = care.institution(), care.institution(township=care.township("530921101"))
    officer, elsewhere = care.officer(), care.officer("养老县区经办", care.county("530921"))
    made = Affiliation.objects.create(user=officer, institution=here, bond="owner", since=days(50))
    assert as_user(elsewhere).get(page_of(made)).status_code == 404
    assert as_user(elsewhere).get(list_of(Affiliation)).context["cl"].result_count == 0
    refused = client_of(officer).post(add_page(Affiliation), said(officer, there))
    assert refused.context["adminform"].form.errors["institution"]
    assert client_of(officer).post(add_page(Affiliation), said(elsewhere, here)).status_code == 200
    township = care.officer("养老乡镇经办", here.township)
    assert as_user(township).get(add_page(Affiliation)).status_code == 403
    assert as_user(township).get(page_of(made)).status_code == 200
    assert as_user(rating_desk.auditor()).get(add_page(Affiliation)).status_code == 403
    assert as_user(care.officer("责任编辑", care.county())).get(list_of(Affiliation)).status_code == 403
