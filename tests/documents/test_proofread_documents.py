"""Rules that look at a whole document: its elements, numbering, attachments and tables."""

from dataclasses import replace

import pytest

from tests.proofread import PLAIN, findings, found, notice


@pytest.mark.parametrize(
    ("rule", "bad", "good"),
    [
        ("title_without_kind", "临沧市校对演练工作方案", "临沧市人民政府关于校对演练的通知"),
        ("title_without_de", "临沧市人民政府关于做好校对演练通知", "临沧市人民政府关于校对演练的实施意见"),
        ("title_kind_repeated", "临沧市人民政府转发关于校对的通知的通知", "临沧市人民政府关于校对的通知"),
    ],
)
def test_the_title_names_its_kind(rule: str, bad: str, good: str) -> None:
    assert found(rule, notice(title=bad)) == [bad]
    assert found(rule, notice(title=good)) == []


def test_a_title_ends_without_a_mark() -> None:
    answer = notice()
    document = replace(answer.documents[0], title=answer.documents[0].title + "。")
    assert len(found("title_end_mark", replace(answer, documents=(document,)))) == 1
    assert found("title_end_mark", answer) == []


def test_what_a_notice_issues_has_one_name() -> None:
    title = "临沧市人民政府办公室关于印发临沧市校对演练方案的通知"
    body = "《临沧市校对演练方案》已经同意，现印发给你们。"
    assert (
        len(found("enclosed_title_differs", notice(body, title=title, tail="临沧市校对训练方案\n\n" + PLAIN)))
        == 1
    )
    assert (
        found("enclosed_title_differs", notice(body, title=title, tail="临沧市校对演练方案\n\n" + PLAIN))
        == []
    )


@pytest.mark.parametrize(
    ("number", "better"),
    [
        ("临政办发[2024]7号", "临政办发〔2024〕7号"),
        ("临政办发〔2024〕第7号", "临政办发〔2024〕7号"),
        ("临政办发〔2024〕07号", "临政办发〔2024〕7号"),
    ],
)
def test_the_number_has_its_form(number: str, better: str) -> None:
    (finding,) = (f for f in findings(notice(number=number)) if f.rule == "number_form")
    assert (finding.printed, finding.suggestion) == (number, better)
    assert found("number_form", notice()) == []


def test_number_and_date_are_of_one_year() -> None:
    assert len(found("number_year", notice(date="2023年3月5日"))) == 1
    assert found("number_year", notice()) == []


@pytest.mark.parametrize("date", ["二〇二四年三月五日", "2024年03月05日"])
def test_the_date_is_in_plain_figures(date: str) -> None:
    assert found("date_form", notice(date=date)) == [date]
    assert found("date_form", notice(date="2024年3月5日")) == []


def test_a_date_without_its_last_word_or_without_its_day_in_the_calendar_is_told() -> None:
    assert found("date_incomplete", notice(date="2024年3月5")) == ["2024年3月5"]
    assert found("date_impossible", notice(date="2024年2月30日")) == ["2024年2月30日"]
    assert found("date_incomplete", notice()) == found("date_impossible", notice()) == []


def test_a_document_is_not_younger_than_its_issue() -> None:
    assert len(found("date_after_issue", notice(), published="2024-02")) == 1
    assert found("date_after_issue", notice(), published="2024-03") == []
    assert found("date_after_issue", notice(date="2024年3月5"), published="2024-02") == []


def test_the_list_of_attachments_has_its_form() -> None:
    bad = notice(announced="附件：1.校对登记表。", tail="附件\n\n校对登记表\n\n姓名和日期都要填写。")
    assert found("announcement_form", bad) == ["。", "附件：1."]
    good = notice(announced="附件：校对登记表", tail="附件\n\n校对登记表\n\n姓名和日期都要填写。")
    assert found("announcement_form", good) == []


def test_attachments_count_from_one() -> None:
    texts = "附件1\n\n校对登记表\n\n姓名和日期都要填写。\n\n附件3\n\n校对人员名单\n\n名单另发，请各单位照办。"
    assert found("attachment_order", notice(tail=texts)) == ["校对人员名单"]
    assert found("attachment_order", notice(tail=texts.replace("附件3", "附件2"))) == []
    assert len(found("attachment_order", notice(tail="附件1\n\n校对登记表\n\n姓名和日期都要填写。"))) == 1


def test_an_attachment_that_is_cited_must_be_there() -> None:
    texts = "附件1\n\n校对登记表\n\n姓名都要填写。\n\n附件2\n\n校对人员名单\n\n名单另发，请照办。"
    assert found("attachment_missing", notice("各单位按附件3填写。", tail=texts)) == ["按附件3"]
    assert found("attachment_missing", notice("各单位按附件2填写。", tail=texts)) == []


