"""What officers do in a rating of the sample: each deed is one real verb, with marks and findings that fit the figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache

from django.contrib.auth.models import User

from eldercare import actions
from eldercare.actions.applications import Checked, Mark
from eldercare.actions.panels import Found
from eldercare.facts import facts_of, with_facts
from eldercare.models import Criterion, Institution, RatingApplication, RatingDecision, RatingRound
from eldercare.rating_facts import rating_facts
from eldercare.rating_vocabulary import DecisionKind, Level, MaterialState, VisitMode
from eldercare.rules.choices import chosen
from eldercare.rules.eligibility import asked_materials
from eldercare.rules.figures import figures
from eldercare.rules.standard import Figures, reached_by_figure
from eldercare.sample_cast import Deed, Officers
from eldercare.standard_file import load_standard
from foundation.work_days import WorkCalendar

EDITION = "2024"
NO_CALENDAR = WorkCalendar(frozenset(), frozenset(), frozenset())  # no figure depends on working days
A, AA, AAA = Level.A, Level.AA, Level.AAA


def set_up_rounds(first: date, officers: Officers) -> None:
    """The edition in force, and a round for every year from then to now."""
    _criteria.cache_clear()
    _figures.cache_clear()
    _asked.cache_clear()
    at = officers.at((officers.today - first).days)
    draft = load_standard(EDITION)
    assert draft is not None
    edition = actions.publish_edition(draft, by=officers.confirmer, at=at)
    for year in range(first.year, officers.today.year + 1):
        actions.set_up_round(
            year,
            opens_on=date(year, 1, 1),
            closes_on=date(year, 12, 31),
            notice=f"示例：关于开展 {year} 年度等级评定的通知",
            edition=edition,
            by=officers.confirmer,
        )


def current(institution: Institution) -> RatingApplication:
    return institution.applications.order_by("-pk")[0]


def open_one(institution: Institution, officers: Officers, days_ago: int) -> None:
    year = officers.day(days_ago).year
    actions.open_application(
        institution,
        round=RatingRound.objects.get(year=year),
        by=officers.filer,
        at=officers.at(days_ago),
    )


def rate_itself(level: Level, *, part: int | None = None) -> Deed:
    """Marks of an institution that thinks it reaches the level; by figures where they are on record."""

    def deed(institution: Institution, officers: Officers, days_ago: int) -> None:
        known = _figures(institution, officers.day(days_ago))
        application = current(institution)
        marks = {row.pk: Mark(_mark(row, level, known)) for row in _scored(application)[: part or None]}
        actions.save_self_assessment(application, marks=marks, by=officers.filer, at=officers.at(days_ago))

    return deed


def check_off(institution: Institution, officers: Officers, days_ago: int) -> None:
    asked, application = _asked(institution), current(institution)
    checked = {
        number: Checked(MaterialState.PROVIDED)
        if number in asked
        else Checked(MaterialState.NOT_APPLICABLE, "示例：这个机构没有这一项。")
        for number in range(1, 11)
    }
    actions.check_materials(application, checked=checked, by=officers.filer, at=officers.at(days_ago))


def hand_in(level: Level) -> Deed:
    def deed(institution: Institution, officers: Officers, days_ago: int) -> None:
        application = current(institution)
        day = application.applied_on or officers.day(days_ago)
        actions.submit_application(
            application,
            level=level,
            applied_on=day,
            commitment_on=day,
            by=officers.filer,
            at=officers.at(days_ago),
        )

    return deed


def review(institution: Institution, officers: Officers, days_ago: int) -> None:
    opinion = "示例：材料齐全，自评属实，同意上报。"
    actions.pass_review(current(institution), opinion=opinion, by=officers.reviewer, at=officers.at(days_ago))


def give_back(who: str, reason: str) -> Deed:
    def deed(institution: Institution, officers: Officers, days_ago: int) -> None:
        by: User = getattr(officers, who)
        actions.return_application(current(institution), reason=reason, by=by, at=officers.at(days_ago))

    return deed


def convene(institution: Institution, officers: Officers, days_ago: int) -> None:
    """Where the first-run accounts are at hand, an application still on its way is in their hands."""
    lead, member = officers.panel_for(institution, days_ago)
    actions.convene_panel(
        current(institution), lead=lead, members=[member], by=officers.decider, at=officers.at(days_ago)
    )


def find(level: Level | None, *, part: int | None = None) -> Deed:
    """What the group found, so that it comes to the level and here and there differs from the self-assessment."""

    def deed(institution: Institution, officers: Officers, days_ago: int) -> None:
        application = current(institution)
        known = _figures(institution, officers.day(days_ago))
        found = {row.pk: _found(row, level, known) for row in _scored(application)[: part or None]}
        member = application.panel.get(is_lead=False).user
        actions.record_findings(application, found=found, by=member, at=officers.at(days_ago))

    return deed


def finish(level: Level | None) -> Deed:
    def deed(institution: Institution, officers: Officers, days_ago: int) -> None:
        application = current(institution)
        told = f"符合 {level.label}要求" if level else "不到 A 级要求"
        actions.finish_assessment(
            application,
            level=level,
            visit_mode=VisitMode.BOTH,
            visited_on=officers.day(days_ago),
            opinion=f"示例：实地查看、查阅资料，{told}。",
            by=application.panel.get(is_lead=True).user,
            at=officers.at(days_ago),
        )

    return deed


def approve(level: Level) -> Deed:
    def deed(institution: Institution, officers: Officers, days_ago: int) -> None:
        opinion = (
            f"示例：同意评定组意见，定为 {level.label}。"
            if level != AAA
            else "示例：拟同意 3A 级，报市民政局。"
        )
        actions.approve(
            current(institution), level=level, opinion=opinion, by=officers.decider, at=officers.at(days_ago)
        )

    return deed


def confirm(level: Level) -> Deed:
    def deed(institution: Institution, officers: Officers, days_ago: int) -> None:
        opinion = (
            "示例：复核符合 3A 级。"
            if level == AAA
            else f"示例：复核后认为符合 {level.label}，未达到 3A 级。"
        )
        actions.confirm(
            current(institution),
            level=level,
            opinion=opinion,
            by=officers.confirmer,
            at=officers.at(days_ago),
        )

    return deed


def say_why(verb: Callable[..., object], who: str, reason: str) -> Deed:
    """Verbs that ask for nothing but a reason."""

    def deed(institution: Institution, officers: Officers, days_ago: int) -> None:
        verb(current(institution), reason=reason, by=getattr(officers, who), at=officers.at(days_ago))

    return deed


def appeal(level: Level) -> Deed:
    """The institution asked for a review; another officer corrected what had been decided."""

    def deed(institution: Institution, officers: Officers, days_ago: int) -> None:
        decision = RatingDecision.objects.standing().get(institution=institution)
        actions.correct_decision(
            decision,
            kind=DecisionKind.GRANT,
            level=level,
            effective_on=decision.effective_on,
            grounds="示例：机构申诉，经复核医护人员证书有效，原决定漏计，更正等级。",
            by=officers.corrector,
            at=officers.at(days_ago),
        )

    return deed


@cache
def _criteria(edition: int) -> tuple[Criterion, ...]:
    rows = Criterion.objects.filter(edition=edition).order_by("position")
    return tuple(row for row in rows if row.is_scored)


def _scored(application: RatingApplication) -> tuple[Criterion, ...]:
    return _criteria(application.edition_id)


@cache
def _figures(institution: Institution, day: date) -> Figures:
    loaded = with_facts(Institution.objects.filter(pk=institution.pk)).get()
    return figures(facts_of(loaded, on=day, calendar=NO_CALENDAR))


@cache
def _asked(institution: Institution) -> frozenset[int]:
    """Materials that cannot be left out: that follows from how the institution is run alone."""
    application = current(institution)
    day = application.round.opens_on
    return asked_materials(rating_facts(institution, application.round, on=day, application=application))


def _mark(row: Criterion, level: Level, known: Figures) -> str:
    figure = known.get(row.fact) if row.fact else None
    if figure is not None:
        return reached_by_figure(row.text, figure) or ""
    return chosen(row.text, level)


def _found(row: Criterion, level: Level | None, known: Figures) -> Found:
    if row.fact:
        return Found(figure=_verified(row, level, known))
    if level is None:
        reached = chosen(row.text, "")
        return Found(Level(reached) if reached else None, remark="示例：现场查看没有达到。")
    return Found(Level(chosen(row.text, level)))


def _verified(row: Criterion, level: Level | None, known: Figures) -> Decimal:
    """The figure on record where it reaches the level, otherwise the least that does."""
    recorded = known.get(row.fact)
    least = next(
        Decimal(number) for number in range(1001) if level is None or _reaches(row, Decimal(number), level)
    )
    return recorded if recorded is not None and recorded >= least else least


def _reaches(row: Criterion, figure: Decimal, level: Level) -> bool:
    reached = reached_by_figure(row.text, figure)
    return reached is not None and reached.rank >= level.rank
