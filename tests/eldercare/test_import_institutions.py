"""Rows of a spreadsheet become institutions: new ones whole, known ones in the cells that are filled."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from eldercare.models import (
    Institution,
    Licence,
    Operator,
    Registration,
    ServiceOffer,
    SpreadsheetUpload,
    StaffCount,
)
from eldercare.refusals import SpreadsheetRefused
from foundation.models import RowChange
from tests import care, sheets
from tests.numbers import credit_code, identity_number_of
from tests.sheets import brought_in, differences, line, mistakes, only, row

pytestmark = pytest.mark.django_db


def test_a_preview_saves_nothing() -> None:
    by = sheets.officer()
    before = RowChange.objects.count()
    upload = sheets.received([row(1), row(2)], by=by)
    assert (upload.new, upload.changed, upload.unchanged, upload.wrong) == (2, 0, 0, 0)
    for model in (Institution, Operator, Registration, StaffCount, Licence, ServiceOffer):
        assert not model.objects.exists()
    logged = RowChange.objects.exclude(table_name__startswith="eldercare_spreadsheetupload")
    assert logged.count() == before


def test_a_new_institution_comes_with_all_that_its_row_says() -> None:
    brought_in([row(7)], by=sheets.officer())
    made = Institution.objects.get()
    assert (made.name, made.kind, made.township.name) == (
        "示例老年人日间照料中心之7",
        "day_care",
        "示例101镇",
    )
    assert (made.opened_on, made.building_area, made.beds) == (date(2026, 3, 2), Decimal("420.50"), 10)
    assert made.identity_number.plain() == identity_number_of(7)
    assert made.contact_phone.plain() == "13800138002"
    assert (made.storey, made.provides_catering) == ("normal", False)
    operator = made.operator
    assert (operator.name, operator.kind, operator.county.code) == ("示例运营之7", "social", "530922")
    registration = made.registrations.get()
    assert (registration.operator, registration.number) == (operator, credit_code(body="MJ0000007"))
    assert registration.registered_on == date(2025, 1, 6)
    assert set(made.services.values_list("service", "fee")) == {("meals", "low"), ("bathing", "free")}
    count = made.staff_counts.get()
    assert (count.counted_on, count.total, count.nurses, count.cooks) == (date(2026, 3, 1), 5, 2, 0)
    licence = made.licences.get()
    assert (licence.kind, licence.number, licence.valid_until) == ("food", "JY00000007", None)


def test_an_empty_cell_changes_nothing() -> None:
    by = sheets.officer()
    brought_in([row(1)], by=by)
    before = Institution.objects.values().get()
    sparse = only(
        row(1),
        养老床位数量=12,
        地址=None,
        联系人="  ",
        护理员=3,
        人员统计日期="2026-03-01",
    )
    assert differences(line([sparse], by=by)) == {"养老床位数量": ("10", "12"), "护理员": ("2", "3")}
    brought_in([sparse], by=by)
    after = Institution.objects.values().get()
    assert {name for name in after if after[name] != before[name]} == {"beds", "updated_at"}
    assert StaffCount.objects.get().nurses == 3


def test_the_same_file_again_changes_nothing() -> None:
    by = sheets.officer()
    brought_in([row(1), row(2)], by=by)
    again = sheets.received([row(1), row(2)], by=by)
    assert (again.new, again.changed, again.unchanged, again.wrong) == (0, 0, 2, 0)
    with pytest.raises(SpreadsheetRefused, match="没有要新建或改动的机构"):
        sheets.confirmed(again, by=by)


def test_only_what_changed_is_written_so_that_others_keep_their_changes() -> None:
    by = sheets.officer()
    brought_in([row(1)], by=by)
    upload = sheets.received([only(row(1), 养老床位数量=20)], by=by)
    Institution.objects.update(opening_hours="每天 8:30—17:30")
    sheets.confirmed(upload, by=by)
    assert Institution.objects.values_list("beds", "opening_hours").get() == (20, "每天 8:30—17:30")


@pytest.mark.parametrize(
    ("cells", "changed"),
    [
        ({"名称": "示例老年人日间照料中心之1 "}, {}),
        ({"县（区）": "云 县", "乡镇（街道）": "示例101"}, {}),
        ({"建筑面积": "４２０.５０平方米", "养老床位数量": "10 张"}, {}),
        ({"统一社会信用代码": credit_code(body="MJ0000001").lower()}, {}),
        ({"公民身份号码": " ".join(identity_number_of(1))}, {}),
        ({"负责人电话": "+86 138-0013-8001"}, {}),
        ({"登记日期": date(2025, 1, 6), "实际开展服务日期": "2026-3-2"}, {}),
        ({"服务项目": "助浴；助餐(低偿)"}, {}),
        ({"建筑面积": "1,200"}, {"建筑面积": ("420.5", "1200")}),
        ({"负责人电话": "13800138009"}, {"负责人电话": ("138****8001", "138****8009")}),
        (
            {"公民身份号码": identity_number_of(5)},
            {"公民身份号码": ("5***************08", "5***************0X")},
        ),
        (
            {"有无障碍电梯或走道": "有", "自办餐饮": True},
            {"有无障碍电梯或走道": ("", "是"), "自办餐饮": ("否", "是")},
        ),
    ],
)
def test_spelling_does_not_count_and_numbers_are_masked(
    cells: dict[str, Any], changed: dict[str, tuple[str, str]]
) -> None:
    by = sheets.officer()
    brought_in([row(1)], by=by)
    found = line([row(1, **cells)], by=by)
    assert mistakes(found) == {}
    assert differences(found) == changed


def test_services_are_those_of_the_cell_and_keep_what_it_does_not_say() -> None:
    by = sheets.officer()
    brought_in([row(1)], by=by)
    ServiceOffer.objects.filter(service="meals").update(price="每餐 8 元")
    upload = sheets.received([only(row(1), 服务项目="助餐、助洁（有偿）")], by=by)
    assert differences(sheets.report(upload).lines[0]) == {
        "服务项目": ("助餐（低偿）、助浴", "助餐（低偿）、助洁（有偿）")
    }
    sheets.confirmed(upload, by=by)
    assert set(ServiceOffer.objects.values_list("service", "fee", "price")) == {
        ("meals", "low", "每餐 8 元"),
        ("cleaning", "paid", ""),
    }


def test_another_licence_and_another_count_leave_the_earlier_ones_on_record() -> None:
    by = sheets.officer()
    brought_in([row(1)], by=by)
    more = {
        "食品经营许可证编号": "JY99999999",
        "食品经营许可证发证日期": "2026-01-05",
        "食品经营许可证有效期至": "2031-01-04",
        "人员统计日期": "2026-10-01",
        "服务工作人员总数": 6,
    }
    brought_in([only(row(1), **more)], by=by)
    assert list(Licence.objects.order_by("pk").values_list("number", "valid_until")) == [
        ("JY00000001", None),
        ("JY99999999", date(2031, 1, 4)),
    ]
    assert list(StaffCount.objects.order_by("pk").values_list("total", "nurses")) == [(5, 2), (6, 0)]


def test_the_registration_in_force_is_corrected_and_a_missing_one_is_opened() -> None:
    by = sheets.officer()
    registered, bare = care.institution(), care.institution(registered=False)
    rows = [
        {
            "县（区）": "云县",
            "乡镇（街道）": bare.township.name,
            "名称": registered.name,
            "法人登记机关": "云县民政局",
        },
        {
            "县（区）": "云县",
            "乡镇（街道）": bare.township.name,
            "名称": bare.name,
            "登记类别": "社会服务机构登记",
            "法人登记机关": "云县民政局",
            "法人登记号码": "示例证字第900号",
            "登记日期": "2026-01-05",
        },
    ]
    brought_in(rows, by=by)
    assert registered.registrations.get().authority == "云县民政局"
    assert bare.registrations.values_list("number", "operator").get() == ("示例证字第900号", bare.operator_id)


def test_an_upload_is_on_record_with_its_counts_and_nothing_of_its_content() -> None:
    by = sheets.officer()
    done = brought_in([row(1)], by=by)
    stored = SpreadsheetUpload.objects.get()
    assert (stored.state, stored.new, stored.closed_at) == ("imported", 1, sheets.AT)
    assert (bytes(stored.content), bytes(stored.report), bytes(stored.leftovers)) == (b"", b"", b"")
    changes = RowChange.objects.of(done)
    assert changes.filter(deed="insert").get().after["content"] == "〔保密〕"
    assert identity_number_of(1) not in str(list(changes.values_list("before", "after")))
