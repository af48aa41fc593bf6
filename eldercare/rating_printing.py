"""What the papers of rating say: from the records to the forms of `eldercare.rating_papers`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from eldercare import rating_papers as papers
from eldercare.actions.applications import form_now
from eldercare.catalogue_files import Sheet
from eldercare.gaps import GapList
from eldercare.models import Institution, Rating, RatingApplication
from eldercare.public_levels import bureau
from eldercare.rating_vocabulary import RatingStatus
from eldercare.rules.catalogue import COLUMNS
from eldercare.rules.choices import words
from eldercare.rules.standard import Fact, Gap, in_words
from eldercare.vocabulary import Nature
from foundation.chinese_text import day_in_words
from foundation.quick_codes import svg_of

S = RatingStatus
MARKS = {
    S.DRAFT: "草稿：尚未提交",
    S.RETURNED: "退回补正：须补正后重新提交",
    S.WITHDRAWN: "已撤回：不再办理",
    S.ENDED: "已终止：不再办理",
}
AS_HANDED_IN = (
    "name",
    "address",
    "person_in_charge",
    "opened_on",
    "filing_label",
    "registration_label",
    "building_area",
    "average_daily_elders",
    "staff_total",
    "staff_full_time",
    "staff_nurses",
)


def application_form_of(
    application: RatingApplication, *, numbers: Mapping[str, str]
) -> papers.ApplicationForm:
    """附件2 as it was handed in, with what every stage has said so far; a draft as it would be handed in now.

    `numbers` are the protected ones that were revealed: without them their blanks stay, to be written by hand.
    """
    row = application
    form = form_now(row.institution) if row.status == S.DRAFT else vars(row)
    decided_at = row.confirmed_at or (row.approved_at if row.status in (S.DECIDED, S.REFUSED) else None)
    return papers.ApplicationForm(
        mark=_mark(row),
        nature=Nature(str(form["nature"])).label if form["nature"] else "",
        identity_number=numbers.get("identity_number", ""),
        person_phone=numbers.get("person_phone", ""),
        commitment_on=row.commitment_on,
        level_applied=row.level_applied,
        applied_on=row.applied_on,
        review_opinion=row.review_opinion,
        reviewed_on=timezone.localdate(row.reviewed_at) if row.reviewed_at else None,
        opinions=tuple(_opinions(row)),
        level_decided=_level_decided(row) if decided_at else "",
        decided_on=timezone.localdate(decided_at) if decided_at else None,
        edition=f"{row.edition.name}（{row.edition.notice}）",
        findings=tuple(_findings(row)),
        **{name: _known(form[name]) for name in AS_HANDED_IN},
    )


def _mark(application: RatingApplication) -> str:
    """That the paper is no application yet or any more, or that the decision on it reads otherwise now."""
    if mark := MARKS.get(S(application.status)):
        return mark
    last = application.decisions.order_by("-pk").first()
    return f"决定已更正，见 {last.letter_number}" if last is not None and last.supersedes_id else ""


def _known(value: object) -> Any:
    return "" if value is None else value


def _level_decided(row: RatingApplication) -> str:
    return "不予评定" if row.status == S.REFUSED else row.confirmed_level or row.approved_level


def _opinions(row: RatingApplication) -> Iterator[papers.Opinion]:
    if row.assessed_at is not None:
        advised = f"建议评定 {row.get_panel_level_display()}" if row.panel_level else "建议不予评定"
        came = f"{day_in_words(row.visited_on)}{row.get_visit_mode_display()}" if row.visited_on else ""
        result = "，".join(filter(None, (advised, came)))
        yield papers.Opinion(stage="评定组", said=row.panel_opinion, result=result)
    if row.approved_at is not None:
        level = row.get_approved_level_display()
        came_to = f"{'报市级确认' if _goes_on(row) else '评定为'} {level}" if level else "不予评定"
        yield _opinion("县级民政部门", row.approval_opinion, came_to, row.approved_at)
    if row.confirmed_at is not None:
        level = row.get_confirmed_level_display()
        yield _opinion(
            "市级民政部门",
            row.confirmation_opinion,
            f"评定为 {level}" if level else "不予评定",
            row.confirmed_at,
        )


def _goes_on(row: RatingApplication) -> bool:
    return row.status == S.PROPOSED or row.confirmed_at is not None


def _opinion(stage: str, said: str, result: str, at: Any) -> papers.Opinion:
    return papers.Opinion(stage=stage, said=said, result=result, on=timezone.localdate(at))


def _findings(application: RatingApplication) -> Iterator[papers.FindingLine]:
    """Every criterion on which something was said; nothing where nobody has begun."""
    marks = {row.criterion_id: row for row in application.self_marks.all()}
    found = {row.criterion_id: row for row in application.findings.all()}
    for row in application.edition.criteria.order_by("position"):
        mark, finding = marks.get(row.pk), found.get(row.pk)
        if mark is None and finding is None:
            continue
        figure = finding.figure if finding else None
        verified = f"核实{in_words(Fact(row.fact), figure)}" if figure is not None and row.fact else ""
        remarks = (mark.remark if mark else "", verified, finding.remark if finding else "")
        yield papers.FindingLine(
            code=row.code,
            item=f"{row.category}：{row.item}",
            said=words(row.text, mark.reached) if mark else "",
            found=words(row.text, finding.reached) if finding else "",
            remark="；".join(filter(None, remarks)),
        )


def catalogue_of(sheet: Sheet) -> papers.CataloguePaper:
    """附件3, the same rows the page and the spreadsheet show."""
    return papers.CataloguePaper(
        title=sheet.title,
        filled_in_by=sheet.filled_in_by,
        day=sheet.day,
        columns=COLUMNS,
        rows=tuple(tuple(map(str, row.cells)) for row in sheet.rows),
    )


def certificate_of(rating: Rating, *, url: str) -> papers.Certificate:
    """The level as it stands, with the days it holds as far as we know today."""
    decision = rating.decision
    application = decision.application
    return papers.Certificate(
        name=application.name if application and application.name else rating.institution.name,
        level=rating.get_level_display(),
        first=rating.first_day,
        last=rating.last_day,
        number=decision.letter_number,
        authority=bureau(decision.authority.name),
        decided_on=decision.decided_on,
        url=url,
        code=svg_of(url),
    )


def gap_sheet_of(
    institution: Institution, gaps: GapList, held: Rating | None, *, on: date
) -> papers.GapSheet:
    """`held`: the level of that day."""
    edition = gaps.edition
    until = f"，到{day_in_words(held.last_day)}为止" if held else ""
    return papers.GapSheet(
        name=institution.name,
        place=f"{institution.county.name}{institution.township.name}",
        held=f"{held.get_level_display()}{until}" if held else "没有等级",
        wanted=gaps.level.label,
        edition=f"{edition.name}（{edition.notice}）" if edition else "",
        on=on,
        unmet=tuple(map(_gap, gaps.unmet)),
        unknown=tuple(map(_gap, gaps.unknown)),
        judged=tuple(map(_gap, gaps.judged)),
    )


def _gap(gap: Gap) -> papers.GapLine:
    row = gap.criterion
    return papers.GapLine(code=row.code, item=f"{row.category}：{row.item}", reason=gap.reason)
