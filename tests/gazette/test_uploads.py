"""The import desk's verbs: nothing enters unreviewed, decisions take effect with the acceptance, and only once."""

import threading
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection

from documents.models import Assignment, Document, Problem, Reading
from foundation.models import Status, Unit, UnitProposal, UnitVariant
from foundation.refusals import MoveNotAllowed, NameTaken, NotAName, NotPermitted
from gazette import uploads
from gazette.actions import NotSavable
from gazette.models import (
    Appearance,
    Issue,
    Official,
    OfficialAlias,
    Upload,
    UploadDecision,
    UploadKind,
    UploadState,
)
from gazette.reading.either import Read, read_either
from tests import make
from tests.uploading import AT, NOTICE, decide, person, received, sample

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    return person("责任编辑")


def accepted(upload: Upload, by: User, **options: Any) -> Any:
    return uploads.accept_upload(upload, by=by, at=AT, **options)


def test_a_file_that_waits_has_entered_nothing(editor: User) -> None:
    upload = received(sample(), by=editor)
    assert (upload.kind, upload.state) == (UploadKind.ISSUE, UploadState.WAITING)
    assert (Issue.objects.count(), Document.objects.count(), Reading.objects.count()) == (0, 0, 0)
    assert bytes(Upload.objects.get().content) == sample().encode()


def test_the_same_file_waits_once(editor: User) -> None:
    assert received(NOTICE, by=editor).pk == received(NOTICE, by=editor, name="另一个名字.txt").pk
    assert Upload.objects.count() == 1


def test_accepting_makes_drafts_and_says_who_and_when(editor: User) -> None:
    upload = received(sample(), by=editor)
    outcome = accepted(upload, editor)
    upload.refresh_from_db()
    assert len(outcome.created) == 11
    assert set(Document.objects.values_list("status", flat=True)) == {Status.DRAFT}
    assert upload.issue == Issue.objects.get()
    assert upload.reading == Reading.objects.get()
    assert (upload.state, upload.decided_by, upload.decided_at) == (UploadState.ACCEPTED, editor, AT)


def test_a_notice_is_listed_in_the_issue_that_was_named(editor: User) -> None:
    issue = make.issue(published=False)
    accepted(received(NOTICE, by=editor, issue=issue), editor)
    assert issue.entries.get().document == Document.objects.get()


@pytest.mark.parametrize("role", ["审计（只读）", "单位维护", "账号管理"])
def test_others_may_neither_bring_in_nor_accept_nor_discard(editor: User, role: str) -> None:
    other = person(role)
    upload = received(NOTICE, by=editor)
    with pytest.raises(NotPermitted):
        received(sample(), by=other)
    with pytest.raises(NotPermitted):
        accepted(upload, other)
    with pytest.raises(NotPermitted):
        uploads.discard_upload(upload, by=other, at=AT)
    with pytest.raises(NotPermitted):
        uploads.decide(upload, subject="unit", printed="示例市粮站", choice="dismiss", by=other, at=AT)
    assert list(Upload.objects.values_list("state", flat=True)) == [UploadState.WAITING]


@pytest.mark.parametrize("role", ["副主编", "主编"])
def test_those_above_the_editor_may(role: str) -> None:
    above = person(role)
    accepted(received(NOTICE, by=above), above)
    assert Document.objects.get().status == Status.DRAFT


def unit_rows() -> dict[str, str | None]:
    rows = Assignment.objects.select_related("unit").order_by("pk")
    return {row.printed: row.unit.name if row.unit else None for row in rows}


def test_decisions_on_units_take_effect_with_the_acceptance(editor: User) -> None:
    farms = make.unit("示例市农业与农村工作局")
    upload = received(NOTICE, by=editor)
    decide(upload, editor, "示例市农业农村局", "alias", name=farms.name)
    decide(upload, editor, "示例市粮站", "create", name="示例市粮食储备站(示范)", level="city")
    assert UnitVariant.objects.count() == 0
    assert Unit.objects.count() == 1
    accepted(upload, editor)
    made = Unit.objects.get(name="示例市粮食储备站（示范）")
    assert unit_rows() == {"示例市农业农村局": farms.name, "示例市粮站": made.name}
    assert set(UnitVariant.objects.values_list("printed", "unit__name")) == {
        ("示例市农业农村局", farms.name),
        ("示例市粮站", made.name),
    }
    # the next file knows both without asking
    again = received(NOTICE.replace("早调早运", "早调快运").replace("7号", "8号"), by=editor)
    accepted(again, editor)
    assert set(unit_rows().values()) == {farms.name, made.name}


def test_a_name_that_is_no_unit_is_not_proposed_again(editor: User) -> None:
    upload = received(NOTICE, by=editor)
    decide(upload, editor, "示例市粮站", "dismiss")
    accepted(upload, editor)
    assert UnitProposal.objects.get(printed="示例市粮站").dismissed
    assert UnitProposal.objects.open().filter(printed="示例市农业农村局").exists()


def test_a_decision_is_taken_back_and_nothing_is_left_of_it(editor: User) -> None:
    upload = received(NOTICE, by=editor)
    decision = decide(upload, editor, "示例市粮站", "create", name="示例市粮站", level="city")
    uploads.undo_decision(upload, decision=decision.pk, by=editor)
    accepted(upload, editor)
    assert not Unit.objects.filter(name="示例市粮站").exists()
    assert unit_rows()["示例市粮站"] is None


