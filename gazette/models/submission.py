"""报送: a document that a unit sends to the gazette, with its form, its text, and every step it took."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.db import models
from django.db.models import Q

from documents.models import Column, Disclosure, Document, Kind
from foundation.lifecycle import Status
from foundation.models import Liaison, Unit
from foundation.permissions import SEND_SUBMISSION, VIEW_SUBMISSION
from foundation.private_files import PrivateStorage, telling_nothing
from foundation.work_days import WorkCalendar
from gazette.models.issue import Entry, Issue
from gazette.models.submission_constraints import CONSTRAINTS
from gazette.models.submission_parts import FileRole
from gazette.submission_lifecycle import NOT_RECEIVED, SubmissionState
from gazette.submission_rules import Facts, deadline, overdue_since


class Interpretation(models.TextChoices):
    ATTACHED = "attached", "随附解读"
    EXEMPT = "exempt", "不作解读"


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Submissions in the words of the editors and of the liaison officers."""

    def visible_to(self, user: AbstractBaseUser | AnonymousUser, *, on: date) -> Self:
        """The editors see all that was sent and each liaison officer all of the own units; nobody else anything."""
        if not (isinstance(user, AbstractUser) and user.is_staff and user.is_active):
            return self.none()
        own = Q(unit__in=Liaison.objects.of(user, on=on).values("unit"))
        if user.has_perm(VIEW_SUBMISSION):
            return self.filter(own | ~Q(state=SubmissionState.DRAFT) & Q(first_sent_at__isnull=False))
        return self.filter(own) if user.has_perm(SEND_SUBMISSION) else self.none()

    def received(self) -> Self:
        """What came and was not taken back."""
        return self.exclude(state__in=NOT_RECEIVED)

    def waiting(self) -> Self:
        """What an editor still has to accept, return or decline."""
        return self.filter(state=SubmissionState.SENT)

    def waiting_since(self, moment: datetime) -> Self:
        return self.waiting().filter(sent_at__lte=moment)

    def drafts(self) -> Self:
        return self.filter(state=SubmissionState.DRAFT)

    def returned(self) -> Self:
        """What its unit has to put right."""
        return self.filter(state=SubmissionState.RETURNED)

    def sent_within(self, since: datetime, until: datetime) -> Self:
        """What first came from `since` on and before `until`."""
        return self.received().filter(first_sent_at__gte=since, first_sent_at__lt=until)

    def printed(self) -> Self:
        """What readers found in an issue (刊登): derived from the document and the issue."""
        issues = Entry.objects.filter(document=models.OuterRef("document"), issue__published_at__isnull=False)
        return self.filter(models.Exists(issues), document__published_at__isnull=False)

    def overdue(self, *, on: date, calendar: WorkCalendar) -> Self:
        """主动公开, 20 working days past, and still not public."""
        started = overdue_since(on, calendar)
        if started is None:
            return self.none()
        public = Q(document__status=Status.PUBLISHED) | Q(state=SubmissionState.DECLINED)
        return self.received().filter(written_on__lte=started, disclosure=Disclosure.ACTIVE).exclude(public)

    def light(self) -> Self:
        """Without what was read: lists need none of it."""
        return self.defer("lines", "answer", "findings")


