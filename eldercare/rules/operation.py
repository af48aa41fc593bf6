"""四: what a running institution must hold, by the services it gives (N001, N023, N049, N051, N052, N054, N059 to N063, N096)."""

from eldercare.rules.answer import Answer, Verdict
from eldercare.rules.facts import Facts
from eldercare.vocabulary import (
    SELF_RUNNING,
    Entrustment,
    EvidenceKind,
    Fee,
    LicenceKind,
    Nature,
    Profit,
    Service,
)

CORE = frozenset(Service.values) - {Service.LEGAL, Service.RIGHTS, Service.SOCIAL}


def serves_elders_at_home(facts: Facts) -> Answer:
    """N001: it gives at least one of the services that make it an institution of this kind."""
    if CORE & facts.services.keys():
        return Answer("N001", "服务内容属于社区居家养老", Verdict.MET, f"列有 {len(facts.services)} 项服务。")
    return Answer("N001", "服务内容属于社区居家养老", Verdict.UNKNOWN, "还没有列出服务项目。")


def centres_on_day_care(facts: Facts) -> Answer:
    """N023: day care first, meals and home visits beside it."""
    rule, title = "N023", "以日间照料为主"
    if not facts.services:
        return Answer(rule, title, Verdict.UNKNOWN, "还没有列出服务项目。")
    if Service.DAY_CARE in facts.services:
        return Answer(rule, title, Verdict.MET, "提供日间照料。")
    return Answer(rule, title, Verdict.WARNING, "服务项目里没有日间照料；通知要求以日间照料为主。")


def operator_was_chosen_openly(facts: Facts) -> Answer:
    """N049: run by township or village itself, or given to a third party by tender or entrustment, with a contract."""
    rule, title = "N049", "运营方的产生"
    self_run = facts.operator_kind in SELF_RUNNING
    if self_run != (facts.entrustment == Entrustment.SELF) and facts.nature in (
        Nature.PUBLIC,
        Nature.PUBLIC_BUILT,
    ):
        return Answer(
            rule, title, Verdict.WARNING, "运营主体类型与运营方产生方式不一致，请核对。", field="entrustment"
        )
    if self_run or facts.entrustment == Entrustment.SELF:
        return Answer(rule, title, Verdict.MET, "自行运营。")
    if EvidenceKind.CONTRACT in facts.evidence:
        return Answer(rule, title, Verdict.MET, "已存委托协议或合同。")
    return Answer(rule, title, Verdict.UNKNOWN, "交给第三方运营，还没有存委托协议或合同。")


def state_assets_are_in_order(facts: Facts) -> Answer:
    """N051 N052: state-owned assets are registered, and letting others use them is approved."""
    rule, title = "N051 N052", "使用国有资产"
    if facts.state_assets is None:
        return Answer(
            rule, title, Verdict.UNKNOWN, "没有填写是否使用行政事业单位国有资产。", field="state_assets"
        )
    if not facts.state_assets:
        return Answer(rule, title, Verdict.NOT_APPLICABLE, "没有使用国有资产。")
    if facts.assets_registered_on is None:
        return Answer(
            rule, title, Verdict.BROKEN, "国有资产还没有清查登记造册。", field="assets_registered_on"
        )
    if facts.operator_kind not in SELF_RUNNING and not facts.letting_approval:
        return Answer(
            rule, title, Verdict.BROKEN, "国有资产交给他人使用，没有填写批准文号。", field="letting_approval"
        )
    return Answer(rule, title, Verdict.MET, "资产已登记，使用已获批准。")


def staff_is_there(facts: Facts) -> Answer:
    """N054: staff suited to the services; that there is any is what a figure can say."""
    rule, title = "N054", "有相适应的工作人员"
    if facts.staff is None:
        return Answer(rule, title, Verdict.UNKNOWN, "还没有人员统计。")
    if facts.staff.total == 0:
        return Answer(rule, title, Verdict.BROKEN, f"{facts.staff.counted_on} 统计没有工作人员。")
    return Answer(
        rule,
        title,
        Verdict.MET,
        f"{facts.staff.counted_on} 有 {facts.staff.total} 人，其中专职 {facts.staff.full_time} 人、护理员 {facts.staff.nurses} 人。",
    )


def catering_is_licensed(facts: Facts) -> Answer:
    """N059 N117: whoever caters holds a food business licence in force."""
    if facts.provides_catering:
        return _licensed(facts, LicenceKind.FOOD, "N059", "餐饮服务的许可")
    if Service.MEALS in facts.services and EvidenceKind.CONTRACT not in facts.evidence:
        return Answer(
            "N059",
            "餐饮服务的许可",
            Verdict.WARNING,
            "提供助餐而不自办餐饮：由餐饮企业送餐的，请存送餐协议。",
        )
    return Answer("N059", "餐饮服务的许可", Verdict.NOT_APPLICABLE, "没有自办餐饮。")


def medical_care_is_licensed(facts: Facts) -> Answer:
    """N060 N116: whoever gives medical care holds a practice licence in force."""
    if facts.provides_medical_care:
        return _licensed(facts, LicenceKind.MEDICAL, "N060", "医疗卫生服务的许可")
    return Answer("N060", "医疗卫生服务的许可", Verdict.NOT_APPLICABLE, "没有开展医疗卫生服务。")


def _licensed(facts: Facts, kind: LicenceKind, rule: str, title: str) -> Answer:
    found = [licence for licence in facts.licences if licence.kind == kind]
    if any(licence.in_force(facts.on) for licence in found):
        return Answer(rule, title, Verdict.MET, f"《{kind.label}》在有效期内。")
    if found:
        newest = max(found, key=lambda licence: licence.issued_on)
        return Answer(rule, title, Verdict.BROKEN, f"《{kind.label}》{newest.number} 不在有效期内。")
    return Answer(rule, title, Verdict.BROKEN, f"没有录入《{kind.label}》。")


def fees_fit_nature(facts: Facts) -> Answer:
    """N062: public-built privately run and non-profit institutions serve mainly for the public interest or at low margin."""
    rule, title = "N062", "收费与机构性质相符"
    if facts.profit == Profit.FOR_PROFIT and facts.nature != Nature.PUBLIC_BUILT:
        return Answer("N063", title, Verdict.NOT_APPLICABLE, "营利性机构自主合理定价。")
    if not facts.services:
        return Answer(rule, title, Verdict.UNKNOWN, "还没有列出服务项目。")
    if all(fee == Fee.PAID for fee in facts.services.values()):
        return Answer(
            rule, title, Verdict.WARNING, "全部服务都是有偿；公建民营和非营利机构应以公益、微利为主。"
        )
    return Answer(rule, title, Verdict.MET, "有无偿或低偿服务。")


def lottery_sign_hangs(facts: Facts) -> Answer:
    """N096: who is aided by lottery funds hangs the sign."""
    rule, title = "N096", "福彩公益金资助标识"
    if not facts.lottery_funded:
        return Answer(rule, title, Verdict.NOT_APPLICABLE, "没有受福彩公益金资助。")
    if facts.lottery_sign:
        return Answer(rule, title, Verdict.MET, "已悬挂标识。")
    verdict = Verdict.UNKNOWN if facts.lottery_sign is None else Verdict.BROKEN
    return Answer(rule, title, verdict, "受福彩公益金资助，须悬挂标识。", field="lottery_sign")


RULES = (
    serves_elders_at_home,
    centres_on_day_care,
    operator_was_chosen_openly,
    state_assets_are_in_order,
    staff_is_there,
    catering_is_licensed,
    medical_care_is_licensed,
    fees_fit_nature,
    lottery_sign_hangs,
)
