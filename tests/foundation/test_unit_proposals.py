"""A name no unit is known under waits for an editor, and is answered once."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError

from foundation.actions import dismiss_unit_proposal, propose_units, settle_unit_proposal
from foundation.models import Unit, UnitProposal, UnitVariant
from foundation.permissions import SETTLE_UNIT_PROPOSAL
from foundation.refusals import NameTaken, NotPermitted, ProposalSettled
from tests import make

pytestmark = pytest.mark.django_db


def proposal(printed: str = "示例新办") -> UnitProposal:
    return UnitProposal.objects.create(printed=printed, first_seen_in="（示例新办牵头）")


def test_a_name_is_proposed_once_whatever_its_width() -> None:
    assert propose_units({"示例办（甲）": "（示例办（甲）牵头）", "示例办(甲)": "另一处", " ": "空"}) == 1
    assert propose_units({"示例办［甲］": "第三处", "示例办乙": "第四处"}) == 1
    kept = UnitProposal.objects.get(printed="示例办（甲）")
    assert kept.first_seen_in == "（示例办（甲）牵头）"
    assert set(UnitProposal.objects.open().values_list("printed", flat=True)) == {"示例办(甲)", "示例办乙"}


def test_a_settled_name_is_known_from_then_on() -> None:
    unit = make.unit("示例新设办公室")
    variant = settle_unit_proposal(proposal(), unit=unit, by=make.staff(SETTLE_UNIT_PROPOSAL))
    assert (variant.unit, variant.printed) == (unit, "示例新办")
    assert Unit.objects.resolve_all(["示例新办"]) == {"示例新办": unit}
    assert UnitProposal.objects.get().settled_as == unit
    assert not UnitProposal.objects.open().exists()


def test_settling_under_a_name_the_unit_already_bears() -> None:
    unit = make.unit("示例新设办公室", variants=["示例新办"])
    settle_unit_proposal(proposal(), unit=unit, by=make.staff(SETTLE_UNIT_PROPOSAL))
    assert UnitVariant.objects.get().unit == unit


@pytest.mark.parametrize("taken", ["name", "short_name", "variant"])
def test_a_name_another_unit_bears_is_refused(taken: str) -> None:
    other = make.unit(
        "示例新办" if taken == "name" else "示例他办",
        **({taken: "示例新办"} if taken == "short_name" else {}),
    )
    if taken == "variant":
        UnitVariant.objects.create(unit=other, printed="示例新办")
    with pytest.raises(NameTaken, match=f"已经是{other}的名称"):
        settle_unit_proposal(proposal(), unit=make.unit(), by=make.staff(SETTLE_UNIT_PROPOSAL))
    assert UnitProposal.objects.open().exists()


def test_a_dismissed_name_waits_no_more() -> None:
    dismiss_unit_proposal(proposal(), by=make.staff(SETTLE_UNIT_PROPOSAL))
    assert not UnitProposal.objects.open().exists()
    assert not UnitVariant.objects.exists()


def test_an_answer_is_final() -> None:
    editor, unit = make.staff(SETTLE_UNIT_PROPOSAL), make.unit("示例新设办公室")
    settled, dismissed = proposal("示例办甲"), proposal("示例办乙")
    settle_unit_proposal(settled, unit=unit, by=editor)
    dismiss_unit_proposal(dismissed, by=editor)
    with pytest.raises(ProposalSettled, match="已经确认为示例新设办公室"):
        dismiss_unit_proposal(settled, by=editor)
    with pytest.raises(ProposalSettled, match="已经认定不是单位名称"):
        settle_unit_proposal(dismissed, unit=unit, by=editor)


def test_only_an_editor_answers() -> None:
    with pytest.raises(NotPermitted):
        settle_unit_proposal(proposal("示例办甲"), unit=make.unit(), by=make.staff())
    with pytest.raises(NotPermitted):
        dismiss_unit_proposal(proposal("示例办乙"), by=make.staff())
    assert UnitProposal.objects.open().count() == 2


def test_a_proposal_is_not_both_a_unit_and_none() -> None:
    waiting = proposal()
    with pytest.raises(IntegrityError, match="unit_proposal_has_one_answer"):
        UnitProposal.objects.filter(pk=waiting.pk).update(settled_as=make.unit(), dismissed=True)


@pytest.mark.parametrize(("missing", "value"), [("printed", None), ("printed", " "), ("dismissed", None)])
def test_a_proposal_has_a_name_and_an_answer(missing: str, value: str | None) -> None:
    waiting = proposal()
    with pytest.raises(IntegrityError, match=r"null value|unit_proposal_is_printed"):
        UnitProposal.objects.filter(pk=waiting.pk).update(**{missing: value})


@pytest.mark.django_db(transaction=True)
def test_two_editors_answer_at_once_and_one_answer_stands(race: Callable[..., list[object]]) -> None:
    waiting, unit = proposal(), make.unit("示例新设办公室")
    first, second = make.staff(SETTLE_UNIT_PROPOSAL), make.staff(SETTLE_UNIT_PROPOSAL)
    outcomes = race(
        waiting,
        lambda: settle_unit_proposal(waiting, unit=unit, by=first),
        lambda: dismiss_unit_proposal(waiting, by=second),
    )
    waiting.refresh_from_db()
    assert sorted(isinstance(outcome, ProposalSettled) for outcome in outcomes) == [False, True]
    assert waiting.dismissed is not UnitVariant.objects.exists()
