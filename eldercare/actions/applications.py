"""Applying for a rating: open, assess oneself, check the materials off, hand in, first review, return, withdraw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from eldercare.actions.rating_door import (
    APPROVAL,
    ASSESSMENT,
    CONFIRMATION,
    REVIEW,
    append,
    check_still_holds,
    empty,
    enter,
    locked_institution,
    move,
)
from eldercare.actions.support import rest_on
from eldercare.models import (
    Evidence,
    Filing,
    Institution,
    Material,
    RatingApplication,
    RatingRound,
    Registration,
    SelfMark,
)
from eldercare.permissions import APPLY_RATING
from eldercare.rating_facts import rating_facts
from eldercare.rating_lifecycle import STEPS, step
from eldercare.rating_vocabulary import MATERIALS, Level, MaterialState, RatingVerb
from eldercare.refusals import ApplicationRefused, DaysOutOfOrder, NotOnDuty
from eldercare.rules.answer import Answer, Verdict
from eldercare.rules.eligibility import MAY_APPLY, MAY_SUBMIT
from foundation.refusals import MoveNotAllowed, NotPermitted, RemarkRequired
from foundation.scope import is_on_duty_over

ASKED_BY_FORM = (
    ("person_in_charge", "负责人（法人）"),
    ("identity_number", "身份证号码"),
    ("person_phone", "联系电话"),
    ("opened_on", "机构运营时间"),
    ("building_area", "建筑面积"),
    ("average_daily_elders", "日均服务老年人数"),
    ("staff_total", "服务工作人员总数"),
)


@dataclass(frozen=True)
class Mark:
    """One line of the self-assessment: the level reached ("" for none), and the files it rests on."""

    reached: str
    remark: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Checked:
    """One of the ten materials, checked off."""

    state: MaterialState
    remark: str = ""
    evidence: tuple[Evidence, ...] = ()


@transaction.atomic
def open_application(
    institution: Institution, *, round: RatingRound, by: User, at: datetime
) -> RatingApplication:
    """Begin an application in the round of a year, by that round's edition of the standard.

    Raises NotPermitted, NotOnDuty, or ApplicationRefused with every rule that is in the way on this day.
    """
    if not by.has_perm(APPLY_RATING):
        raise NotPermitted("您没有办理等级评定申请的权限。")
    locked = locked_institution(institution.pk)
    if not is_on_duty_over(by, locked.township):
        raise NotOnDuty(f"“{institution}”不在您的辖区。")
    facts = rating_facts(locked, round, on=timezone.localdate(at))
    if found := [answer for rule in MAY_APPLY if (answer := rule(facts)).stops]:
        raise ApplicationRefused("还不能申请：", found)
    application = RatingApplication.objects.create(
        institution=locked, round=round, edition=round.edition, operator=locked.operator
    )
    Material.objects.bulk_create(Material(application=application, number=number) for number in range(1, 11))
    append(application, STEPS[0], source="", by=by, at=at, remark="")
    return application


@transaction.atomic
def save_self_assessment(
    application: RatingApplication, *, marks: Mapping[int, Mark], by: User, at: datetime
) -> RatingApplication:
    """Keep what the institution says of itself: one mark a criterion (by primary key), whole or in part.

    Raises NotPermitted, NotOnDuty or MoveNotAllowed.
    """
    locked = _in_preparation(application, by=by, at=at)
    if not marks.keys() <= {row.pk for row in locked.edition.criteria.all() if row.is_scored}:
        raise MoveNotAllowed("这一条不在这份申请的评定标准里，或者不计入评定。")
    rows = SelfMark.objects.bulk_create(
        [
            SelfMark(application=locked, criterion_id=pk, reached=mark.reached, remark=mark.remark.strip())
            for pk, mark in marks.items()
        ],
        update_conflicts=True,
        unique_fields=["application", "criterion"],
        update_fields=["reached", "remark"],
    )
    rest_on(SelfMark, rows, [mark.evidence for mark in marks.values()])
    return locked


@transaction.atomic
def check_materials(
    application: RatingApplication, *, checked: Mapping[int, Checked], by: User, at: datetime
) -> RatingApplication:
    """Check off the ten materials by number. Raises what `enter` does, and RemarkRequired."""
    locked = _in_preparation(application, by=by, at=at)
    for number, material in checked.items():
        if number not in MATERIALS:
            raise MoveNotAllowed(f"申请材料共十种，没有第 {number} 种。")
        if material.state == MaterialState.NOT_APPLICABLE and not material.remark.strip():
            raise RemarkRequired(f"材料 {number}“{MATERIALS[number]}”不适用的，请写明原因。")
    rows = list(locked.materials.filter(number__in=checked))
    for row in rows:
        row.state, row.remark = checked[row.number].state, checked[row.number].remark.strip()
    Material.objects.bulk_update(rows, ["state", "remark"])
    rest_on(Material, rows, [checked[row.number].evidence for row in rows])
    return locked


@transaction.atomic
def submit_application(
    application: RatingApplication,
    *,
    level: Level,
    applied_on: date,
    commitment_on: date,
    by: User,
    at: datetime,
) -> RatingApplication:
    """Hand the application in: the form is copied from the institution as it stands and frozen.

    `applied_on` is the day on the form; the year of operation is counted to it. Raises what `enter` does,
    DaysOutOfOrder, or ApplicationRefused.
    """
    locked, taken = enter(application, RatingVerb.SUBMIT, by=by, at=at)
    _check_days(applied_on=applied_on, commitment_on=commitment_on, today=timezone.localdate(at))
    facts = rating_facts(locked.institution, locked.round, on=applied_on, application=locked)
    form = form_now(locked.institution)
    found = [answer for rule in MAY_SUBMIT if (answer := rule(facts)).stops]
    found += [_form_is_complete(form)] if left_blank(form) else []
    if found:
        raise ApplicationRefused("还不能提交：", found)
    for column, value in form.items():
        setattr(locked, column, value)
    locked.operator = locked.institution.operator
    locked.level_applied, locked.applied_on, locked.commitment_on = level, applied_on, commitment_on
    locked.submitted_by, locked.submitted_at, locked.return_reason = by, at, ""
    return move(locked, taken, by=by, at=at)


@transaction.atomic
def pass_review(application: RatingApplication, *, opinion: str, by: User, at: datetime) -> RatingApplication:
    """The township's first review (N080). Raises what `enter` does, or ApplicationRefused."""
    locked, taken = enter(application, RatingVerb.PASS, by=by, at=at, remark=opinion)
    check_still_holds(locked, on=timezone.localdate(at))
    locked.reviewed_by, locked.reviewed_at, locked.review_opinion = by, at, opinion.strip()
    return move(locked, taken, by=by, at=at, remark=opinion)


