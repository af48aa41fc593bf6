"""What must hold of every application for a rating, whoever writes it."""

from itertools import combinations

from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from eldercare.rating_vocabulary import Level, RatingStatus, VisitMode
from eldercare.vocabulary import Nature
from foundation.constraints import is_known
from foundation.fields import sealed_constraint

NOUN = "application"
DRAFT, SUBMITTED, RETURNED, REVIEWED, ASSESSED, PROPOSED, DECIDED, REFUSED, WITHDRAWN, ENDED = (
    RatingStatus.values
)
OPEN = (DRAFT, SUBMITTED, RETURNED, REVIEWED, ASSESSED, PROPOSED)
PEOPLE = ("submitted_by", "reviewed_by", "assessed_by", "approved_by", "confirmed_by")


def _stage(stage: str, *, done: bool, opinion: str, level: str = "") -> Q:
    """A stage is whole (who, when, what was said, which level where one is given) or empty."""
    who = {f"{stage}_by__isnull": not done, f"{stage}_at__isnull": not done}
    told = ~Q(**{opinion: ""}) if done else Q(**{opinion: ""})
    levels = Q() if done or not level else Q(**{level: ""})
    return Q(**who) & told & levels


REVIEW = _stage("reviewed", done=True, opinion="review_opinion")
NO_REVIEW = _stage("reviewed", done=False, opinion="review_opinion")
ASSESSMENT = (
    _stage("assessed", done=True, opinion="panel_opinion") & Q(visited_on__isnull=False) & ~Q(visit_mode="")
)
NO_ASSESSMENT = _stage("assessed", done=False, opinion="panel_opinion", level="panel_level") & Q(
    visited_on__isnull=True, visit_mode=""
)
APPROVAL = _stage("approved", done=True, opinion="approval_opinion")
NO_APPROVAL = _stage("approved", done=False, opinion="approval_opinion", level="approved_level")
CONFIRMATION = _stage("confirmed", done=True, opinion="confirmation_opinion")
NO_CONFIRMATION = _stage("confirmed", done=False, opinion="confirmation_opinion", level="confirmed_level")
NO_STAGES = NO_REVIEW & NO_ASSESSMENT & NO_APPROVAL & NO_CONFIRMATION


def _not_both(one: str, other: str) -> Q:
    return Q(**{f"{one}__isnull": True}) | Q(**{f"{other}__isnull": True}) | ~Q(**{one: F(other)})


FOUR_PEOPLE = Q()
for pair in combinations(PEOPLE, 2):
    FOUR_PEOPLE &= _not_both(*pair)

