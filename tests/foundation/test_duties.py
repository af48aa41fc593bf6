"""Who is in charge: taking, handing over, what is refused, and that every hand-over stays on record."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction

from foundation.duty_actions import (
    CannotBearDuty,
    DueInThePast,
    NoteTooLong,
    NotInTheMaking,
    TakenAlready,
    hand_over,
    take,
)
from foundation.models import EditorialDuty, Remark, StatusChange
from foundation.refusals import NotPermitted, Refusal
from foundation.remark_actions import reply
from tests import make
from tests.foundation.test_remarks import member, remarked

NOW = datetime(2024, 10, 8, 2, 0, tzinfo=UTC)
TODAY = date(2024, 10, 8)


def given(subject: Any, to: User, *, by: User, **how: Any) -> EditorialDuty:
    return hand_over(subject, to=to, by=by, **{"due_on": None, "note": "", "at": NOW} | how)


@pytest.mark.django_db
def test_a_duty_goes_from_hand_to_hand_and_every_hand_over_stays() -> None:
    document, first, second = make.document(published=False), member("责任编辑"), member("责任编辑")
    take(document, by=first, at=NOW)
    given(document, second, by=first, due_on=TODAY, note=" 请今天办。 ", at=NOW + timedelta(hours=1))
    latest = given(document, first, by=member("副主编"), at=NOW + timedelta(hours=2))
    handed = EditorialDuty.objects.of(document).newest_first()
    assert [duty.person for duty in handed] == [first, second, first]
    assert handed[1].note == "请今天办。"
    assert [duty.ended_at for duty in handed] == [None, NOW + timedelta(hours=2), NOW + timedelta(hours=1)]
    assert EditorialDuty.objects.of(document).current().get() == latest
    assert str(handed[1]).endswith("2024-10-08 前")


@pytest.mark.django_db
def test_a_clock_set_back_turns_no_order_round() -> None:
    """Who is in charge, what was done last, and who has had the last word: as written, not as dated."""
    document, first, second = make.document(published=False), member("责任编辑"), member("责任编辑")
    back = NOW - timedelta(hours=1)
    take(document, by=first, at=NOW)
    given(document, second, by=first, at=back)
    assert [duty.person for duty in EditorialDuty.objects.of(document).newest_first()] == [second, first]
    make.move(document, "first_review", at=NOW)
    make.move(document, "return", at=back, remark="示例原因")
    assert [line.verb for line in StatusChange.objects.of(document).last_of_each()] == ["return"]
    remark = remarked(document, by=first, at=NOW)
    reply(remark, text="已改。", by=second, at=NOW)
    reply(remark, text="好。", by=first, at=back)
    assert list(Remark.objects.of(document).awaiting(second)) == [remark]


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["审计（只读）", "单位维护", "账号管理", "养老市级管理"])
def test_who_cannot_change_the_text_neither_takes_nor_gives_nor_bears(role: str) -> None:
    document, person = make.document(published=False), member(role)
    with pytest.raises(NotPermitted):
        take(document, by=person, at=NOW)
    with pytest.raises(NotPermitted):
        given(document, member("责任编辑"), by=person)
    with pytest.raises(CannotBearDuty, match="没有修改公文的权限，不能承办"):
        given(document, person, by=member("副主编"))
    assert not EditorialDuty.objects.exists()


@pytest.mark.django_db
def test_an_editor_gives_on_only_what_is_theirs() -> None:
    issue, editor, other = make.issue(published=False), member("责任编辑"), member("责任编辑")
    with pytest.raises(NotPermitted):
        given(issue, other, by=editor)
    take(issue, by=other, at=NOW)
    with pytest.raises(NotPermitted):
        given(issue, editor, by=editor)
    with pytest.raises(TakenAlready, match=r"现由.*承办"):
        take(issue, by=editor, at=NOW)
    assert given(issue, editor, by=other).person == editor


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("how", "refusal", "sentence"),
    [
        ({"due_on": TODAY - timedelta(1)}, DueInThePast, "2024-10-07 已经过了，请填今天（2024-10-08）"),
        ({"note": "字" * 301}, NoteTooLong, "最多 300 个字，现在有 301 个"),
    ],
)
def test_a_bad_date_or_note_is_refused(how: dict[str, Any], refusal: type[Refusal], sentence: str) -> None:
    with pytest.raises(refusal, match=sentence):
        given(make.document(published=False), member("责任编辑"), by=member("副主编"), **how)


@pytest.mark.django_db
def test_a_closed_account_and_a_finished_text_are_refused() -> None:
    gone = member("责任编辑")
    gone.is_active = False
    gone.save()
    with pytest.raises(CannotBearDuty, match="账号已停用"):
        given(make.document(published=False), gone, by=member("副主编"))
    with pytest.raises(NotInTheMaking, match="已发布，不用再交办"):
        given(make.document(), member("责任编辑"), by=member("副主编"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE foundation_editorialduty SET person_id = set_by_id",
        "UPDATE foundation_editorialduty SET due_on = due_on + 1",
        "UPDATE foundation_editorialduty SET ended_at = now(), note = '改写'",
        "UPDATE foundation_editorialduty SET ended_at = NULL",
        "DELETE FROM foundation_editorialduty",
    ],
)
def test_hand_overs_are_never_rewritten(sql: str) -> None:
    document, editor = make.document(published=False), member("责任编辑")
    given(document, editor, by=member("副主编"), due_on=TODAY)
    given(document, editor, by=editor, due_on=TODAY + timedelta(1))
    with pytest.raises(IntegrityError, match="承办记录只能追加"), transaction.atomic():
        connection.cursor().execute(sql)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("broken", "constraint"),
    [
        ({}, "editorial_duty_one_in_charge"),
        ({"ended_at": NOW - timedelta(1)}, "editorial_duty_ends_after_it_began"),
        ({"person": None}, "null value"),
        ({"set_by": None}, "null value"),
        ({"at": None}, "null value"),
    ],
)
def test_the_database_refuses_two_in_charge_and_half_a_duty(broken: dict[str, Any], constraint: str) -> None:
    document, editor = make.document(published=False), member("责任编辑")
    take(document, by=editor, at=NOW)
    fields: dict[str, Any] = {"subject": document, "person": editor, "set_by": editor, "at": NOW}
    with pytest.raises(IntegrityError, match=constraint):
        EditorialDuty.objects.create(**fields | broken)


@pytest.mark.django_db(transaction=True)
def test_two_take_at_once_and_one_of_them_has_it(race: Callable[..., list[object]]) -> None:
    document, first, second = make.document(published=False), member("责任编辑"), member("责任编辑")
    outcomes = race(
        document,
        lambda: take(document, by=first, at=NOW),
        lambda: take(document, by=second, at=NOW - timedelta(seconds=1)),
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["EditorialDuty", "TakenAlready"]
    assert EditorialDuty.objects.count() == 1
