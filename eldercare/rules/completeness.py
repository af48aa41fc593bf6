"""N033: a filing tells everything the form asks for, with the letter of commitment."""

from eldercare.rules.answer import Answer, Verdict
from eldercare.rules.facts import Facts
from eldercare.rules.registration import filing_path
from eldercare.vocabulary import FilingPath

TITLE = "备案书填写完整"
REQUIRED = {
    "name": "名称",
    "address": "地址",
    "person_in_charge": "法定代表人（主要负责人）",
    "service_scope": "服务范围",
    "premises": "服务场所性质",
    "contact": "联系人",
}


def missing_from_form(facts: Facts) -> list[Answer]:
    """One blocking answer for each blank that must be filled before the form may be submitted; none when all is there."""
    missing = [(field, label) for field, label in REQUIRED.items() if not getattr(facts, field)]
    if not facts.has_identity_number:
        missing.append(("identity_number", "公民身份号码"))
    if not facts.has_contact_phone:
        missing.append(("contact_phone", "联系方式"))
    if facts.beds is None:
        missing.append(("beds", "养老床位数量（没有床位填 0）"))
    if facts.building_area is None:
        missing.append(("building_area", "建筑面积"))
    if facts.opened_on is None and filing_path(facts.operator_kind) == FilingPath.REGISTERED:
        missing.append(("opened_on", "实际开展服务日期"))
    return [
        Answer("N033", TITLE, Verdict.BROKEN, f"没有填写{label}。", blocks=True, field=field)
        for field, label in missing
    ]


def form_is_complete(facts: Facts) -> list[Answer]:
    """The blanks still to fill, or one answer that all is there; a missing land area is only a hint."""
    if missing := missing_from_form(facts):
        return missing
    if facts.land_area is None:
        return [
            Answer(
                "N033",
                TITLE,
                Verdict.WARNING,
                "占地面积没有填写；楼内场所没有占地面积的可以留空。",
                field="land_area",
            )
        ]
    return [Answer("N033", TITLE, Verdict.MET, "备案书各项都已填写。")]


def service_has_begun(facts: Facts) -> Answer:
    """N032: one files after service actually began, so the day is not in the future, nor before the operator existed."""
    rule, title = "N032", "实际开展服务日期"
    if facts.opened_on is None:
        return Answer(rule, title, Verdict.NOT_APPLICABLE, "还没有填写。")
    if facts.opened_on > facts.on:
        return Answer(
            rule,
            title,
            Verdict.BROKEN,
            f"{facts.opened_on} 还没有到，开展服务后再备案。",
            blocks=True,
            field="opened_on",
        )
    if facts.operator_established_on and facts.opened_on < facts.operator_established_on:
        return Answer(
            rule,
            title,
            Verdict.BROKEN,
            f"{facts.opened_on} 早于运营主体成立日期 {facts.operator_established_on}，请核对两个日期。",
            blocks=True,
            field="opened_on",
        )
    return Answer(rule, title, Verdict.MET, f"{facts.opened_on} 开始服务。")
