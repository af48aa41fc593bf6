"""Rules that only reading can know: the reader reports them as problems, and they are shown under these names. Pure."""

from __future__ import annotations

from documents.proofreading.finding import Rule, Severity

_CONTENT = "党政机关公文处理工作条例第十九条"
_PAGE = "政府公报编校：换页与排印"

RULES = (
    Rule("date_incomplete", "成文日期缺“日”", Severity.ERROR, "GB/T 9704-2012 7.3.5.4"),
    Rule("date_impossible", "成文日期不存在", Severity.ERROR, "GB/T 9704-2012 7.3.5.4"),
    Rule("attachment_title_differs", "附件名称与说明不一致", Severity.WARNING, "GB/T 9704-2012 7.3.4、7.3.7"),
    Rule("role_misprint", "责任标注的动词", Severity.WARNING, _CONTENT),
    Rule("annotation_unread", "责任标注没有读懂", Severity.WARNING, _CONTENT),
    Rule("number_lost", "条目序号没有印出", Severity.WARNING, "GB/T 9704-2012 7.3.3"),
    Rule("foreign_word", "中文里混入外文", Severity.ERROR, "国家通用语言文字法第十一条"),
    Rule("checklist_damaged", "责任清单残缺", Severity.WARNING, _PAGE),
    Rule("checklist_order", "责任清单次序", Severity.WARNING, _PAGE),
    Rule("page_unread", "原件有页未读入", Severity.WARNING, _PAGE),
    Rule("part_unread", "原件有部分未读入", Severity.WARNING, _PAGE),
    Rule("checklist_gap", "责任清单缺项", Severity.WARNING, _PAGE),
)
SAID_ONCE = frozenset({"unit_misprint", "person_misprint"})
NEAR_NAMES = frozenset({"unit_misprint", "protected_name", "township_misprint"})
