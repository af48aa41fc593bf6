"""Complaints through the one door: who may, from where to where, what must be said, and when it is due."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db.models import Model

from eldercare import actions
from eldercare.complaint_lifecycle import MOVES, verbs_from
from eldercare.complaint_vocabulary import ComplaintCategory, ComplaintStatus, ComplaintVerb
from eldercare.models import Affiliation, Complaint, ComplaintMove
from eldercare.refusals import IsAttached, NotOnDuty, ReviewsOwnWork
from eldercare.tracking_codes import ALPHABET, as_kept, code_for, in_groups
from foundation.models import RowChange, WorkYear
from foundation.refusals import MoveNotAllowed, NotPermitted, RemarkRequired
from foundation.row_audit import HIDDEN
from foundation.work_days import LIBRARY
from tests import care, complaining, rating
from tests.complaining import AT, PHONE

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)


def again(complaint: Complaint) -> Complaint:
    return Complaint.objects.get(pk=complaint.pk)


def test_a_complaint_goes_to_the_county_of_the_institution_and_begins_its_history() -> None:
    complaint, code = complaining.told(contact_phone=PHONE)
    found = again(complaint)
    assert found.institution is not None
    assert (found.county, found.status) == (found.institution.county, ComplaintStatus.RECEIVED)
    assert (found.received_on, found.code_digest) == (DAY, as_kept(code))
    assert found.contact_phone.plain() == PHONE
    (move,) = found.moves.all()
    assert (move.verb, move.from_status, move.to_status, move.by) == ("receive", "", "received", None)


def test_what_is_in_no_directory_is_named_and_goes_to_the_county_that_was_chosen() -> None:
    found = again(complaining.sent(about="示例无证养老点", county=care.county("530921")))
    assert (found.institution, found.subject, found.county.code) == (None, "示例无证养老点", "530921")


def test_accepted_and_handled_it_says_who_and_when() -> None:
    complaint = complaining.handled()
    found = again(complaint)
    assert found.status == ComplaintStatus.HANDLED
    assert (found.accepted_on, found.ended_on, found.reply) == (DAY, DAY, "示例：已退还多收的餐费。")
    assert found.accepted_by is not None and found.ended_by is not None
    assert list(found.moves.order_by("pk").values_list("verb", flat=True)) == ["receive", "accept", "handle"]


def test_it_may_be_declined_at_once_or_after_it_was_taken_up() -> None:
    assert again(complaining.declined()).accepted_on is None
    assert again(complaining.declined(complaining.accepted())).accepted_on == DAY


@pytest.mark.parametrize("verb", [ComplaintVerb.ACCEPT, ComplaintVerb.HANDLE, ComplaintVerb.DECLINE])
@pytest.mark.parametrize("status", ComplaintStatus)
def test_only_the_moves_of_the_table_are_made(status: ComplaintStatus, verb: ComplaintVerb) -> None:
    builders = {
        "received": complaining.sent,
        "accepted": complaining.accepted,
        "handled": complaining.handled,
        "declined": complaining.declined,
    }
    complaint = builders[status]()
    by = complaining.officer(complaint)
    deeds = {
        ComplaintVerb.ACCEPT: lambda: actions.accept_complaint(complaint, by=by, at=AT),
        ComplaintVerb.HANDLE: lambda: actions.handle_complaint(complaint, reply="示例", by=by, at=AT),
        ComplaintVerb.DECLINE: lambda: actions.decline_complaint(complaint, reply="示例", by=by, at=AT),
    }
    if verb in verbs_from(status):
        assert deeds[verb]().status == MOVES[verb].target
    else:
        with pytest.raises(MoveNotAllowed, match="不能"):
            deeds[verb]()
        assert again(complaint).status == status


@pytest.mark.parametrize("reply", ["", "  \n"])
def test_an_end_without_a_reply_is_refused(reply: str) -> None:
    complaint = complaining.accepted()
    by = complaining.officer(complaint)
    for end in (actions.handle_complaint, actions.decline_complaint):
        with pytest.raises(RemarkRequired, match="请写明答复"):
            end(complaint, reply=reply, by=by, at=AT)
    assert again(complaint).is_open


def test_only_who_is_on_duty_at_the_county_acts_no_city_no_township_no_superuser() -> None:
    complaint = complaining.sent()
    assert complaint.institution is not None
    with pytest.raises(NotPermitted):
        actions.accept_complaint(complaint, by=care.officer("养老市级管理", care.city()), at=AT)
    with pytest.raises(NotPermitted):
        township = care.officer("养老乡镇经办", complaint.institution.township)
        actions.accept_complaint(complaint, by=township, at=AT)
    elsewhere = care.officer("养老县区经办", care.county("530921"))
    with pytest.raises(NotOnDuty, match="云县民政局"):
        actions.accept_complaint(complaint, by=elsewhere, at=AT)
    root = care.officer("养老县区经办", care.county("530921"), name="root")
    root.is_superuser = True
    root.save()
    with pytest.raises(NotOnDuty):
        actions.accept_complaint(complaint, by=root, at=AT)


def test_nobody_attached_to_the_institution_acts() -> None:
    complaint = complaining.sent()
    by = complaining.officer(complaint)
    Affiliation.objects.create(institution=complaint.institution, user=by, bond="relative", since=DAY)
    with pytest.raises(IsAttached):
        actions.accept_complaint(complaint, by=by, at=AT)


def test_who_decided_a_level_does_not_handle_a_complaint_about_it() -> None:
    decision, who = rating.rated()
    about_level = complaining.sent(decision.institution, category=ComplaintCategory.RATING, at=rating.AT)
    about_meals = complaining.sent(decision.institution, category=ComplaintCategory.FEE, at=rating.AT)
    with pytest.raises(ReviewsOwnWork):
        actions.accept_complaint(about_level, by=who.approver, at=rating.AT)
    assert not actions.accept_complaint(about_meals, by=who.approver, at=rating.AT).ended_on


def test_the_same_words_from_the_same_place_on_the_same_day_are_one_complaint() -> None:
    institution = care.accepted().institution
    words = {"text": "示例：多收费", "network": "192.0.2.1"}
    first, code = complaining.told(institution, **words)
    second, same = complaining.told(institution, **words)
    assert (first.pk, code) == (second.pk, same)
    assert ComplaintMove.objects.filter(complaint=first).count() == 1
    tomorrow, other = complaining.told(institution, at=AT + timedelta(days=1), **words)
    assert (tomorrow.pk == first.pk, other == code) == (False, False)
    elsewhere, _ = complaining.told(institution, text="示例：多收费", network="192.0.2.2")
    assert elsewhere.pk != first.pk


def test_a_code_is_long_enough_and_forgives_how_it_is_typed() -> None:
    code = code_for("示例")
    assert len(code) == 16
    assert set(code) <= set(ALPHABET)
    assert code != code_for("示例", "") != code_for("示例1")
    assert in_groups("ABCD1FGHJKMNPQ0S") == "ABCD-1FGH-JKMN-PQ0S"
    for typed in ("abcd-1fgh-jkmn-pq0s", " ABCD 1FGH JKMN PQ0S", "abcdlfghjkmnpqos", "ABCDIFGHJKMNPQOS"):
        assert as_kept(typed) == as_kept("ABCD1FGHJKMNPQ0S")
    for wrong in ("", "ABCD", "ABCD-1FGH-JKMN-PQ0SX", "示例示例示例示例示例示例示例示例", "U" * 16):
        assert as_kept(wrong) == ""


def test_it_is_due_by_working_days() -> None:
    """By hand: from Tuesday 10 March 2026 the seventh working day is Thursday the 19th, the thirtieth 22 April (清明 on 6 April)."""
    complaint = complaining.sent()
    assert complaint.due_on(LIBRARY) == date(2026, 3, 19)
    assert complaining.accepted(complaint).due_on(LIBRARY) == date(2026, 4, 22)
    assert complaining.handled().due_on(LIBRARY) is None


def test_overdue_and_soon_are_found_without_any_cron_job() -> None:
    received, taken_up = complaining.sent(), complaining.accepted()
    complaining.handled()
    calendar = WorkYear.objects.calendar()

    def late(on: date) -> set[int]:
        return set(Complaint.objects.overdue(on=on, calendar=calendar).values_list("pk", flat=True))

    def soon(on: date) -> set[int]:
        return set(Complaint.objects.due_soon(on=on, calendar=calendar).values_list("pk", flat=True))

    assert late(date(2026, 3, 19)) == set()
    assert late(date(2026, 3, 20)) == {received.pk}
    assert soon(date(2026, 3, 16)) == set()
    assert soon(date(2026, 3, 17)) == {received.pk}
    assert soon(date(2026, 3, 20)) == set()
    assert late(date(2026, 4, 23)) == {received.pk, taken_up.pk}


def test_who_sees_what_and_a_township_sees_none() -> None:
    here = complaining.sent()
    there = complaining.sent(about="示例", county=care.county("530921"))
    assert here.institution is not None
    seen = {
        "养老县区经办": {here.pk},
        "养老审计（只读）": {here.pk},
        "养老登记管理": set(),
        "养老评定员": set(),
    }
    for role, rows in seen.items():
        by = care.officer(role, here.county)
        assert set(Complaint.objects.visible_to(by).values_list("pk", flat=True)) == rows, role
    township = care.officer("养老乡镇经办", here.institution.township)
    assert not Complaint.objects.visible_to(township).exists()
    city = care.officer("养老市级管理", care.city())
    assert set(Complaint.objects.visible_to(city)) == {here, there}
    assert ComplaintMove.objects.visible_to(city).count() == 2


def test_the_log_of_changes_holds_no_word_of_who_complained() -> None:
    complaint = complaining.handled(complaining.sent(text="示例秘密内容", contact_phone=PHONE))
    lines = RowChange.objects.filter(table_name="eldercare_complaint", row_id=complaint.pk)
    assert lines.count() == 3
    written = " ".join(f"{line.before} {line.after}" for line in lines)
    assert "秘密" not in written
    assert PHONE not in written
    assert HIDDEN in written
    assert _of(complaint.institution) == {line.owner_id for line in lines}


def _of(row: Model | None) -> set[int]:
    assert row is not None
    return {row.pk}


def test_numbers_to_ring_back_are_forgotten_a_year_after_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    ended, still_open = (
        complaining.handled(complaining.sent(contact_phone=PHONE)),
        complaining.sent(contact_phone=PHONE),
    )
    assert actions.forget_contacts(ended_before=DAY) == 0
    assert actions.forget_contacts(ended_before=DAY + timedelta(days=1)) == 1
    assert not again(ended).contact_phone
    assert again(still_open).contact_phone.plain() == PHONE
    call_command("sweep_complaints")
    assert "0" in capsys.readouterr().out
