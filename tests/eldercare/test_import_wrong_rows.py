"""Bad rows: each sentence at its column, all of them at once, and nothing of what was typed is lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from eldercare.models import Institution, Operator
from tests import care, sheets
from tests.numbers import credit_code, identity_number, identity_number_of, with_wrong_end
from tests.sheets import brought_in, line, mistakes, only, row

pytestmark = pytest.mark.django_db
LOST = "后几位已经丢失，不能猜"


# Heading, what was typed there, and what is said of it (nothing: it is right).
WRONG: list[tuple[str, Any, str]] = [
    ("县（区）", "云縣", "没有“云縣”这个县（区）"),
    ("县（区）", None, "请填写县（区）"),
    ("乡镇（街道）", "示例102镇", "云县没有“示例102镇”这个乡镇（街道）：是不是“示例101镇”？"),
    ("乡镇（街道）", "", "请填写乡镇（街道）"),
    ("名称", None, "新的机构须填写"),
    ("名称", "13800138000", "像是手机号码：请核对是不是填错了栏"),
    ("名称", identity_number(), "像是身份证号码：请核对是不是填错了栏"),
    ("名称", "示例" * 70, "120"),
    ("机构类型", "日间照料", "没有这一项：是不是“日间照料中心”？"),
    ("机构类型", "医院", "可写日间照料中心、居家养老服务中心、农村互助养老服务站、其他"),
    ("城乡", True, "没有这一项"),
    ("地址", None, "新的机构须填写"),
    ("地址", date(2026, 3, 2), "变成了日期：请把这一格设为“文本”格式"),
    ("运营主体", None, "新的机构须填写"),
    ("运营主体类型", None, "新的运营主体须填写"),
    ("统一社会信用代码", "5.23E+17", LOST),
    ("统一社会信用代码", credit_code()[:-1], "应为 18 位，现在是 17 位"),
    ("统一社会信用代码", with_wrong_end(credit_code()), "请在“号码已核对”列写“是”"),
    ("法人登记号码", "示例 证字第1号 a-b", ""),
    ("登记类别", None, "登记还没有录入过：登记类别、法人登记机关、法人登记号码、登记日期要一起填写"),
    ("登记日期", "2026-04-31", "2026 年 4 月没有 31 日"),
    ("登记日期", "2026-13-01", "没有 13 月"),
    ("登记日期", "26.3.2", "年份要写四位"),
    ("登记日期", "46083", "这里是数字，不是日期"),
    ("登记日期", "去年三月", "看不出是哪一天"),
    ("登记日期", "2027-01-01", "这一天还没有到"),
    ("法定代表人（主要负责人）", "示例甲13800138000", "姓名里有数字：请核对是不是填错了栏"),
    ("联系人", "13800138000", "像是手机号码：请核对是不是填错了栏"),
    ("公民身份号码", 530922198001011234, LOST),
    ("公民身份号码", "5.30922E+17", LOST),
    ("公民身份号码", "５３０９２２", "应为 18 位，现在是 6 位"),
    ("公民身份号码", "13800138000", "应为 18 位"),
    ("负责人电话", identity_number(), "像是身份证号码：请核对是不是填错了栏"),
    ("联系方式", "1380013800", "应为 11 位，现在是 10 位"),
    ("服务电话", "2123456", "固定电话请加区号"),
    ("服务电话", "13800138000", "服务电话是手机号：请改用固定电话，或经机主同意后勾选“手机号同意公开”"),
    ("实际开展服务日期", "2027-01-01", "这一天还没有到；还没有开展服务的请留空"),
    ("实际开展服务日期", "1970-01-01", "实际开展服务日期不合理"),
    ("自办餐饮", "有时", "请写“是”或“否”"),
    ("服务项目", "助餐、助步", "没有“助步”这个服务项目：是不是“助"),
    ("服务项目", "助餐（半价）", "收费方式写无偿、低偿、有偿之一"),
    ("服务项目", "助餐、助餐（低偿）", "“助餐”写了两次"),
    ("服务项目", 3, "请写服务项目的名称"),
    ("食品经营许可证编号", None, "这个许可证还没有录入过"),
    ("食品经营许可证编号", "JY1", "至少 4 个字符"),
    ("食品经营许可证有效期至", "2024-01-01", "有效期不能早于发证日期"),
    ("人员统计日期", None, "这一天还没有人员统计：人员统计日期、服务工作人员总数要一起填写"),
    ("护理员", 6, "各类人员都不能多于总数"),
    ("养老床位数量", "十张", "这里应填数字"),
    ("养老床位数量", "10.5", "这里应填整数"),
    ("养老床位数量", -1, "养老床位数量应在 0 至 2000 张之间"),
    ("养老床位数量", date(2026, 3, 2), "这里应填数字，现在是日期"),
    ("建筑面积", 0, "建筑面积应在 1 至 99999.99 平方米之间"),
    ("建筑面积", 1000000, "建筑面积应在 1 至 99999.99 平方米之间"),
    ("建筑面积", 420.125, "小数"),
    ("建筑面积", "420亩", "以平方米为单位，不写别的文字"),
    ("建筑面积", "4.2E+2", "这里应填数字"),
    ("经度", 100.08, "经度和纬度要么都填，要么都不填"),
    ("最低楼层", 0, "没有 0 层"),
    ("小区户数", 300, "只有配建的机构才填写小区名称、类型和户数"),
    ("已挂资助标识", "是", "没有受福彩公益金资助的，不填资助标识"),
    ("停业日期", "2026-10-01", "停业日期和停业原因要同时填写"),
    ("号码已核对", "核对过", "请写“是”或“否”"),
]


def test_a_wrong_cell_is_told_at_its_column() -> None:
    """One sheet with a row for each of them, wrong in that cell alone; nothing is brought in for the rows that are sound."""
    rows = [row(number, **{heading: typed}) for number, (heading, typed, _) in enumerate(WRONG, start=1)]
    upload = sheets.received(rows, by=sheets.officer())
    found = [mistakes(told) for told in sheets.report(upload).lines]
    sound = [(heading, typed) for heading, typed, said in WRONG if not said]
    assert (upload.new, upload.wrong) == (len(sound), len(WRONG) - len(sound))
    assert [(*case, told) for case, told in zip(WRONG, found, strict=True) if not _is_told(*case, told)] == []
    assert not Institution.objects.exists()


def _is_told(heading: str, typed: Any, said: str, told: dict[str, str]) -> bool:
    return said in told.get(heading, "") if said else told == {}


def test_everything_wrong_is_told_at_once() -> None:
    by = sheets.officer()
    wrong = row(1, 建筑面积=0, 养老床位数量=3000, 登记日期="2026-04-31", 负责人电话="1380013800", 地址=None)
    assert list(mistakes(line([wrong], by=by))) == [
        "地址",
        "登记日期",
        "负责人电话",
        "养老床位数量",
        "建筑面积",
    ]


def test_what_the_database_alone_knows_is_told_with_the_rest() -> None:
    """A sound row is asked by writing it; then every CHECK it breaks is told, not the first one."""
    by = sheets.officer()
    found = mistakes(line([row(1, 建筑面积=0, 养老床位数量=3000, 已挂资助标识="是")], by=by))
    assert list(found) == ["养老床位数量", "建筑面积", "已挂资助标识"]


def test_what_was_typed_is_shown_and_numbers_of_people_are_not() -> None:
    by = sheets.officer()
    number = identity_number_of(3)
    wrong = row(1, 建筑面积="四百二", 负责人电话=number, 联系人="13800138000", 公民身份号码=number[:-1])
    typed = {mistake.heading: mistake.typed for mistake in line([wrong], by=by).mistakes}
    assert typed["建筑面积"] == "四百二"
    assert number[:-1] not in str(typed)
    assert "13800138000" not in str(typed)
    assert number[:-1] not in str(mistakes(line([wrong], by=by)))


def test_a_doubt_is_taken_once_somebody_has_compared() -> None:
    by = sheets.officer()
    doubtful = {
        "统一社会信用代码": with_wrong_end(credit_code(body="MJ0000001")),
        "法人登记号码": "示例证字第1号",
    }
    assert "号码已核对" in mistakes(line([row(1, **doubtful)], by=by))["统一社会信用代码"]
    brought_in([row(1, **doubtful, 号码已核对="是")], by=by)
    assert Operator.objects.get().credit_code == doubtful["统一社会信用代码"]
    assert mistakes(line([row(1, **doubtful)], by=by)) == {}  # what is stored was judged when it came


def test_the_same_person_elsewhere_is_a_doubt_that_names_only_what_one_may_see() -> None:
    by = sheets.officer()
    care.institution(identity_number=identity_number_of(1), name="示例本县的中心")
    said = mistakes(line([row(1)], by=by))["公民身份号码"]
    assert said.startswith("这个人已登记为“示例本县的中心”的负责人")
    Institution.objects.update(township=care.township("530902001"), name="示例邻县的中心")
    said = mistakes(line([row(1)], by=by))["公民身份号码"]
    assert "邻县的中心" not in said
    assert "您辖区以外的机构" in said
    assert mistakes(line([row(1, 号码已核对="是")], by=by)) == {}


def test_rows_of_one_file_know_of_each_other() -> None:
    by = sheets.officer()
    twice = sheets.report(
        sheets.received([row(1), row(2), row(1, 名称=" 示例老年人日间照料中心之１")], by=by)
    )
    assert mistakes(twice.lines[0])["名称"] == "和第 4 行是同一个机构：请合并成一行。"
    assert mistakes(twice.lines[2])["名称"] == "和第 2 行是同一个机构：请合并成一行。"
    assert twice.lines[1].fate == "new"
    same = [row(1), row(2, 公民身份号码=identity_number_of(1), 法人登记号码=row(1)["法人登记号码"])]
    found = mistakes(sheets.report(sheets.received(same, by=by)).lines[1])
    assert "“示例老年人日间照料中心之1”的负责人" in found["公民身份号码"]
    assert found["法人登记号码"] == "这个号码已登记在“示例运营之1”名下：请核对证书。"


def test_a_registration_number_of_another_operator_is_refused() -> None:
    by = sheets.officer()
    other = care.institution()
    number = other.registrations.get().number
    found = mistakes(line([row(1, 法人登记号码=number)], by=by))
    assert found["法人登记号码"] == f"这个号码已登记在“{other.operator}”名下：请核对证书。"


def test_an_earlier_registration_of_the_site_is_not_taken_for_a_new_one() -> None:
    by = sheets.officer()
    made = care.institution()
    old = made.registrations.get()
    made.registrations.update(ended_on="2026-01-05")
    again = {
        "县（区）": "云县",
        "乡镇（街道）": made.township.name,
        "名称": made.name,
        "登记类别": "社会服务机构登记",
        "法人登记机关": "示例县民政局",
        "法人登记号码": old.number,
        "登记日期": "2026-01-06",
    }
    assert mistakes(line([again], by=by)) == {"法人登记号码": "这个机构已经录入过这个登记号码。"}


def test_a_free_service_with_a_price_is_told_at_the_services() -> None:
    by = sheets.officer()
    brought_in([row(1)], by=by)
    Institution.objects.get().services.filter(service="meals").update(price="每餐 8 元")
    found = mistakes(line([only(row(1), 服务项目="助餐（无偿）")], by=by))
    assert found == {"服务项目": "无偿服务不填收费标准。"}


@pytest.mark.parametrize("value", ["#REF!", "#DIV/0!", "#N/A"])
def test_an_error_value_is_told(value: str) -> None:
    by = sheets.officer()
    rows = [row(1)]
    place = list(rows[0]).index("建筑面积") + 1

    def put(sheet: Any) -> None:
        cell = sheet.cell(2, place, value)
        cell.data_type = "e"

    found = sheets.report(sheets.received(sheets.workbook(rows, change=put), by=by)).lines[0]
    assert mistakes(found) == {"建筑面积": f"单元格是错误值 {value}：请改正公式，或直接填写。"}


def test_formulas_without_a_result_and_merged_cells_are_told() -> None:
    by = sheets.officer()
    rows = [row(1, 养老床位数量="=5+5"), row(2)]
    place = list(rows[0]).index("法人登记机关") + 1

    def merge(sheet: Any) -> None:
        sheet.merge_cells(start_row=2, end_row=3, start_column=place, end_column=place)

    first, second = sheets.report(sheets.received(sheets.workbook(rows, change=merge), by=by)).lines
    assert "这一格是公式，文件里没有它的结果" in mistakes(first)["养老床位数量"]
    assert mistakes(second)["法人登记机关"] == "这一格被合并单元格盖住了：请取消合并，逐行填写。"
