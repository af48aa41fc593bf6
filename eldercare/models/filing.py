"""备案: one version of the filing form, frozen from the day it is submitted, with the receipt it was given."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Left

from eldercare.models.filing_constraints import CONSTRAINTS
from eldercare.models.institution import Institution
from eldercare.models.operator import Operator
from eldercare.models.registration import Registration
from eldercare.vocabulary import FilingPath, FilingStatus, FilingVerb, Premises
from foundation.chinese_text import day_in_words
from foundation.constraints import is_known
from foundation.fields import ProtectedField
from foundation.models import Division
from foundation.scope import ScopedQuerySet
from foundation.work_days import CANNOT_COMPUTE

# The form as printed (附件4): copied from the institution when it is submitted.
FORM = (
    "name",
    "address",
    "registration_authority",
    "registration_number",
    "person_in_charge",
    "identity_number",
    "service_scope",
    "premises",
    "beds",
    "building_area",
    "land_area",
    "contact",
    "contact_phone",
)
# How the form is compared with the institution of today: protected values by their keyed hash.
COMPARED = {
    "identity_number": ("identity_filed", "identity_now"),
    "contact_phone": ("phone_filed", "phone_now"),
    "registration_authority": ("registration_authority", "authority_now"),
    "registration_number": ("registration_number", "number_now"),
}


class FilingQuerySet(ScopedQuerySet["Filing"]):
    def in_force(self) -> Self:
        """Accepted, and neither superseded nor cancelled since."""
        return self.filter(status=FilingStatus.ACCEPTED)

    def open(self) -> Self:
        """Still on its way."""
        return self.filter(status__in=(FilingStatus.DRAFT, FilingStatus.SUBMITTED, FilingStatus.RETURNED))

    def public(self) -> Self:
        """What citizens see: in force, of an institution that is open."""
        return self.in_force().filter(institution__closed_on__isnull=True)

    def late(self) -> Self:
        """Filed after the day it was due; what could not be computed is not late."""
        return self.filter(filed_on__gt=F("due_on"))

    def to_be_noted(self) -> Self:
        """Accepted by a township, and the county bureau has not yet recorded its copy (N038)."""
        return self.in_force().filter(path=FilingPath.SELF_RUN, noted_at__isnull=True)

    def out_of_date(self) -> Self:
        """In force, while the institution, still open, has changed since in something the form says (N036)."""
        now = Registration.objects.in_force().filter(institution=OuterRef("institution"))
        same = Q(operator=F("institution__operator"))
        for field in FORM:
            mine, theirs = COMPARED.get(field, (field, f"institution__{field}"))
            same &= Q(**{mine: F(theirs)}) | Q(**{f"{mine}__isnull": True, f"{theirs}__isnull": True})
        return (
            self.public()
            .alias(
                identity_filed=Left("identity_number", 64),
                identity_now=Left("institution__identity_number", 64),
                phone_filed=Left("contact_phone", 64),
                phone_now=Left("institution__contact_phone", 64),
                authority_now=Coalesce(Subquery(now.values("authority")[:1]), Value("")),
                number_now=Coalesce(Subquery(now.values("number")[:1]), Value("")),
            )
            .exclude(same)
        )


class Filing(models.Model):
    """One version. `eldercare.actions` alone writes its status; see `eldercare.lifecycle` for the moves."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="filings", verbose_name="机构")
    version = models.PositiveSmallIntegerField("版次", help_text="1 是首次备案，以后每份加 1。")
    operator = models.ForeignKey(Operator, models.PROTECT, related_name="filings", verbose_name="运营主体")
    path = models.CharField("备案途径", max_length=20, choices=FilingPath)
    authority = models.ForeignKey(
        Division,
        models.PROTECT,
        related_name="filings",
        verbose_name="受理机关所在",
        help_text="县（区）或乡镇（街道）。",
    )
    status = models.CharField(
        "状态", max_length=20, choices=FilingStatus, default=FilingStatus.DRAFT, editable=False
    )
    change_summary = models.CharField(
        "变更事项", max_length=200, blank=True, help_text="变更备案时写明变更了什么。"
    )

    # The form as it was submitted.
    name = models.CharField("名称", max_length=120, blank=True)
    address = models.CharField("地址", max_length=200, blank=True)
    registration_authority = models.CharField("法人登记机关", max_length=60, blank=True)
    registration_number = models.CharField("法人登记号码", max_length=40, blank=True)
    person_in_charge = models.CharField("法定代表人（主要负责人）", max_length=40, blank=True)
    identity_number = ProtectedField("公民身份号码", kind="identity_number", blank=True)
    service_scope = models.CharField("服务范围", max_length=200, blank=True)
    premises = models.CharField("服务场所性质", max_length=20, choices=Premises, blank=True)
    beds = models.PositiveSmallIntegerField("养老床位数量", null=True, blank=True)
    building_area = models.DecimalField("建筑面积", max_digits=8, decimal_places=2, null=True, blank=True)
    land_area = models.DecimalField("占地面积", max_digits=8, decimal_places=2, null=True, blank=True)
    contact = models.CharField("联系人", max_length=40, blank=True)
    contact_phone = ProtectedField("联系方式", kind="phone", blank=True)

    # The clocks.
    commitment_on = models.DateField(
        "承诺书签署日期", null=True, blank=True, help_text="备案书和承诺书上签字盖章的日期。"
    )
    filed_on = models.DateField(
        "报送日期", null=True, blank=True, help_text="备案书送达受理机关的日期；是否逾期按这一天算。"
    )
    opened_on = models.DateField("实际开展服务日期", null=True, blank=True)
    due_on = models.DateField(
        "应备案日期", null=True, blank=True, help_text="自行运营的、变更备案没有期限；日历未知的无法计算。"
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="提交人",
    )
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)

    # The answer.
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="受理人",
    )
    decided_at = models.DateTimeField("受理时间", null=True, blank=True)
    return_reason = models.CharField("退回原因", max_length=300, blank=True)
    accepted_on = models.DateField("备案日期", null=True, blank=True)
    receipt_county = models.CharField("回执县代码", max_length=6, blank=True)
    receipt_year = models.PositiveSmallIntegerField("回执年份", null=True, blank=True)
    receipt_serial = models.PositiveIntegerField("回执序号", null=True, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="县级备份人",
    )
    noted_at = models.DateTimeField("县级备份时间", null=True, blank=True)
    ended_on = models.DateField(
        "终止日期", null=True, blank=True, help_text="被变更备案取代、放弃或注销的日期。"
    )
    end_reason = models.CharField("终止原因", max_length=300, blank=True)

    objects = FilingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "备案"
        default_permissions = ("view",)
        permissions = [
            ("submit_filing", "Can open, submit and discard filings"),
            ("accept_filing", "Can accept filings"),
            ("return_filing", "Can return filings"),
            ("cancel_filing", "Can cancel filings"),
            ("note_filing", "Can record the county's copy of a filing"),
        ]
        constraints = CONSTRAINTS
        indexes = [models.Index(fields=["status", "filed_on"], name="filing_by_status")]

    def __str__(self) -> str:
        return f"{self.name or self.institution.name} {self.label}"

    @property
    def is_change(self) -> bool:
        """Whether it was opened to change the one then in force; a filing after one given up or cancelled is none."""
        return bool(self.change_summary)

    @property
    def label(self) -> str:
        if self.is_change:
            return f"第 {self.version - 1} 次变更备案"
        return "首次备案" if self.version == 1 else "重新备案"

    @property
    def standing(self) -> str:
        """状态 in words; what was given up before it was ever accepted was not cancelled."""
        given_up = self.status == FilingStatus.CANCELLED and self.accepted_on is None
        return "已放弃" if given_up else FilingStatus(self.status).label

    @property
    def is_public(self) -> bool:
        return self.status == FilingStatus.ACCEPTED and self.institution.closed_on is None

    @property
    def receipt_number(self) -> str:
        """县代码-年份-序号, e.g. 530922-2026-0007; empty until accepted."""
        if self.receipt_serial is None:
            return ""
        return f"{self.receipt_county}-{self.receipt_year}-{self.receipt_serial:04d}"

    @property
    def authority_name(self) -> str:
        """Who takes it, as the papers address them."""
        if self.path == FilingPath.REGISTERED:
            return f"{self.authority.name}民政局"
        office = "街道办事处" if self.authority.kind == Division.Kind.STREET else "人民政府"
        return f"{self.authority.name.removesuffix('街道')}{office}"

    @property
    def due_text(self) -> str:
        """应备案日期 in words: a day, or why there is none."""
        if self.path == FilingPath.SELF_RUN:
            return "不适用（通知未规定期限）"
        if self.is_change:
            return "不适用（变更备案）"
        if self.submitted_at is None:
            return "提交时计算"
        due = self.due_on
        return day_in_words(due) if due else CANNOT_COMPUTE

    @property
    def is_late(self) -> bool | None:
        """None while nobody can say: no day of filing, or no known calendar."""
        if self.filed_on is None or self.due_on is None:
            return None
        return self.filed_on > self.due_on


class FilingMoveQuerySet(ScopedQuerySet["FilingMove"]):
    place = "filing__institution__township"


class FilingMove(models.Model):
    """Who moved a filing, when, from where, to where, and why; appended by the door, never changed (a trigger)."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="moves", verbose_name="备案")
    verb = models.CharField("动作", max_length=20, choices=FilingVerb)
    from_status = models.CharField("原状态", max_length=20, choices=FilingStatus, blank=True)
    to_status = models.CharField("新状态", max_length=20, choices=FilingStatus)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="filing_moves", verbose_name="经办人"
    )
    at = models.DateTimeField("时间")
    remark = models.CharField("说明", max_length=300, blank=True)

    objects = FilingMoveQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "备案流转"
        default_permissions = ("view",)
        constraints = [
            is_known("filing_move", "verb", FilingVerb),
            is_known("filing_move", "from_status", FilingStatus, blank=True),
            is_known("filing_move", "to_status", FilingStatus),
            models.CheckConstraint(
                name="filing_move_moves",
                condition=~Q(from_status=F("to_status")),
                violation_error_message="状态没有变化，不记入历史。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.at:%Y-%m-%d}"
