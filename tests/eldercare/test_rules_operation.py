"""四: services, licences, staff, fees, checks on the spot, and the whole checklist (N001, N023, N033, N049 to N072, N113 to N118)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from eldercare.rules import operation
from eldercare.rules.answer import Answer, Verdict
from eldercare.rules.checklist import checklist, obstacles
from eldercare.rules.completeness import form_is_complete, missing_from_form, service_has_begun
from eldercare.rules.facts import CheckFact, Facts, LicenceFact, StaffFact
from eldercare.rules.judged import JUDGED, judged, may_operate
from eldercare.vocabulary import GROUPS, TEN_HELPS, Service
from tests.eldercare.facts import SOUND, TODAY, facts

MET, BROKEN, WARNING, UNKNOWN, NONE = (
    Verdict.MET,
    Verdict.BROKEN,
    Verdict.WARNING,
    Verdict.UNKNOWN,
    Verdict.NOT_APPLICABLE,
)


def verdict(answer: Answer) -> Verdict:
    return answer.verdict


def test_n040_to_n047_the_services_of_the_notice_can_be_listed() -> None:
    assert len(GROUPS) == 6
    assert len(TEN_HELPS) == 10
    assert [help.label for help in TEN_HELPS] == [
        "助餐",
        "助医",
        "助浴",
        "助洁",
        "助急",
        "助行",
        "助聊",
        "助乐",
        "助安",
        "助学",
    ]
    assert set(Service) - set(GROUPS) - set(TEN_HELPS) == {Service.LEGAL, Service.RIGHTS, Service.SOCIAL}


def test_n001_only_core_services_make_it_home_care() -> None:
    assert verdict(operation.serves_elders_at_home(facts())) == MET
    assert verdict(operation.serves_elders_at_home(facts(services={"legal": "free"}))) == UNKNOWN
    assert verdict(operation.serves_elders_at_home(facts(services={}))) == UNKNOWN


def test_n023_day_care_comes_first() -> None:
    assert verdict(operation.centres_on_day_care(facts())) == MET
    assert verdict(operation.centres_on_day_care(facts(services={"meals": "low"}))) == WARNING
    assert verdict(operation.centres_on_day_care(facts(services={}))) == UNKNOWN


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, MET),
        ({"evidence": frozenset()}, UNKNOWN),
        ({"operator_kind": "village", "entrustment": "self", "nature": "public"}, MET),
        ({"operator_kind": "village", "entrustment": "tender", "nature": "public"}, WARNING),
        ({"operator_kind": "social", "entrustment": "self", "nature": "public_built"}, WARNING),
        ({"operator_kind": "company", "entrustment": "self", "nature": "private"}, MET),
    ],
)
def test_n049_the_operator_was_chosen_openly(changes: dict[str, Any], expected: Verdict) -> None:
    assert verdict(operation.operator_was_chosen_openly(facts(**changes))) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"state_assets": None}, UNKNOWN),
        ({"state_assets": False}, NONE),
        ({"state_assets": True}, BROKEN),
        ({"state_assets": True, "assets_registered_on": date(2025, 1, 1)}, BROKEN),
        (
            {
                "state_assets": True,
                "assets_registered_on": date(2025, 1, 1),
                "letting_approval": "示资〔2025〕1号",
            },
            MET,
        ),
        (
            {"state_assets": True, "assets_registered_on": date(2025, 1, 1), "operator_kind": "township"},
            MET,
        ),
    ],
)
def test_n051_n052_state_assets_are_registered_and_letting_is_approved(
    changes: dict[str, Any], expected: Verdict
) -> None:
    assert verdict(operation.state_assets_are_in_order(facts(**changes))) == expected


def test_n054_there_is_staff() -> None:
    assert verdict(operation.staff_is_there(facts())) == MET
    assert verdict(operation.staff_is_there(facts(staff=StaffFact(TODAY, 0)))) == BROKEN
    assert verdict(operation.staff_is_there(facts(staff=None))) == UNKNOWN


LICENCES: list[tuple[tuple[LicenceFact, ...], Verdict]] = [
    ((), BROKEN),
    ((LicenceFact("food", "JY1", date(2025, 1, 1), date(2026, 3, 20)),), MET),  # the last day counts
    ((LicenceFact("food", "JY1", date(2025, 1, 1), date(2026, 3, 19)),), BROKEN),
    ((LicenceFact("food", "JY1", date(2026, 3, 21)),), BROKEN),  # not yet issued
    ((LicenceFact("medical", "PD1", date(2025, 1, 1)),), BROKEN),  # of another kind
    (
        (
            LicenceFact("food", "JY1", date(2020, 1, 1), date(2025, 1, 1)),
            LicenceFact("food", "JY2", date(2025, 1, 2)),
        ),
        MET,
    ),
]


@pytest.mark.parametrize(("licences", "expected"), LICENCES)
def test_n059_n117_catering_needs_a_licence_in_force(
    licences: tuple[LicenceFact, ...], expected: Verdict
) -> None:
    assert (
        verdict(operation.catering_is_licensed(facts(provides_catering=True, licences=licences))) == expected
    )


def test_n059_meals_brought_in_need_a_contract_instead() -> None:
    assert verdict(operation.catering_is_licensed(facts(evidence=frozenset()))) == WARNING
    assert verdict(operation.catering_is_licensed(facts())) == NONE


def test_n060_n116_medical_care_needs_a_licence_in_force() -> None:
    assert verdict(operation.medical_care_is_licensed(facts(provides_medical_care=True))) == BROKEN
    held = (LicenceFact("medical", "PD1", date(2025, 1, 1)),)
    assert (
        verdict(operation.medical_care_is_licensed(facts(provides_medical_care=True, licences=held))) == MET
    )
    assert verdict(operation.medical_care_is_licensed(facts())) == NONE


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, MET),
        ({"services": {"day_care": "paid", "meals": "paid"}}, WARNING),
        ({"services": {}}, UNKNOWN),
        ({"profit": "for_profit", "nature": "private", "services": {"meals": "paid"}}, NONE),  # N063
        ({"profit": "for_profit", "nature": "public_built", "services": {"meals": "paid"}}, WARNING),
    ],
)
def test_n062_n063_fees_by_nature(changes: dict[str, Any], expected: Verdict) -> None:
    assert verdict(operation.fees_fit_nature(facts(**changes))) == expected


def test_n096_the_sign_of_lottery_money() -> None:
    assert verdict(operation.lottery_sign_hangs(facts())) == NONE
    assert verdict(operation.lottery_sign_hangs(facts(lottery_funded=True))) == UNKNOWN
    assert verdict(operation.lottery_sign_hangs(facts(lottery_funded=True, lottery_sign=False))) == BROKEN
    assert verdict(operation.lottery_sign_hangs(facts(lottery_funded=True, lottery_sign=True))) == MET


@pytest.mark.parametrize("rule", JUDGED)
def test_a_judged_rule_takes_the_last_word_of_a_person(rule: str) -> None:
    def answer(result: str | None) -> Verdict:
        checks = {rule: CheckFact(result, TODAY, "说明")} if result else {}
        return next(found for found in judged(facts(checks=checks)) if found.rule == rule).verdict

    assert answer(None) == UNKNOWN
    assert answer("met") == MET
    assert answer("not_applicable") == NONE
    assert answer("unmet") == (WARNING if rule == "N061" else BROKEN)


@pytest.mark.parametrize("rule", ["N010", "N017", "N055"])
def test_n114_who_lacks_safety_may_not_operate(rule: str) -> None:
    unsafe = {**SOUND.checks, rule: CheckFact("unmet", TODAY, "示例")}
    assert verdict(may_operate(facts(checks=unsafe))) == BROKEN
    unknown = {name: check for name, check in SOUND.checks.items() if name != rule}
    assert verdict(may_operate(facts(checks=unknown))) == UNKNOWN
    assert verdict(may_operate(facts())) == MET


BLANKS = [
    ("name", ""),
    ("address", ""),
    ("person_in_charge", ""),
    ("has_identity_number", False),
    ("service_scope", ""),
    ("premises", ""),
    ("beds", None),
    ("building_area", None),
    ("contact", ""),
    ("has_contact_phone", False),
    ("opened_on", None),
]


@pytest.mark.parametrize(("field", "blank"), BLANKS)
def test_n033_a_blank_stands_in_the_way(field: str, blank: object) -> None:
    found = obstacles(replace(SOUND, **{field: blank}))  # type: ignore[arg-type]
    assert [answer.rule for answer in found] == ["N033"]
    assert found[0].field == field.removeprefix("has_")
    assert "没有填写" in found[0].reason


def test_n033_every_blank_is_told_at_once() -> None:
    bare = Facts(on=TODAY, operator_kind="social", profit="non_profit", building_mode="new")
    assert len(missing_from_form(bare)) == len(BLANKS)


def test_n033_a_sound_form_may_be_submitted_and_no_land_area_is_only_a_hint() -> None:
    assert obstacles(SOUND) == []
    assert [verdict(answer) for answer in form_is_complete(SOUND)] == [MET]
    assert [verdict(answer) for answer in form_is_complete(facts(land_area=None))] == [WARNING]
    assert obstacles(facts(land_area=None, beds=0)) == []


def test_a_self_run_institution_may_file_before_a_day_is_known() -> None:
    assert obstacles(facts(operator_kind="village", registration=None, opened_on=None)) == []


@pytest.mark.parametrize(
    ("opened_on", "expected"),
    [
        (date(2026, 3, 20), MET),
        (date(2026, 3, 21), BROKEN),
        (date(2020, 1, 1), MET),
        (date(2019, 12, 31), BROKEN),
        (None, NONE),
    ],
)
def test_n032_service_began_neither_in_the_future_nor_before_the_operator_existed(
    opened_on: date | None, expected: Verdict
) -> None:
    answer = service_has_begun(facts(opened_on=opened_on))
    assert verdict(answer) == expected
    assert answer.stops is (expected == BROKEN)


def test_the_checklist_answers_every_rule_with_a_reason() -> None:
    for given in (SOUND, Facts(on=TODAY, operator_kind="village", building_mode="converted")):
        answers = [answer for part in checklist(given) for answer in part.answers]
        assert all(answer.reason.endswith("。") for answer in answers)
        assert all(answer.title for answer in answers)
    sound = [answer for part in checklist(SOUND) for answer in part.answers]
    assert {answer.verdict for answer in sound} <= {MET, NONE}


def test_rules_know_neither_model_nor_clock() -> None:
    first, second = checklist(SOUND), checklist(SOUND)
    assert first == second
    assert sum(part.count(MET) for part in first) > 20
