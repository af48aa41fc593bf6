"""What the page of an application shows beside the form: the stages, and what each part of it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User

from eldercare.models import Criterion, Finding, RatingApplication, SelfMark
from eldercare.rating_vocabulary import Level, RatingStatus
from eldercare.rules.choices import differ, words
from eldercare.rules.standard import Fact, in_words

S = RatingStatus
# Which stage an application waits in.
WAITS_IN = {S.DRAFT: 0, S.RETURNED: 0, S.SUBMITTED: 1, S.REVIEWED: 2, S.ASSESSED: 3, S.PROPOSED: 4}


@dataclass(frozen=True)
class Stage:
    title: str
    state: str  # done, now, later, skipped
    who: str = ""
    at: datetime | None = None
    result: str = ""
    opinion: str = ""

    @property
    def state_label(self) -> str:
        return {"done": "已办", "now": "办理中", "later": "待办", "skipped": "不需要"}[self.state]


@dataclass(frozen=True)
class Compared:
    """One criterion: what the institution says, and what the group found."""

    criterion: Criterion
    mark: SelfMark | None
    finding: Finding | None

    @property
    def said(self) -> str:
        return words(self.criterion.text, self.mark.reached) if self.mark else "—"

    @property
    def found(self) -> str:
        return words(self.criterion.text, self.finding.reached) if self.finding else "—"

    @property
    def verified(self) -> str:
        """The figure the group verified, "" where people judge: “有”, “345 平方米”."""
        if self.finding is None or self.finding.figure is None:
            return ""
        return in_words(Fact(self.criterion.fact), self.finding.figure)

    @property
    def differs(self) -> bool:
        if self.mark is None or self.finding is None:
            return False
        return differ(self.criterion.text, self.mark.reached, self.finding.reached)


def stages(application: RatingApplication) -> list[Stage]:
    """自评 → 初审 → 评定组 → 县级审批 → 市级确认, each with who, when and what was said."""
    row, now = application, WAITS_IN.get(S(application.status))
    steps = [
        ("自评和申请", row.submitted_by, row.submitted_at, _applied(row), ""),
        ("乡镇初审", row.reviewed_by, row.reviewed_at, "", row.review_opinion),
        ("评定组", row.assessed_by, row.assessed_at, _found(row), row.panel_opinion),
        ("县级审批", row.approved_by, row.approved_at, _approved(row), row.approval_opinion),
        ("市级确认", row.confirmed_by, row.confirmed_at, _confirmed(row), row.confirmation_opinion),
    ]
    return [
        Stage(title, _state(number, row, now, by), name_of(by), at, result, opinion)
        for number, (title, by, at, result, opinion) in enumerate(steps)
    ]


def page_of_parts(application: RatingApplication) -> dict[str, Any]:
    """For the template, in a fixed number of questions."""
    marks = {row.criterion_id: row for row in application.self_marks.prefetch_related("evidence")}
    findings = {
        row.criterion_id: row
        for row in application.findings.select_related("by").prefetch_related("evidence")
    }
    criteria = [row for row in application.edition.criteria.order_by("position") if row.is_scored]
    compared = [Compared(row, marks.get(row.pk), findings.get(row.pk)) for row in criteria]
    return {
        "stages": stages(application),
        "compared": compared,
        "differing": sum(row.differs for row in compared),
        "marked": len(marks),
        "found": len(findings),
        "scored": len(criteria),
        "materials": application.materials.order_by("number").prefetch_related("evidence"),
        "panel": application.panel.select_related("user", "appointed_by").order_by("-is_lead", "pk"),
        "decisions": application.decisions.select_related(
            "decided_by", "authority", "superseded_by"
        ).order_by("pk"),
        "moves": application.moves.select_related("by").order_by("pk"),
    }


def name_of(user: User | None) -> str:
    return "" if user is None else user.get_full_name() or user.get_username()


def _state(number: int, application: RatingApplication, now: int | None, by: User | None) -> str:
    if now is not None and number == now:
        return "now"
    if by is not None and (now is None or number < now):
        return "done"
    city, county_level = 4, application.approved_level or application.panel_level
    if number == city and county_level and county_level != Level.AAA:
        return "skipped"
    return "later" if now is not None else "skipped"


def _applied(row: RatingApplication) -> str:
    return f"申请 {row.get_level_applied_display()}" if row.level_applied else ""


def _found(row: RatingApplication) -> str:
    if row.assessed_at is None:
        return ""
    level = row.get_panel_level_display() if row.panel_level else "不予评定"
    return f"建议{'' if not row.panel_level else ' '}{level}，{row.visited_on} {row.get_visit_mode_display()}"


def _approved(row: RatingApplication) -> str:
    if row.approved_at is None:
        return ""
    if row.approved_level == Level.AAA:
        return "报市级确认 3A 级"
    return f"定为 {row.get_approved_level_display()}" if row.approved_level else "不予评定"


def _confirmed(row: RatingApplication) -> str:
    if row.confirmed_at is None:
        return ""
    return f"定为 {row.get_confirmed_level_display()}" if row.confirmed_level else "不予评定"
