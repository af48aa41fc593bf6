"""Printing at the desk of rating: who may, what is on the paper and what is left out, and that it is on record."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from eldercare import actions
from eldercare.models import Institution, Rating, RatingApplication, RatingDecision
from eldercare.rating_vocabulary import Level
from foundation.chinese_text import squeeze
from foundation.models import ProtectedReveal
from tests import care, printed, rating_desk
from tests.eldercare.desk import client_of, page_of
from tests.rating_desk import as_user, auditor, today

pytestmark = pytest.mark.django_db
REASON = {"reason": "打印申请表交负责人签字"}


def papers(row: Any) -> str:
    return page_of(row, "papers")


def paper(row: Any, slug: str) -> str:
    return reverse(f"admin:eldercare_{row._meta.model_name}_paper", args=[row.pk, slug])


def full(row: RatingApplication) -> str:
    return reverse("admin:eldercare_ratingapplication_full_form", args=[row.pk])


def words(client: Client, address: str) -> str:
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf"), answer.content[:300]
    assert answer["Cache-Control"].startswith("private, no-store")
    return printed.words(answer.content)


def superuser() -> User:
    return User.objects.create_superuser("示例超级")


def test_a_draft_prints_as_it_would_be_handed_in_and_says_it_is_one() -> None:
    application, who = rating_desk.draft()
    said = words(as_user(who.applicant), paper(application, "form"))
    assert "草稿：尚未提交" in said
    assert squeeze(application.institution.name) in said
    assert "申请日期：年月日" in said


def test_the_form_of_a_decided_application_holds_all_stages_and_the_record_and_no_number() -> None:
    application, who = rating_desk.decided(Level.AAA)
    client = as_user(who.approver)
    said = words(client, paper(application, "form"))
    for part in (
        "自评后申请等级：3A等级",
        "乡镇初审意见示例：同意上报。",
        "评定组意见：示例：符合。（建议评定3A级，",
        "县级民政部门意见：示例：同意。（报市级确认3A级",
        "市级民政部门意见：示例：同意。（评定为3A级",
        "该单位评定等级为：3A等级",
        "附页：自评和评定组的评定记录",
    ):
        assert part in said
    assert "草稿" not in said
    assert "身份证号码联系电话" in said
    assert not ProtectedReveal.objects.exists()
    entry = LogEntry.objects.get(object_id=str(application.pk), change_message="打印等级评定申请表")
    assert entry.user == who.approver
    listed = client.get(papers(application)).content.decode()
    assert "等级评定决定书" in listed
    decision = RatingDecision.objects.get()
    assert decision.letter_number in words(client, paper(application, f"letter-{decision.pk}"))


def test_a_refused_application_says_so_on_its_form() -> None:
    application, who = rating_desk.assessed(None)
    actions.refuse(application, reason="示例：差得多。", by=who.approver, at=rating_desk.timezone.localtime())
    said = words(as_user(who.approver), paper(application, "form"))
    assert "（建议不予评定" in said
    assert "县级民政部门意见：示例：差得多。（不予评定" in said
    assert "该单位评定等级为：不予评定等级" in said


@pytest.mark.parametrize("make", [rating_desk.draft, rating_desk.submitted])
def test_numbers_are_printed_by_permission_and_reason_on_record_first(make: Any) -> None:
    application, who = make()
    number = application.institution.identity_number.plain()
    client = as_user(who.applicant)
    answer = client.post(full(application), {"reason": ""})
    assert answer.status_code == 422
    assert not ProtectedReveal.objects.exists()
    answer = client.post(full(application), REASON)
    assert answer["Content-Type"] == "application/pdf"
    assert number in printed.words(answer.content)
    assert ProtectedReveal.objects.get().reason == REASON["reason"]
    assert client.get(full(application)).status_code == 405


def test_who_may_not_reveal_prints_with_blanks_and_is_offered_nothing_more() -> None:
    application, who = rating_desk.submitted()
    client = as_user(who.lead)
    assert "印上证件号码" not in client.get(papers(application)).content.decode()
    assert client.post(full(application), REASON).status_code == 403
    assert not ProtectedReveal.objects.exists()


def test_what_lies_elsewhere_is_not_there() -> None:
    application, _ = rating_desk.decided()
    decision = RatingDecision.objects.get()
    elsewhere = client_of(care.officer("养老县区经办", care.county("530902")))
    nobody = client_of(User.objects.create_user("示例无权", is_staff=True))
    for address in (
        papers(application),
        paper(application, "form"),
        paper(decision, "letter"),
        paper(decision, "certificate"),
        paper(application.institution, "gaps"),
        paper(application.institution, "certificate"),
    ):
        assert elsewhere.get(address).status_code == 404
        assert nobody.get(address).status_code == 403
        assert Client().get(address).status_code == 302
    assert elsewhere.post(full(application), REASON).status_code == 404
    reading = client_of(auditor())
    assert reading.get(paper(decision, "letter")).status_code == 200
    assert reading.get(paper(decision, "nothing")).status_code == 404


def test_a_certificate_leads_to_the_page_of_the_institution(settings: Any) -> None:
    application, who = rating_desk.decided(Level.AA)
    decision, client = RatingDecision.objects.get(), as_user(who.approver)
    said = words(client, paper(decision, "certificate"))
    site = application.institution.get_absolute_url()
    assert f"http://testserver{site}" in said
    assert "2A级" in said and decision.letter_number in said and "云县民政局（盖章）" in said
    rating = Rating.objects.get()
    assert f"至{rating.last_day.year}年{rating.last_day.month}月{rating.last_day.day}日" in said
    settings.SITE = type(settings.SITE)(**{**vars(settings.SITE), "domain": "gazette.example.cn"})
    assert f"https://gazette.example.cn{site}" in words(client, paper(application.institution, "certificate"))
    assert LogEntry.objects.filter(change_message="打印等级证书").count() == 2


def test_no_certificate_of_a_level_that_has_ended_or_of_a_site_nobody_finds() -> None:
    application, who = rating_desk.decided(Level.AA)
    decision, client = RatingDecision.objects.get(), as_user(who.approver)
    site = application.institution
    Institution.objects.filter(pk=site.pk).update(closed_on=today(), closing_reason="示例")
    answer = client.get(paper(decision, "certificate"))
    assert answer.status_code == 422
    assert "不在公开的名录里" in answer.content.decode()
    assert not LogEntry.objects.filter(change_message="打印等级证书").exists()
    other = care.officer("养老县区经办", decision.authority)
    actions.correct_decision(
        decision,
        kind="refuse",  # type: ignore[arg-type]
        level=None,
        effective_on=decision.effective_on,
        grounds="示例：更正。",
        by=other,
        at=rating_desk.timezone.localtime() + timedelta(seconds=1),
    )
    assert client.get(paper(decision, "certificate")).status_code == 404
    assert "不再有效" in words(client, paper(decision, "letter"))
    assert "决定已更正，见" in words(client, paper(application, "form"))


def test_the_gap_sheet_is_printed_to_the_next_level_or_the_one_asked_for() -> None:
    made = rating_desk.eligible()
    client = client_of(care.officer("养老县区经办", made.county))
    rating_desk.rating.edition()
    said = words(client, paper(made, "gaps"))
    assert squeeze("对照的等级：A 级") in said
    assert "现在的等级：没有等级" in said
    assert squeeze("对照的等级：3A 级") in words(client, paper(made, "gaps") + "?level=3A")
    gaps = client.get(page_of(made, "gaps") + "?level=3A").content.decode()
    assert f"{paper(made, 'gaps')}?level=3A" in gaps
    assert client.get(papers(made)).status_code == 200


def test_a_round_offers_the_catalogue_of_ones_own_places_as_of_any_day() -> None:
    round_ = rating_desk.rating.round_of(2026)
    care.township("530902001")
    care.township()
    county = client_of(care.officer("养老县区经办", care.county()))
    text = county.get(page_of(round_, "catalogue") + "?on=2026-06-30").content.decode()
    for ending in ("pdf", "xlsx", "csv"):
        assert f"/eldercare/catalogue/2026/530922.{ending}?on=2026-06-30" in text
    assert "530902" not in text and "全市" not in text
    township = client_of(care.officer("养老乡镇经办", care.township()))
    assert "530922.pdf" in township.get(page_of(round_, "catalogue")).content.decode()
    city = client_of(rating_desk.rating.city_officer())
    text = city.get(page_of(round_, "catalogue")).content.decode()
    assert "/eldercare/catalogue/2026.pdf?on=" in text and "530902.pdf" in text
    wrong = city.get(page_of(round_, "catalogue") + "?on=2026-02-30")
    assert (wrong.status_code, "看不懂这个日期" in wrong.content.decode()) == (400, True)
    nobody = client_of(User.objects.create_user("示例无权", is_staff=True))
    assert nobody.get(page_of(round_, "catalogue")).status_code in (302, 403)
    assert city.get(reverse("admin:eldercare_ratinground_changelist")).status_code == 200
    assert client_of(superuser()).get(page_of(round_)).status_code == 200


@pytest.mark.parametrize(("what", "most"), [("application", 14), ("decision", 10), ("institution", 23)])
def test_papers_ask_a_fixed_number_of_questions(what: str, most: int) -> None:
    application, who = rating_desk.decided(Level.AA)
    row: Any = {
        "application": application,
        "decision": RatingDecision.objects.get(),
        "institution": application.institution,
    }[what]
    client = as_user(who.approver)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(papers(row)).status_code == 200
    assert len(asked) <= most
