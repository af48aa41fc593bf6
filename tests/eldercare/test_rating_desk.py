"""The desk of rating: who sees what, which buttons stand there, and that every deed works and refuses in place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from eldercare import actions
from eldercare.models import Affiliation, RatingApplication, RatingDecision
from eldercare.rating_vocabulary import Level, RatingStatus
from tests import care, rating, rating_desk
from tests.rating_desk import (
    as_user,
    assessed,
    buttons,
    draft,
    fresh,
    page,
    proposed,
    reviewed,
    send,
    submitted,
    today,
)

pytestmark = pytest.mark.django_db
LIST = "admin:eldercare_ratingapplication_changelist"
PREPARING = {"self-assess", "materials", "submit", "withdraw"}
Built = tuple[RatingApplication, rating.People]

# What each may press, by where the application stands; who is not named may press nothing.
OFFERED: dict[str, tuple[Callable[[], Built], dict[str, set[str]]]] = {
    "draft": (draft, {"applicant": PREPARING, "reviewer": PREPARING, "approver": PREPARING}),
    "submitted": (
        submitted,
        {"applicant": {"withdraw"}, "reviewer": {"pass", "return", "withdraw"}, "approver": {"withdraw"}},
    ),
    "returned": (rating_desk.returned, {"applicant": PREPARING, "approver": PREPARING}),
    "reviewed": (
        lambda: reviewed(with_group=False),
        {"applicant": {"withdraw"}, "approver": {"convene", "return", "withdraw"}},
    ),
    "with a group": (
        reviewed,
        {
            "applicant": {"withdraw"},
            "approver": {"convene", "return", "withdraw"},
            "lead": {"record", "finish"},
            "member": {"record"},
        },
    ),
    "assessed": (
        assessed,
        {
            "applicant": {"withdraw"},
            "approver": {"approve", "refuse", "return", "send-back", "withdraw"},
        },
    ),
    "found below A": (
        lambda: assessed(None),
        {"applicant": {"withdraw"}, "approver": {"refuse", "return", "send-back", "withdraw"}},
    ),
    "proposed": (
        proposed,
        {"applicant": {"withdraw"}, "confirmer": {"confirm", "remand", "decline"}},
    ),
    "decided": (rating_desk.decided, {}),
}
PEOPLE = ("applicant", "reviewer", "lead", "member", "approver", "confirmer")


@pytest.mark.parametrize("state", OFFERED)
def test_a_button_stands_where_the_verb_would_let_this_person_act(state: str) -> None:
    build, offered = OFFERED[state]
    application, who = build()
    found = {name: buttons(as_user(getattr(who, name)), page(application)) for name in PEOPLE}
    assert found == {name: offered.get(name, set()) for name in PEOPLE}
    assert buttons(as_user(rating_desk.auditor()), page(application)) == set()


def test_who_is_attached_to_the_institution_is_offered_nothing_but_the_applicants_part() -> None:
    application, who = assessed()
    Affiliation.objects.create(
        user=who.approver, institution=application.institution, bond="relative", since="2020-01-01"
    )
    assert buttons(as_user(who.approver), page(application)) == {"withdraw"}


def test_each_sees_the_applications_of_their_places() -> None:
    application, who = submitted()
    elsewhere = care.officer("养老县区经办", care.county("530921"))
    next_door = care.officer("养老乡镇经办", care.township("530922102"))
    assessor = care.officer("养老评定员", care.county())
    seeing = [who.applicant, assessor, who.approver, who.confirmer, rating_desk.auditor()]
    for user in seeing:
        assert as_user(user).get(reverse(LIST)).context["cl"].result_count == 1, user
        assert as_user(user).get(page(application)).status_code == 200
    for user in (elsewhere, next_door):
        assert as_user(user).get(reverse(LIST)).context["cl"].result_count == 0, user
        assert as_user(user).get(page(application)).status_code == 404
        for deed in ("self-assess", "approve", "convene"):
            assert as_user(user).get(page(application, deed)).status_code in (403, 404)
    assert Client().get(page(application)).status_code == 302
    assert "login" in Client().get(reverse(LIST)).headers["location"]


def test_nothing_is_typed_on_the_page_itself_and_numbers_are_masked() -> None:
    application, who = assessed()
    answer = as_user(who.approver).get(page(application))
    said = answer.content.decode()
    assert str(application.identity_number) in said
    assert application.identity_number.plain() not in said
    assert application.person_phone.plain() not in said
    assert 'type="text"' not in said.split('id="content-main"')[1].split("</form>")[0]
    assert as_user(who.approver).post(page(application), {"name": "改"}).status_code in (302, 403)
    assert fresh(application).name == application.name


def test_the_page_shows_stages_marks_beside_findings_group_and_history() -> None:
    application, who = assessed()
    finding = application.findings.first()
    assert finding is not None
    answer = as_user(who.approver).get(page(application))
    said = answer.content.decode()
    assert [stage.state for stage in answer.context["stages"]] == ["done", "done", "done", "now", "skipped"]
    assert answer.context["differing"] > 0  # the institution says 3A of everything, the group found 2A
    assert "不一致" in said
    for name in (who.lead.username, who.member.username, "示例：符合。", "示例：同意上报。"):
        assert name in said
    assert "完成评定" in said


def test_the_township_passes_and_the_county_appoints_a_group() -> None:
    application, who = submitted()
    answer = send(who.reviewer, application, "pass", opinion="")
    assert answer.status_code == 422
    assert "请写明意见" in answer.content.decode()
    assert send(who.reviewer, application, "pass", opinion="同意上报").status_code == 302
    assert fresh(application).review_opinion == "同意上报"

    answer = send(who.approver, application, "convene", lead=who.lead.pk, members=[who.lead.pk])
    assert answer.status_code == 422
    assert "评定组至少 2 人" in answer.content.decode()
    assert (
        send(who.approver, application, "convene", lead=who.lead.pk, members=[who.member.pk]).status_code
        == 302
    )
    assert {seat.user for seat in application.panel.all()} == {who.lead, who.member}


def test_unfit_members_are_refused_with_a_sentence_and_the_choice_stays() -> None:
    application, who = reviewed(with_group=False)
    attached = care.officer("养老评定员", care.county(), name="tied")
    Affiliation.objects.create(
        user=attached, institution=application.institution, bond="employed", since="2020-01-01"
    )
    acted = care.officer("养老县区经办", care.county(), care.township(), name="acted")
    returned_and_handed_in_again_by(acted, application)
    for person, told in ((attached, "登记有利害关系"), (acted, "已经以其他身份办理过")):
        answer = send(who.approver, application, "convene", lead=who.lead.pk, members=[person.pk])
        assert answer.status_code == 422
        assert told in answer.content.decode()
        assert f'value="{person.pk}" selected' in answer.content.decode()
    stranger = care.officer("养老评定员", care.county("530921"))
    answer = send(who.approver, application, "convene", lead=who.lead.pk, members=[stranger.pk])
    assert "不在本县（区）的评定人员里" in answer.content.decode()
    assert application.panel.count() == 0


def returned_and_handed_in_again_by(user: Any, application: RatingApplication) -> None:
    """The county returned it to the applicant, who handed it in again, and it was reviewed anew."""
    at = timezone.localtime()
    applicant = application.submitted_by
    reviewer = application.reviewed_by
    assert applicant is not None and reviewer is not None and application.applied_on is not None
    actions.return_application(application, reason="示例：请补正。", by=user, at=at)
    actions.submit_application(
        fresh(application),
        level=Level.AA,
        applied_on=application.applied_on,
        commitment_on=application.applied_on,
        by=applicant,
        at=at,
    )
    actions.pass_review(fresh(application), opinion="示例：同意。", by=reviewer, at=at)


def test_the_lead_can_give_no_level_above_what_was_found() -> None:
    application, who = reviewed()
    answer = as_user(who.lead).get(page(application, "finish"))
    assert "条没有评定记录" in answer.content.decode()
    assert 'name="confirm"' not in answer.content.decode()
    found = rating.findings(application, Level.AA)
    actions.record_findings(application, found=found, by=who.member, at=timezone.localtime())
    answer = as_user(who.lead).get(page(application, "finish"))
    said = answer.content.decode()
    assert "评定记录达到 2A 级" in said
    assert "没有达到 3A 级的：R02 医疗机构执业许可" in said
    levels = dict(answer.context["form"].fields["level"].choices)
    assert list(levels) == ["2A", "A", "none"]
    said_by_lead = {"visit_mode": "both", "visited_on": today(), "opinion": "符合 2A 级"}
    assert send(who.lead, application, "finish", level="3A", **said_by_lead).status_code == 422
    answer = send(who.member, application, "finish", level="2A", **said_by_lead)
    assert "您不是这份申请的组长" in answer.content.decode()
    assert "符合 2A 级" in answer.content.decode()
    assert send(who.lead, application, "finish", level="2A", **said_by_lead).status_code == 302
    assert fresh(application).panel_level == "2A"


def test_the_county_approves_and_the_first_possible_day_is_told() -> None:
    application, who = assessed()
    answer = as_user(who.approver).get(page(application, "approve"))
    said = answer.content.decode()
    assert f"最早从 {today()} 起" in said
    assert answer.context["form"]["effective_on"].value() == today()
    yesterday = today() - timedelta(days=1)
    sent = {"level": "2A", "opinion": "同意定级", "effective_on": yesterday}
    answer = send(who.approver, application, "approve", **sent)
    assert answer.status_code == 422
    assert f"生效日期 {yesterday} 早于决定日期" in answer.content.decode()
    assert "同意定级" in answer.content.decode()
    assert send(who.approver, application, "approve", **sent | {"effective_on": ""}).status_code == 302
    assert RatingDecision.objects.get().effective_on == today()


def test_two_officers_decide_at_once_and_the_second_is_told_what_happened() -> None:
    application, who = assessed()
    other = care.officer("养老县区经办", care.county())
    assert send(who.approver, application, "approve", level="2A", opinion="同意").status_code == 302
    answer = send(other, application, "refuse", reason="不够")
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "现在是“已评定”" in said
    assert who.approver.username in said
    assert "不够" in said


@pytest.mark.parametrize(
    ("deed", "build", "by", "status"),
    [
        ("return", submitted, "reviewer", RatingStatus.RETURNED),
        ("return", assessed, "approver", RatingStatus.RETURNED),
        ("send-back", assessed, "approver", RatingStatus.REVIEWED),
        ("refuse", assessed, "approver", RatingStatus.REFUSED),
        ("remand", proposed, "confirmer", RatingStatus.ASSESSED),
        ("decline", proposed, "confirmer", RatingStatus.REFUSED),
        ("withdraw", submitted, "applicant", RatingStatus.WITHDRAWN),
    ],
)
def test_deeds_that_ask_for_a_reason(
    deed: str, build: Callable[[], Built], by: str, status: RatingStatus
) -> None:
    application, who = build()
    user = getattr(who, by)
    assert as_user(user).get(page(application, deed)).status_code == 200
    assert fresh(application).status == application.status  # asking changes nothing
    answer = send(user, application, deed, reason=" ")
    assert answer.status_code == 422
    assert "请写明原因" in answer.content.decode()
    assert send(user, application, deed, reason="示例原因").status_code == 302
    assert fresh(application).status == status
    assert application.moves.order_by("-pk")[0].remark == "示例原因"


def test_the_city_confirms_or_gives_less() -> None:
    application, who = proposed()
    answer = as_user(who.confirmer).get(page(application, "confirm"))
    assert list(dict(answer.context["form"].fields["level"].choices)) == ["3A", "2A", "A"]
    sent = {"level": "2A", "opinion": "复核后定为 2A"}
    assert send(who.approver, application, "confirm", **sent).status_code == 403
    assert send(who.confirmer, application, "confirm", **sent).status_code == 302
    assert RatingDecision.objects.get().level == "2A"


def test_lists_are_narrowed_by_what_waits_for_me() -> None:
    application, who = assessed()
    proposed(), draft()
    client = as_user(who.approver)

    def count(asked: str) -> int:
        found: int = client.get(f"{reverse(LIST)}?{asked}").context["cl"].result_count
        return found

    assert count("") == 3
    assert count("waiting=mine") == count("waiting=approve") == 1
    assert count("waiting=confirm") == 0
    assert count("status__exact=proposed") == 1
    assert count("county=530922") == 3
    assert count(f"q={application.institution.name}") == 1
    assert count(f"round__id__exact={application.round_id}") == 3
