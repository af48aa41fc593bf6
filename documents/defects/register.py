"""Every kind of defect with its weight: which stop publication, which are accounted for, which are only shown.

What stops publication is what a law or a prescribed form forbids outright and what a program can tell beyond doubt;
whatever may be right in one case out of many is a warning, so that an editor can say why. Data, no logic.
"""

from __future__ import annotations

from collections.abc import Iterable

from documents.defects.defect import Kind, Severity
from documents.proofreading import rules as proofreading
from documents.proofreading.finding import Rule
from documents.proofreading.finding import Severity as Weight

_B, _W, _H = Severity.BLOCKING, Severity.WARNING, Severity.HINT
_PRIVACY = "个人信息保护法第二十八条、政府信息公开条例第十五条"
_OPEN = "政府信息公开条例第二十六条"
_FORM = "GB/T 9704-2012"
_WORK = "党政机关公文处理工作条例"
_GAZETTE = "国办发〔2018〕22号"
_EDITING = "政府公报编校：三审三校"

# Rules of proof-reading that the report asks in its own way, with rows of the database instead of lines of a file.
NOT_ASKED = frozenset({"identity_number", "mobile_number", "date_after_issue", "contents_pages"})
# Of proof-reading only what the inspection of government sites vetoes: names of state, offices and places misspelt.
_STOPS = frozenset({"grave_misprint"})
_WEIGHTS = {Weight.ERROR: _W, Weight.WARNING: _W, Weight.HINT: _H}
# Right as often as wrong in a printed gazette: worth a look, not worth a sentence of reasons.
_ONLY_SHOWN = frozenset(
    {
        "title_without_kind",
        "halfwidth_mark",
        "gap_in_words",
        "sentence_unended",
    }
)


def kinds_of(rules: Iterable[Rule]) -> dict[str, Kind]:
    """The kinds that rules of proof-reading make."""
    return {rule.id: Kind(rule.id, rule.title, _weight(rule), rule.source) for rule in rules}


def _weight(rule: Rule) -> Severity:
    if rule.id in _STOPS:
        return _B
    return _H if rule.id in _ONLY_SHOWN else _WEIGHTS[rule.severity]


OWN = (
    Kind("identity", "公民身份号码", _B, _PRIVACY),
    Kind("identity_doubtful", "疑似公民身份号码", _W, _PRIVACY),
    Kind("mobile", "手机号码", _B, _PRIVACY),
    Kind("bank_card", "银行卡号", _B, _PRIVACY),
    Kind("not_disclosed", "不是主动公开", _B, _OPEN),
    Kind("body_empty", "正文空白", _B, f"{_FORM} 7.3.3"),
    Kind("outline_only", "仅有提要", _H, _GAZETTE),
    Kind("attachment_empty", "附件没有文字", _W, f"{_FORM} 7.3.4"),
    Kind("attachments_differ", "附件与附件说明不一致", _W, f"{_FORM} 7.3.4"),
    Kind("unseen_character", "看不见的字符", _W, _EDITING),
    Kind("day_missing", "没有成文日期", _W, f"{_FORM} 7.3.5.4"),
    Kind("day_in_future", "成文日期在将来", _B, f"{_FORM} 7.3.5.4"),
    Kind("day_after_issue", "成文晚于出刊", _W, _EDITING),
    Kind("effect_not_entered", "施行日期没有填写", _W, _WORK),
    Kind("effect_before_writing", "施行早于成文", _W, _WORK),
    Kind("effect_ended", "有效期早于成文", _W, _WORK),
    Kind("printed_after_effect", "施行后才刊登", _W, _GAZETTE),
    Kind("disclosure_deadline", "主动公开期限", _H, _OPEN),
    Kind("citation_unresolved", "引用的文件不在库", _W, f"{_WORK}第十九条"),
    Kind("basis_repealed", "依据已经废止", _W, f"{_WORK}第十九条"),
    Kind("repeal_unknown", "废止的文件不在库", _W, f"{_WORK}第三十三条"),
    Kind("repeal_of_itself", "废止自己", _B, f"{_WORK}第三十三条"),
    Kind("repeal_twice", "重复废止", _W, f"{_WORK}第三十三条"),
    Kind("interprets_unknown", "解读的文件不在库", _W, "国办发〔2016〕80号"),
    Kind("interpretation_missing", "没有政策解读", _W, "国办发〔2016〕80号"),
    Kind("number_taken", "文号重复", _B, f"{_FORM} 7.2.5"),
    Kind("number_parts_differ", "文号前后不一", _W, f"{_FORM} 7.2.5"),
    Kind("task_without_unit", "没有责任单位", _W, f"{_WORK}第十九条"),
    Kind("unit_unknown", "不认识的单位", _W, _EDITING),
    Kind("item_damaged", "责任清单残损", _W, _EDITING),
    Kind("items_missing", "责任清单缺条", _W, _EDITING),
    Kind("task_source_lost", "责任事项的原文已更正", _W, _EDITING),
    Kind("item_source_lost", "责任清单的原文已更正", _W, _EDITING),
    Kind("relation_source_lost", "文件关系的原文已更正", _W, _EDITING),
    Kind("day_source_lost", "施行日期的原文已更正", _W, _EDITING),
    Kind("problem_open", "读入问题未处理", _W, _EDITING),
    Kind("text_unplaced", "有文字没有归位", _W, _EDITING),
    Kind("duplicate_title", "标题和日期重复", _W, _EDITING),
    Kind("duplicate_text", "正文重复", _W, _EDITING),
    Kind("duplicate_nearly", "正文近似", _W, _EDITING),
)
KINDS: dict[str, Kind] = kinds_of(proofreading.RULES) | {kind.code: kind for kind in OWN}
