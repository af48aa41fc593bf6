"""What must hold of every award and every adjustment, whoever writes it; triggers hold what crosses rows."""

from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from eldercare.money_vocabulary import AwardKind, BuildWork, CheckStatus, FundSource
from foundation.constraints import is_known
from foundation.yuan import is_money

OPERATING, CONSTRUCTION = AwardKind.values
CENTRAL, GRANT = FundSource.CENTRAL.value, FundSource.GRANT.value
NOT_REJECTED = ~Q(status=CheckStatus.REJECTED)
RECKONED = Q(rules__isnull=False, computed__isnull=False)
OF_A_YEAR = (
    Q(kind=OPERATING, year__isnull=False, project="", works="", area__isnull=True, days__isnull=False)
    & RECKONED
)
OF_A_PROJECT = (
    Q(kind=CONSTRUCTION, year__isnull=True, works__in=BuildWork.values, days__isnull=True)
    & Q(area__isnull=False, area__gt=0)
    & ~Q(project="")
)
BY_CENTRAL_RULES = Q(fund=CENTRAL, rules__isnull=True, computed__isnull=True) & ~Q(basis="")

AWARD = [
    is_known("award", "kind", AwardKind),
    is_known("award", "works", BuildWork, blank=True),
    is_known("award", "fund", FundSource),
    is_money("award", "amount"),
    CheckConstraint(
        name="award_says_for_what",
        condition=OF_A_YEAR | (OF_A_PROJECT & (BY_CENTRAL_RULES | (~Q(fund=CENTRAL) & RECKONED))),
        violation_error_message="运营补贴写明年度，建设补助写明项目、新建或改建、建筑面积；"
        "中央预算内投资写明依据文件，其他的照补助规则核算。",
    ),
    CheckConstraint(
        name="award_fund_fits_kind",
        condition=(~Q(fund=CENTRAL) | Q(kind=CONSTRUCTION)) & (~Q(fund=GRANT) | Q(kind=OPERATING)),
        violation_error_message="中央预算内投资只用于建设补助，运营补贴专项资金只用于运营补贴。",
    ),
    CheckConstraint(
        name="award_year_is_plausible",
        condition=Q(year__isnull=True) | Q(year__gte=2024, year__lte=2100),
        violation_error_message="年度从 2024 年起。",
    ),
    # N077: a year without a day that is both rated and on file gives nothing.
    CheckConstraint(
        name="award_rests_on_a_day",
        condition=Q(days__isnull=True) | ~Q(days={}),
        violation_error_message="这一年没有一天既有等级又在备案中，不享受运营补贴。",
    ),
    CheckConstraint(
        name="award_decision_has_reason",
        condition=Q(fund=CENTRAL)
        | ~Q(reason="")
        | Q(is_open=False, computed__isnull=False, amount=F("computed")),
        violation_error_message="与核算金额不同的，或须由经办人决定的，请写明理由。",
    ),
    UniqueConstraint(
        name="award_of_a_year_is_one",
        fields=["institution", "year"],
        condition=Q(kind=OPERATING) & NOT_REJECTED,
        violation_error_message="这个机构这一年的运营补贴已经核定或正在核定。",
    ),
    UniqueConstraint(
        name="award_of_a_project_is_one",
        fields=["institution", "project"],
        condition=Q(kind=CONSTRUCTION) & NOT_REJECTED,
        violation_error_message="这个项目的建设补助已经核定或正在核定。",
    ),
]

ADJUSTMENT = [
    is_money("adjustment", "amount", zero=True),
    CheckConstraint(
        name="adjustment_has_reason", condition=~Q(reason=""), violation_error_message="调整须写明理由。"
    ),
    CheckConstraint(
        name="adjustment_reclaims_everything",
        condition=Q(rectification__isnull=True) | Q(amount=0),
        violation_error_message="拒不整改的，建设和运营补助全部收回。",
    ),
    CheckConstraint(
        name="adjustment_with_days_is_reckoned",
        condition=Q(days__isnull=True) | RECKONED,
        violation_error_message="运营补贴的调整须照补助规则重新核算。",
    ),
    UniqueConstraint(
        name="adjustment_on_its_way_is_one",
        fields=["award"],
        condition=Q(status=CheckStatus.DRAFTED),
        violation_error_message="这笔补助有一项调整正在办理。",
    ),
]
