"""What the rules of rating look at, gathered from the record."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q

from eldercare.models import Institution, RatingApplication, RatingDecision, RatingRound
from eldercare.rules.eligibility import BarFact, RatingFacts
from eldercare.vocabulary import SELF_RUNNING, Service


def bars_of(institution: Institution) -> tuple[BarFact, ...]:
    """Cancelled levels that bar this institution, however long ago: of the site, whoever runs it now and under whatever
    name it stands at the address; and of the operator who ran the barred site on the day of the accident.

    A legal person carries the bar to every site it runs. A township or village that runs sites itself carries it only to
    those it opened after the accident: the other villages' centres had no part in it.
    """
    county = institution.township_id
    rows = (
        RatingDecision.objects.cancelling()
        .filter(
            Q(institution=institution) | Q(operator=institution.operator_id) | Q(institution__township=county)
        )
        .select_related("institution", "operator")
    )
    found = ((row, _whose(row, institution)) for row in rows)
    return tuple(BarFact(row.effective_on, whose) for row, whose in found if whose)


def _whose(row: RatingDecision, institution: Institution) -> str:
    if row.institution_id == institution.pk:
        return "这个机构"
    if row.operator_id == institution.operator_id and _carried(row, institution):
        return f"运营主体“{row.operator}”运营的“{row.institution}”"
    same_place = row.institution.township_id == institution.township_id
    if same_place and _bare(row.institution.address) == _bare(institution.address):
        return f"同一地址的“{row.institution}”"
    return ""


def _carried(row: RatingDecision, institution: Institution) -> bool:
    if institution.operator.kind not in SELF_RUNNING:
        return True
    return institution.opened_on is None or institution.opened_on > row.effective_on


def _bare(address: str) -> str:
    return "".join(address.split())


def rating_facts(
    institution: Institution,
    round_: RatingRound,
    *,
    on: date,
    application: RatingApplication | None = None,
) -> RatingFacts:
    """The facts for an application on that day; `application` is the one that is being filled in."""
    others = institution.applications.all()
    if application is not None:
        others = others.exclude(pk=application.pk)
    open_one = others.open().select_related("round", "institution").first()
    return RatingFacts(
        on=on,
        year=round_.year,
        opens_on=round_.opens_on,
        closes_on=round_.closes_on,
        is_filed=institution.filings.in_force().exists(),
        opened_on=institution.opened_on,
        closed_on=institution.closed_on,
        bars=bars_of(institution),
        open_elsewhere=str(open_one.round) if open_one and open_one.round_id != round_.pk else "",
        applied_already=others.counted().filter(round=round_).exists(),
        **_operation(institution),
        **_papers(application),
    )


def _operation(institution: Institution) -> dict[str, Any]:
    offered = set(institution.services.values_list("service", flat=True))
    caters = institution.provides_catering
    return {
        "self_run": institution.operator.kind in SELF_RUNNING,
        "caters": caters,
        "treats": institution.provides_medical_care,
        "meals_delivered": Service.MEALS in offered and not caters,
    }


def _papers(application: RatingApplication | None) -> dict[str, Any]:
    if application is None:
        return {}
    marked = set(application.self_marks.values_list("criterion_id", flat=True))
    scored = [row.pk for row in application.edition.criteria.all() if row.is_scored]
    return {
        "unmarked": len(set(scored) - marked),
        "materials": dict(application.materials.values_list("number", "state")),
    }
