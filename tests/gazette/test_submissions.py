"""The verbs of submissions: every state, verb and role; what is refused, and what accepting makes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User

from documents.models import Disclosure, Document
from foundation.liaisons import NoLiaison, appoint_liaison, end_liaison
from foundation.models import Status
from foundation.refusals import MoveNotAllowed, NotPermitted, Refusal, RemarkRequired
from gazette import submissions
from gazette.actions import NotSavable, save_document_reading
from gazette.models import Submission, SubmissionMove
from gazette.submission_lifecycle import MOVES, SubmissionState, SubmissionVerb
from gazette.submission_refusals import (
    ChangedMeanwhile,
    NotForPublication,
    NotYourUnit,
    SentBefore,
    SentByYourself,
    SubmissionFrozen,
    SubmissionIncomplete,
)
from gazette.submission_text import as_submitted
from tests import make
from tests.submitting import (
    AT,
    REASON,
    TODAY,
    an_issue,
    draft,
    form,
    liaison,
    notice,
    officer_of,
    person,
    sent,
    standing,
    text,
)

pytestmark = pytest.mark.django_db
V, S = SubmissionVerb, SubmissionState
MOVED: dict[SubmissionVerb, Callable[[Submission, User], Submission]] = {
    V.SEND: lambda one, by: submissions.send_submission(one, by=by, at=AT),
    V.WITHDRAW: lambda one, by: submissions.withdraw_submission(one, reason=REASON, by=by, at=AT),
    V.RETURN: lambda one, by: submissions.return_submission(one, reason=REASON, by=by, at=AT),
    V.ACCEPT: lambda one, by: submissions.accept_submission(one, by=by, at=AT),
    V.TAKE: lambda one, by: submissions.take_submission(one, issue=an_issue(), by=by, at=AT),
    V.DECLINE: lambda one, by: submissions.decline_submission(one, reason=REASON, by=by, at=AT),
}
HANDLERS = ("责任编辑", "副主编", "主编")
LOOKERS = ("审计（只读）", "单位维护", "账号管理")


@pytest.mark.parametrize("state", S.values)
def test_every_state_verb_and_role(state: str) -> None:
    """Who may, where the table says so; the others are refused, and nothing is written."""
    one = standing(state)
    stranger, superuser = liaison(make.unit()), User.objects.create_superuser("root")
    people = {role: person(role) for role in (*HANDLERS, *LOOKERS)}
    for verb, act in MOVED.items():
        move = MOVES[verb]
        forbidden: list[User] = [people[role] for role in LOOKERS] + [stranger]
        forbidden += [superuser, *(people[role] for role in HANDLERS)] if move.by_unit else [officer_of(one)]
        for by in forbidden:
            with pytest.raises((NotPermitted, NotYourUnit)):
                act(one, by)
        allowed = officer_of(one) if move.by_unit else people["责任编辑"]
        if state not in move.sources:
            with pytest.raises(MoveNotAllowed, match="现在是“"):
                act(one, allowed)
        assert Submission.objects.get(pk=one.pk).state == state
    for verb, act in MOVED.items():
        if state in MOVES[verb].sources:
            again = standing(state)
            by = officer_of(again) if MOVES[verb].by_unit else person("副主编")
            moved = act(again, by)
            assert (moved.state, moved.moves.last().by) == (MOVES[verb].target, by)  # type: ignore[union-attr]


@pytest.mark.parametrize("verb", [V.WITHDRAW, V.RETURN, V.DECLINE])
def test_a_reason_is_asked_for(verb: SubmissionVerb) -> None:
    one = sent()
    by = officer_of(one) if MOVES[verb].by_unit else person("责任编辑")
    act: dict[str, Callable[..., Any]] = {
        V.WITHDRAW: submissions.withdraw_submission,
        V.RETURN: submissions.return_submission,
        V.DECLINE: submissions.decline_submission,
    }
    with pytest.raises(RemarkRequired):
        act[verb](one, reason=" ", by=by, at=AT)


def test_nobody_handles_what_they_sent() -> None:
    unit = make.unit()
    both = person("责任编辑")
    both.groups.add(*person("联络员").groups.all())
    liaison(unit, both)
    one = sent(unit=unit, by=User.objects.get(pk=both.pk))
    for verb in (V.ACCEPT, V.RETURN, V.DECLINE):
        with pytest.raises(SentByYourself):
            MOVED[verb](one, User.objects.get(pk=both.pk))


def test_a_liaison_officer_sees_the_own_units_and_only_while_in_office() -> None:
    mine, theirs = sent(), sent()
    officer = officer_of(mine)
    assert list(Submission.objects.visible_to(officer, on=TODAY)) == [mine]
    liaison(theirs.unit, officer, since=date(2026, 3, 11))
    assert Submission.objects.visible_to(officer, on=TODAY).count() == 1
    assert Submission.objects.visible_to(officer, on=date(2026, 3, 11)).count() == 2
    end_liaison(mine.unit.liaisons.get(), until=TODAY, by=person("副主编"))
    assert list(Submission.objects.visible_to(officer, on=date(2026, 3, 11))) == [theirs]
    editor, keeper = person("责任编辑"), person("账号管理")
    hidden = draft()
    assert hidden not in Submission.objects.visible_to(editor, on=TODAY)
    assert Submission.objects.visible_to(editor, on=TODAY).count() == 2
    assert not Submission.objects.visible_to(keeper, on=TODAY).exists()


def test_appointing_says_what_is_wrong() -> None:
    unit, officer, chief = make.unit(), person("联络员"), person("主编")
    said: dict[str, Any] = {
        "unit": unit,
        "user": officer,
        "since": TODAY,
        "note": "示例",
        "by": chief,
        "at": AT,
    }
    appoint_liaison(**said)
    group = make.unit(members=[make.unit()])
    for wrong, match in (
        ({}, "已经是这个单位"),
        ({"user": person("责任编辑")}, "还没有“联络员”角色"),
        ({"until": date(2026, 1, 1)}, "不能早于"),
        ({"unit": group}, "一组单位"),
        ({"note": " "}, "依据"),
    ):
        with pytest.raises(NoLiaison, match=match):
            appoint_liaison(**said | wrong)  # type: ignore[arg-type]
    with pytest.raises(NotPermitted):
        appoint_liaison(**said | {"by": person("责任编辑")})
    appoint_liaison(**said | {"user": person("联络员")})  # a unit may have two


def test_accepting_makes_a_draft_with_what_the_form_says() -> None:
    column = make.column("市级部门文件")
    one = sent(column=column, effective_from=date(2026, 4, 1))
    issue = an_issue()
    taken = submissions.accept_submission(one, issue=issue, by=person("责任编辑"), at=AT)
    document = Document.objects.get()
    assert (taken.document, taken.issue, taken.state) == (document, issue, S.TAKEN)
    assert (document.status, document.column, document.disclosure) == (
        Status.DRAFT,
        column,
        Disclosure.ACTIVE,
    )
    assert document.effective_from == date(2026, 4, 1)
    assert issue.entries.get().column == column
    assert list(taken.moves.order_by("pk").values_list("verb", flat=True)) == [
        "open",
        "send",
        "accept",
        "take",
    ]
    assert not Submission.objects.printed().exists()


def test_where_the_text_is_silent_the_form_speaks() -> None:
    bare = notice().split("\n", 2)[2]
    one = sent(said=bare, document_number="示粮发(2026)第 77 号")
    assert one.document_number == "示粮发〔2026〕77号"
    accepted = submissions.accept_submission(one, by=person("责任编辑"), at=AT)
    assert accepted.document is not None
    assert (accepted.document.series, accepted.document.serial) == ("示粮发", 77)


def test_blanks_are_filled_from_the_text_and_what_was_typed_stays() -> None:
    one = draft(said=notice(5), title="另一个标题", written_on=None)
    assert (one.title, one.document_number, f"{one.written_on}") == (
        "另一个标题",
        "示粮发〔2026〕5号",
        "2026-03-02",
    )


@pytest.mark.parametrize("disclosure", [Disclosure.CLOSED, Disclosure.ON_REQUEST])
def test_only_what_is_open_to_all_is_accepted(disclosure: str) -> None:
    one = sent(disclosure=disclosure, closed_reason="示例理由")
    with pytest.raises(NotForPublication):
        submissions.accept_submission(one, by=person("责任编辑"), at=AT)
    assert not Document.objects.exists()


def test_the_same_file_or_number_is_told_and_sent_again_only_on_purpose() -> None:
    first = sent(said=notice(8))
    same_file, same_number = draft(said=notice(8)), draft(said=notice(8).replace("早调早运", "早调快运"))
    for one, what in ((same_file, "同一个文件"), (same_number, "文号示粮发〔2026〕8号")):
        with pytest.raises(SentBefore, match=f"{what}已经报送过（报送 {first.number}"):
            submissions.send_submission(one, by=officer_of(one), at=AT)
        submissions.send_submission(one, again=True, by=officer_of(one), at=AT)
    editor = person("责任编辑")
    submissions.accept_submission(first, by=editor, at=AT)
    with pytest.raises(NotSavable, match=f"已经由报送 {first.number} 收稿"):
        submissions.accept_submission(same_file, by=editor, at=AT)
    with pytest.raises(NotSavable, match="请勾选后再收稿"):
        submissions.accept_submission(same_number, by=editor, at=AT)


@pytest.mark.parametrize("station", ["second_review", "published", "withdrawn"])
def test_what_is_reviewed_or_public_from_the_same_file_stays_as_it_is(station: str) -> None:
    """An editor had brought the file in before the unit sent it, with a day of effect that the text does not name."""
    one = sent(effective_from=date(2026, 4, 1))
    (document,) = save_document_reading(as_submitted(one), at=AT).created
    make.reviewed(document, to="second_review" if station == "second_review" else "final_review")
    for verb in {"second_review": (), "published": ("publish",), "withdrawn": ("publish", "withdraw")}[
        station
    ]:
        make.move(document, verb, remark=REASON)
    before = Document.objects.values().get()
    if station == "withdrawn":
        with pytest.raises(NotSavable, match="已经撤回"):
            submissions.accept_submission(one, by=person("责任编辑"), at=AT)
    else:
        assert submissions.accept_submission(one, by=person("责任编辑"), at=AT).document == document
    assert Document.objects.values().get() == before


def test_a_draft_on_record_gives_way_only_when_asked() -> None:
    known = make.document(
        published=False, series="示粮发", year=2026, serial=6, document_number="示粮发〔2026〕6号"
    )
    one = draft(said=notice(6))
    submissions.send_submission(one, again=True, by=officer_of(one), at=AT)
    editor = person("责任编辑")
    with pytest.raises(NotSavable):
        submissions.accept_submission(one, by=editor, at=AT)
    assert submissions.accept_submission(one, replace=True, by=editor, at=AT).document == known


def test_numbers_run_on_and_a_returned_one_keeps_its_own() -> None:
    one, other = sent(), sent()
    assert (one.number, other.number) == ("2026-0001", "2026-0002")
    submissions.return_submission(one, reason=REASON, by=person("责任编辑"), at=AT)
    again = submissions.send_submission(one, by=officer_of(one), at=AT)
    assert again.number == "2026-0001"
    assert SubmissionMove.objects.filter(submission=one).count() == 4


def test_what_is_missing_is_said_all_at_once_and_nothing_is_sent() -> None:
    unit = make.unit()
    by = liaison(unit)
    bare = submissions.open_submission(
        unit=unit,
        form={"is_normative": True, "disclosure": "closed"},
        by=by,
        at=AT,
    )
    with pytest.raises(SubmissionIncomplete) as refused:
        submissions.send_submission(bare, by=by, at=AT)
    assert len(refused.value.sentences) == 7
    assert Submission.objects.get().serial is None


def test_the_second_of_two_who_write_is_told() -> None:
    one = draft()
    by, seen = officer_of(one), one.changed_at
    later = AT.replace(hour=3)
    submissions.save_submission(one, form=form(title="先存的"), seen=seen, by=by, at=later)
    with pytest.raises(ChangedMeanwhile, match="11:00"):
        submissions.save_submission(one, form=form(title="后存的"), seen=seen, by=by, at=later)
    submissions.send_submission(one, by=by, at=later)
    with pytest.raises(SubmissionFrozen):
        submissions.save_submission(one, form=form(), text=text(), by=by, at=later)
    assert Submission.objects.get().title == "先存的"


def test_taking_needs_an_issue_that_is_still_a_draft() -> None:
    one = standing(S.ACCEPTED)
    with pytest.raises(Refusal, match="已发布"):
        submissions.take_submission(one, issue=make.issue(2026), by=person("责任编辑"), at=AT)
    assert Submission.objects.get().state == S.ACCEPTED


def test_printed_follows_from_publication() -> None:
    one = standing(S.TAKEN)
    assert one.document is not None and one.issue is not None
    make.published(Document.objects.get())
    assert not Submission.objects.printed().exists()
    make.published(one.issue)
    assert list(Submission.objects.printed()) == [one]