CONSTRAINTS = [
    is_known(NOUN, "status", RatingStatus),
    is_known(NOUN, "level_applied", Level, blank=True),
    is_known(NOUN, "panel_level", Level, blank=True),
    is_known(NOUN, "approved_level", Level, blank=True),
    is_known(NOUN, "confirmed_level", Level, blank=True),
    is_known(NOUN, "nature", Nature, blank=True),
    is_known(NOUN, "visit_mode", VisitMode, blank=True),
    sealed_constraint("identity_number", name="application_identity_number_is_sealed"),
    sealed_constraint("person_phone", name="application_person_phone_is_sealed"),
    UniqueConstraint(
        name="application_open_is_one",
        fields=["institution"],
        condition=Q(status__in=OPEN),
        violation_error_message="这个机构有一份申请还在办理。",
    ),
    UniqueConstraint(
        name="application_is_once_a_round",
        fields=["institution", "round"],
        condition=~Q(status=WITHDRAWN),
        violation_error_message="这个机构在这个年度已经申请过；评定每年一次。",
    ),
    CheckConstraint(
        name="application_submitted_has_form",
        condition=Q(status__in=[DRAFT, WITHDRAWN, ENDED])
        | (
            Q(
                submitted_by__isnull=False,
                submitted_at__isnull=False,
                applied_on__isnull=False,
                commitment_on__isnull=False,
                opened_on__isnull=False,
                building_area__isnull=False,
                average_daily_elders__isnull=False,
                staff_total__isnull=False,
                staff_full_time__isnull=False,
                staff_nurses__isnull=False,
            )
            & ~Q(level_applied="")
            & ~Q(name="")
            & ~Q(nature="")
            & ~Q(address="")
            & ~Q(person_in_charge="")
            & ~Q(identity_number="")
            & ~Q(person_phone="")
            & ~Q(filing_label="")
        ),
        violation_error_message="提交的申请表须填写完整。",
    ),
    CheckConstraint(
        name="application_days_are_in_order",
        condition=(Q(applied_on__isnull=True) | Q(opened_on__isnull=True) | Q(applied_on__gt=F("opened_on")))
        & (Q(applied_on__isnull=True) | Q(commitment_on__isnull=True) | Q(applied_on__gte=F("commitment_on")))
        & (Q(visited_on__isnull=True) | Q(applied_on__isnull=False, visited_on__gte=F("applied_on"))),
        violation_error_message="日期次序不对：运营时间、承诺日期、申请日期、查看日期应依次不早于前一项。",
    ),
    CheckConstraint(
        name="application_stages_fit_status",
        condition=(Q(status__in=[DRAFT, SUBMITTED, RETURNED]) & NO_STAGES)
        | (Q(status=REVIEWED) & REVIEW & NO_ASSESSMENT & NO_APPROVAL & NO_CONFIRMATION)
        | (Q(status=ASSESSED) & REVIEW & ASSESSMENT & NO_APPROVAL & NO_CONFIRMATION)
        | (Q(status=PROPOSED, approved_level=Level.AAA) & REVIEW & ASSESSMENT & APPROVAL & NO_CONFIRMATION)
        | (
            Q(status=DECIDED)
            & REVIEW
            & ASSESSMENT
            & APPROVAL
            & (
                (Q(approved_level__in=[Level.A, Level.AA]) & NO_CONFIRMATION)
                | (Q(approved_level=Level.AAA) & CONFIRMATION & ~Q(confirmed_level=""))
            )
        )
        | (
            Q(status=REFUSED)
            & (
                (Q(approved_level="") & REVIEW & ASSESSMENT & APPROVAL & NO_CONFIRMATION)
                | (
                    Q(approved_level=Level.AAA, confirmed_level="")
                    & REVIEW
                    & ASSESSMENT
                    & APPROVAL
                    & CONFIRMATION
                )
            )
        )
        | Q(status__in=[WITHDRAWN, ENDED]),
        violation_error_message="各阶段的意见与申请的状态不一致。",
    ),
    # Township reviewer, panel lead, approver and confirmer are four different people, and none of them handed the
    # application in; superusers are no exception. A trigger holds the same of everybody who ever acted on it.
    CheckConstraint(
        name="application_people_are_different",
        condition=FOUR_PEOPLE,
        violation_error_message="提交、初审、评定组长、县级审批、市级确认须是不同的人。",
    ),
    CheckConstraint(
        name="application_returned_has_reason",
        condition=~Q(status=RETURNED) | ~Q(return_reason=""),
        violation_error_message="退回须写明原因。",
    ),
    CheckConstraint(
        name="application_ended_has_day_and_reason",
        condition=(Q(status__in=[WITHDRAWN, ENDED], ended_on__isnull=False) & ~Q(end_reason=""))
        | (~Q(status__in=[WITHDRAWN, ENDED]) & Q(ended_on__isnull=True, end_reason="")),
        violation_error_message="撤回或终止须有日期和原因。",
    ),
    # Nobody is given more than the group found, nor is 3A given without the city.
    CheckConstraint(
        name="application_level_is_not_above_panel",
        condition=Q(approved_level="")
        | Q(panel_level=Level.AAA)
        | Q(panel_level=Level.AA, approved_level__in=[Level.A, Level.AA])
        | Q(panel_level=Level.A, approved_level=Level.A),
        violation_error_message="审定的等级不能高于评定组的意见；有不同意见的，请退回评定组。",
    ),
]
