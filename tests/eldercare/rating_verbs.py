"""Every verb on an application for a rating, applications in every state, and everybody who might try."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.contrib.auth.models import User

from eldercare import actions
from eldercare.actions.applications import Checked, Mark
from eldercare.models import Affiliation, Criterion, Incident, Institution, RatingApplication, StandardEdition
from eldercare.rating_vocabulary import IncidentKind, Level, MaterialState, VisitMode
from eldercare.refusals import (
    ActsTwice,
    ApplicationRefused,
    DecisionRefused,
    IsAttached,
    LevelNotPossible,
    NotOnDuty,
    PanelIncomplete,
    ReviewsOwnWork,
)
from foundation.models import Jurisdiction, RowChange
from foundation.refusals import MoveNotAllowed, NotPermitted, Refusal
from tests import care, make, rating
from tests.eldercare.verbs import undone
from tests.rating import AT, DAY, People

REASON = "示例：与标准不符。"
YEAR_BEFORE = datetime(2025, 5, 12, 2, 0, tzinfo=UTC)
NAMES: dict[str, type[Refusal] | None] = {
    "yes": None,
    "perm": NotPermitted,
    "duty": NotOnDuty,
    "move": MoveNotAllowed,
    "twice": ActsTwice,
    "bond": IsAttached,
    "rules": ApplicationRefused,
    "panel": PanelIncomplete,
    "level": LevelNotPossible,
    "own": ReviewsOwnWork,
    "decision": DecisionRefused,
}


def brief_edition() -> StandardEdition:
    """An edition of three rows in force: one a figure decides, one people judge, one lost in print."""
    edition = StandardEdition.objects.create(
        code="brief", name="示例评定标准", notice="示例文件", issued_on=date(2024, 1, 2)
    )
    lost = ("条文缺失",) * 3
    rows = [
        (
            "R01",
            ("300 平方米以下", "300 至 400 平方米", "400 平方米以上"),
            ("", ">=300", ">400"),
            "building_area",
        ),
        ("R02", ("有服务记录", "记录齐全", "记录齐全并有回访"), ("", "", ""), ""),
        ("R03", lost, ("", "", ""), ""),
    ]
    Criterion.objects.bulk_create(
        Criterion(
            edition=edition,
            position=position,
            code=code,
            category="示例类别",
            item=f"示例内容{position}",
            level_a=texts[0],
            level_aa=texts[1],
            level_aaa=texts[2],
            need_a=needs[0],
            need_aa=needs[1],
            need_aaa=needs[2],
            fact=fact,
        )
        for position, (code, texts, needs, fact) in enumerate(rows, start=1)
    )
    return actions.publish_edition(edition, by=rating.city_officer(), at=AT)


@dataclass(frozen=True)
class Standing:
    """An application, who has acted on it, and who is free to sit on another rating group."""

    application: RatingApplication
    who: People
    spare: tuple[User, User]


def _marks(one: Standing) -> dict[int, Mark]:
    return {row.pk: Mark("2A") for row in one.application.edition.criteria.all() if row.is_scored}


VERBS: dict[str, Callable[[Standing, User], object]] = {
    "open": lambda one, by: actions.open_application(
        one.application.institution, round=one.application.round, by=by, at=AT
    ),
    "mark": lambda one, by: actions.save_self_assessment(one.application, marks=_marks(one), by=by, at=AT),
    "check": lambda one, by: actions.check_materials(
        one.application, checked={4: Checked(MaterialState.PROVIDED)}, by=by, at=AT
    ),
    "submit": lambda one, by: actions.submit_application(
        one.application, level=Level.AAA, applied_on=DAY, commitment_on=DAY, by=by, at=AT
    ),
    "pass": lambda one, by: actions.pass_review(one.application, opinion=REASON, by=by, at=AT),
    "return": lambda one, by: actions.return_application(one.application, reason=REASON, by=by, at=AT),
    "convene": lambda one, by: actions.convene_panel(
        one.application, lead=one.spare[0], members=[one.spare[1]], by=by, at=AT
    ),
    "find": lambda one, by: actions.record_findings(
        one.application, found=rating.findings(one.application, Level.A), by=by, at=AT
    ),
    "assess": lambda one, by: actions.finish_assessment(
        one.application,
        level=Level.AAA,
        visit_mode=VisitMode.BOTH,
        visited_on=DAY,
        opinion=REASON,
        by=by,
        at=AT,
    ),
    "send_back": lambda one, by: actions.send_back(one.application, reason=REASON, by=by, at=AT),
    "approve": lambda one, by: actions.approve(one.application, level=Level.AA, opinion=REASON, by=by, at=AT),
    "propose": lambda one, by: actions.approve(
        one.application, level=Level.AAA, opinion=REASON, by=by, at=AT
    ),
    "refuse": lambda one, by: actions.refuse(one.application, reason=REASON, by=by, at=AT),
    "confirm": lambda one, by: actions.confirm(
        one.application, level=Level.AAA, opinion=REASON, by=by, at=AT
    ),
    "remand": lambda one, by: actions.remand(one.application, reason=REASON, by=by, at=AT),
    "decline": lambda one, by: actions.decline(one.application, reason=REASON, by=by, at=AT),
    "withdraw": lambda one, by: actions.withdraw_application(one.application, reason=REASON, by=by, at=AT),
}
# Whose verb it is, and a state it is allowed from.
PART = {
    "open": ("applicant", "withdrawn"),
    "mark": ("applicant", "returned"),
    "check": ("applicant", "returned"),
    "submit": ("applicant", "returned"),
    "pass": ("reviewer", "submitted"),
    "return": ("approver", "assessed"),
    "convene": ("approver", "reviewed"),
    "find": ("member", "reviewed"),
    "assess": ("lead", "reviewed"),
    "send_back": ("approver", "assessed"),
    "approve": ("approver", "assessed"),
    "propose": ("approver", "assessed"),
    "refuse": ("approver", "assessed"),
    "confirm": ("confirmer", "proposed"),
    "remand": ("confirmer", "proposed"),
    "decline": ("confirmer", "proposed"),
    "withdraw": ("applicant", "proposed"),
}


def standing(state: str, *, institution: Institution | None = None, who: People | None = None) -> Standing:
    """An application that came to this state through the verbs, each done by the person whose part it is."""
    site = institution or rating.eligible(opened_on=date(2024, 3, 4))
    people = who or rating.people(site)
    if state == "ended":
        rating.rated(site, level=Level.A, at=YEAR_BEFORE, year=2025)
    one = Standing(rating.opened(site, by=people), people, _spare(site))
    _brought_to(one, state)
    return Standing(RatingApplication.objects.get(pk=one.application.pk), people, one.spare)


def _spare(site: Institution) -> tuple[User, User]:
    return care.officer("养老评定员", site.county), care.officer("养老评定员", site.county)


def _brought_to(one: Standing, state: str) -> None:
    def done(verb: str, by: User) -> None:
        VERBS[verb](one, by)

    who, application = one.who, one.application
    if state == "withdrawn":
        return done("withdraw", who.applicant)
    if state == "ended":
        return _ended(one)
    if state == "draft":
        return None
    rating.filled_in(application, by=who)
    done("submit", who.applicant)
    if state == "submitted":
        return None
    if state == "returned":
        return done("return", who.reviewer)
    done("pass", who.reviewer)
    actions.convene_panel(application, lead=who.lead, members=[who.member], by=who.approver, at=AT)
    actions.record_findings(application, found=rating.findings(application, Level.AAA), by=who.member, at=AT)
    if state == "reviewed":
        return None
    done("assess", who.lead)
    if state == "decided":
        return done("approve", who.approver)
    if state == "refused":
        return done("refuse", who.approver)
    return done("propose", who.approver) if state == "proposed" else None


def _ended(one: Standing) -> None:
    """A level of the year before is cancelled while the application is open."""
    accident = major_accident(one.application.institution, on=date(2026, 5, 4))
    actions.cancel_level(accident, grounds=REASON, by=one.who.approver, at=AT)


def major_accident(site: Institution, *, on: date, at: datetime = AT) -> Incident:
    """An accident on record and determined, by two who then decide nothing."""
    county = site.county
    incident = actions.record_incident(
        site,
        kind=IncidentKind.FIRE,
        happened_on=on,
        summary="示例：厨房起火。",
        by=care.officer("养老县区经办", county),
        at=at,
    )
    return actions.determine_incident(
        incident,
        is_major=True,
        determination="示例认定书",
        determined_on=on,
        by=care.officer("养老县区经办", county),
        at=at,
    )


def everybody(one: Standing) -> dict[str, User]:
    """Everybody who stands in the table, told by where the institution lies and by what they did before."""
    site = one.application.institution
    county, township, city = site.county, site.township, care.city()
    chief, chief_on_duty = (User.objects.create_superuser(f"chief{make.serial()}") for _ in range(2))
    for place in (county, township, city):
        Jurisdiction.objects.create(user=chief_on_duty, division=place)
    gone = care.officer("养老县区经办", county)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    nowhere = care.officer("养老县区经办", county)
    Jurisdiction.objects.of(nowhere).delete()
    attached = {
        "county-attached": care.officer("养老县区经办", county),
        "township-attached": care.officer("养老乡镇经办", township),
        "city-attached": care.officer("养老市级管理", city),
    }
    for person in attached.values():
        Affiliation.objects.create(user=person, institution=site, bond="relative", since=date(2020, 1, 1))
    parts = ("applicant", "reviewer", "lead", "member", "approver", "confirmer")
    return {
        **{part: getattr(one.who, part) for part in parts},
        "county": care.officer("养老县区经办", county),
        "county-of-all": care.officer("养老县区经办", city),
        "other-county": care.officer("养老县区经办", care.county("530902")),
        "township": care.officer("养老乡镇经办", township),
        "other-township": care.officer("养老乡镇经办", care.township("530922199")),
        "city": care.officer("养老市级管理", city),
        "assessor": care.officer("养老评定员", county),
        "registry": care.officer("养老登记管理", city),
        "auditor": care.officer("养老审计（只读）", city),
        "editor": care.officer("责任编辑", county),
        "plain": make.staff(),
        "nowhere": nowhere,
        "inactive": User.objects.get(pk=gone.pk),
        **attached,
        "superuser": chief,
        "superuser-on-duty": chief_on_duty,
    }


def refusal_of(act: Callable[[], object]) -> type[Refusal] | None:
    """What the deed was refused with; a refusal speaks Chinese and wrote nothing (every table is audited)."""
    before = RowChange.objects.count()
    try:
        with undone():
            act()
    except Refusal as refusal:
        assert re.search(r"[\u4e00-\u9fff].*。$", str(refusal)), repr(refusal)
        assert RowChange.objects.count() == before
        return type(refusal)
    assert RowChange.objects.count() == before  # taken back
    return None


def tried(verb: str, one: Standing, by: User) -> str:
    fresh = RatingApplication.objects.select_related("round").get(pk=one.application.pk)
    outcome = refusal_of(lambda: VERBS[verb](Standing(fresh, one.who, one.spare), by))
    return next(word for word, named in NAMES.items() if named is outcome)