def test_an_attachment_is_announced_under_its_own_title() -> None:
    tail = "附件\n\n校对登记表\n\n姓名和日期都要填写。"
    assert len(found("attachment_title_differs", notice(announced="附件：校对登录表", tail=tail))) == 1
    assert found("attachment_title_differs", notice(announced="附件：校对登记表", tail=tail)) == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("一、要求\n\n读一遍校样。\n\n三、时间\n\n分两天进行。", "三、时间"),
        ("一、要求\n\n读一遍校样。\n\n一、时间\n\n分两天进行。", "一、时间"),
        ("一、要求\n（一）读一遍校样。\n（三）再读一遍校样。", "（三）再读一遍校样。"),
    ],
)
def test_numbering_that_leaps_or_repeats_is_told(body: str, fault: str) -> None:
    (printed,) = found("heading_order", notice(body))
    assert fault.startswith(printed)


@pytest.mark.parametrize(
    "body",
    [
        PLAIN,
        "一、要求\n（一）读一遍。\n（二）再读。\n二、时间\n（一）上午。\n（二）下午。",
        "一、要求\n（一）读一遍。\n（二）再读。\n二、时间\n（三）上午。\n（四）下午。",
        "一、要求\n1.读一遍。\n2.再读。\n二、时间\n3.上午。\n4.下午。",
    ],
)
def test_numbering_may_begin_again_or_go_on_under_a_new_heading(body: str) -> None:
    assert found("heading_order", notice(body)) == []


def test_a_leap_over_two_levels_is_told() -> None:
    assert len(found("heading_level", notice("一、要求\n（1）读一遍校样。\n（2）再读一遍校样。"))) == 1
    assert found("heading_level", notice("一、要求\n1.读一遍校样。\n2.再读一遍校样。")) == []


def test_a_row_of_totals_adds_up() -> None:
    table = "校对份数表\n\n县区\t份数\n临翔区\t12\n云县\t8\n合计\t{}"
    assert found("table_total", notice(tail="附件\n\n" + table.format("21"))) == ["21"]
    assert found("table_total", notice(tail="附件\n\n" + table.format("20"))) == []


def test_cells_of_a_row_speak_alike() -> None:
    table = "评定标准\n\n项目\tA级\t2A级\t3A级\n人数\t不少于1人\t不少于2人\t{}3人"
    assert found("row_wording", notice(tail="附件\n\n" + table.format("少于"))) == ["少于3"]
    assert found("row_wording", notice(tail="附件\n\n" + table.format("不少于"))) == []


def test_one_post_is_not_held_by_two_names_that_look_alike() -> None:
    members = ["组 长：方远山 市人民政府副市长", "成 员：林大川 市公安局副局长", "何小河 市财政局局长"]
    office = ["主 任：方远山 市人民政府副市长", "副主任：林大州 市公安局副局长", "何小河 市财政局局长"]
    lines = ["附件", "校对领导小组组成人员", *members, "领导小组下设办公室，人员组成如下。", *office]
    tail = "\n\n".join(lines)
    assert found("person_spelled_twice", notice(tail=tail)) == ["林大州"]
    assert found("person_spelled_twice", notice(tail=tail.replace("林大州", "林大川"))) == []


def test_unit_and_post_in_a_list_of_members_go_together() -> None:
    rows = ["组 长：方远山 市人民政府副市长", "成 员：林大川 市广播电视{}局长", "何小河 市教体局局长"]
    tail = "\n\n".join(["附件", "校对领导小组组成人员", *rows])
    assert found("post_mismatch", notice(tail=tail.format("台"))) == ["市广播电视台局长"]
    assert found("post_mismatch", notice(tail=tail.format("局"))) == []
    assert found("unit_shortened", notice(tail=tail)) == ["市教体局"]


def test_a_bracket_without_its_half_is_told_in_body_and_title() -> None:
    assert len(found("bracket_unbalanced", notice("校样（含目录要从头读。"))) == 1
    assert len(found("bracket_unbalanced", notice(tail="附件\n\n登记表\n\n姓名（含别名都要填写。"))) == 1
    assert found("bracket_unbalanced", notice("校样（含目录）要读：1）从头读；2）再读。")) == []


def test_problems_of_the_reader_stand_under_its_rules() -> None:
    text = "一、要求\n1.读一遍校样。（市财政局、市公安局按职责分工服务）"
    assert len(found("role_misprint", notice(text))) == 1
    assert found("role_misprint", notice(text.replace("服务", "负责"))) == []
    lost = "一、要求\n（一）读校样\n1.读一遍校样。\n- 再读一遍校样。\n3.签名以后交稿。"
    assert len(found("number_lost", notice(lost))) == 1
    assert found("number_lost", notice(lost.replace("- ", "2."))) == []


def test_a_faultless_notice_has_no_finding() -> None:
    assert findings(notice()) == []
