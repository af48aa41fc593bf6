"""Remarks: who may make, answer and settle them, that what was said stays, and that open ones hold a signature up."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group, User
from django.db import IntegrityError, connection, transaction

from documents.models import Document
from foundation.lifecycle import Publishable
from foundation.models import Remark, RemarkReply
from foundation.models.remark import LONGEST_REMARK
from foundation.refusals import NotPermitted, ObjectionsStand, Refusal, RemarkRequired
from foundation.remark_actions import (
    NotToBeRemarked,
    PlaceChanged,
    RemarkElsewhere,
    RemarkSettled,
    RemarkTooLong,
    add_remark,
    reply,
    resolve,
)
from foundation.remark_places import digest_of
from tests import make

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 10, 8, 2, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
EDITORS = ("责任编辑", "副主编", "主编")
OTHERS = ("审计（只读）", "单位维护", "账号管理", "养老市级管理")


def member(role: str) -> User:
    user = User.objects.create_user(f"{role}{make.serial()}", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


def remarked(subject: Publishable | None = None, *, by: User | None = None, **said: Any) -> Remark:
    subject = subject or make.document(published=False)
    return add_remark(
        subject, by=by or member("副主编"), at=said.pop("at", NOW), **{"text": "请核对。"} | said
    )


@pytest.mark.parametrize("role", EDITORS)
def test_editors_remark_answer_and_settle(role: str) -> None:
    document, person = make.document(published=False, body="一、总则\n这是第一段。"), member(role)
    remark = remarked(document, by=person, anchor="p1", seen=digest_of("这是第一段。"), text=" 日期有误。 ")
    assert (remark.subject, remark.quote, remark.text) == (document, "这是第一段。", "日期有误。")
    answer = reply(remark, text="已改。", by=member("责任编辑"), at=NOW)
    settled = resolve(remark, resolution="改为正确的日期。", by=person, at=LATER)
    assert (settled.resolved_by, settled.resolved_at) == (person, LATER)
    assert list(remark.replies.all()) == [answer]
    again = remarked(document, by=person, follows=settled, text="还是不对。")
    assert again.follows == settled
    assert list(Remark.objects.of(document).standing()) == [again]


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_says_anything(role: str) -> None:
    person, remark = member(role), remarked()
    deeds = [
        lambda: add_remark(remark.subject, text="插话", by=person, at=NOW),
        lambda: reply(remark, text="插话", by=person, at=NOW),
        lambda: resolve(remark, resolution="插手", by=person, at=NOW),
    ]
    for deed in deeds:
        with pytest.raises(NotPermitted):
            deed()
    assert Remark.objects.get().is_standing
    assert Remark.objects.visible_to(person).exists() == (role == "审计（只读）")
    assert not Remark.objects.visible_to(AnonymousUser()).exists()


def test_who_passes_no_review_settles_only_their_own() -> None:
    person = make.staff("documents.view_document", "foundation.add_remark")
    others, own = remarked(), remarked(by=person)
    with pytest.raises(NotPermitted, match="由提出的人或审核的人办结"):
        resolve(others, resolution="自己说了算", by=person, at=NOW)
    assert not resolve(own, resolution="看错了。", by=person, at=NOW).is_standing


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"text": " \n"}, RemarkRequired),
        ({"text": "字" * (LONGEST_REMARK + 1)}, RemarkTooLong),
        ({"anchor": "p99", "seen": digest_of("这是第一段。")}, PlaceChanged),
        ({"anchor": "p1", "seen": digest_of("原来的第一段。")}, PlaceChanged),
        ({"anchor": "p1"}, PlaceChanged),
    ],
)
def test_a_remark_that_cannot_be_taken_is_refused(said: dict[str, Any], refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        remarked(make.document(published=False), **said)
    assert not Remark.objects.exists()


def test_other_refusals() -> None:
    elsewhere = resolve(remarked(), resolution="好。", by=member("主编"), at=NOW)
    with pytest.raises(RemarkElsewhere):
        remarked(follows=elsewhere)
    with pytest.raises(NotToBeRemarked):
        remarked(make.withdrawn(make.document()))
    with pytest.raises(RemarkSettled, match=r"已由.*办结（好。）"):
        resolve(elsewhere, resolution="再办一次", by=member("主编"), at=LATER)
    with pytest.raises(RemarkSettled):
        reply(elsewhere, text="还有话说", by=member("主编"), at=LATER)
    with pytest.raises(RemarkRequired, match="处理结果"):
        resolve(remarked(), resolution="  ", by=member("主编"), at=LATER)


WRITTEN_OVER = [
    "UPDATE foundation_remark SET text = '改写'",
    "UPDATE foundation_remark SET by_id = by_id + 1",
    "UPDATE foundation_remark SET quote = '改写'",
    "UPDATE foundation_remark SET resolution = '改写'",
    "UPDATE foundation_remark SET resolved_at = NULL, resolved_by_id = NULL, resolution = ''",
    "DELETE FROM foundation_remark",
    "UPDATE foundation_remarkreply SET text = '改写'",
    "DELETE FROM foundation_remarkreply",
    "INSERT INTO foundation_remarkreply (remark_id, text, by_id, at) SELECT id, '补', by_id, at FROM foundation_remark",
]


@pytest.mark.parametrize("sql", WRITTEN_OVER)
def test_what_was_said_stays(sql: str) -> None:
    remark = remarked()
    reply(remark, text="已改。", by=member("责任编辑"), at=NOW)
    resolve(remark, resolution="好。", by=member("主编"), at=LATER)
    with pytest.raises(IntegrityError, match=r"只能追加|已经办结"), transaction.atomic():
        connection.cursor().execute(sql)
    with pytest.raises(IntegrityError, match="只能追加"), transaction.atomic():
        connection.cursor().execute("UPDATE foundation_remark SET text = '先改写', resolved_at = now()")


@pytest.mark.parametrize(
    ("broken", "constraint"),
    [
        ({"text": " \n"}, "remark_says_something"),
        ({"anchor": "p1"}, "remark_quotes_its_place"),
        ({"anchor": "p1", "quote": "字", "digest": "x"}, "remark_quotes_its_place"),
        ({"quote": "字"}, "remark_quotes_its_place"),
        ({"resolved_at": LATER}, "remark_is_settled_or_stands"),
        ({"resolution": "好"}, "remark_is_settled_or_stands"),
        ({"resolved_at": NOW - timedelta(1), "resolution": "好"}, "remark_is_settled_or_stands"),
        ({"text": None}, "null value"),
        ({"by": None}, "null value"),
        ({"at": None}, "null value"),
    ],
)
def test_the_database_refuses_half_a_remark(broken: dict[str, Any], constraint: str) -> None:
    fields: dict[str, Any] = {"subject": make.document(), "text": "请核对。", "by": make.staff(), "at": NOW}
    with pytest.raises(IntegrityError, match=constraint):
        Remark.objects.create(**fields | broken)
    assert RemarkReply._meta.get_field("text").null is False


def test_open_remarks_hold_every_signature_after_the_first() -> None:
    document = make.document("待审的示例通知", published=False)
    for station in ("second_review", "final_review", "publish"):
        remark = remarked(document, text=f"{station}之前要改。")
        if station == "second_review":
            document = make.move(document, "first_review")  # so that the next reviewer sees it
        with pytest.raises(ObjectionsStand, match=r"还有 1 条批注没有办结.*之前要改"):
            make.move(document, station)
        resolve(remark, resolution="已改。", by=member("主编"), at=LATER)
        document = make.move(document, station)
    assert document.is_public


def test_a_set_time_waits_too() -> None:
    document = make.reviewed(make.document(published=False))
    remarked(document)
    with pytest.raises(ObjectionsStand, match="批注没有办结"):
        make.move(document, "schedule", publish_at=make.PUBLISHED_AT + timedelta(1))


def test_what_an_earlier_round_left_open_holds_the_first_signature_too() -> None:
    document = make.move(make.document(published=False), "first_review")
    remark = remarked(document, at=make.PUBLISHED_AT - timedelta(1))
    document = make.move(document, "return", remark="请照批注修改。")
    remarked(document, at=make.PUBLISHED_AT + timedelta(1), text="这一轮的意见。")
    with pytest.raises(ObjectionsStand, match=r"还有 1 条批注没有办结.*请核对"):
        make.move(document, "first_review")
    resolve(remark, resolution="已改。", by=member("主编"), at=LATER)
    assert make.move(document, "first_review").status == "first_review"


def test_a_remark_on_an_issue_holds_the_issue() -> None:
    issue = make.move(make.issue(published=False), "first_review")
    remark = remarked(issue, anchor="front", seen=issue.places()[0].digest)
    with pytest.raises(ObjectionsStand, match="批注没有办结"):
        make.move(issue, "second_review")
    resolve(remark, resolution="已核对封面。", by=member("主编"), at=LATER)
    make.move(issue, "second_review")


def test_remarks_are_counted_for_many_at_once() -> None:
    one, two = make.document(published=False), make.document(published=False)
    remarked(one)
    remarked(one)
    remarked(two)
    assert Remark.objects.standing().number_on(Document, [one.pk, two.pk]) == {one.pk: 2, two.pk: 1}
