"""What must hold of every filing, whoever writes it."""

from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.db.models.functions import ExtractYear

from eldercare.vocabulary import FilingPath, FilingStatus, Premises
from foundation.constraints import is_known
from foundation.fields import sealed_constraint

NOUN = "filing"
DRAFT, SUBMITTED, RETURNED, ACCEPTED, CHANGED, CANCELLED = FilingStatus.values
SENT = Q(submitted_at__isnull=False)
WITH_RECEIPT = Q(
    accepted_on__isnull=False,
    receipt_serial__isnull=False,
    receipt_year__isnull=False,
    receipt_county__regex=r"^\d{6}$",
)
WITHOUT_RECEIPT = Q(
    accepted_on__isnull=True, receipt_serial__isnull=True, receipt_year__isnull=True, receipt_county=""
)

CONSTRAINTS = [
    is_known(NOUN, "status", FilingStatus),
    is_known(NOUN, "path", FilingPath),
    is_known(NOUN, "premises", Premises, blank=True),
    sealed_constraint("identity_number", name="filing_identity_number_is_sealed"),
    sealed_constraint("contact_phone", name="filing_contact_phone_is_sealed"),
    UniqueConstraint(
        name="filing_version_is_once",
        fields=["institution", "version"],
        violation_error_message="这个机构已经有这一版备案。",
    ),
    UniqueConstraint(
        name="filing_open_is_one",
        fields=["institution"],
        condition=Q(status__in=[DRAFT, SUBMITTED, RETURNED]),
        violation_error_message="这个机构有一份备案还在办理，办完再填写新的。",
    ),
    UniqueConstraint(
        name="filing_in_force_is_one",
        fields=["institution"],
        condition=Q(status=ACCEPTED),
        violation_error_message="这个机构已有一份有效的备案。",
    ),
    UniqueConstraint(
        name="filing_receipt_is_once",
        fields=["receipt_county", "receipt_year", "receipt_serial"],
        condition=Q(receipt_serial__isnull=False),
        violation_error_message="回执编号重复。",
    ),
    # A submitted form says everything the notice asks for (N033); the registration only where there is one.
    CheckConstraint(
        name="filing_submitted_has_form",
        condition=Q(status__in=[DRAFT, CANCELLED])
        | (
            Q(
                submitted_at__isnull=False,
                submitted_by__isnull=False,
                filed_on__isnull=False,
                commitment_on__isnull=False,
                beds__isnull=False,
                building_area__isnull=False,
            )
            & ~Q(name="")
            & ~Q(address="")
            & ~Q(person_in_charge="")
            & ~Q(identity_number="")
            & ~Q(service_scope="")
            & ~Q(premises="")
            & ~Q(contact="")
            & ~Q(contact_phone="")
        ),
        violation_error_message="提交的备案书须填写完整。",
    ),
    CheckConstraint(
        name="filing_registered_has_registration",
        condition=Q(status__in=[DRAFT, CANCELLED])
        | Q(path=FilingPath.SELF_RUN)
        | (~Q(registration_authority="") & ~Q(registration_number="") & Q(opened_on__isnull=False)),
        violation_error_message="已登记的机构备案，须有法人登记机关、登记号码和实际开展服务日期。",
    ),
    CheckConstraint(
        name="filing_days_are_in_order",
        condition=(
            Q(commitment_on__isnull=True) | Q(filed_on__isnull=True) | Q(filed_on__gte=F("commitment_on"))
        )
        & (Q(accepted_on__isnull=True) | Q(filed_on__isnull=False, accepted_on__gte=F("filed_on")))
        & (Q(accepted_on__isnull=True) | Q(ended_on__isnull=True) | Q(ended_on__gte=F("accepted_on"))),
        violation_error_message="日期次序不对：承诺书签署日期、报送日期、备案日期、终止日期应依次不早于前一项。",
    ),
    CheckConstraint(
        name="filing_receipt_is_whole",
        condition=(Q(status__in=[ACCEPTED, CHANGED]) & WITH_RECEIPT)
        | (Q(status__in=[DRAFT, SUBMITTED, RETURNED]) & WITHOUT_RECEIPT)
        | (Q(status=CANCELLED) & (WITH_RECEIPT | WITHOUT_RECEIPT)),
        violation_error_message="已备案的须有完整的回执编号，未备案的不能有。",
    ),
    CheckConstraint(
        name="filing_receipt_is_of_its_year",
        condition=Q(accepted_on__isnull=True)
        | Q(receipt_year__isnull=False, receipt_year=ExtractYear("accepted_on")),
        violation_error_message="回执编号的年份须是备案日期的年份。",
    ),
    CheckConstraint(
        name="filing_decided_has_decider",
        condition=(
            Q(status__in=[ACCEPTED, CHANGED, RETURNED], decided_by__isnull=False, decided_at__isnull=False)
        )
        | Q(status__in=[DRAFT, SUBMITTED], decided_by__isnull=True, decided_at__isnull=True)
        | Q(status=CANCELLED, decided_by__isnull=True, decided_at__isnull=True)
        | Q(status=CANCELLED, decided_by__isnull=False, decided_at__isnull=False),
        violation_error_message="受理或退回须记明经办人和时间。",
    ),
    CheckConstraint(
        name="filing_returned_has_reason",
        condition=(Q(status=RETURNED) & ~Q(return_reason="")) | ~Q(status=RETURNED),
        violation_error_message="退回须写明原因。",
    ),
    # Nobody decides on what they submitted themselves; superusers are no exception.
    CheckConstraint(
        name="filing_decided_by_another",
        condition=Q(decided_by__isnull=True)
        | (SENT & Q(submitted_by__isnull=False) & ~Q(decided_by=F("submitted_by"))),
        violation_error_message="提交人和受理人不能是同一个人。",
    ),
    CheckConstraint(
        name="filing_ended_has_day_and_reason",
        condition=(Q(status__in=[CHANGED, CANCELLED], ended_on__isnull=False) & ~Q(end_reason=""))
        | (Q(status__in=[DRAFT, SUBMITTED, RETURNED, ACCEPTED]) & Q(ended_on__isnull=True, end_reason="")),
        violation_error_message="变更、放弃或注销须有日期和原因。",
    ),
    CheckConstraint(
        name="filing_copy_is_noted_once_accepted",
        condition=Q(noted_at__isnull=True, noted_by__isnull=True)
        | Q(
            noted_at__isnull=False,
            noted_by__isnull=False,
            path=FilingPath.SELF_RUN,
            accepted_on__isnull=False,
        ),
        violation_error_message="县级备份只用于乡镇（街道）已受理的备案，并须记明经办人和时间。",
    ),
    # That a version which supersedes another says what it changes is held by a trigger.
    CheckConstraint(
        name="filing_first_changes_nothing",
        condition=~Q(version=1) | Q(change_summary=""),
        violation_error_message="首次备案没有变更事项。",
    ),
    CheckConstraint(
        name="filing_version_counts_from_one",
        condition=Q(version__gte=1),
        violation_error_message="版次从 1 开始。",
    ),
]