class Submission(models.Model):
    """One 报送. `gazette.submissions` alone writes its state; see `gazette.submission_lifecycle` for the moves."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="submissions", verbose_name="报送单位")
    state = models.CharField(
        "状态", max_length=20, choices=SubmissionState, default=SubmissionState.DRAFT, editable=False
    )
    year = models.PositiveSmallIntegerField("报送年份", null=True, blank=True, editable=False)
    serial = models.PositiveIntegerField("报送序号", null=True, blank=True, editable=False)

    # The form.
    title = models.CharField("标题", max_length=400, blank=True, help_text="留空时照读到的正文填写。")
    document_number = models.CharField(
        "发文字号", max_length=80, blank=True, help_text="如“临政发〔2026〕9号”；没有文号的留空。"
    )
    written_on = models.DateField(
        "成文日期", null=True, blank=True, help_text="20 个工作日的公开期限从这一天起算。"
    )
    disclosure = models.CharField(
        "公开属性",
        max_length=20,
        choices=Disclosure,
        default=Disclosure.ACTIVE,
        help_text="拟稿时确定的属性。",
    )
    closed_reason = models.CharField("不予公开的理由", max_length=300, blank=True)
    kind = models.ForeignKey(
        Kind, models.PROTECT, null=True, blank=True, related_name="submissions", verbose_name="文种"
    )
    column = models.ForeignKey(
        Column,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="submissions",
        verbose_name="建议栏目",
        help_text="最后由编辑部确定。",
    )
    is_normative = models.BooleanField("是规范性文件", default=False)
    interpretation = models.CharField(
        "解读",
        max_length=10,
        choices=Interpretation,
        blank=True,
        help_text="规范性文件须随附解读，或写明不作解读的理由；解读材料在保存以后添加。",
    )
    exempt_reason = models.CharField("不作解读的理由", max_length=300, blank=True)
    effective_from = models.DateField("施行日期", null=True, blank=True)
    contact = models.CharField("联系人", max_length=40, blank=True)
    contact_phone = models.CharField("联系电话", max_length=40, blank=True, help_text="办公电话。")
    remarks = models.TextField("备注", blank=True, max_length=1000)

    # The text, and what was read of it.
    file = models.FileField(
        "正文文件", storage=PrivateStorage(), upload_to=telling_nothing, max_length=64, blank=True
    )
    file_name = models.CharField("文件名", max_length=200, blank=True)
    size = models.PositiveIntegerField("字节数", default=0)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    lines = models.JSONField("各行去向", default=list, blank=True)
    answer = models.JSONField("读到的内容", default=dict, blank=True)
    findings = models.JSONField("校对发现", default=list, blank=True)

    # Who and when.
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="起草人"
    )
    opened_at = models.DateTimeField("起草时间")
    changed_at = models.DateTimeField("修改时间")
    first_sent_at = models.DateTimeField("首次报送时间", null=True, blank=True)
    sent_at = models.DateTimeField("报送时间", null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="报送人",
    )
    accepted_at = models.DateTimeField("收稿时间", null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="收稿人",
    )
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="submissions", verbose_name="公文"
    )
    issue = models.ForeignKey(
        Issue, models.PROTECT, null=True, blank=True, related_name="submissions", verbose_name="编入"
    )

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "报送"
        default_permissions = ("view",)
        permissions = [
            ("send_submission", "可以为本单位报送"),
            ("handle_submission", "可以收稿、退回报送"),
        ]
        constraints = CONSTRAINTS
        indexes = [
            models.Index(fields=["state", "sent_at"], name="submission_waiting"),
            models.Index(fields=["unit", "-opened_at"], name="submission_by_unit"),
            models.Index(fields=["first_sent_at"], name="submission_by_day"),
            models.Index(fields=["sha256"], name="submission_by_file"),
            models.Index(fields=["document_number"], name="submission_by_number"),
        ]

    def __str__(self) -> str:
        return self.title or self.file_name or "未写标题的报送"

    @property
    def number(self) -> str:
        """2026-0007; empty until it was first sent."""
        return f"{self.year}-{self.serial:04d}" if self.serial is not None else ""

    @property
    def read(self) -> dict[str, object]:
        """What was read of the one document of the text; empty without a text."""
        documents = self.answer.get("documents") or [{}]
        found: dict[str, object] = documents[0]
        return found

    def facts(self) -> Facts:
        """The form as the rules see it. Asks for the attachments once."""
        roles = {file.role for file in self.files.all()} if self.pk else set()
        return Facts(
            title=self.title,
            document_number=self.document_number,
            written_on=self.written_on,
            disclosure=self.disclosure,
            closed_reason=self.closed_reason,
            is_normative=self.is_normative,
            interpretation=self.interpretation,
            exempt_reason=self.exempt_reason,
            contact=self.contact,
            contact_phone=self.contact_phone,
            has_text=bool(self.file),
            has_interpretation=FileRole.INTERPRETATION in roles,
            effective_from=self.effective_from,
        )

    def due(self, calendar: WorkCalendar) -> date | None:
        return deadline(self.written_on, self.disclosure, calendar)

    def waits_for(self, now: datetime) -> timedelta | None:
        """How long it has been waiting for an editor."""
        waits = self.state == SubmissionState.SENT and self.sent_at is not None
        return now - self.sent_at if waits and self.sent_at else None
