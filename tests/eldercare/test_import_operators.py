"""Operators of imported rows: reused by name in the county or by credit code, never renamed, changed by succession."""

from __future__ import annotations

import pytest

from eldercare.models import Institution, Operator, Registration
from tests import care, sheets
from tests.numbers import credit_code
from tests.sheets import Row, brought_in, differences, line, mistakes, only, row

pytestmark = pytest.mark.django_db
SUCCESSION = "提交过备案的机构，换运营主体请办理“运营主体承接”。"


def of(institution: Institution, **cells: object) -> Row:
    """A row of an institution on record."""
    known = {"县（区）": "云县", "乡镇（街道）": institution.township.name, "名称": institution.name}
    return known | cells


def test_one_operator_of_two_rows_is_opened_once() -> None:
    by = sheets.officer()
    same = {"运营主体": "示例同一家", "统一社会信用代码": credit_code(), "法人登记号码": credit_code()}
    brought_in([row(1, **same), row(2, **same)], by=by)
    assert Operator.objects.count() == 1
    assert Institution.objects.filter(operator__name="示例同一家").count() == 2


def test_an_operator_of_that_name_in_the_county_is_reused_and_learns_its_code() -> None:
    by = sheets.officer()
    known = care.operator(name="示例（老）运营")
    upload = sheets.received([row(1, 运营主体="示例(老)运营")], by=by)
    assert differences(sheets.report(upload).lines[0])["运营主体"] == ("", "示例（老）运营")
    sheets.confirmed(upload, by=by)
    known.refresh_from_db()
    assert (Institution.objects.get().operator, known.credit_code) == (known, credit_code(body="MJ0000001"))
    assert known.name == "示例（老）运营"


def test_an_operator_of_the_same_name_in_another_county_is_another() -> None:
    by = sheets.officer()
    care.operator(name="示例运营之1", county=care.county("530902"))
    brought_in([row(1)], by=by)
    assert Operator.objects.filter(name="示例运营之1").count() == 2


def test_an_operator_with_that_code_is_reused_once_somebody_has_compared() -> None:
    by = sheets.officer()
    known = care.operator(
        name="示例原名", credit_code=credit_code(body="MJ0000001"), county=care.county("530902")
    )
    said = mistakes(line([row(1)], by=by))
    assert "属于已登记的运营主体“示例原名”，名称与这里不同" in said["运营主体"]
    brought_in([row(1, 号码已核对="是")], by=by)
    assert Institution.objects.get().operator == known
    assert Operator.objects.get().name == "示例原名"


def test_name_and_code_of_two_operators_are_told() -> None:
    by = sheets.officer()
    care.operator(name="示例运营之1")
    care.operator(name="示例另一家", credit_code=credit_code(body="MJ0000001"))
    said = mistakes(line([row(1, 号码已核对="是")], by=by))
    assert said["统一社会信用代码"] == "这个代码属于运营主体“示例另一家”，与名称不符：请核对。"


def test_a_row_corrects_neither_kind_nor_code_of_an_operator() -> None:
    by = sheets.officer()
    care.operator(name="示例运营之1", kind="company", credit_code=credit_code())
    said = mistakes(line([row(1)], by=by))
    assert "是“企业”：请核对。确需更正的，请到“运营主体”页更正" in said["运营主体类型"]
    assert "代码不同：请核对" in said["统一社会信用代码"]


def test_the_code_of_another_operator_beside_the_own_name_is_told() -> None:
    by = sheets.officer()
    mine = care.institution()
    care.operator(name="示例另一家", credit_code=credit_code())
    said = mistakes(line([of(mine, 统一社会信用代码=credit_code())], by=by))
    assert said == {"统一社会信用代码": "这个代码属于另一个运营主体“示例另一家”：请核对。"}


def test_before_anything_is_handed_in_a_mistyped_operator_is_mended_with_its_registration() -> None:
    by = sheets.officer()
    mine = care.institution()
    other = care.operator(name="示例应是这家")
    upload = sheets.received([of(mine, 运营主体="示例应是这家")], by=by)
    assert differences(sheets.report(upload).lines[0]) == {"运营主体": (mine.operator.name, "示例应是这家")}
    sheets.confirmed(upload, by=by)
    mine.refresh_from_db()
    assert (mine.operator, Registration.objects.get().operator) == (other, other)


def test_after_a_filing_the_operator_changes_by_a_succession_only() -> None:
    by = sheets.officer()
    filed = care.accepted().institution
    handed_in = care.submitted().institution
    said = [mistakes(line([of(each, 运营主体="示例新的一家")], by=by)) for each in (filed, handed_in)]
    assert [found["运营主体"] for found in said] == [SUCCESSION, SUCCESSION]
    assert mistakes(line([of(filed, 运营主体=filed.operator.name, 养老床位数量=3)], by=by)) == {}


def test_a_filing_handed_in_after_the_preview_stops_the_import() -> None:
    """What the preview could not know, the re-run does."""
    by = sheets.officer()
    mine = care.institution()
    upload = sheets.received([of(mine, 运营主体="示例新的一家", 运营主体类型="社会服务机构")], by=by)
    care.submitted(mine)
    with pytest.raises(Exception, match="第 2 行") as refused:
        sheets.confirmed(upload, by=by)
    assert "什么也没有导入" in str(refused.value)
    mine.refresh_from_db()
    assert mine.operator.name != "示例新的一家"
    upload.refresh_from_db()
    assert mistakes(sheets.report(upload).lines[0])["运营主体"] == SUCCESSION


def test_self_run_institutions_need_no_registration() -> None:
    by = sheets.officer()
    whole = row(
        1,
        运营主体="云县示例101镇人民政府",
        运营主体类型="乡镇人民政府（街道办事处）",
        运营方产生方式="自行运营",
    )
    headings = [
        heading
        for heading in whole
        if heading not in ("登记类别", "法人登记机关", "法人登记号码", "登记日期", "统一社会信用代码")
    ]
    brought_in([only(whole, *headings)], by=by)
    assert not Registration.objects.exists()
    assert Institution.objects.get().operator.is_self_running
