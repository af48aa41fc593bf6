"""The register of the rules for one document, and the run over it. Pure: no model, no clock."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from documents.proofreading import elements, marks, names, numbers, reported, structure, words
from documents.proofreading.finding import Finding, Rule, Slip, finding_of
from documents.proofreading.manuscript import Manuscript
from documents.proofreading.passages import Passage, SourceText
from documents.reading.answer import Problem
from foundation.chinese_text import weight

RULES: tuple[Rule, ...] = (
    *elements.RULES,
    *structure.RULES,
    *names.RULES,
    *words.RULES,
    *numbers.RULES,
    *marks.RULES,
    *reported.RULES,
)


def proofread(
    manuscript: Manuscript, *, off: Collection[str] = (), rules: Sequence[Rule] = RULES
) -> list[Finding]:
    """Findings over one document in the order of its text. ``off``: ids of rules that are switched off."""
    findings: list[Finding] = []
    title = manuscript.document.title
    problems = by_kind(manuscript.problems)
    for rule in rules:
        if rule.id in off:
            continue
        findings += adopted(
            rule, problems, title
        )  # first: what is said of both is said in the reader's words
        slips = list(text_slips(rule, manuscript.passages))
        if rule.document:
            slips += rule.document(manuscript)
        findings += tied(rule, slips, manuscript.source, title)
    return in_order(findings)


def text_slips(rule: Rule, passages: Sequence[Passage]) -> Iterator[Slip]:
    """What a rule of passages and of running text says."""
    if rule.passage:
        for passage in passages:
            yield from rule.passage(passage)
    if rule.text:
        yield from rule.text(passages)


def tied(rule: Rule, slips: Iterable[Slip], source: SourceText | None, document: str) -> Iterator[Finding]:
    last, at, before = None, 0, 0  # counted on from slip to slip: a long passage may have many
    for slip in slips:
        if slip.passage is not last or slip.start < at:
            last, at, before = slip.passage, 0, 0
        before += weight(slip.passage.text[at : slip.start])
        at = slip.start
        line = source.line_of(slip.passage, slip.start, slip.end, before) if source else None
        yield finding_of(rule, slip, document=document, line=line)


def by_kind(problems: Iterable[Problem]) -> dict[str, list[Problem]]:
    grouped: dict[str, list[Problem]] = {}
    for problem in problems:
        grouped.setdefault(problem.kind, []).append(problem)
    return grouped


def adopted(rule: Rule, problems: Mapping[str, Sequence[Problem]], document: str) -> Iterator[Finding]:
    """Problems that the reader reported under the rule's name."""
    for problem in problems.get(rule.id, ()):
        yield Finding(
            rule=rule.id,
            title=rule.title,
            severity=rule.severity,
            message=problem.message,
            suggestion=problem.suggestion or None,
            source=rule.source,
            document=document,
            place="",
            anchor="",
            line=problem.line,
            printed=problem.printed,
        )


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """By line, then as found; what the reader and a rule both say of one piece is said once."""
    seen: set[tuple[str, str, str]] = set()
    kept = []
    findings = list(findings)
    grave = {finding.line: finding.printed for finding in findings if finding.rule == "grave_misprint"}
    for finding in findings:
        if finding.rule in reported.NEAR_NAMES and grave.get(finding.line, "\n") in finding.printed:
            continue
        key = (finding.rule, finding.document, finding.printed)
        if finding.rule in reported.SAID_ONCE and key in seen:
            continue
        seen.add(key)
        kept.append(finding)
    return sorted(kept, key=lambda finding: finding.line if finding.line is not None else 0)
