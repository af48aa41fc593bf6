"""What waits for whom, and why: each role its own, nobody what they have signed already."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User

from documents.models import Document
from foundation.duty_actions import hand_over, take
from foundation.remark_actions import reply, resolve
from foundation.waiting import waiting_for
from gazette.models import Issue
from tests import make
from tests.foundation.test_remarks import NOW, member, remarked

pytestmark = pytest.mark.django_db
TODAY = date(2024, 10, 8)


def waits(user: User, noun: Any = Document, *, on: date = TODAY) -> dict[str, str]:
    found = waiting_for(noun.objects.all(), user, on=on)
    return {str(getattr(one, "title", one)): one.why for one in found}


def borne(document: Document, person: User, due_on: date | None = None) -> Document:
    hand_over(document, to=person, due_on=due_on, note="", by=User.objects.get(username="boss"), at=NOW)
    return document


@pytest.fixture(autouse=True)
def boss() -> User:
    return User.objects.create_superuser("boss")


def test_each_role_sees_its_own_station() -> None:
    editor, deputy, chief = member("责任编辑"), member("副主编"), member("主编")
    borne(make.document("我的草稿", published=False), editor)
    borne(make.document("别人的草稿", published=False), member("责任编辑"))
    make.document("没人的草稿", published=False)
    for station in ("first_review", "second_review", "final_review"):
        make.reviewed(make.document(station, published=False), to=station)
    make.document("已发布的")
    assert waits(editor) == {"我的草稿": "TO_CHECK", "没人的草稿": "UNBORNE"}
    assert waits(deputy) == {"没人的草稿": "UNBORNE", "first_review": "TO_RECHECK"}
    assert waits(chief) == {
        "没人的草稿": "UNBORNE",
        "second_review": "TO_FINISH",
        "final_review": "TO_PUBLISH",
    }
    assert waits(member("审计（只读）")) == {}
    assert waits(member("养老市级管理")) == {}


def test_nobody_is_asked_to_sign_twice() -> None:
    deputy, chief = member("副主编"), member("主编")
    first = make.move(make.document("初审是副主编通过的", published=False), "first_review", by=deputy)
    make.move(
        make.move(make.document("初审是主编通过的", published=False), "first_review", by=chief),
        "second_review",
    )
    assert (waits(deputy), waits(chief)) == ({}, {})
    other = member("副主编")
    assert waits(other) == {"初审是副主编通过的": "TO_RECHECK"}
    make.move(first, "second_review", by=other)
    assert waits(chief) == {"初审是副主编通过的": "TO_FINISH"}


@pytest.mark.parametrize("lost", ["role", "account"])
def test_who_can_no_longer_be_in_charge_leaves_the_draft_to_the_others(lost: str) -> None:
    gone, editor, deputy = member("责任编辑"), member("责任编辑"), member("副主编")
    document = borne(make.document("走了的人的", published=False), gone, due_on=TODAY)
    assert (waits(editor), waits(deputy)) == ({}, {})
    if lost == "role":
        gone.groups.clear()
    else:
        User.objects.filter(pk=gone.pk).update(is_active=False)
    assert waits(editor) == waits(deputy) == {"走了的人的": "UNBORNE"}
    take(document, by=editor, at=NOW)
    assert (waits(editor), waits(deputy)) == ({"走了的人的": "TO_CHECK"}, {})


def test_what_came_back_tells_so_and_a_date_that_is_over_comes_before_a_review() -> None:
    editor = member("责任编辑")
    returned = borne(make.document("退回的", published=False), editor)
    make.move(make.move(returned, "first_review"), "return", remark="请核对日期。")
    borne(make.document("改动过的", published=False), editor)
    voided = make.move(Document.objects.get(title="改动过的"), "first_review")
    Document.objects.filter(pk=voided.pk).update(body="改过的正文")
    late = make.move(make.document("逾期的", published=False), "first_review")
    borne(late, editor, due_on=TODAY)
    assert waits(editor) == {"退回的": "TO_MEND", "改动过的": "TO_MEND"}
    tomorrow = waits(editor, on=TODAY + timedelta(1))
    assert tomorrow == {"退回的": "TO_MEND", "改动过的": "TO_MEND", "逾期的": "OVERDUE"}


def test_a_remark_waits_for_whoever_has_not_had_the_last_word() -> None:
    editor, deputy = member("责任编辑"), member("副主编")
    document = borne(make.move(make.document("有批注的", published=False), "first_review"), editor)
    make.move(document, "second_review")
    remark = remarked(document, by=deputy)
    assert (waits(editor), waits(deputy)) == ({"有批注的": "TO_ANSWER"}, {})
    reply(remark, text="已改。", by=editor, at=NOW)
    assert (waits(editor), waits(deputy)) == ({}, {"有批注的": "TO_ANSWER"})
    resolve(remark, resolution="好。", by=deputy, at=NOW)
    assert (waits(editor), waits(deputy)) == ({}, {})


def test_without_anybody_in_charge_the_first_reviewer_answers() -> None:
    editor = member("责任编辑")
    document = make.move(make.document("没人承办的", published=False), "first_review", by=editor)
    remarked(document, by=member("副主编"))
    assert waits(editor) == {"没人承办的": "TO_ANSWER"}


def test_a_set_time_waits_for_nobody_until_it_fails() -> None:
    chief = member("主编")
    document = make.reviewed(make.document("定时的", published=False))
    make.move(document, "schedule", publish_at=make.PUBLISHED_AT + timedelta(2))
    assert waits(chief) == {}
    Document.objects.filter(pk=document.pk).update(schedule_refusal="到时有批注没有办结")
    assert waits(chief) == {"定时的": "TO_PUBLISH"}


def test_issues_wait_like_documents() -> None:
    make.move(make.issue(2024, 9, published=False), "first_review")
    assert list(waits(member("副主编"), Issue).values()) == ["TO_RECHECK"]
    assert waits(member("责任编辑"), Issue) == {}
