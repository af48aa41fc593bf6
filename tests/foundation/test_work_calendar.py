"""The calendar kept by hand: what the database holds, when it wins over the library, and filling a year."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from foundation.actions import fill_work_year
from foundation.models import SpecialDay, WorkYear
from foundation.permissions import CHANGE_WORK_YEAR
from foundation.refusals import NotPermitted, YearIsComplete, YearNotKnown
from foundation.work_days import LIBRARY, due_date, latest_start
from tests import make

pytestmark = pytest.mark.django_db
NEW_YEAR, SPRING = date(2027, 1, 1), [date(2027, 2, day) for day in range(5, 12)]
SATURDAY = date(2027, 2, 13)


def a_day(year: WorkYear, **fields: Any) -> SpecialDay:
    return SpecialDay(**{"work_year": year, "date": NEW_YEAR, "kind": "off", "name": "元旦"} | fields)


def test_a_year_the_library_does_not_know_is_computed_from_the_table() -> None:
    assert WorkYear.objects.calendar() == LIBRARY
    make.work_year(2027, off=[NEW_YEAR, *SPRING], worked=[SATURDAY])
    calendar = WorkYear.objects.calendar()
    assert due_date(date(2026, 12, 31), 1, calendar) == date(2027, 1, 4)
    assert due_date(date(2027, 2, 4), 2, calendar) == date(2027, 2, 13)
    assert latest_start(date(2027, 2, 14), 2, calendar) == date(2027, 2, 11)
    assert due_date(date(2027, 12, 31), 1, calendar) is None


def test_a_year_that_is_not_complete_counts_for_nothing() -> None:
    year = make.work_year(2027, off=[NEW_YEAR], is_complete=False)
    make.work_year(2026, off=[date(2026, 3, 2)], is_complete=False)
    assert WorkYear.objects.calendar() == LIBRARY
    WorkYear.objects.filter(pk=year.pk).update(is_complete=True)
    assert WorkYear.objects.calendar().years == LIBRARY.years | {2027}


def test_a_complete_year_corrects_the_library() -> None:
    make.work_year(2026, off=[date(2026, 9, 3)])
    calendar = WorkYear.objects.calendar()
    assert calendar.is_working_day(date(2026, 9, 3)) is False
    assert calendar.is_working_day(date(2026, 10, 1)) is True
    assert calendar.is_working_day(date(2025, 10, 1)) is False


def test_a_year_without_a_day_off_is_no_calendar() -> None:
    make.work_year(2027)
    make.work_year(2026)
    assert WorkYear.objects.calendar() == LIBRARY


def test_the_calendar_is_one_question_however_many_years_there_are() -> None:
    for year in range(2027, 2037):
        make.work_year(year, off=[date(year, 1, day) for day in (1, 2, 3)])
    with CaptureQueriesContext(connection) as asked:
        calendar = WorkYear.objects.calendar()
    assert len(asked) == 1
    assert max(calendar.years) == 2036


@pytest.mark.parametrize(
    ("broken", "constraint"),
    [
        ({"date": date(2026, 12, 31)}, "special_day_lies_in_its_year"),
        ({"date": date(2028, 1, 1)}, "special_day_lies_in_its_year"),
        ({"kind": "half"}, "special_day_kind_is_known"),
        ({"kind": "worked"}, "special_day_worked_is_a_weekend"),
        ({"kind": "worked", "date": date(2027, 1, 4)}, "special_day_worked_is_a_weekend"),
        ({"name": ""}, "special_day_has_a_name"),
        ({"name": " "}, "special_day_has_a_name"),
        ({"date": None}, "null value"),
        ({"kind": None}, "null value"),
        ({"name": None}, "null value"),
        ({"work_year": None}, "null value"),
    ],
)
def test_the_database_refuses_a_day_that_cannot_be(broken: dict[str, Any], constraint: str) -> None:
    year = make.work_year(2027)
    with pytest.raises(IntegrityError, match=constraint):
        a_day(year, **broken).save()


@pytest.mark.parametrize("day", [date(2027, 1, 2), date(2027, 1, 3)])
def test_both_days_of_a_weekend_may_be_worked_or_off(day: date) -> None:
    year = make.work_year(2027)
    a_day(year, date=day, kind="worked").save()
    SpecialDay.objects.update(kind="off")


def test_a_date_stands_once() -> None:
    year = make.work_year(2027, off=[NEW_YEAR])
    with pytest.raises(ValidationError, match="这一天已经填写过了"):
        a_day(year).full_clean()
    with pytest.raises(IntegrityError, match="foundation_specialday_date"):
        a_day(year).save()


def test_a_wrong_day_is_told_in_chinese() -> None:
    year = make.work_year(2027)
    with pytest.raises(ValidationError, match="日期不在这一年"):
        a_day(year, date=date(2026, 12, 31)).full_clean()
    with pytest.raises(ValidationError, match="只能是星期六或星期日"):
        a_day(year, kind="worked").full_clean()


@pytest.mark.parametrize("missing", [{"notice_number": ""}, {"notice_title": ""}, {"notice_on": None}])
def test_a_complete_year_names_its_notice(missing: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match="work_year_complete_names_its_notice"), transaction.atomic():
        make.work_year(2027, **missing)
    make.work_year(2027, is_complete=False, **missing)


@pytest.mark.parametrize("missing", ["notice_number", "notice_title", "is_complete", "year"])
def test_a_year_may_not_be_null(missing: str) -> None:
    year = make.work_year(2027, is_complete=False)
    with pytest.raises(IntegrityError, match="null value"):
        WorkYear.objects.filter(pk=year.pk).update(**{missing: None})


@pytest.mark.parametrize("year", [1999, 2101, 20227])
def test_a_mistyped_year_is_refused(year: int) -> None:
    with pytest.raises(IntegrityError, match="work_year_is_plausible"):
        WorkYear.objects.create(year=year)


def test_a_year_stands_once_and_does_not_move_from_under_its_days() -> None:
    year = make.work_year(2027, off=[NEW_YEAR])
    with pytest.raises(IntegrityError, match="foundation_workyear_year"), transaction.atomic():
        WorkYear.objects.create(year=2027)
    with pytest.raises(IntegrityError, match="violates foreign key"), transaction.atomic():
        WorkYear.objects.filter(pk=year.pk).update(year=2028)
        connection.check_constraints()


def test_a_year_is_filled_from_the_library_and_keeps_what_was_entered() -> None:
    year = make.work_year(2026, off=[date(2026, 3, 2), date(2026, 10, 1)], is_complete=False)
    keeper = make.staff(CHANGE_WORK_YEAR)
    assert fill_work_year(year, by=keeper) == 38
    assert fill_work_year(year, by=keeper) == 0
    assert SpecialDay.objects.get(date=date(2026, 10, 1)).name == "示例节"
    year.days.filter(date=date(2026, 3, 2)).delete()
    WorkYear.objects.update(is_complete=True)
    assert WorkYear.objects.calendar() == LIBRARY


def test_a_year_is_not_filled_without_leave_or_when_checked_or_when_unknown() -> None:
    checked, unknown = make.work_year(2026), make.work_year(2027, is_complete=False)
    with pytest.raises(NotPermitted, match="没有维护工作日历的权限"):
        fill_work_year(unknown, by=make.staff("foundation.view_workyear"))
    keeper = make.staff(CHANGE_WORK_YEAR)
    with pytest.raises(YearIsComplete, match="2026年已核对完整"):
        fill_work_year(checked, by=keeper)
    with pytest.raises(YearNotKnown, match="还没有2027年"):
        fill_work_year(unknown, by=keeper)
    assert not SpecialDay.objects.exists()