@transaction.atomic
def return_application(
    application: RatingApplication, *, reason: str, by: User, at: datetime
) -> RatingApplication:
    """Back to the applicant, from the township or the county; every stage is done anew. Raises what `enter` does."""
    locked, taken = enter(application, RatingVerb.RETURN, by=by, at=at, remark=reason)
    empty(locked, REVIEW, ASSESSMENT, APPROVAL, CONFIRMATION)
    locked.return_reason = reason.strip()
    return move(locked, taken, by=by, at=at, remark=reason)


@transaction.atomic
def withdraw_application(
    application: RatingApplication, *, reason: str, by: User, at: datetime
) -> RatingApplication:
    """The institution takes its application back, at any time before it is decided. Raises what `enter` does."""
    locked, taken = enter(application, RatingVerb.WITHDRAW, by=by, at=at, remark=reason)
    locked.ended_on, locked.end_reason = timezone.localdate(at), reason.strip()
    return move(locked, taken, by=by, at=at, remark=reason)


def end_application(application: RatingApplication, *, reason: str, by: User, at: datetime) -> None:
    """With another deed on the same, locked institution: an open application comes to nothing."""
    taken = step(RatingVerb.END, application.status)
    assert taken is not None
    application.ended_on, application.end_reason = timezone.localdate(at), reason[:300]
    move(application, taken, by=by, at=at, remark=reason)


def form_now(institution: Institution) -> dict[str, object]:
    """What 附件2 would say today."""
    staff = institution.staff_counts.order_by("-counted_on").first()
    return {
        "name": institution.name,
        "nature": institution.nature,
        "address": institution.address,
        "person_in_charge": institution.person_in_charge,
        "identity_number": institution.identity_number,
        "person_phone": institution.person_phone or institution.contact_phone,
        "opened_on": institution.opened_on,
        "filing_label": _filing_label(institution.filings.in_force().first()),
        "registration_label": _registration_label(institution.registrations.in_force().first()),
        "building_area": institution.building_area,
        "average_daily_elders": institution.average_daily_elders,
        "staff_total": staff and staff.total,
        "staff_full_time": staff and staff.full_time,
        "staff_nurses": staff and staff.nurses,
    }


def _filing_label(filing: Filing | None) -> str:
    return f"{filing.accepted_on} {filing.receipt_number}" if filing else ""


def _registration_label(registration: Registration | None) -> str:
    return f"{registration.registered_on} {registration.number}" if registration else ""


def left_blank(form: Mapping[str, object]) -> list[str]:
    """Labels of what 附件2 asks and the record does not say."""
    return [label for column, label in ASKED_BY_FORM if form[column] in (None, "")]


def _form_is_complete(form: Mapping[str, object]) -> Answer:
    missing = "、".join(left_blank(form))
    return Answer("附件2", "申请表填写完整", Verdict.UNKNOWN, f"机构资料里还缺：{missing}。", blocks=True)


def _check_days(*, applied_on: date, commitment_on: date, today: date) -> None:
    if applied_on > today:
        raise DaysOutOfOrder(f"申请日期 {applied_on} 还没有到。", field="applied_on")
    if commitment_on > applied_on:
        raise DaysOutOfOrder(f"承诺日期 {commitment_on} 晚于申请日期 {applied_on}。", field="commitment_on")


def _in_preparation(application: RatingApplication, *, by: User, at: datetime) -> RatingApplication:
    """The application, locked, while the applicant still works on it: whoever could submit it may write."""
    locked, _taken = enter(application, RatingVerb.SUBMIT, by=by, at=at)
    return locked
