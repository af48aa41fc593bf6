"""三: who registers, where it files, by when (N029 to N038, N050, N111)."""

from datetime import date
from typing import Any

import pytest

from eldercare.rules import registration
from eldercare.rules.answer import Verdict
from eldercare.rules.facts import RegistrationFact
from eldercare.rules.registration import filing_path, registration_due
from eldercare.vocabulary import OperatorKind, Profit
from tests.eldercare.facts import facts

MET, BROKEN, WARNING, UNKNOWN, NONE = (
    Verdict.MET,
    Verdict.BROKEN,
    Verdict.WARNING,
    Verdict.UNKNOWN,
    Verdict.NOT_APPLICABLE,
)


@pytest.mark.parametrize(
    ("operator", "profit", "due"),
    [
        ("company", "for_profit", "market"),  # N030
        ("other", "for_profit", "market"),
        ("social", "non_profit", "social"),  # N031
        ("other", "non_profit", "social"),
        ("township", "non_profit", None),  # N029: self-run, no third party
        ("village", "non_profit", None),
        ("village", "for_profit", None),
        ("public_institution", "non_profit", "public_institution"),
    ],
)
def test_n029_n030_n031_the_mode_of_operation_decides_who_registers(
    operator: str, profit: str, due: str | None
) -> None:
    assert registration_due(operator, profit) == due


def test_every_kind_of_operator_has_an_answer() -> None:
    for kind in OperatorKind:
        for profit in Profit:
            registration_due(kind, profit)
            assert filing_path(kind) in ("registered", "self_run")


@pytest.mark.parametrize(
    ("operator", "path"),
    [("company", "registered"), ("social", "registered"), ("township", "self_run"), ("village", "self_run")],
)
def test_n032_n037_registered_ones_file_with_the_county_and_self_run_ones_with_the_township(
    operator: str, path: str
) -> None:
    assert filing_path(operator) == path


@pytest.mark.parametrize(
    ("changes", "rule", "verdict", "said"),
    [
        ({}, "N031", MET, "已由云县民政局登记"),
        ({"registration": None}, "N031", BROKEN, "非营利性机构应向县（区）民政部门登记"),
        (
            {"operator_kind": "company", "profit": "for_profit", "registration": None},
            "N030",
            BROKEN,
            "营利性机构应向县（区）市场监督管理部门登记",
        ),
        (
            {"operator_kind": "company", "profit": "for_profit"},
            "N030",
            BROKEN,
            "应是市场主体登记（县（区）市场监督管理部门），录入的是社会服务机构登记",
        ),
        (
            {
                "registration": RegistrationFact(
                    "social", "云县民政局", "5253", date(2020, 1, 1), date(2026, 3, 19)
                )
            },
            "N031",
            BROKEN,
            "2026-03-19到期",
        ),
        (
            {
                "registration": RegistrationFact(
                    "social", "云县民政局", "5253", date(2020, 1, 1), is_of_operator=False
                )
            },
            "N031",
            WARNING,
            "登记的法人不是现在的运营主体",
        ),
        ({"operator_kind": "village", "registration": None}, "N029", NONE, "不需要登记"),
        ({"operator_kind": "village"}, "N029", WARNING, "不需要登记"),
    ],
)
def test_n050_an_institution_is_registered_as_its_mode_asks(
    changes: dict[str, Any], rule: str, verdict: Verdict, said: str
) -> None:
    answer = registration.registration_is_right(facts(**changes))
    assert (answer.rule, answer.verdict) == (rule, verdict)
    assert said in answer.reason
    assert answer.stops is (verdict == BROKEN)


@pytest.mark.parametrize(
    ("operator", "profit", "verdict"),
    [
        ("company", "for_profit", MET),
        ("company", "non_profit", WARNING),
        ("social", "non_profit", MET),
        ("social", "for_profit", WARNING),
        ("other", "for_profit", MET),
        ("village", "non_profit", MET),
    ],
)
def test_n029_profit_is_compared_with_the_operator(operator: str, profit: str, verdict: Verdict) -> None:
    answer = registration.profit_fits_operator(facts(operator_kind=operator, profit=profit))
    assert answer.verdict == verdict
    assert not answer.stops


@pytest.mark.parametrize(
    ("changes", "rule", "verdict"),
    [
        ({}, "N032", MET),
        ({"operator_kind": "village"}, "N037", MET),
        ({"is_filed": False, "filing_status": "", "opened_on": None}, "N032", NONE),
        ({"is_filed": False, "filing_status": ""}, "N032", BROKEN),
        ({"is_filed": False, "filing_status": "submitted"}, "N032", UNKNOWN),
        ({"is_filed": False, "filing_status": "returned"}, "N032", BROKEN),
        ({"is_filed": False, "filing_status": "cancelled", "operator_kind": "township"}, "N037", BROKEN),
    ],
)
def test_n050_n111_an_open_institution_is_on_file(
    changes: dict[str, Any], rule: str, verdict: Verdict
) -> None:
    answer = registration.is_on_file(facts(**changes))
    assert (answer.rule, answer.verdict) == (rule, verdict)


@pytest.mark.parametrize(
    ("changes", "verdict", "said"),
    [
        ({}, MET, "2026-03-10 报送，期限是 2026-03-16"),
        ({"filed_on": date(2026, 3, 16)}, MET, "2026-03-16 报送"),
        ({"filed_on": date(2026, 3, 17)}, BROKEN, "备案逾期：应在 2026-03-16 前备案"),
        ({"filed_on": None, "due_on": date(2026, 3, 20)}, UNKNOWN, "请在 2026-03-20 前备案"),
        ({"filed_on": None, "due_on": date(2026, 3, 19)}, BROKEN, "已逾期，尚未备案"),
        ({"due_on": None}, UNKNOWN, "无法计算"),
        ({"opened_on": None}, NONE, "还没有实际开展服务"),
        ({"operator_kind": "township"}, NONE, "通知未规定期限"),
    ],
)
def test_n032_a_filing_in_time_late_or_not_to_be_computed(
    changes: dict[str, Any], verdict: Verdict, said: str
) -> None:
    answer = registration.is_filed_in_time(facts(**changes))
    assert answer.verdict == verdict
    assert said in answer.reason
    assert not answer.stops  # late filings are taken and marked


def test_n036_what_changed_since_is_filed_again() -> None:
    changed = registration.filing_is_up_to_date(facts(differences=("地址", "养老床位数量")))
    assert (changed.verdict, changed.rule) == (BROKEN, "N036")
    assert "地址、养老床位数量" in changed.reason
    assert registration.filing_is_up_to_date(facts()).verdict == MET
    assert registration.filing_is_up_to_date(facts(is_filed=False)).verdict == NONE
