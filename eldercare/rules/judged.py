"""What no figure decides: a person looks, and the last word counts (N006 to N019, N055 to N072, N107, N113 to N118)."""

from eldercare.rules.answer import Answer, Verdict
from eldercare.rules.facts import Facts
from eldercare.vocabulary import CheckResult

# Rule → what the person looks at, in our own words.
JUDGED: dict[str, str] = {
    "N006": "符合养老服务设施布局规划和社区服务体系规划",
    "N007": "人口集中、交通便利、周边安全",
    "N008": "通风良好、日照充足",
    "N009": "水、电等室内设施齐全",
    "N010": "消防设施、器材按现行消防规范配备",
    "N013": "出入口安全便利",
    "N017": "建筑符合无障碍、老年人照料设施和防火标准",
    "N018": "符合环境影响评价分类管理要求",
    "N019": "有与服务项目相应的场地或功能间",
    "N022": "办公、休息、棋牌、多功能活动、日间照料等用房齐全",
    "N027": "配建设施与小区同步规划、建设、验收、移交",
    "N055": "场所和用品保证服务对象安全",
    "N056": "服务符合国家质量规范和日间照料中心服务要求",
    "N057": "安全、消防、食品、卫生、财务、档案制度和应急预案齐全",
    "N058": "服务标准和工作流程已公开",
    "N059": "餐饮人员持健康证",
    "N060": "医护人员持资格证",
    "N061": "投保综合责任险、老年人意外险（鼓励）",
    "N064": "社区（村）自行运营的，收益用于居家养老服务",
    "N065": "醒目处公示服务项目、收费标准和依据",
    "N066": "服务对象的生命和财产安全有保障",
    "N067": "没有违规向老年人推销保健品",
    "N068": "没有宗教场所和宗教、迷信活动",
    "N069": "没有非法集资等侵害老年人权益的行为",
    "N070": "服务对象档案齐全",
    "N071": "服务记录和台账齐全、保管妥善",
    "N072": "按规定向检查部门提供记录",
    "N107": "设施没有闲置、没有挪作他用",
    "N118": "符合法律法规规定的其他条件",
}
# Rules that only advise: not met is a hint.
ADVICE = frozenset({"N061"})
# Without these nobody may operate (N114: 安全生产法).
SAFETY = ("N010", "N017", "N055")
# The same check answers what 附件4-2 repeats.
REPEATED = {"N113": ("N017", "N018", "N019"), "N115": ("N056",), "N116": ("N060",), "N117": ("N059",)}


def judged(facts: Facts) -> list[Answer]:
    """One answer for each rule a person judges, from the last check on record."""
    return [_answer(rule, title, facts) for rule, title in JUDGED.items()]


def _answer(rule: str, title: str, facts: Facts) -> Answer:
    found = facts.checks.get(rule)
    if found is None:
        return Answer(rule, title, Verdict.UNKNOWN, "还没有核查。")
    said = f"{found.checked_on} 核查{f'：{found.remark}' if found.remark else ''}。"
    if found.result == CheckResult.MET:
        return Answer(rule, title, Verdict.MET, said)
    if found.result == CheckResult.NOT_APPLICABLE:
        return Answer(rule, title, Verdict.NOT_APPLICABLE, said)
    return Answer(rule, title, Verdict.WARNING if rule in ADVICE else Verdict.BROKEN, said)


def may_operate(facts: Facts) -> Answer:
    """N114: whoever lacks the safety conditions may not operate."""
    rule, title = "N114", "具备安全生产条件"
    results = {name: facts.checks[name].result for name in SAFETY if name in facts.checks}
    unmet = [JUDGED[name] for name, result in results.items() if result == CheckResult.UNMET]
    if unmet:
        return Answer(
            rule, title, Verdict.BROKEN, f"不具备安全生产条件的，不得经营服务：{'；'.join(unmet)}。"
        )
    if len(results) < len(SAFETY):
        return Answer(rule, title, Verdict.UNKNOWN, "消防、建筑、场所安全还没有全部核查。")
    return Answer(rule, title, Verdict.MET, "消防、建筑、场所安全均已核查。")
