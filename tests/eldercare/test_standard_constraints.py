"""Editions, rounds, accidents, orders, bonds and the files they rest on: what the database holds, whoever writes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from eldercare import actions
from eldercare.models import (
    Affiliation,
    Criterion,
    Extension,
    Incident,
    Inspection,
    RatingApplication,
    RatingMove,
    RatingRound,
    Recheck,
    Rectification,
    StandardEdition,
)
from eldercare.rating_vocabulary import OrderKind
from tests import care, make, rating
from tests.eldercare.broken import (
    ask_now,
    constraint_of,
    deleted,
    refused,
    refused_new,
    said,
    taken,
    values_of,
)
from tests.eldercare.rating_verbs import REASON, brief_edition, major_accident, standing
from tests.eldercare.unguarded import (
    never_null_by_check,
    refused_by_check,
    taken_by_check,
    twin_refused,
    twin_taken,
)
from tests.rating import AT, DAY

pytestmark = pytest.mark.django_db
BEFORE, AFTER = DAY - timedelta(1), DAY + timedelta(1)


@pytest.fixture(autouse=True)
def edition() -> StandardEdition:
    return brief_edition()


def draft(edition: StandardEdition, code: str = "next") -> StandardEdition:
    by = rating.city_officer()
    return actions.draft_edition(edition, code=code, name="示例", notice="示例", issued_on=DAY, by=by)


def test_an_edition_is_known_whole_and_alone_in_force(edition: StandardEdition) -> None:
    following = draft(edition)
    for code in ("", "2024 年", "-a", "A"):
        refused_by_check(following, "standard_edition_code_fits_address", code=code)
    times = "standard_edition_status_has_times"
    refused_by_check(edition, times, published_at=None)
    refused_by_check(edition, times, published_by=None)
    refused_by_check(edition, times, retired_at=AT)
    refused_by_check(edition, times, status="retired")
    refused_by_check(following, times, published_at=AT)
    in_force = {"status": "published", "published_at": AT, "published_by": make.staff()}
    refused_by_check(following, "standard_edition_in_force_is_one", **in_force)
    never_null_by_check(edition)
    assert said(edition, "standard_edition_status_is_known", status="lost").endswith("。")


def test_an_edition_moves_as_the_table_says_and_is_then_frozen(edition: StandardEdition) -> None:
    following = draft(edition)
    moves, frozen = "standard_edition_moves_as_the_table_says", "standard_edition_is_frozen"
    refused(edition, moves, status="draft")
    refused(following, moves, status="retired")
    refused_new(moves, StandardEdition, **values_of(edition, code="other"))
    for field, value in {
        "code": "x",
        "name": "另名",
        "notice": "另文",
        "issued_on": AFTER,
        "published_at": AT + timedelta(1),
        "based_on": following,
    }.items():
        refused(edition, frozen, **{field: value})
    deleted(edition, frozen)
    row = edition.criteria.order_by("pk")[0]
    for field, value in {"level_a": "另一要求", "code": "R9", "edition": following, "need_a": ">=1"}.items():
        refused(row, frozen, **{field: value})
    deleted(row, frozen)
    refused_new(frozen, Criterion, **values_of(row, code="R09", position=9))
    taken(following.criteria.order_by("pk")[0], level_a="另一要求")
    actions.publish_edition(following, by=rating.city_officer(), at=AT)
    edition.refresh_from_db()
    refused(edition, moves, status="published", retired_at=None)
    refused(edition, frozen, retired_at=AT + timedelta(1))


def test_a_criterion_asks_something(edition: StandardEdition) -> None:
    row = draft(edition).criteria.get(code="R01")
    for field in ("code", "category", "item", "level_a", "level_aa", "level_aaa"):
        refused_by_check(row, "criterion_asks_something", **{field: ""})
    for need in ("300", "<300", ">= 300", ">=300.123", ">="):
        refused_by_check(row, "criterion_needs_are_figures", need_a=need)
    refused_by_check(row, "criterion_figures_have_a_fact", fact="")
    taken_by_check(row, fact="", need_aa="", need_aaa="")
    refused_by_check(row, "criterion_fact_is_known", fact="mood")
    twin_refused(row, "criterion_code_is_once", position=9)
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        Criterion.objects.create(**values_of(row, code="R09"))
        ask_now()
    assert constraint_of(error.value) == "criterion_position_is_once"
    never_null_by_check(row)


def test_a_round_lies_in_its_year_and_keeps_its_standard(edition: StandardEdition) -> None:
    one = standing("draft")
    row = RatingRound.objects.get()
    year = "rating_round_lies_in_its_year"
    refused_by_check(row, year, year=2027)
    refused_by_check(row, year, opens_on=date(2025, 12, 31))
    refused_by_check(row, year, closes_on=date(2027, 1, 1))
    refused_by_check(row, year, year=2019, opens_on=date(2019, 1, 1), closes_on=date(2019, 1, 1))
    refused_by_check(row, "rating_round_days_are_in_order", opens_on=DAY, closes_on=BEFORE)
    taken_by_check(row, opens_on=DAY, closes_on=DAY)
    never_null_by_check(row)
    following = draft(edition)
    refused(row, "rating_round_has_edition_in_force", edition=following)
    actions.publish_edition(following, by=rating.city_officer(), at=AT)
    refused(row, "rating_round_is_kept", edition=following)
    moved = {"year": 2027, "opens_on": date(2027, 1, 1), "closes_on": date(2027, 1, 1)}
    refused(row, "rating_round_is_kept", **moved)
    taken(row, closes_on=date(2026, 11, 30))  # more or less time is given
    refused_new(
        "rating_round_has_edition_in_force",
        RatingRound,
        **values_of(row) | moved | {"edition_id": edition.pk},
    )
    pinned = "application_edition_is_pinned"
    refused(one.application, pinned, edition=following)
    refused(one.application, pinned, institution=care.institution())
    like = values_of(one.application, institution_id=care.institution().pk)
    name = "application_has_edition_of_its_round"
    refused_new(name, RatingApplication, **like | {"edition_id": following.pk})
    refused_new(
        name, RatingApplication, **like | {"status": "withdrawn", "ended_on": DAY, "end_reason": "示例"}
    )


def test_an_application_is_kept(edition: StandardEdition) -> None:
    one = standing("submitted")
    row = one.application
    deleted(row, "application_stays_on_record")
    frozen: dict[str, Any] = {
        "level_applied": "A",
        "applied_on": BEFORE,
        "commitment_on": BEFORE,
        "name": "另名",
        "address": "另址",
        "nature": "private",
        "person_in_charge": "示例丁",
        "opened_on": date(2024, 1, 1),
        "filing_label": "另号",
        "registration_label": "另号",
        "building_area": 999,
        "average_daily_elders": 99,
        "staff_total": 99,
        "staff_full_time": 9,
        "staff_nurses": 9,
        "person_phone": "13800138009",
        "identity_number": "",
        "submitted_by": make.staff(),
        "submitted_at": AT + timedelta(1),
        "operator": care.operator(),
    }
    for field, value in frozen.items():
        refused(row, "application_form_is_frozen", **{field: value})
    moves = "application_moves_as_the_table_says"
    for status in ("draft", "assessed", "proposed", "decided", "refused"):
        refused(row, moves, status=status)
    refused(row, "rating_history_is_whole", status="withdrawn", ended_on=DAY, end_reason="示例")
    line = {"application": row, "by": one.who.reviewer, "at": AT, "verb": "pass", "capacity": "township"}
    for source, target in (("submitted", "reviewed"), ("draft", "submitted"), ("", "draft")):
        refused_new(
            "rating_history_is_whole", RatingMove, **line | {"from_status": source, "to_status": target}
        )
    move = row.moves.order_by("pk")[0]
    refused(move, "rating_move_is_appended", remark="改写")
    deleted(move, "rating_move_is_appended")
    row = standing("reviewed").application
    refused(row, "application_opinions_are_kept", review_opinion="另一意见")
    refused(row, "application_opinions_are_kept", reviewed_by=make.staff())


def order(**changes: Any) -> Rectification:
    site = rating.eligible()
    values = {"kind": OrderKind.STANDARD, "requirement": "示例", "deadline": AFTER} | changes
    return actions.order_rectification(site, by=care.officer("养老县区经办", site.county), at=AT, **values)


def test_an_accident_is_recorded_whole_and_determined_once() -> None:
    row = major_accident(rating.eligible(), on=DAY)
    refused_by_check(row, "incident_kind_is_known", kind="flood")
    refused_by_check(row, "incident_is_described", summary="")
    refused_by_check(row, "incident_is_recorded_after_it_happened", recorded_on=BEFORE)
    whole = "incident_determination_is_whole"
    for field, value in {"determination": "", "determined_on": None, "determined_by": None}.items():
        refused_by_check(row, whole, **{field: value})
    refused_by_check(row, whole, is_major=None)
    refused_by_check(row, whole, determined_on=BEFORE)
    kept = {"is_major": False, "happened_on": BEFORE, "summary": "另一经过", "deaths": 1}
    for field, value in kept.items():
        refused(row, "incident_is_kept", **{field: value})
    deleted(row, "incident_is_kept")
    never_null_by_check(Incident.objects.get())


def test_an_order_its_extensions_and_rechecks_are_kept() -> None:
    row = order()
    by = care.officer("养老县区经办", row.institution.county)
    refused_by_check(row, "rectification_kind_is_known", kind="whim")
    assert said(Rectification.objects.get(), "rectification_status_is_known", status="lost").endswith("。")
    refused_by_check(row, "rectification_says_what", requirement="")
    refused_by_check(row, "rectification_deadline_is_after_order", deadline=DAY)
    for field, value in {"status": "closed", "ended_on": DAY, "ended_by": by, "outcome": "示例"}.items():
        refused_by_check(row, "rectification_end_is_whole", **{field: value})
    refused_by_check(
        row, "rectification_end_is_whole", status="closed", ended_on=BEFORE, ended_by=by, outcome="示例"
    )
    for field, value in {"deadline": DAY + timedelta(9), "requirement": "另一", "kind": "funds"}.items():
        refused(row, "rectification_is_kept", **{field: value})
    deleted(row, "rectification_is_kept")
    more = actions.extend_deadline(row, until=DAY + timedelta(5), reason=REASON, by=by, at=AT)
    refused_by_check(more, "extension_has_reason", reason="")
    refused_by_check(more, "extension_lies_ahead", until=DAY)
    twin_refused(more, "extension_is_once")
    for until in (AFTER, DAY + timedelta(4)):
        refused_new("extension_is_later", Extension, **values_of(more, until=until))
    refused(more, "extension_is_appended", until=DAY + timedelta(9))
    deleted(more, "extension_is_appended")
    seen = actions.record_recheck(row, checked_on=DAY, passed=True, remark=REASON, by=by, at=AT)
    refused_by_check(seen, "recheck_is_described", remark="")
    refused_by_check(seen, "recheck_is_recorded_after_it_took_place", checked_on=AFTER)
    refused(seen, "recheck_is_appended", passed=False)
    deleted(seen, "recheck_is_appended")
    for each in (row, more, seen):
        never_null_by_check(each)
    actions.close_rectification(row, outcome=REASON, by=by, at=AT)
    row.refresh_from_db()
    refused(row, "rectification_is_kept", outcome="另一说明")
    refused_by_check(row, "rectification_end_is_whole", outcome="")
    refused_new("rectification_is_kept", Recheck, **values_of(seen))
    refused_new("rectification_is_kept", Extension, **values_of(more, until=DAY + timedelta(30)))


def test_an_inspection_is_described_and_only_added() -> None:
    site = rating.eligible()
    row = actions.record_inspection(
        site,
        inspected_on=DAY,
        departments="示例局",
        result="示例",
        meets_standard=True,
        by=care.officer("养老县区经办", site.county),
        at=AT,
    )
    refused_by_check(row, "inspection_is_described", departments="")
    refused_by_check(row, "inspection_is_described", result="")
    refused_by_check(row, "inspection_is_recorded_after_it_took_place", inspected_on=AFTER)
    refused(row, "inspection_is_appended", meets_standard=False)
    deleted(row, "inspection_is_appended")
    never_null_by_check(Inspection.objects.get())


def test_a_bond_is_known_once_and_its_days_in_order() -> None:
    row = Affiliation.objects.create(
        user=make.staff(), institution=care.institution(), bond="owner", since=DAY
    )
    refused_by_check(row, "affiliation_bond_is_known", bond="friend")
    refused_by_check(row, "affiliation_days_are_in_order", until=BEFORE)
    taken_by_check(row, until=DAY)
    twin_refused(row, "affiliation_is_once")
    twin_taken(row, since=AFTER)
    never_null_by_check(row)
