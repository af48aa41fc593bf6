"""三: who registers an institution, where it files, and by when (N029 to N038, N050)."""

from eldercare.rules.answer import Answer, Verdict
from eldercare.rules.facts import Facts
from eldercare.vocabulary import SELF_RUNNING, FilingPath, OperatorKind, Profit, RegistrationKind

REGISTRAR = {
    RegistrationKind.MARKET: "县（区）市场监督管理部门",
    RegistrationKind.SOCIAL: "县（区）民政部门",
    RegistrationKind.PUBLIC_INSTITUTION: "事业单位登记管理机关",
}


def registration_due(operator_kind: str, profit: str) -> RegistrationKind | None:
    """Which registration the mode of operation asks for (N029 to N031); None where a township or village runs it itself.

    A public institution is registered under its own rules, which the notice does not touch.
    """
    if operator_kind in SELF_RUNNING:
        return None
    if operator_kind == OperatorKind.PUBLIC_INSTITUTION:
        return RegistrationKind.PUBLIC_INSTITUTION
    return RegistrationKind.MARKET if profit == Profit.FOR_PROFIT else RegistrationKind.SOCIAL


def filing_path(operator_kind: str) -> FilingPath:
    """Where it files (N032, N037)."""
    return FilingPath.SELF_RUN if operator_kind in SELF_RUNNING else FilingPath.REGISTERED


def registration_is_right(facts: Facts) -> Answer:
    """N029 N030 N031 N050: registered with whom the mode of operation asks for, or rightly not at all."""
    due, found = registration_due(facts.operator_kind, facts.profit), facts.registration
    rule, title = _registration_rule(due), "按运营模式登记"
    if due is None:
        if found is None:
            return Answer(
                rule, title, Verdict.NOT_APPLICABLE, "由乡镇（街道）或社区（村）自行运营，不需要登记。"
            )
        return Answer(
            rule, title, Verdict.WARNING, "自行运营的机构不需要登记；若已交给第三方，请先办理运营主体承接。"
        )
    if found is None:
        return Answer(
            rule,
            title,
            Verdict.BROKEN,
            f"还没有登记：{Profit(facts.profit).label if facts.profit else '这类'}机构应向{REGISTRAR[due]}登记，请录入登记。",
            blocks=True,
        )
    if found.kind != due:
        return Answer(
            rule,
            title,
            Verdict.BROKEN,
            f"应是{due.label}（{REGISTRAR[due]}），录入的是{RegistrationKind(found.kind).label}；请核对登记类别和营利性质。",
            blocks=True,
        )
    if found.valid_until is not None and found.valid_until < facts.on:
        return Answer(
            rule, title, Verdict.BROKEN, f"登记已于{found.valid_until}到期，请更新登记。", blocks=True
        )
    if not found.is_of_operator:
        return Answer(
            rule,
            title,
            Verdict.WARNING,
            "登记的法人不是现在的运营主体：请核对登记证书，或办理运营主体承接。",
        )
    return Answer(rule, title, Verdict.MET, f"已由{found.authority}登记，号码 {found.number}。")


def _registration_rule(due: RegistrationKind | None) -> str:
    if due == RegistrationKind.MARKET:
        return "N030"
    return "N031" if due == RegistrationKind.SOCIAL else "N029"


def profit_fits_operator(facts: Facts) -> Answer:
    """N030 N031: a company is run for profit, a social service organisation is not; anything else deserves a look."""
    rule, title = "N029", "营利性质与运营主体一致"
    expected = {OperatorKind.COMPANY: Profit.FOR_PROFIT, OperatorKind.SOCIAL: Profit.NON_PROFIT}.get(
        OperatorKind(facts.operator_kind) if facts.operator_kind else OperatorKind.OTHER
    )
    if expected is None or facts.profit == expected:
        return Answer(rule, title, Verdict.MET, "营利性质与运营主体类型一致。")
    kind = OperatorKind(facts.operator_kind).label
    return Answer(
        rule,
        title,
        Verdict.WARNING,
        f"运营主体是{kind}，一般是{expected.label}；请核对登记证书。",
        field="profit",
    )


def is_on_file(facts: Facts) -> Answer:
    """N032 N037 N050 N111: an open institution is on file where it belongs."""
    self_run = facts.operator_kind in SELF_RUNNING
    rule, title = "N037" if self_run else "N032", "按运营模式备案"
    where = "乡镇（街道）" if self_run else "县（区）民政局"
    if facts.is_filed:
        return Answer(rule, title, Verdict.MET, f"已在{where}备案。")
    if facts.opened_on is None:
        return Answer(rule, title, Verdict.NOT_APPLICABLE, "还没有实际开展服务，开展后再备案。")
    if facts.filing_status == "submitted":
        return Answer(rule, title, Verdict.UNKNOWN, f"备案书已提交，等待{where}受理。")
    if facts.filing_status == "returned":
        return Answer(rule, title, Verdict.BROKEN, f"备案书已被{where}退回，请补正后再提交。")
    return Answer(rule, title, Verdict.BROKEN, f"已开展服务，还没有向{where}备案。")


def is_filed_in_time(facts: Facts) -> Answer:
    """N032: within ten working days after service began; a late filing is taken and marked, an unknown calendar is said."""
    rule, title = "N032", "开展服务后 10 个工作日内备案"
    if facts.filed_path == FilingPath.SELF_RUN or (
        not facts.filed_path and facts.operator_kind in SELF_RUNNING
    ):
        return Answer(rule, title, Verdict.NOT_APPLICABLE, "自行运营的机构，通知未规定期限。")
    if facts.opened_on is None:
        return Answer(rule, title, Verdict.NOT_APPLICABLE, "还没有实际开展服务。")
    if facts.due_on is None:
        return Answer(rule, title, Verdict.UNKNOWN, "无法计算：跨到的年份还没有公布放假安排。")
    day = facts.filed_on or facts.on
    if day > facts.due_on:
        deed = "备案逾期" if facts.filed_on else "已逾期，尚未备案"
        return Answer(
            rule, title, Verdict.BROKEN, f"{deed}：应在 {facts.due_on} 前备案。逾期也受理，并注明逾期。"
        )
    if facts.filed_on:
        return Answer(rule, title, Verdict.MET, f"{facts.filed_on} 报送，期限是 {facts.due_on}。")
    return Answer(rule, title, Verdict.UNKNOWN, f"请在 {facts.due_on} 前备案。")


def filing_is_up_to_date(facts: Facts) -> Answer:
    """N036: what changed since it was filed is promptly filed again."""
    rule, title = "N036", "变更后及时办理备案变更"
    if not facts.is_filed:
        return Answer(rule, title, Verdict.NOT_APPLICABLE, "还没有备案。")
    if facts.differences:
        changed = "、".join(facts.differences)
        return Answer(rule, title, Verdict.BROKEN, f"备案以后变了：{changed}；请办理备案变更。")
    return Answer(rule, title, Verdict.MET, "现状与备案一致。")


RULES = (registration_is_right, profit_fits_operator, is_on_file, is_filed_in_time, filing_is_up_to_date)
