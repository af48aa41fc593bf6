"""The register of all rules, and the run over a read file: a whole issue or one document. Pure: no model, no clock."""

from __future__ import annotations

from collections.abc import Collection

from documents.proofreading import numbers, words
from documents.proofreading import rules as document_rules
from documents.proofreading.finding import Finding, Rule
from documents.proofreading.known import Known
from documents.proofreading.manuscript import lay_out
from documents.proofreading.rules import adopted, by_kind, in_order, proofread, text_slips, tied
from documents.reading.answer import ReadingAnswer
from gazette.proofreading import issue_rules
from gazette.proofreading.issue_rules import IssueRule
from gazette.proofreading.layout import IssueManuscript, lay_out_issue, text_of

RULES: tuple[Rule, ...] = (*document_rules.RULES, *issue_rules.RULES)
FRONT = frozenset(
    rule.id for rule in (*words.RULES, *numbers.RULES) if rule.passage and rule.id != "gap_in_words"
)


def proofread_reading(answer: ReadingAnswer, *, known: Known, off: Collection[str] = ()) -> list[Finding]:
    """All findings over what was read from a file."""
    if answer.issue is not None:
        return proofread_issue(lay_out_issue(answer, known=known), off=off)
    lines = text_of(answer).lines
    document = lay_out(answer.documents[0], known=known, lines=lines, problems=answer.problems)
    return proofread(document, off=off)


def proofread_issue(manuscript: IssueManuscript, *, off: Collection[str] = ()) -> list[Finding]:
    """Findings over the issue itself and over every document in it."""
    findings: list[Finding] = []
    problems = by_kind(manuscript.problems)
    for rule in RULES:
        if rule.id in off:
            continue
        findings += adopted(rule, problems, "")
        slips = list(text_slips(rule, manuscript.events))
        if rule.id in FRONT:
            slips += text_slips(rule, manuscript.front)
        if isinstance(rule, IssueRule) and rule.issue:
            slips += rule.issue(manuscript)
        findings += tied(rule, slips, manuscript.source, "")
    for document in manuscript.documents:
        findings += proofread(document, off=off, rules=RULES)
    return in_order(findings)
