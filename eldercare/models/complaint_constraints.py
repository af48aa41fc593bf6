"""What must hold of every complaint, whoever writes it."""

from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from eldercare.complaint_vocabulary import ComplaintCategory, ComplaintStatus
from foundation.constraints import is_known
from foundation.fields import sealed_constraint

NOUN = "complaint"
RECEIVED, ACCEPTED, HANDLED, DECLINED = ComplaintStatus.values
TAKEN_UP = Q(accepted_by__isnull=False, accepted_at__isnull=False, accepted_on__isnull=False)
NOT_TAKEN_UP = Q(accepted_by__isnull=True, accepted_at__isnull=True, accepted_on__isnull=True)
ENDED = Q(ended_by__isnull=False, ended_at__isnull=False, ended_on__isnull=False)
NOT_ENDED = Q(ended_by__isnull=True, ended_at__isnull=True, ended_on__isnull=True)

CONSTRAINTS = [
    is_known(NOUN, "category", ComplaintCategory),
    is_known(NOUN, "status", ComplaintStatus),
    sealed_constraint("contact_phone", name="complaint_contact_phone_is_sealed"),
    CheckConstraint(
        name="complaint_says_something",
        condition=Q(text__regex=r"\S"),
        violation_error_message="请写明投诉的内容。",
    ),
    CheckConstraint(
        name="complaint_is_about_an_institution",
        condition=Q(institution__isnull=False, about="")
        | (Q(institution__isnull=True) & Q(about__regex=r"\S")),
        violation_error_message="投诉须指明机构：名录里的一家，或写明名称。",
    ),
    UniqueConstraint(
        name="complaint_code_is_once", fields=["code_digest"], violation_error_message="查询码重复。"
    ),
    CheckConstraint(
        name="complaint_code_is_a_digest",
        condition=Q(code_digest__regex=r"^[0-9a-f]{64}$"),
        violation_error_message="查询码只保存摘要。",
    ),
    CheckConstraint(
        name="complaint_status_has_times",
        condition=(Q(status=RECEIVED) & NOT_TAKEN_UP & NOT_ENDED)
        | (Q(status=ACCEPTED) & TAKEN_UP & NOT_ENDED)
        | (Q(status=HANDLED) & TAKEN_UP & ENDED)
        | (Q(status=DECLINED) & (TAKEN_UP | NOT_TAKEN_UP) & ENDED),
        violation_error_message="受理、办结须记明日期、时间和经办人。",
    ),
    CheckConstraint(
        name="complaint_end_has_a_reply",
        condition=(Q(status__in=[RECEIVED, ACCEPTED]) & Q(reply=""))
        | (Q(status__in=[HANDLED, DECLINED]) & Q(reply__regex=r"\S")),
        violation_error_message="办结或不予办理须有答复。",
    ),
    CheckConstraint(
        name="complaint_days_are_in_order",
        condition=(Q(accepted_on__isnull=True) | Q(accepted_on__gte=F("received_on")))
        & (Q(ended_on__isnull=True) | Q(ended_on__gte=F("received_on")))
        & (Q(accepted_on__isnull=True) | Q(ended_on__isnull=True) | Q(ended_on__gte=F("accepted_on"))),
        violation_error_message="日期次序不对：收到、受理、办结应依次不早于前一项。",
    ),
]
