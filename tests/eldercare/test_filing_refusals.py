"""What a verb asks besides state and role: reasons, days, a complete form, another person; and what it leaves behind."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User

from eldercare import actions
from eldercare.models import Filing, FilingMove, Institution
from eldercare.refusals import (
    DaysOutOfOrder,
    FilingIncomplete,
    NotOnDuty,
    ReviewsOwnWork,
)
from eldercare.standing import state_of, with_state
from eldercare.vocabulary import FilingStatus
from foundation.models import Jurisdiction
from foundation.refusals import MoveNotAllowed, RemarkRequired
from tests import care
from tests.care import AT, DAY
from tests.eldercare.verbs import FROM, REASON, STANDING, VERBS, traces, tried

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("reason", ["", "  ", " \n\t", "\u3000"])
@pytest.mark.parametrize("verb", ["return", "discard", "cancel"])
def test_a_reason_is_a_reason(verb: str, reason: str) -> None:
    act = {
        "return": actions.return_filing,
        "discard": actions.discard_filing,
        "cancel": actions.cancel_filing,
    }
    filing = STANDING[FROM[verb]]()
    by = care.colleague(filing.institution)
    before = traces()
    with pytest.raises(RemarkRequired, match=r"须写明原因。$"):
        act[verb](filing, reason=reason, by=by, at=AT)
    assert traces() == before


@pytest.mark.parametrize("summary", ["", "  ", "\u3000"])
def test_a_change_says_what_changes(summary: str) -> None:
    filing = care.accepted()
    by = care.colleague(filing.institution)
    before = traces()
    with pytest.raises(RemarkRequired, match="变更备案须写明变更事项"):
        actions.open_filing(filing.institution, change_summary=summary, by=by, at=AT)
    assert traces() == before


@pytest.mark.parametrize("verb", ["accept", "return"])
def test_a_superuser_on_duty_does_not_decide_on_what_they_submitted(verb: str) -> None:
    institution = care.institution()
    chief = User.objects.create_superuser("chief")
    Jurisdiction.objects.create(user=chief, division=institution.county)
    filing = care.submitted(institution, by=chief)
    assert tried(verb, filing, chief) is ReviewsOwnWork
    assert tried(verb, filing, care.colleague(institution)) is None


def test_who_submitted_an_earlier_version_decides_on_the_next() -> None:
    """The submitter of this version is who may not; nobody is barred for ever."""
    first_officer, second_officer = (care.officer("养老县区经办") for _ in range(2))
    institution = care.institution()
    first = care.submitted(institution, by=first_officer)
    actions.accept_filing(first, by=second_officer, at=AT)
    second = actions.open_filing(institution, change_summary="示例变更", by=second_officer, at=AT)
    actions.submit_filing(second, filed_on=DAY, commitment_on=DAY, by=second_officer, at=AT)
    assert tried("accept", second, second_officer) is ReviewsOwnWork
    assert tried("accept", second, first_officer) is None


def test_a_returned_filing_handed_in_by_another_is_decided_by_the_first() -> None:
    first_officer, second_officer = (care.officer("养老县区经办") for _ in range(2))
    filing = care.submitted(by=first_officer)
    actions.return_filing(filing, reason=REASON, by=second_officer, at=AT)
    actions.submit_filing(filing, filed_on=DAY, commitment_on=DAY, by=second_officer, at=AT)
    accepted = actions.accept_filing(filing, by=first_officer, at=AT)
    assert (accepted.submitted_by, accepted.decided_by) == (second_officer, first_officer)
    assert accepted.return_reason == ""


WRONG_DAYS: list[tuple[dict[str, Any], str, str]] = [
    ({"filed_on": date(2026, 3, 11)}, "filed_on", "报送日期 2026-03-11 还没有到。"),
    ({"commitment_on": date(2026, 3, 11)}, "commitment_on", "晚于报送日期 2026-03-10"),
    (
        {"filed_on": date(2026, 3, 1), "commitment_on": date(2026, 3, 1)},
        "filed_on",
        "报送日期 2026-03-01 早于实际开展服务日期 2026-03-02",
    ),
]


@pytest.mark.parametrize(("days", "field", "said"), WRONG_DAYS)
def test_days_out_of_order_are_told_at_their_field(days: dict[str, Any], field: str, said: str) -> None:
    filing = care.draft()
    by = care.colleague(filing.institution)
    before = traces()
    with pytest.raises(DaysOutOfOrder, match=said) as refused:
        actions.submit_filing(filing, **{"filed_on": DAY, "commitment_on": DAY} | days, by=by, at=AT)
    assert refused.value.field == field
    assert traces() == before


def test_an_incomplete_form_is_refused_with_every_gap() -> None:
    filing = care.draft(care.institution(registered=False, beds=None, contact="", identity_number=""))
    by = care.colleague(filing.institution)
    before = traces()
    with pytest.raises(FilingIncomplete) as refused:
        VERBS["submit"](filing, by)
    assert {answer.field for answer in refused.value.answers} == {"", "beds", "contact", "identity_number"}
    for gap in ("还没有登记", "没有填写养老床位数量", "没有填写联系人", "没有填写公民身份号码"):
        assert gap in str(refused.value)
    assert traces() == before
    assert Filing.objects.get().name == ""


def test_a_stale_copy_decides_nothing() -> None:
    stale = care.submitted()
    other = Filing.objects.get(pk=stale.pk)
    actions.return_filing(other, reason=REASON, by=care.colleague(stale.institution), at=AT)
    assert tried("accept", stale, care.colleague(stale.institution)) is MoveNotAllowed
    stale.status = FilingStatus.SUBMITTED
    with pytest.raises(MoveNotAllowed, match="现在是“退回补正”，不能受理备案"):
        actions.accept_filing(stale, by=care.colleague(stale.institution), at=AT)


def test_out_of_reach_nothing_is_told_of_where_a_filing_stands() -> None:
    filing = care.accepted()
    with pytest.raises(NotOnDuty) as refused:
        VERBS["accept"](filing, care.officer("养老县区经办", care.county("530902")))
    assert "已备案" not in str(refused.value)


PATHS = [
    (["submit", "accept"], "accepted"),
    (["submit", "return", "submit", "accept"], "accepted"),
    (["submit", "return", "discard"], "cancelled"),
    (["discard"], "cancelled"),
    (["submit", "accept", "cancel"], "cancelled"),
]


@pytest.mark.parametrize(("verbs", "end"), PATHS)
def test_the_history_tells_the_whole_way(verbs: list[str], end: str) -> None:
    institution = care.institution()
    filer, decider = care.colleague(institution), care.colleague(institution)
    filing = actions.open_filing(institution, by=filer, at=AT)
    for verb in verbs:
        VERBS[verb](filing, filer if verb in ("submit", "discard") else decider)
    moves = list(FilingMove.objects.filter(filing=filing).order_by("pk"))
    assert [move.verb for move in moves] == ["open", *verbs]
    assert [move.from_status for move in moves[1:]] == [move.to_status for move in moves[:-1]]
    assert (moves[0].from_status, moves[-1].to_status) == ("", end)
    assert Filing.objects.get(pk=filing.pk).status == end
    assert all(move.at == AT for move in moves)


def test_a_new_version_supersedes_the_one_in_force_and_only_then() -> None:
    first = care.accepted()
    institution, filer = first.institution, care.colleague(first.institution)
    second = actions.open_filing(institution, change_summary="示例变更", by=filer, at=AT)
    VERBS["submit"](second, filer)
    assert Filing.objects.in_force().get() == first
    accepted = actions.accept_filing(second, by=care.colleague(institution), at=AT)
    first.refresh_from_db()
    assert (first.status, first.ended_on) == ("changed", DAY)
    assert "变更备案" in first.end_reason
    assert Filing.objects.in_force().get() == accepted
    verbs = FilingMove.objects.filter(filing=first).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["open", "submit", "accept", "supersede"]


def test_what_was_given_up_was_not_cancelled() -> None:
    """Both end in one state; a draft nobody ever accepted leaves the institution as if it had never been."""
    given_up = care.draft()
    actions.discard_filing(given_up, reason=REASON, by=care.colleague(given_up.institution), at=AT)
    given_up.refresh_from_db()
    cancelled = care.cancelled()
    assert (given_up.standing, cancelled.standing) == ("已放弃", "已注销")
    with pytest.raises(MoveNotAllowed, match="现在是“已放弃”，不能提交"):
        VERBS["submit"](given_up, care.colleague(given_up.institution))
    words = {row.pk: state_of(row) for row in with_state(Institution.objects.all())}
    assert words == {given_up.institution_id: "未备案", cancelled.institution_id: "已注销"}


def test_of_an_institution_that_has_closed_no_change_is_waited_for() -> None:
    filing = care.accepted()
    Institution.objects.filter(pk=filing.institution_id).update(beds=77)
    assert Filing.objects.out_of_date().get() == filing
    Institution.objects.filter(pk=filing.institution_id).update(closed_on=DAY, closing_reason="示例停业")
    assert not Filing.objects.out_of_date().exists()
