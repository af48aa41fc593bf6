"""What must hold of every application and its parts, whoever writes: each check broken by raw writing with the triggers put
aside, with its missing value too.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import TextField, Value
from django.db.models.functions import Cast

from eldercare import actions
from eldercare.models import Finding, Material, PanelMember, RatingApplication, RatingMove, SelfMark
from eldercare.rating_vocabulary import Level, RatingStatus
from tests import make, rating
from tests.eldercare.broken import refused, refused_new, said, values_of
from tests.eldercare.rating_verbs import REASON, Standing, brief_edition, standing
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
REVIEW: dict[str, Any] = {"reviewed_by": None, "reviewed_at": None, "review_opinion": ""}
PANEL: dict[str, Any] = {
    "assessed_by": None,
    "assessed_at": None,
    "visit_mode": "",
    "visited_on": None,
    "panel_opinion": "",
}
COUNTY: dict[str, Any] = {"approved_by": None, "approved_at": None, "approval_opinion": ""}
CITY: dict[str, Any] = {"confirmed_by": None, "confirmed_at": None, "confirmation_opinion": ""}
FORM: dict[str, Any] = {
    **dict.fromkeys(("submitted_by", "submitted_at", "applied_on", "commitment_on", "opened_on")),
    **dict.fromkeys(
        ("building_area", "average_daily_elders", "staff_total", "staff_full_time", "staff_nurses")
    ),
    **dict.fromkeys(("level_applied", "name", "nature", "address", "person_in_charge", "filing_label"), ""),
    "identity_number": "",
    "person_phone": "",
}
ORDER, STAGES = "application_days_are_in_order", "application_stages_fit_status"


@pytest.fixture(autouse=True)
def _edition() -> None:
    brief_edition()


def in_state(state: str) -> RatingApplication:
    return RatingApplication.objects.get(pk=standing(state).application.pk)


def each_alone(name: str, row: RatingApplication, values: dict[str, Any]) -> None:
    for field, value in values.items():
        refused_by_check(row, name, **{field: value})
    assert said(row, name, **values).endswith("。")


def test_words_are_known() -> None:
    row = in_state("proposed")
    for name in (
        "application_level_applied_is_known",
        "application_panel_level_is_known",
        "application_approved_level_is_known",
        "application_confirmed_level_is_known",
        "application_nature_is_known",
        "application_visit_mode_is_known",
    ):  # asked alone: another check may mind as well, and is asked before
        field = name.removeprefix("application_").removesuffix("_is_known")
        assert said(row, name, **{field: "x"}) == "请从列出的各项中选择。"
    never_null_by_check(row)
    for status in ("lost", ""):  # the stages fit no such status either
        assert said(row, "application_status_is_known", status=status) == "请从列出的各项中选择。"


def test_protected_columns_are_sealed() -> None:
    row = in_state("submitted")
    plain = Cast(Value("53090119500101001X"), TextField())
    refused_by_check(row, "application_identity_number_is_sealed", identity_number=plain)
    refused_by_check(row, "application_person_phone_is_sealed", person_phone=plain)


@pytest.mark.parametrize("state", ["submitted", "returned", "reviewed", "decided", "refused"])
def test_what_was_handed_in_is_whole(state: str) -> None:
    row = in_state(state)
    visited = {"applied_on"} if state in ("decided", "refused") else set()
    each_alone(
        "application_submitted_has_form",
        row,
        {key: value for key, value in FORM.items() if key not in visited},
    )
    taken_by_check(row, registration_label="")  # who runs itself has none


def test_a_draft_or_what_was_given_up_needs_no_form() -> None:
    for state in ("draft", "withdrawn"):
        taken_by_check(in_state(state), **FORM)


def test_days_are_in_order() -> None:
    row = in_state("assessed")
    for wrong in (
        {"opened_on": DAY},
        {"opened_on": AFTER},
        {"commitment_on": AFTER},
        {"visited_on": BEFORE},
        {"applied_on": AFTER},
    ):
        refused_by_check(row, ORDER, **wrong)
    taken_by_check(row, opened_on=BEFORE, commitment_on=BEFORE, visited_on=AFTER)
    row = in_state("draft")
    refused_by_check(row, ORDER, visited_on=DAY)  # visited without a day of application
    taken_by_check(row, applied_on=DAY)


# In which state which stage is whole, and which is empty.
WHOLE = {
    "draft": (),
    "submitted": (),
    "returned": (),
    "reviewed": (REVIEW,),
    "assessed": (REVIEW, PANEL),
    "proposed": (REVIEW, PANEL, COUNTY),
    "decided": (REVIEW, PANEL, COUNTY),
    "refused": (REVIEW, PANEL, COUNTY),
}
FULL: dict[str, Any] = {
    "reviewed_at": AT,
    "review_opinion": "示例",
    "assessed_at": AT,
    "panel_opinion": "示例",
    "approved_at": AT,
    "approval_opinion": "示例",
    "confirmed_at": AT,
    "confirmation_opinion": "示例",
}


@pytest.mark.parametrize("state", WHOLE)
def test_stages_are_whole_or_empty_as_the_state_says(state: str) -> None:
    row, whole = in_state(state), WHOLE[state]
    for stage in (REVIEW, PANEL, COUNTY, CITY):
        for field, blank in stage.items():
            if stage in whole:
                refused_by_check(row, STAGES, **{field: blank})
            elif field in FULL:
                refused_by_check(row, STAGES, **{field: FULL[field]})
            elif field.endswith("_by"):
                refused_by_check(row, STAGES, **{field: make.staff()})
    for other in set(WHOLE) - {state, "returned"}:
        if whole != WHOLE[other] or "proposed" in (state, other):
            refused_by_check(row, STAGES, status=other)


def test_a_level_is_given_where_the_state_says_so() -> None:
    row = in_state("proposed")
    for level in ("", "A", "2A"):
        refused_by_check(row, STAGES, approved_level=level)
    refused_by_check(row, STAGES, confirmed_level="3A")
    one = standing("proposed")
    actions.confirm(one.application, level=Level.AA, opinion=REASON, by=one.who.confirmer, at=AT)
    row = RatingApplication.objects.get(pk=one.application.pk)
    refused_by_check(row, STAGES, confirmed_level="")
    refused_by_check(row, STAGES, approved_level="A")
    row = in_state("decided")
    refused_by_check(row, STAGES, approved_level="")
    refused_by_check(row, STAGES, approved_level="3A")  # not without the city
    row = in_state("refused")
    refused_by_check(row, STAGES, approved_level="A")


def test_nobody_gets_more_than_the_group_found() -> None:
    row = in_state("decided")
    name = "application_level_is_not_above_panel"
    for panel, approved in (("", "A"), ("A", "2A"), ("", "2A")):
        refused_by_check(row, name, panel_level=panel, approved_level=approved)
    for panel, approved in (("A", "A"), ("2A", "A"), ("3A", "2A")):
        taken_by_check(row, panel_level=panel, approved_level=approved)


def test_a_return_has_its_reason_and_an_end_its_day() -> None:
    refused_by_check(in_state("returned"), "application_returned_has_reason", return_reason="")
    name = "application_ended_has_day_and_reason"
    for state in ("withdrawn", "ended"):
        row = in_state(state)
        refused_by_check(row, name, ended_on=None)
        refused_by_check(row, name, end_reason="")
    row = in_state("draft")
    refused_by_check(row, name, ended_on=DAY)
    refused_by_check(row, name, end_reason="示例")


def test_one_is_open_and_one_counts_in_a_year() -> None:
    for state in RatingStatus.values:
        row = in_state(state)
        is_open = state in ("draft", "submitted", "returned", "reviewed", "assessed", "proposed")
        if state == "withdrawn":
            twin_taken(row)
            continue
        twin_refused(row, "application_open_is_one" if is_open else "application_is_once_a_round")


def test_parts_are_once_and_known() -> None:
    one = standing("reviewed")
    mark = SelfMark.objects.filter(application=one.application)[0]
    finding = Finding.objects.filter(application=one.application)[0]
    material = Material.objects.get(application=one.application, number=4)
    member = PanelMember.objects.get(application=one.application, is_lead=True)
    move = RatingMove.objects.filter(application=one.application)[0]
    twin_refused(mark, "self_mark_is_once")
    twin_refused(finding, "finding_is_once")
    twin_refused(material, "material_is_once")
    twin_refused(member, "panel_member_is_once", is_lead=False)
    twin_refused(member, "panel_lead_is_one", user_id=make.staff().pk)
    refused_by_check(mark, "self_mark_reached_is_known", reached="4A")
    refused_by_check(finding, "finding_reached_is_known", reached="4A")
    refused_by_check(finding, "finding_figure_is_not_negative", figure=Decimal("-0.01"))
    taken_by_check(finding, figure=None)
    taken_by_check(finding, figure=0)
    refused_by_check(material, "material_state_is_known", state="lost")
    refused_by_check(material, "material_is_one_of_ten", number=11)
    refused_by_check(material, "material_is_one_of_ten", number=0)
    refused_by_check(material, "material_left_out_has_reason", state="not_applicable", remark="")
    refused_by_check(move, "rating_move_verb_is_known", verb="bribe")
    refused_by_check(move, "rating_move_capacity_is_known", capacity="friend")
    refused_by_check(move, "rating_move_moves", from_status=move.to_status)
    for row in (mark, finding, material, member, move):
        never_null_by_check(row)


def parts_of(one: Standing) -> dict[str, Any]:
    return {
        "self_mark_fits_application": SelfMark.objects.filter(application=one.application)[0],
        "material_fits_application": Material.objects.filter(application=one.application)[0],
        "panel_member_fits_application": PanelMember.objects.filter(application=one.application)[0],
        "finding_fits_application": Finding.objects.filter(application=one.application)[0],
    }


def test_parts_change_only_while_they_are_in_those_hands() -> None:
    """Self-assessment and materials with the applicant, group and findings with the group; none moves to another
    application, none is of another edition."""
    one, other = standing("assessed"), standing("reviewed")
    for name, row in parts_of(one).items():
        refused(row, name, application=other.application)
        refused(row, name, **({"is_lead": False} if name.startswith("panel") else {"remark": "改写"}))
        refused_new(
            name, type(row), **values_of(row, number=9) if name.startswith("material") else values_of(row)
        )
    finding = parts_of(other)["finding_fits_application"]
    following = actions.draft_edition(
        one.application.edition,
        code="next",
        name="示例",
        notice="示例",
        issued_on=DAY,
        by=rating.city_officer(),
    )
    refused(finding, "finding_fits_application", criterion=following.criteria.get(code="R01"))
