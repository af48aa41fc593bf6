"""Rules that look at words, numbers and marks: each with a sentence it objects to, and one it leaves alone."""

import pytest

from documents.proofreading.passages import Passage
from documents.proofreading.rules import RULES, text_slips
from tests.proofread import findings, found, notice

SENTENCES = [
    # rule, objected to, the printed piece, left alone
    (
        "grave_misprint",
        "各级人民攻府要带头参加。",
        "攻府",
        "各级人民政府要带头参加，冶炼企业自冶炼设备说起。",
    ),
    ("grave_misprint", "茶会在世界佧乡举行。", "佧乡", "茶会在世界佤乡举行，佧佤山的老人也来了。"),
    ("protected_name", "坚持和发展中国特色社会注义。", "中国特色社会注义", "坚持和发展中国特色社会主义。"),
    ("protected_name", "铸牢中华民族共体意识。", "中华民族共体意识", "临江市人民政府派人来学习。"),
    ("misprint", "台帐要当天登记。", "台帐", "帐篷当天发到村里，防犯罪宣传车也到了。"),
    ("misprint", "其它材料随后补齐。", "其它", "其他材料随后补齐。"),
    ("misprint", "材料己经送到。", "己经", "他们自己经营一间茶店，各自已经登记。"),
    ("misprint", "企业业污水要处理。", "企业业", "企业业主和企业业务都要登记。"),
    (
        "until_confused",
        "截止2024年2月已完成一半。",
        "截止",
        "报名截止日期另行通知，截至2024年2月已完成一半。",
    ),
    ("particle_doubled", "读得慢的的同志先走。", "的的", "以读懂为目的的会议，为了了解实情，以及及时改正。"),
    ("repeated_fragment", "校样校样要读两遍。", "校样校样", "一件一件地读，一页一页地改，2024年2024版照旧。"),
    (
        "letter_traditional",
        "请各单位辦理，再把校样从头到尾读一遍，读完签名。",
        "辦",
        "请各单位办理，於先生也来了。",
    ),
    ("letter_compatible", "⼈手要够。", "⼈", "人手要够。"),
    ("range_dash", "每组3-5人，限期完成。", "3-5", "每组3—5人，电话0883-2127817，标准号GB/T 1234-2012。"),
    ("range_percent", "增长5—10%左右即可。", "5—10", "增长5%—10%即可，第3—5页也要读。"),
    ("range_magnitude", "补助3—5万元为宜。", "3—5万", "补助3万元—5万元为宜，2021—2025年执行。"),
    ("year_short", "23年底前完成。", "23年", "2023年底前完成，坚守30年初心。"),
    ("day_called_hao", "请于3月5号报送。", "3月5号", "请于3月5日报送，住在3号楼。"),
    ("relative_date", "近日，校对组开了会。", "近日", "2024年3月1日，校对组开了会，5日前报送，节日前完成。"),
    ("date_padded_in_text", "自2024年03月01日起施行。", "2024年03月01日", "自2024年3月1日起施行。"),
    ("number_wide_comma", "共印1，200人份的材料。", "1，200", "共印1200人份，分1、200两种编号。"),
    ("bound_doubled", "合格率不低于90%以上。", "不低于90%以上", "合格率不低于90%，增长5%以上。"),
    ("mark_doubled", "读一遍，，再读一遍。", "，，", "读一遍，再读一遍……最后签名。"),
    ("ellipsis_form", "有茶、有糖、有果……等。", "……等", "有茶、有糖、有果……样样都有。"),
    (
        "separator_before_etc",
        "茶叶、核桃、等都要登记。",
        "、等",
        "茶叶、核桃等都要登记，评定、等级两项另议。",
    ),
    (
        "separator_before_and",
        "茶叶、核桃、和咖啡都要登记。",
        "、和",
        "茶叶、核桃和咖啡都要登记，团结、和谐、及时都要。",
    ),
    (
        "title_marks_nested",
        "学习《关于印发《办法》的通知》。",
        "《关于印发《办法》的通知》",
        "学习《关于印发〈办法〉的通知》。",
    ),
    (
        "cited_number_form",
        "依据临政发[2023]08号办理。",
        "临政发[2023]08号",
        "依据临政发〔2023〕8号办理，(2023)年的事不提。",
    ),
    (
        "autonomous_county",
        "耿马佤族傣族自治县派人参加。",
        "耿马佤族傣族自治县",
        "耿马傣族佤族自治县和沧源自治县派人参加。",
    ),
    ("township_kind", "忙畔镇派人参加。", "忙畔镇", "忙畔街道派人参加，沙河镇属于别的市。"),
    ("township_misprint", "郭大寨彝族自族乡派人参加。", "郭大寨彝族自族乡", "郭大寨彝族白族乡派人参加。"),
    ("unit_misprint", "材料送市工业和信心化局。", "市工业和信心化局", "材料送市工业和信息化局。"),
    (
        "unit_twice",
        "1.读一遍校样。（市财政局、市公安局、市财政局负责）",
        "市财政局",
        "1.读一遍校样。（市财政局、市公安局负责）",
    ),
    ("foreign_word", "读完after签名。", "after", "读完以后用WPS签名。"),
    ("halfwidth_mark", "读一遍,再签名。", ",", "读一遍，再签名，价格12,000元，上午9:30开始。"),
    ("fullwidth_digit", "共印３０份。", "３０", "共印30份。"),
    ("separator_between_quoted", "评“先进”、“优秀”两类。", "、", "评“先进”“优秀”两类。"),
    ("heading_mark", "（一）、读一遍校样，再签上名字。", "（一）、", "（一）读一遍校样，再签上名字。"),
    ("heading_mark", "1、读一遍校样，再签上名字。", "1、", "1.读一遍校样，再签上名字。"),
    (
        "sentence_unended",
        "各单位要把校样从头到尾读一遍，读完以后签名，再交给下一位同志",
        "下一位同志",
        "各单位要把校样从头到尾读一遍，读完以后签名，再交给下一位同志。",
    ),
]


