"""Changes in the words of the desk: labels, choices, names, days, and a fixed number of questions a page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from foundation.acting import acting
from foundation.admin.row_changes import EMPTY, UNKNOWN, ShownChange, in_words, shown
from foundation.models import Division, RowChange, SpecialDay, Unit, UnitVariant, WorkYear
from foundation.row_audit import HIDDEN, audited
from tests import make
from tests.foundation.conftest import audited_table

pytestmark = pytest.mark.django_db
AUDITED = ("foundation_unit", "foundation_unitvariant", "foundation_division", "foundation_specialday")


@pytest.fixture(autouse=True)
def tables() -> Iterator[None]:
    with (
        audited_table(audited(AUDITED[0])),
        audited_table(audited(AUDITED[1], hidden=["printed"])),
        audited_table(audited(AUDITED[2])),
        audited_table(audited(AUDITED[3])),
    ):
        yield


def page() -> list[ShownChange]:
    return shown(RowChange.objects.newest_first()[:50])


def lines(change: ShownChange) -> list[tuple[str, str, str]]:
    return [(line.label, line.before, line.after) for line in change.lines]


def a_change(table: str = "foundation_unit", **fields: Any) -> ShownChange:
    """A line of the log as it may stand there after twenty years."""
    deed = "update" if {"before", "after"} <= fields.keys() else "insert" if "after" in fields else "delete"
    line = {"table_name": table, "row_id": 1, "deed": deed, "at": datetime(2027, 1, 1, tzinfo=UTC)}
    return shown([RowChange.objects.create(**line | {"transaction_id": 1} | fields)])[0]


def test_a_change_says_who_and_what_in_the_words_of_the_form() -> None:
    person = User.objects.create_user("anna", first_name="示例甲")
    unit, other = make.unit("示例局"), make.unit("示例新局")
    with acting(person, via="/admin/x/"):
        Unit.objects.filter(pk=unit.pk).update(
            level="county", is_group=True, successor=other, succeeded_on=date(2027, 3, 9)
        )
    change = page()[0]
    assert (change.noun, change.deed, change.by, change.change.via) == ("单位", "修改", "示例甲", "/admin/x/")
    assert lines(change) == [
        ("层级", "市级", "县级"),
        ("是一组单位", "否", "是"),
        ("承接单位", EMPTY, "示例新局"),
        ("承接日期", EMPTY, "2027年3月9日"),
    ]


def test_a_row_that_came_or_went_shows_what_it_held() -> None:
    unit = make.unit("示例局")
    unit.delete()
    gone, came = page()
    assert (came.deed, gone.deed, came.by) == ("新增", "删除", UNKNOWN)
    assert lines(came) == [("规范名称", "", "示例局"), ("层级", "", "市级"), ("是一组单位", "", "否")]
    assert lines(gone) == [(label, after, before) for label, before, after in lines(came)]


def test_what_is_hidden_stays_hidden() -> None:
    UnitVariant.objects.create(unit=make.unit("示例局"), printed="暗号")
    UnitVariant.objects.update(printed="别的暗号")
    assert lines(page()[0]) == [("印刷名称", HIDDEN, HIDDEN)]
    assert lines(page()[1]) == [("单位", "", "示例局"), ("印刷名称", "", HIDDEN)]


def test_keys_to_something_else_than_the_id_are_named_too() -> None:
    city = Division.objects.create(code="530900", name="临沧市", short_name="临沧", level="city", kind="city")
    Division.objects.create(
        code="530922", name="云县", short_name="云县", level="county", kind="county", parent=city
    )
    year = make.work_year(2027, off=[date(2027, 1, 1)], is_complete=False)
    day, county, _ = page()
    assert lines(county)[-1] == ("上级", "", "临沧市")
    assert lines(day) == [
        ("年份", "", str(year)),
        ("日期", "", "2027年1月1日"),
        ("安排", "", "休息"),
        ("节日", "", "示例节"),
    ]


def test_what_is_no_more_is_shown_as_far_as_it_is_known() -> None:
    assert lines(a_change(before={"division_id": 987}, after={"division_id": None})) == [
        ("所在区划", "987（行政区划已不在）", EMPTY)
    ]
    assert lines(a_change(before={"old_column": True}, after={"old_column": None})) == [
        ("old_column", "是", EMPTY)
    ]
    assert lines(a_change(before={"level": "galactic"}, after={"level": "city"})) == [
        ("层级", "galactic", "市级")
    ]
    assert lines(a_change(before={"division_id": "甲"}, after={"division_id": HIDDEN})) == [
        ("所在区划", "甲（行政区划已不在）", HIDDEN)
    ]
    assert lines(a_change(before={"succeeded_on": "晚些"}, after={"succeeded_on": "2027-02-01"})) == [
        ("承接日期", "晚些", "2027年2月1日")
    ]
    gone = a_change(table="old_table", after={"id": 1, "b": {"c": [1]}, "a": 2})
    assert (gone.noun, lines(gone)) == ("old_table", [("a", "", "2"), ("b", "", '{"c": [1]}')])


def test_moments_are_shown_in_local_time_and_lists_one_after_the_other() -> None:
    moved = a_change(table="gazette_issue", before={"published_at": None}, after={"published_at": "2027-01-01T01:30:00+00:00"})  # fmt: skip
    assert lines(moved) == [("发布时间", EMPTY, "2027年1月1日 09:30")]
    listed = a_change(
        table="gazette_issue", before={"distribution": []}, after={"distribution": ["甲", "乙"]}
    )
    assert lines(listed)[0][1:] == (EMPTY, "甲、乙")
    file = a_change(table="gazette_issue", before={"pdf": ""}, after={"pdf": "issues/a.pdf"})
    assert lines(file)[0][1:] == (EMPTY, "〔文件〕")
    amount = a_change(table="documents_amount", before={"number": 1000.5}, after={"number": 2000})
    assert lines(amount)[0][1:] == ("1000.5000", "2000.0000")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        (DateRangeField(), "[2027-01-01,2030-01-01)", "2027年1月1日至2029年12月31日"),
        (DateRangeField(), "[2027-01-01,)", "2027年1月1日至今后"),
        (DateRangeField(), "(,2030-01-01)", "起初至2029年12月31日"),
        (DateRangeField(), "empty", "empty"),
        (models.BooleanField(), False, "否"),
        (models.IntegerField(), 0, "0"),
        (models.IntegerField(choices=[(0, "零")]), 0, "零"),
        (models.TextField(), "一段\n文字", "一段\n文字"),
        (models.BinaryField(), "〔12 字节〕", "〔12 字节〕"),
        (models.JSONField(), {"甲": [1, None]}, '{"甲": [1, null]}'),
        (ArrayField(models.CharField(choices=[("a", "甲")])), ["a", "b"], "甲、b"),
        (None, "原样", "原样"),
    ],
)
def test_every_kind_of_value_has_its_words(field: Any, value: Any, words: str) -> None:
    assert in_words(field, value, {}) == words


def test_a_page_asks_the_same_however_much_is_on_it() -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert len(page()) > 0
        return len(queries)

    def some_changes() -> None:
        with acting(make.staff()):
            unit, other = make.unit(), make.unit()
            Unit.objects.filter(pk=unit.pk).update(successor=other)
            UnitVariant.objects.create(unit=unit, printed=f"写法{make.serial()}")
            day = date(2030 + WorkYear.objects.count(), 1, 1)
            make.work_year(day.year, off=[day], is_complete=False)
            SpecialDay.objects.filter(date=day).update(name="元旦")

    some_changes()
    few = asked()
    for _ in range(10):
        some_changes()
    assert asked() == few == 4  # the page, the accounts, the units, the years
