"""Kinds of defects that only a whole issue can have, beside those of documents. Data, no logic."""

from __future__ import annotations

from documents.defects.defect import Kind, Severity
from documents.defects.register import KINDS as OF_DOCUMENTS
from documents.defects.register import kinds_of
from gazette.proofreading.rules import RULES

_W, _H = Severity.WARNING, Severity.HINT
_EDITING = "政府公报编校：三审三校"
_GAZETTE = "国办发〔2018〕22号"
_PRIVACY = "个人信息保护法第二十八条、政府信息公开条例第十五条"

OWN = (
    Kind("contents_empty", "目录空白", _W, _EDITING),
    Kind("entry_leads_nowhere", "目录有而正文无", _W, _EDITING),
    Kind("entry_withdrawn", "目录指向已撤回的公文", _W, _EDITING),
    Kind("document_not_listed", "正文有而目录无", _W, _EDITING),
    Kind("chronicle_missing", "目录有大事记而正文无", _W, _EDITING),
    Kind("chronicle_not_listed", "有大事记而目录无", _W, _EDITING),
    Kind("title_differs", "目录与正文标题不一致", _W, _EDITING),
    Kind("page_missing", "目录缺页码", _W, _EDITING),
    Kind("page_descends", "目录页码倒退", _W, _EDITING),
    Kind("page_beyond", "目录页码超出", _W, _EDITING),
    Kind("page_overlaps", "页码与下一篇重叠", _W, _EDITING),
    Kind("issue_number_gap", "期号有缺", _W, _EDITING),
    Kind("total_number_missing", "没有总期号", _W, _EDITING),
    Kind("total_number_off", "总期号不衔接", _W, _EDITING),
    Kind("month_missing", "没有出版年月", _W, _EDITING),
    Kind("month_off", "出版年月不衔接", _W, _EDITING),
    Kind("document_number_gap", "文号不连续", _H, "GB/T 9704-2012 7.2.5"),
    Kind("contact_mobile", "版权页的手机号码", _W, "个人信息保护法第六条"),
    Kind("pdf_missing", "没有原版 PDF", _W, _GAZETTE),
    Kind("original_unread", "原版 PDF 没有查到的", _W, _PRIVACY),
    Kind("original_number_doubtful", "原版 PDF 里疑似号码", _W, _PRIVACY),
    Kind("cover_missing", "没有封面", _W, _GAZETTE),
)
KINDS: dict[str, Kind] = kinds_of(RULES) | OF_DOCUMENTS | {kind.code: kind for kind in OWN}
