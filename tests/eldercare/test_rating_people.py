"""Nobody acts in two parts on one application, and nobody attached to the institution in any but the applicant's: not by
leaving the group, not by choosing it, not as a superuser; not past the verbs either.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from eldercare import actions
from eldercare.models import Affiliation, Finding, Institution, PanelMember, RatingApplication, RatingMove
from eldercare.rating_vocabulary import Level
from eldercare.refusals import ActsTwice, IsAttached, NotOnDuty, PanelIncomplete
from foundation.models import Jurisdiction
from foundation.refusals import NotPermitted
from tests import care, make, rating
from tests.eldercare.broken import constraint_of, refused, refused_new
from tests.eldercare.rating_verbs import PART, REASON, Standing, brief_edition, standing, tried
from tests.eldercare.unguarded import refused_by_check
from tests.rating import AT, People

pytestmark = pytest.mark.django_db
PARTS = ("applicant", "reviewer", "lead", "approver", "confirmer")


@pytest.fixture(autouse=True)
def _edition() -> None:
    brief_edition()


def attach(
    user: User, site: Institution, *, since: date = date(2026, 1, 1), until: date | None = None
) -> None:
    Affiliation.objects.create(user=user, institution=site, bond="employed", since=since, until=until)


def chief(one: Standing) -> User:
    """A superuser on duty everywhere."""
    person = User.objects.create_superuser(f"chief{make.serial()}")
    site = one.application.institution
    for place in (site.township, site.county, care.city()):
        Jurisdiction.objects.create(user=person, division=place)
    return person


def test_a_superuser_acts_in_one_part_only_as_everybody() -> None:
    """Whatever a superuser on duty everywhere did first, every other part is refused."""
    site = rating.eligible()
    everyone = rating.people(site)
    for first in PARTS:
        one = standing("draft", institution=site, who=everyone)
        person = chief(one)
        who = People(**{**vars(everyone), first: person})
        actions.withdraw_application(one.application, reason=REASON, by=everyone.applicant, at=AT)
        one = standing("proposed", institution=site, who=who)
        if first == "confirmer":
            actions.remand(one.application, reason=REASON, by=person, at=AT)
        acted = set(RatingMove.objects.filter(by=person).values_list("capacity", flat=True))
        assert len(acted) == 1, first
        _every_other_part_is_refused(one, person, first)
        by = who.applicant
        actions.withdraw_application(one.application, reason=REASON, by=by, at=AT)


def _every_other_part_is_refused(one: Standing, person: User, first: str) -> None:
    stands = RatingApplication.objects.get(pk=one.application.pk).status
    for verb, (part, state) in PART.items():
        if part != first and state == stands and verb not in ("open", "convene", "find"):
            assert tried(verb, one, person) == "twice", (first, verb)


def test_one_person_in_two_columns_is_refused_by_the_database() -> None:
    columns = ("submitted_by", "reviewed_by", "assessed_by", "approved_by", "confirmed_by")
    one = standing("proposed")
    actions.confirm(one.application, level=Level.AAA, opinion=REASON, by=one.who.confirmer, at=AT)
    row = RatingApplication.objects.get(pk=one.application.pk)
    for first, then in combinations(columns, 2):
        refused_by_check(row, "application_people_are_different", **{then: getattr(row, first)})


def test_a_line_of_history_in_a_second_part_is_refused_past_the_verbs() -> None:
    one = standing("assessed")
    like = {"application": one.application, "at": AT, "from_status": "assessed", "to_status": "proposed"}
    for capacity, person in [
        ("county", one.who.applicant),
        ("county", one.who.reviewer),
        ("county", one.who.lead),
        ("county", one.who.member),  # sat in the group and wrote findings, moved nothing
        ("panel", one.who.applicant),
        ("city", one.who.reviewer),
    ]:
        refused_new(
            "rating_people_are_apart",
            RatingMove,
            **like | {"verb": "propose", "capacity": capacity, "by": person},
        )


def test_who_left_the_group_still_took_part() -> None:
    """Findings outlast the appointment of who wrote them; whoever wrote them decides nothing."""
    one = standing("reviewed")
    site, application = one.application.institution, one.application
    writer = care.officer("养老县区经办", site.county)
    actions.convene_panel(application, lead=one.who.lead, members=[writer], by=one.who.approver, at=AT)
    found = rating.findings(application, Level.AAA)
    actions.record_findings(application, found=found, by=writer, at=AT)
    actions.convene_panel(
        application, lead=one.who.lead, members=[one.who.member], by=one.who.approver, at=AT
    )
    assert not application.panel.filter(user=writer).exists()
    with pytest.raises(ActsTwice, match="您写过这份申请的评定记录"):
        actions.return_application(application, reason=REASON, by=writer, at=AT)
    refused_new(
        "rating_people_are_apart",
        RatingMove,
        application=application,
        verb="return",
        capacity="county",
        from_status="reviewed",
        to_status="returned",
        by=writer,
        at=AT,
    )


def test_findings_of_somebody_attached_are_written_anew_by_another() -> None:
    one = standing("reviewed")
    who, application = one.who, one.application
    attach(who.member, application.institution)
    with pytest.raises(IsAttached, match="您与"):
        actions.record_findings(
            application, found=rating.findings(application, Level.A), by=who.member, at=AT
        )
    actions.convene_panel(application, lead=who.lead, members=[one.spare[0]], by=who.approver, at=AT)
    assert tried("assess", one, who.lead) == "bond"  # the findings are still those of who is attached
    actions.record_findings(
        application, found=rating.findings(application, Level.AAA), by=one.spare[0], at=AT
    )
    assert tried("assess", one, who.lead) == "yes"


def test_nothing_goes_on_upon_the_word_of_somebody_attached_but_back_it_goes() -> None:
    one = standing("proposed")
    attach(one.who.reviewer, one.application.institution)
    for verb, said in {"confirm": "bond", "decline": "bond", "remand": "yes"}.items():
        assert tried(verb, one, one.who.confirmer) == said
    assert tried("withdraw", one, one.who.applicant) == "yes"


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        (date(2026, 6, 10), None, "bond"),  # the day itself, and from that day
        (date(2026, 6, 11), None, "yes"),
        (date(2020, 1, 1), date(2026, 6, 10), "bond"),
        (date(2020, 1, 1), date(2026, 6, 9), "yes"),
    ],
)
def test_an_attachment_counts_on_the_days_it_lasts(since: date, until: date | None, said: str) -> None:
    one = standing("submitted")
    attach(one.who.reviewer, one.application.institution, since=since, until=until)
    assert tried("pass", one, one.who.reviewer) == said


def test_who_runs_the_institution_sits_in_no_group() -> None:
    one = standing("reviewed")
    owner = care.officer("养老评定员", one.application.institution.county)
    attach(owner, one.application.institution)
    for lead, member in ((owner, one.who.member), (one.who.lead, owner)):
        with pytest.raises(IsAttached, match="不能进评定组"):
            actions.convene_panel(one.application, lead=lead, members=[member], by=one.who.approver, at=AT)
    refused_new(
        "rating_people_are_independent",
        PanelMember,
        application=one.application,
        user=owner,
        appointed_by=one.who.approver,
        appointed_at=AT,
    )
    member = one.application.panel.get(user=one.who.member)
    refused(member, "rating_people_are_independent", user=owner)


def test_findings_are_written_by_the_group_and_by_nobody_attached() -> None:
    one = standing("reviewed")
    finding = one.application.findings.order_by("pk")[0]
    refused(finding, "finding_is_by_a_member", by=one.who.approver)
    attach(one.who.lead, one.application.institution)
    refused(finding, "rating_people_are_independent", by=one.who.lead)
    assert Finding.objects.get(pk=finding.pk).by == one.who.member


def test_who_may_choose_the_group_and_who_may_sit_in_it() -> None:
    one = standing("reviewed")
    site, application = one.application.institution, one.application
    elsewhere = care.officer("养老评定员", care.county("530902"))
    gone = care.officer("养老评定员", site.county)
    gone.is_active = False
    gone.save()
    lead, by = one.who.lead, one.who.approver
    for people, refusal in [
        ([elsewhere], NotOnDuty),
        ([gone], NotPermitted),
        ([make.staff()], NotPermitted),
        ([], PanelIncomplete),
        ([lead], PanelIncomplete),  # one person is not two
    ]:
        with pytest.raises(refusal, match=r"。$"):
            actions.convene_panel(application, lead=lead, members=people, by=by, at=AT)
    assert application.panel.count() == 2


def test_who_handed_the_application_in_does_not_choose_the_group() -> None:
    site = rating.eligible()
    applicant = care.officer("养老县区经办", site.county)
    who = People(**{**vars(rating.people(site)), "applicant": applicant})
    one = standing("reviewed", institution=site, who=who)
    with pytest.raises(ActsTwice, match="不能组成评定组"):
        actions.convene_panel(one.application, lead=one.spare[0], members=[one.spare[1]], by=applicant, at=AT)
    with pytest.raises(ActsTwice, match="不能进评定组"):
        actions.convene_panel(one.application, lead=one.who.lead, members=[applicant], by=who.approver, at=AT)
    refused_new(
        "rating_people_are_apart",
        PanelMember,
        application=one.application,
        user=applicant,
        appointed_by=who.approver,
        appointed_at=AT,
    )


def test_a_group_of_one_or_without_its_lead_assesses_nothing_past_the_verbs() -> None:
    one = standing("reviewed")
    done = {
        "status": "assessed",
        "assessed_at": AT,
        "visit_mode": "both",
        "visited_on": rating.DAY,
        "panel_level": "A",
        "panel_opinion": "示例",
    }
    name = "application_is_assessed_by_its_panel"
    refused(one.application, name, **done | {"assessed_by": one.who.member})  # not the lead
    refused(one.application, "rating_history_is_whole", **done | {"assessed_by": one.who.lead})  # else whole
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        one.application.findings.filter(criterion__code="R02").delete()
        RatingApplication.objects.filter(pk=one.application.pk).update(**done | {"assessed_by": one.who.lead})
    assert constraint_of(error.value) == name
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        one.application.panel.filter(is_lead=False).delete()
        RatingApplication.objects.filter(pk=one.application.pk).update(**done | {"assessed_by": one.who.lead})
    assert constraint_of(error.value) == name


def test_a_later_stage_rewrites_nothing_of_the_earlier_ones() -> None:
    one = standing("assessed")
    later = AT + timedelta(1)
    step = {
        "status": "proposed",
        "approved_by": one.who.approver,
        "approved_at": AT,
        "approved_level": "3A",
        "approval_opinion": "示例",
    }
    other = make.staff()
    for column, value in [
        ("reviewed_by", other),
        ("reviewed_at", later),
        ("review_opinion", "另一意见"),
        ("assessed_by", other),
        ("assessed_at", later),
        ("visit_mode", "papers"),
        ("visited_on", later.date()),
        ("panel_opinion", "另一意见"),
    ]:
        refused(one.application, "application_opinions_are_kept", **step | {column: value})
    refused(one.application, "rating_history_is_whole", **step)  # else it is whole
    back = {"assessed_by": None, "assessed_at": None, "visit_mode": "", "visited_on": None}
    back |= {"panel_level": "", "panel_opinion": "", "status": "reviewed"}
    refused(one.application, "rating_history_is_whole", **back)  # the group's opinion may be taken back
    refused(one.application, "application_opinions_are_kept", **back | {"review_opinion": "另一意见"})
    ended = {"status": "withdrawn", "ended_on": rating.DAY, "end_reason": "示例"}
    refused(one.application, "application_opinions_are_kept", **ended | {"panel_level": ""})
    refused(one.application, "application_opinions_are_kept", **ended | {"approval_opinion": "示例"})