def slips(rule: str, text: str, *, role: str = "prose") -> list[str]:
    """What a rule says of one passage that no reader has touched."""
    (wanted,) = (known for known in RULES if known.id == rule)
    return [text[slip.start : slip.end] for slip in text_slips(wanted, [Passage(text, "正文", role=role)])]


@pytest.mark.parametrize(("rule", "bad", "printed", "good"), SENTENCES)
def test_objects_to_the_slip_and_to_nothing_else(rule: str, bad: str, printed: str, good: str) -> None:
    pieces = found(rule, notice(bad))
    assert len(pieces) == 1 and printed in pieces[0]
    assert found(rule, notice(good)) == []


def test_a_private_number_is_found_and_never_shown() -> None:
    text = "联系人身份证号530902195003071234，手机13800001234。"
    pieces = found("identity_number", notice(text)) + found("mobile_number", notice(text))
    assert pieces == ["****************34", "*********34"]
    shown = "".join(finding.before + finding.after for finding in findings(notice(text)))
    assert not any(character.isdigit() for character in shown)
    assert found("identity_number", notice("登记号530902195013371234是内部编号。")) == []
    assert found("mobile_number", notice("编号20240305000138000012345不是电话，座机0883-2127817。")) == []


def test_a_letter_printed_twice_is_told_by_the_same_words_elsewhere() -> None:
    bad = "兽药残留要检测。\n针对兽药药残留的检测每月一次。"
    assert found("letter_doubled", notice(bad)) == ["兽药药残"]
    assert found("letter_doubled", notice("学习习近平新时代中国特色社会主义思想。\n市市场监管局参加。")) == []


def test_a_paragraph_printed_twice_is_told_once() -> None:
    line = "各单位要把校样从头到尾读一遍，读完以后签名。"
    assert len(found("paragraph_repeated", notice(f"{line}\n\n{line}\n\n演练分两天进行。"))) == 1
    assert found("paragraph_repeated", notice(f"{line}\n\n演练分两天进行。\n\n{line}")) == []


def test_blanks_inside_a_sentence_are_told_but_not_between_columns() -> None:
    assert slips("gap_in_words", "各单位要把校样从头到尾读 一遍，再签名。") == ["读 一"]
    assert slips("gap_in_words", "张三 市财政局局长") == []
    assert slips("gap_in_words", "校对演练 工作方案", role="title") == ["练 工"]


def test_a_mark_at_the_head_of_a_paragraph_is_told() -> None:
    assert slips("mark_leading", "）相关规定照旧执行。") == ["）"]
    assert slips("mark_leading", "“十五五”规划照旧执行。") == []


def test_what_has_ended_is_told_by_the_day_of_the_document() -> None:
    text = "临沧银保监分局负责，按《中华人民共和国合同法》签约。"
    assert found("obsolete_unit", notice(text, date="2024年3月5日")) == ["银保监分局"]
    assert found("obsolete_unit", notice(text, date="2023年2月5日")) == []
    assert found("obsolete_rule", notice(text, date="2024年3月5日")) == ["中华人民共和国合同法"]
    assert found("obsolete_rule", notice(text, date="2020年3月5日")) == []
    assert found("obsolete_rule", notice("《中华人民共和国合同法》同时废止。")) == []


def test_a_unit_that_lost_letters_is_told_when_only_one_can_be_meant() -> None:
    assert found("unit_shortened", notice("1.读一遍校样。（市教体局、市财政局负责）")) == ["市教体局"]
    assert found("unit_shortened", notice("1.读一遍校样。（市教育体育局、市财政局负责）")) == []


def test_one_unit_under_two_names_is_told() -> None:
    text = "1.读一遍。（市地志办负责）\n2.再读一遍。（市地志办、市财政局负责）\n3.签名。（市志办负责）"
    assert found("unit_spelled_twice", notice(text)) == ["市志办"]
    assert found("unit_spelled_twice", notice(text.replace("市志办", "市地志办"))) == []
