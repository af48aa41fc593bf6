"""What the kinds of problems that the readers report are called. Pure."""

NAMES = {
    "annotation_unread": "责任标注未读懂",
    "attachment_title_differs": "附件标题不一致",
    "bracket_unbalanced": "括号不成对",
    "checklist_damaged": "清单残损",
    "checklist_gap": "清单缺项",
    "checklist_order": "清单序号错乱",
    "chronicle_undated": "大事记无日期",
    "contents_without_text": "目录有而正文无",
    "date_impossible": "日期不存在",
    "date_incomplete": "日期不全",
    "date_out_of_order": "日期次序不对",
    "foreign_word": "混入外文",
    "number_lost": "序号脱落",
    "number_out_of_order": "文号不连贯",
    "page_unread": "原件有页未读入",
    "part_unread": "原件有嵌入部分未读入",
    "person_misprint": "人名疑似误印",
    "repeated_fragment": "换页重复",
    "role_misprint": "职责用语疑似误印",
    "text_without_contents": "正文有而目录无",
    "title_differs": "标题不一致",
    "unit_misprint": "单位疑似误印",
}


def name_of(kind: str) -> str:
    return NAMES.get(kind, f"其他（{kind}）")
