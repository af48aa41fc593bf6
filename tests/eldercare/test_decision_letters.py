"""What the letters of decisions say: every kind, as it was decided, and not a word of remedies the notice does not know."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from eldercare import actions, rating_papers
from eldercare.decision_letters import decision_letter_of
from eldercare.models import RatingDecision
from eldercare.rating_vocabulary import DecisionKind, Level, OrderKind, VisitMode
from eldercare.rules import letters
from eldercare.rules.letters import Corrected, LetterFacts
from tests import care, printed, rating
from tests.eldercare.test_public_levels import cancelled, corrected

DAY = date(2026, 6, 10)
APPLIED = {"applied_for": Level.AAA, "applied_on": date(2026, 5, 10)}
ORDERED = {"ordered_on": date(2026, 3, 1), "due_on": date(2026, 6, 1)}
REMEDIES = ("复议", "诉讼", "申诉", "起诉")


def facts(kind: DecisionKind, **known: object) -> LetterFacts:
    return LetterFacts(kind=kind, institution="示例中心", effective_on=DAY, **known)  # type: ignore[arg-type]


CASES = {
    "grant": (
        facts(
            DecisionKind.GRANT, level=Level.AA, until=date(2029, 6, 10), short=("R10 建筑面积",), **APPLIED
        ),
        "社区居家养老服务机构等级评定决定书",
        [
            "示例中心于2026年5月10日申请评定 3A 级。申请经过自评、乡镇（街道）初审和评定组评定，由民政部门审核。",
            "决定：评定为 2A 级，从2026年6月10日起，到2029年6月10日为止。",
            "评定组认为没有达到 3A 级要求的评定内容：R10 建筑面积。",
        ],
        ["N079", "N080", "N081", "N082", "N085"],
    ),
    "grant by the city": (
        facts(DecisionKind.GRANT, level=Level.AAA, until=date(2029, 6, 10), by_city=True, **APPLIED),
        "社区居家养老服务机构等级评定决定书",
        ["决定：评定为 3A 级，从2026年6月10日起，到2029年6月10日为止。"],
        ["N079", "N080", "N081", "N083", "N085"],
    ),
    "refuse": (
        facts(DecisionKind.REFUSE, **APPLIED),
        "社区居家养老服务机构不予评定等级决定书",
        ["决定：不予评定等级。"],
        ["N079", "N080", "N081", "N082"],
    ),
    "lower": (
        facts(DecisionKind.LOWER, level=Level.A, until=date(2027, 1, 31), **ORDERED),
        "社区居家养老服务机构降低等级决定书",
        [
            "2026年3月1日责令示例中心限期整改，期限到2026年6月1日为止。期限已过，没有按要求整改。",
            "决定：从2026年6月10日起降为 A 级，到2027年1月31日为止。",
        ],
        ["N089", "N090"],
    ),
    "revoke": (
        facts(DecisionKind.REVOKE, **ORDERED),
        "社区居家养老服务机构撤销等级决定书",
        ["决定：从2026年6月10日起撤销等级。"],
        ["N089", "N090"],
    ),
    "cancel": (
        facts(DecisionKind.CANCEL, happened_on=DAY),
        "社区居家养老服务机构取消等级决定书",
        [
            "示例中心于2026年6月10日发生事故，经认定为重大责任事故。",
            "决定：从事故发生之日2026年6月10日起取消等级。",
            "到2028年6月10日为止，不能重新申请评定。",
        ],
        ["N086", "N087"],
    ),
    "correction": (
        facts(
            DecisionKind.ANNUL,
            happened_on=DAY,
            corrected=Corrected("530922-2026-评-0003", date(2026, 6, 12), "取消等级"),
        ),
        "社区居家养老服务机构等级评定更正决定书",
        [
            "2026年6月12日作出的 530922-2026-评-0003 号决定（取消等级）有误，现予更正，由本决定代替。",
            "决定：原决定不再有效，等级照原决定作出以前的情况计算。",
        ],
        ["N086", "N087"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_every_kind_says_how_it_came_about_what_is_decided_and_by_which_rules(name: str) -> None:
    known, title, paragraphs, rules = CASES[name]
    said = letters.said(known)
    assert letters.title(known) == title
    assert [paragraph for paragraph in said if paragraph in paragraphs] == paragraphs
    assert letters.basis(known) == rules
    written = "".join((*said, *map(letters.in_words, rules)))
    assert all(letters.RULES[rule][1] in written for rule in rules)
    assert not any(remedy in written for remedy in REMEDIES)


@pytest.mark.django_db
def test_a_grant_below_what_was_applied_for_names_what_was_missing() -> None:
    application, who = rating.submitted(level=Level.AAA)
    at = rating.AT
    actions.pass_review(application, opinion="示例：同意。", by=who.reviewer, at=at)
    actions.convene_panel(application, lead=who.lead, members=[who.member], by=who.approver, at=at)
    found = rating.findings(application, Level.AA)
    actions.record_findings(application, found=found, by=who.member, at=at)
    actions.finish_assessment(
        application,
        level=Level.AA,
        visit_mode=VisitMode.PAPERS,
        visited_on=rating.DAY,
        opinion="示例：符合 2A。",
        by=who.lead,
        at=at,
    )
    actions.approve(application, level=Level.AA, opinion="示例：定 2A。", by=who.approver, at=at)
    decision = RatingDecision.objects.get()
    letter = decision_letter_of(decision)
    assert letter.number == decision.letter_number
    assert letter.addressee == decision.operator.name
    assert letter.authority == "云县民政局"
    assert letter.grounds == "示例：定 2A。"
    assert "决定：评定为 2A 级，从2026年6月10日起，到2029年6月10日为止。" in letter.said
    assert any("没有达到 3A 级要求的评定内容：" in paragraph for paragraph in letter.said)
    words = printed.words(rating_papers.decision_letter(letter, at=decision.decided_at))
    assert "理由：示例：定2A。" in words
    assert "临民联发〔2024〕23号五（二）：等级有效期三年" in words


@pytest.mark.django_db
def test_a_letter_stays_as_it_was_made_and_says_that_it_was_corrected() -> None:
    decision, _ = rating.rated(level=Level.AA)
    before = decision_letter_of(decision)
    new = corrected(decision, Level.A)
    after = decision_letter_of(RatingDecision.objects.get(pk=decision.pk))
    assert after.mark == f"已由 {new.letter_number} 更正，不再有效"
    assert (after.said, after.grounds) == (before.said, before.grounds)
    letter = decision_letter_of(new)
    assert letter.title == "社区居家养老服务机构等级评定更正决定书"
    assert decision.letter_number in letter.said[0]
    assert "决定：评定为 A 级，从2026年6月10日起，到2029年6月10日为止。" in letter.said


@pytest.mark.django_db
def test_the_letter_of_a_cancellation_tells_nothing_of_the_accident_but_its_day() -> None:
    decision, _ = rating.rated(level=Level.AA)
    letter = decision_letter_of(cancelled(decision.institution))
    assert "秘密经过" not in "".join(letter.said)
    assert "到2028年6月20日为止，不能重新申请评定。" in letter.said


@pytest.mark.django_db
def test_a_level_lowered_after_an_order_holds_for_what_is_left() -> None:
    decision, _ = rating.rated(level=Level.AA)
    site = decision.institution
    ordered, failed, decided = (care.officer("养老县区经办", site.county) for _ in range(3))
    order = actions.order_rectification(
        site,
        kind=OrderKind.STANDARD,
        requirement="示例",
        deadline=date(2026, 8, 1),
        by=ordered,
        at=datetime(2026, 7, 1, 2, tzinfo=UTC),
    )
    at = datetime(2026, 9, 1, 2, tzinfo=UTC)
    actions.record_recheck(
        order, checked_on=date(2026, 8, 20), passed=False, remark="示例", by=ordered, at=at
    )
    actions.fail_rectification(order, outcome="示例", by=failed, at=at)
    lowered = actions.lower_or_revoke(order, level=Level.A, grounds="示例理由", by=decided, at=at)
    letter = decision_letter_of(lowered)
    assert letter.title == "社区居家养老服务机构降低等级决定书"
    assert letter.said[0].startswith("2026年7月1日责令")
    assert "期限到2026年8月1日为止" in letter.said[0]
    assert letter.said[1] == "决定：从2026年9月1日起降为 A 级，到2029年6月10日为止。"
