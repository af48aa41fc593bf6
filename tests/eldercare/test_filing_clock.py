"""N032: ten working days from the day after service began, at the desk of the verbs and in every list that counts them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User

from eldercare import actions, standing
from eldercare.facts import facts_of, filing_due, with_facts
from eldercare.models import Filing, Institution
from eldercare.rules.registration import is_filed_in_time
from foundation.models import WorkYear
from foundation.work_days import CANNOT_COMPUTE, WorkCalendar, due_date
from tests import care, make

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)
UNKNOWN = 2090  # no library and no table knows it


def at(day: date) -> datetime:
    """Ten in the morning at Lincang."""
    return datetime(day.year, day.month, day.day, 2, tzinfo=UTC)


def handed_in(opened_on: date, filed_on: date, **fields: Any) -> Filing:
    institution = care.institution(opened_on=opened_on, **fields)
    filer = care.colleague(institution)
    filing = actions.open_filing(institution, by=filer, at=at(filed_on))
    return actions.submit_filing(filing, filed_on=filed_on, commitment_on=filed_on, by=filer, at=at(filed_on))


# Counted by hand on the printed calendar of 2026 (国办发明电〔2025〕7号).
DUE = [
    ("2026-03-02", "2026-03-16", "an ordinary Monday"),
    ("2026-03-06", "2026-03-20", "a Friday"),
    ("2026-03-07", "2026-03-20", "a Saturday: day 1 is Monday all the same"),
    ("2026-03-08", "2026-03-20", "a Sunday"),
    ("2026-02-12", "2026-03-04", "before Spring Festival, with both Saturdays worked"),
    ("2026-02-18", "2026-03-06", "within Spring Festival"),
    ("2026-02-14", "2026-03-06", "on a worked Saturday"),
    ("2026-09-18", "2026-10-09", "a worked Sunday, Mid-Autumn, National Day"),
    ("2026-09-30", "2026-10-20", "the eve of National Day, with a worked Saturday"),
    ("2026-10-05", "2026-10-20", "within National Day"),
    ("2025-12-31", "2026-01-15", "across the year, with a worked Sunday"),
]


@pytest.mark.parametrize(("opened", "due", "why"), DUE)
def test_n032_the_tenth_working_day(opened: str, due: str, why: str) -> None:
    last = date.fromisoformat(due)
    in_time = handed_in(date.fromisoformat(opened), last)
    assert (in_time.due_on, in_time.is_late) == (last, False), why
    late = handed_in(date.fromisoformat(opened), last + ONE_DAY)
    assert (late.due_on, late.is_late) == (last, True), why
    assert set(Filing.objects.late()) == {late}
    assert late.due_text == f"{last.year}年{last.month}月{last.day}日"


def test_n032_a_late_filing_is_taken_and_stays_marked() -> None:
    late = handed_in(date(2026, 3, 2), date(2026, 3, 17))
    accepted = actions.accept_filing(late, by=care.colleague(late.institution), at=at(date(2026, 3, 18)))
    assert accepted.is_late
    assert Filing.objects.public().get() == accepted


def test_n032_the_day_it_was_handed_in_counts_not_the_day_it_was_decided() -> None:
    filing = handed_in(date(2026, 3, 2), date(2026, 3, 16))
    accepted = actions.accept_filing(filing, by=care.colleague(filing.institution), at=at(date(2026, 6, 1)))
    assert accepted.is_late is False
    assert accepted.accepted_on == date(2026, 6, 1)


def test_n037_who_runs_it_itself_has_no_term() -> None:
    filing = handed_in(date(2026, 3, 2), date(2026, 12, 1), kind_of_operator="village")
    assert (filing.due_on, filing.is_late) == (None, None)
    assert filing.due_text == "不适用（通知未规定期限）"
    assert not Filing.objects.late().exists()
    assert not Institution.objects.unfiled().registered_path().exists()


def test_a_year_nobody_knows_is_not_guessed() -> None:
    filing = handed_in(date(UNKNOWN, 3, 2), date(UNKNOWN, 12, 1))
    assert (filing.due_on, filing.is_late, filing.due_text) == (None, None, CANNOT_COMPUTE)
    assert not Filing.objects.late().exists()
    answer = answer_of(filing.institution, on=date(UNKNOWN, 12, 1))
    assert "无法计算" in answer.reason


def answer_of(institution: Institution, *, on: date) -> Any:
    loaded = with_facts(Institution.objects.filter(pk=institution.pk)).get()
    return is_filed_in_time(facts_of(loaded, on=on, calendar=WorkYear.objects.calendar()))


def test_a_term_that_runs_into_an_unknown_year_is_not_guessed() -> None:
    make.work_year(UNKNOWN - 1, off=[date(UNKNOWN - 1, 1, 1)])
    assert handed_in(date(UNKNOWN - 1, 12, 16), date(UNKNOWN - 1, 12, 16)).due_on == date(UNKNOWN - 1, 12, 30)
    assert handed_in(date(UNKNOWN - 1, 12, 19), date(UNKNOWN - 1, 12, 19)).due_on is None


def test_a_year_entered_at_the_desk_counts_once_it_is_complete() -> None:
    year = make.work_year(
        UNKNOWN,
        off=[date(UNKNOWN, 3, 8), date(UNKNOWN, 3, 9)],
        worked=[date(UNKNOWN, 3, 11)],
        is_complete=False,
    )
    opened = date(UNKNOWN, 3, 3)  # a Friday
    assert handed_in(opened, opened).due_on is None
    WorkYear.objects.filter(pk=year.pk).update(is_complete=True)
    # 6, 7, then two days off, 10, the worked Saturday 11, 13 to 17, 20
    assert handed_in(opened, opened).due_on == date(UNKNOWN, 3, 20)


def test_a_corrected_year_stands_in_the_place_of_the_librarys() -> None:
    make.work_year(2026, off=[date(2026, 3, 16)])
    assert handed_in(date(2026, 3, 2), date(2026, 3, 2)).due_on == date(2026, 3, 17)


def test_a_day_computed_once_stays_when_the_calendar_is_corrected_later() -> None:
    filing = handed_in(date(2026, 3, 2), date(2026, 3, 17))
    make.work_year(2026, off=[date(2026, 3, 16)])
    filing.refresh_from_db()
    assert (filing.due_on, filing.is_late) == (date(2026, 3, 16), True)


def test_n036_a_change_has_no_term_and_is_never_late() -> None:
    """The ten working days run from the beginning of service; a change is filed promptly, says the notice, and no more."""
    first = handed_in(date(2026, 3, 2), date(2026, 3, 10))
    institution = first.institution
    filer, decider = care.colleague(institution), care.colleague(institution)
    actions.accept_filing(first, by=decider, at=at(date(2026, 3, 11)))
    june = date(2026, 6, 1)
    change = actions.open_filing(institution, change_summary="示例变更", by=filer, at=at(june))
    change = actions.submit_filing(change, filed_on=june, commitment_on=june, by=filer, at=at(june))
    assert (change.due_on, change.is_late, change.due_text) == (None, None, "不适用（变更备案）")
    actions.accept_filing(change, by=decider, at=at(june))
    assert not Filing.objects.late().exists()
    assert answer_of(institution, on=june).reason == "2026-03-10 报送，期限是 2026-03-16。"


def test_n032_a_filing_after_one_that_was_given_up_is_no_change() -> None:
    institution = care.institution()
    filer = care.colleague(institution)
    given_up = actions.open_filing(institution, by=filer, at=care.AT)
    actions.discard_filing(given_up, reason="示例：填错了。", by=filer, at=care.AT)
    again = actions.open_filing(institution, by=filer, at=care.AT)
    assert (again.version, again.label, again.change_summary) == (2, "重新备案", "")
    filed_on = date(2026, 3, 17)
    again = actions.submit_filing(again, filed_on=filed_on, commitment_on=filed_on, by=filer, at=at(filed_on))
    assert (again.due_on, again.is_late) == (date(2026, 3, 16), True)


def test_n032_who_was_cancelled_and_begins_again_is_counted_from_the_new_beginning() -> None:
    cancelled = care.cancelled()
    institution = cancelled.institution
    assert answer_of(institution, on=date(2026, 6, 1)).reason.startswith("已逾期，尚未备案")
    Institution.objects.filter(pk=institution.pk).update(opened_on=date(2026, 9, 18))
    assert "请在 2026-10-09 前备案" in answer_of(institution, on=date(2026, 9, 21)).reason
    filer, day = care.colleague(institution), date(2026, 9, 28)
    again = actions.open_filing(institution, change_summary="不是变更", by=filer, at=at(day))
    assert (again.label, again.is_change) == ("重新备案", False)
    again = actions.submit_filing(again, filed_on=day, commitment_on=day, by=filer, at=at(day))
    assert (again.due_on, again.is_late) == (date(2026, 10, 9), False)
    actions.accept_filing(again, by=care.colleague(institution), at=at(day))
    assert answer_of(institution, on=day).reason == "2026-09-28 报送，期限是 2026-10-09。"


def test_n037_who_ran_itself_first_owes_no_term_to_the_county_later() -> None:
    filing = handed_in(date(2020, 3, 2), date(2026, 3, 10), kind_of_operator="village")
    institution = filing.institution
    decider = care.colleague(institution)
    actions.accept_filing(filing, by=decider, at=care.AT)
    successor = care.operator("social", county=institution.county)
    actions.succeed(institution, successor=successor, on=care.DAY, basis="示例协议", by=decider, at=care.AT)
    assert answer_of(institution, on=date(2026, 6, 1)).reason == "自行运营的机构，通知未规定期限。"
    assert not Institution.objects.overdue(on=date(2026, 6, 1), calendar=WorkYear.objects.calendar()).exists()


OPENINGS = [date(2025, 12, 1) + ONE_DAY * 9 * step for step in range(45)]


def strewn() -> list[Institution]:
    """Institutions that began all over a year, in every standing; only the first two kinds owe a filing."""
    made = []
    for number, opened in enumerate(OPENINGS):
        fields: dict[str, Any] = {"opened_on": opened, "registered": False}
        if number % 5 == 3:
            fields |= {"kind_of_operator": "village"}
        if number % 7 == 4:
            fields |= {"closed_on": opened + ONE_DAY, "closing_reason": "示例停业"}
        if number % 11 == 5:
            fields |= {"opened_on": None}
        made.append(care.institution(**fields))
    for institution in made[::6]:
        if institution.closed_on is None:
            care.draft(institution)
    return made


def owing(institutions: list[Institution]) -> list[Institution]:
    return [
        each
        for each in institutions
        if each.opened_on and each.closed_on is None and not each.operator.is_self_running
    ]


def city_officer() -> User:
    return care.officer("养老市级管理", care.city())


YEAR = [date(2026, 1, 1) + ONE_DAY * step for step in range(365)]
# Every day around the two long holidays, every fifth day besides.
LOOKED_AT = [day for day in YEAR if day.month in (2, 10) or day.toordinal() % 5 == 0]


def test_who_is_overdue_or_due_soon_over_a_year_of_days() -> None:
    institutions, reader = owing(strewn()), city_officer()
    calendar = WorkYear.objects.calendar()
    due = {each.pk: filing_due(each, calendar) for each in institutions}
    half = {each.pk: due_date(each.opened_on, 5, calendar) for each in institutions if each.opened_on}
    for day in LOOKED_AT:
        overdue = set(
            standing.institutions_overdue(reader, on=day, calendar=calendar).values_list("pk", flat=True)
        )
        assert overdue == {pk for pk, last in due.items() if last is not None and last < day}, day
        soon = set(
            standing.institutions_due_soon(reader, on=day, calendar=calendar).values_list("pk", flat=True)
        )
        passed = {pk for pk, last in half.items() if last is not None and last < day}
        assert soon == passed - overdue, day


def test_in_a_year_nobody_has_entered_what_was_overdue_stays_so_and_nothing_is_added() -> None:
    """On 1 January the board must not forget whom it named on 31 December."""
    make.work_year(UNKNOWN - 1, off=[date(UNKNOWN - 1, 1, 1)])
    owed = care.institution(opened_on=date(UNKNOWN - 1, 12, 15))  # due on 29 December
    care.institution(opened_on=date(UNKNOWN - 1, 12, 19))  # due in the year nobody knows
    care.institution(opened_on=date(UNKNOWN, 2, 1))
    reader, calendar = city_officer(), WorkYear.objects.calendar()
    for day in (date(UNKNOWN - 1, 12, 31), date(UNKNOWN, 1, 1), date(UNKNOWN, 6, 1), date(UNKNOWN + 2, 1, 1)):
        assert set(standing.institutions_overdue(reader, on=day, calendar=calendar)) == {owed}, day
    assert not standing.institutions_due_soon(reader, on=date(UNKNOWN, 6, 1), calendar=calendar).exists()


def test_without_any_calendar_nobody_is_overdue() -> None:
    care.institution()
    nothing = WorkCalendar(frozenset(), frozenset(), frozenset())
    assert not Institution.objects.overdue(on=date(2026, 12, 1), calendar=nothing).exists()


ANSWERS: list[tuple[Any, bool]] = [
    (care.draft, True),
    (care.returned, True),
    (care.cancelled, True),
    (care.submitted, False),
    (care.accepted, False),
    (care.changed, False),
]


@pytest.mark.parametrize(("make_filing", "owes"), ANSWERS)
def test_only_a_filing_that_waits_or_stands_answers_the_term(make_filing: Any, owes: bool) -> None:
    institution = make_filing().institution
    overdue = Institution.objects.overdue(on=date(2026, 3, 17), calendar=WorkYear.objects.calendar())
    assert (institution in overdue) is owes
    assert not Institution.objects.overdue(
        on=date(2026, 3, 16), calendar=WorkYear.objects.calendar()
    ).exists()


def test_the_lists_of_filings_agree_with_each_filing() -> None:
    made = [
        handed_in(opened, opened + ONE_DAY * (7 + number % 12)) for number, opened in enumerate(OPENINGS[::4])
    ]
    made.append(handed_in(date(UNKNOWN, 3, 2), date(UNKNOWN, 12, 1)))
    made.append(handed_in(date(2026, 3, 2), date(2026, 12, 1), kind_of_operator="village"))
    late = {filing for filing in made if filing.is_late}
    assert 0 < len(late) < len(made)
    assert set(standing.filings_late(city_officer())) == late