def test_a_decision_is_refused_with_a_sentence(editor: User) -> None:
    known = make.unit("示例市财政局")
    upload = received(NOTICE, by=editor)
    with pytest.raises(NotAName, match="没有叫“示例市没有局”的单位"):
        decide(upload, editor, "示例市粮站", "alias", name="示例市没有局")
    with pytest.raises(NameTaken, match="不必新建"):
        decide(upload, editor, "示例市粮站", "create", name=known.name, level="city")
    with pytest.raises(NotAName, match="层级"):
        decide(upload, editor, "示例市粮站", "create", name="示例市粮站", level="moon")
    with pytest.raises(NotAName, match="没有待定的名称"):
        decide(upload, editor, "示例市林草局", "dismiss")
    assert UploadDecision.objects.count() == 0


def test_a_misprinted_person_becomes_an_alias_or_stays_a_person(editor: User) -> None:
    upload = received(sample(), by=editor)
    decide(upload, editor, "蓝知嫁", "alias", name="蓝知稼", subject="person")
    decide(upload, editor, "纪怀出", "keep", subject="person")
    accepted(upload, editor)
    assert OfficialAlias.objects.get(printed="蓝知嫁").official.name == "蓝知稼"
    assert Appearance.objects.get(printed="纪怀出").official.name == "纪怀出"
    assert not Official.objects.filter(name="蓝知嫁").exists()
    settled = Problem.objects.filter(settled=True).values_list("kind", "printed")
    assert set(settled) == {("person_misprint", "蓝知嫁"), ("person_misprint", "纪怀出")}
    with pytest.raises(MoveNotAllowed):
        decide(upload, editor, "蓝知嫁", "keep", subject="person")


def test_what_cannot_take_effect_leaves_everything_as_it_was(editor: User) -> None:
    farms = make.unit("示例市农业与农村工作局")
    upload = received(NOTICE, by=editor)
    decide(upload, editor, "示例市粮站", "create", name="示例市粮站", level="city")
    decide(upload, editor, "示例市农业农村局", "alias", name=farms.name)
    farms.delete()
    with pytest.raises(NotAName, match="已经不在了"):
        accepted(upload, editor)
    assert (Unit.objects.count(), UnitProposal.objects.count(), Document.objects.count()) == (0, 0, 0)
    upload.refresh_from_db()
    assert upload.is_waiting


def test_a_draft_is_replaced_only_when_asked(editor: User) -> None:
    accepted(received(NOTICE, by=editor), editor)
    changed = received(NOTICE.replace("早调早运", "早调快运"), by=editor)
    with pytest.raises(NotSavable, match="先看差异"):
        accepted(changed, editor)
    accepted(changed, editor, replace=True)
    assert "早调快运" in Document.objects.get().body


def test_what_is_published_in_full_is_not_changed(editor: User) -> None:
    accepted(received(NOTICE, by=editor), editor)
    make.published(Document.objects.get())
    changed = received(NOTICE.replace("早调早运", "早调快运"), by=editor)
    with pytest.raises(NotSavable, match="不能由导入改动"):
        accepted(changed, editor, replace=True)
    assert "早调早运" in Document.objects.get().body


def test_discarding_forgets_the_file_but_not_that_it_was_here(editor: User) -> None:
    upload = received(NOTICE, by=editor)
    uploads.discard_upload(upload, by=editor, at=AT)
    upload.refresh_from_db()
    assert (bytes(upload.content), upload.lines, upload.answer) == (b"", [], {})
    assert (upload.state, upload.decided_by) == (UploadState.DISCARDED, editor)
    with pytest.raises(MoveNotAllowed, match="已放弃"):
        accepted(upload, editor)
    assert received(NOTICE, by=editor).pk != upload.pk


@pytest.mark.parametrize("character", ["\x00", "\ud800"])
def test_characters_no_database_keeps_are_refused_in_a_sentence(editor: User, character: str) -> None:
    read = read_either(NOTICE.encode(), name="x", lexicon=Unit.objects.lexicon())
    broken = replace(read.answer.lines[0], text=character)
    odd = Read(read.kind, replace(read.answer, lines=(broken,)))
    with pytest.raises(NotSavable, match="无法保存的字符"):
        uploads.receive_upload(odd, raw=NOTICE.encode(), name="奇.pdf", by=editor, at=AT)
    assert Upload.objects.count() == 0


def test_a_file_is_read_again_as_something_else(editor: User) -> None:
    upload = received(NOTICE, by=editor)
    text = sample().encode()
    as_notice = read_either(text, name="x", lexicon=Unit.objects.lexicon(), kind=UploadKind.DOCUMENT)
    changed = uploads.reread_upload(upload, as_notice, by=editor)
    assert changed.kind == UploadKind.DOCUMENT
    assert changed.answer["issue"] is None
    assert len(changed.lines) == len(as_notice.answer.lines)


@pytest.mark.django_db(transaction=True)
def test_two_editors_accepting_at_once_save_once() -> None:
    editors = [person("责任编辑"), person("主编")]
    upload = received(sample(), by=editors[0])
    gate, ends = threading.Barrier(2), []

    def press(by: User) -> None:
        gate.wait()
        try:
            accepted(Upload.objects.get(pk=upload.pk), by)
            ends.append("accepted")
        except MoveNotAllowed as refusal:
            ends.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(by,)) for by in editors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["accepted", "“示例.txt”已接受，不能再改动。"]
    assert Issue.objects.count() == 1
    assert Document.objects.count() == 11
