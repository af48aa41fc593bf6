"""期: one printed number of the gazette with its masthead and contents."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.fields.files import FieldFile

from documents.models import Column, Document, Reading, TextStatus
from foundation.addresses import address_of
from foundation.models import Publishable, PublishableQuerySet
from foundation.remark_places import Place
from gazette.models.issue_files import IssueFileField

EARLIEST_YEAR = 1949

_PDF = b"%PDF-"


def must_be_pdf(file: FieldFile) -> None:
    """The original is a PDF by its content, whatever its name says."""
    file.seek(0)
    head = file.read(len(_PDF))
    file.seek(0)
    if head != _PDF:
        raise ValidationError("这不是PDF文件：请上传扫描或排版导出的原版PDF。")


class IssueQuerySet(PublishableQuerySet["Issue"]):
    """Issues in the words of the editors."""

    def newest_first(self) -> Self:
        return self.order_by("-year", "-number")

    def oldest_first(self) -> Self:
        return self.order_by("year", "number")

    def before(self, issue: Issue) -> Self:
        return self.filter(Q(year__lt=issue.year) | Q(year=issue.year, number__lt=issue.number))

    def after(self, issue: Issue) -> Self:
        return self.filter(Q(year__gt=issue.year) | Q(year=issue.year, number__gt=issue.number))


class Issue(Publishable):
    """One 期. Year and number are printed facts: the number is never derived from the month."""

    title = models.CharField("刊名", max_length=80, default="临沧市人民政府公报")
    year = models.PositiveSmallIntegerField("年份")
    number = models.PositiveSmallIntegerField("期号")
    total_number = models.PositiveIntegerField("总期号", null=True, blank=True, unique=True)
    frequency = models.CharField("刊期", max_length=20, blank=True)
    published_month = models.DateField("出版年月", null=True, blank=True, help_text="以当月1日表示。")
    permit_number = models.CharField("准印证号", max_length=60, blank=True)
    sponsor = models.CharField("主办", max_length=120, blank=True)
    slogan = models.CharField("题语", max_length=120, blank=True)
    distribution_status = models.CharField("发行性质", max_length=60, blank=True)
    distribution = ArrayField(models.TextField(), verbose_name="发送范围", default=list, blank=True)
    editor = models.CharField("编辑发行", max_length=120, blank=True)
    phone = models.CharField("电话", max_length=40, blank=True)
    email = models.CharField("电子邮箱", max_length=80, blank=True, help_text="按印刷原样，可能残损。")
    postcode = models.CharField("邮编", max_length=12, blank=True)
    address = models.CharField("地址", max_length=120, blank=True)
    printer = models.CharField("印刷", max_length=120, blank=True)
    printer_phone = models.CharField("印刷单位电话", max_length=40, blank=True)
    cover = IssueFileField("封面", blank=True)
    pdf = IssueFileField("原版PDF", blank=True, validators=[must_be_pdf])
    text_status = models.CharField(
        "文本状态", max_length=10, choices=TextStatus.choices, default=TextStatus.FULL
    )
    reading = models.ForeignKey(
        Reading, models.SET_NULL, null=True, blank=True, related_name="issues", verbose_name="读入记录"
    )
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = IssueQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = verbose_name_plural = "公报期次"
        constraints = [
            *Publishable.Meta.constraints,
            models.UniqueConstraint(
                fields=["year", "number"],
                name="issue_year_number_unique",
                violation_error_message="这一年的这一期已经存在。",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=EARLIEST_YEAR) & Q(number__gte=1),
                name="issue_year_and_number_plausible",
                violation_error_message="年份或期号不合理。",
            ),
            models.CheckConstraint(
                condition=Q(published_month__isnull=True) | Q(published_month__day=1),
                name="issue_month_is_first_day",
                violation_error_message="出版年月请用当月1日表示。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年第{self.number}期"

    def get_absolute_url(self) -> str:
        return address_of("gazette:issue_detail", self.year, self.number)

    def places(self) -> list[Place]:
        """What its cover says, every line of the contents, the masthead, every event of the chronicle."""
        months = f"{self.published_month:%Y-%m}" if self.published_month else ""
        front = [self.title, str(self), f"总第{self.total_number}期" if self.total_number else "", months]
        places = [Place("front", " ".join(filter(None, front)))]
        places += [Place(f"entry-{entry.pk}", str(entry)) for entry in self.entries.order_by("position")]
        places += [Place(f"masthead-{role.pk}", str(role)) for role in self.masthead.order_by("position")]
        days = self.chronicle.order_by("position").prefetch_related("events")
        for day in days:
            events = sorted(day.events.all(), key=lambda event: event.position)
            places += [Place(event.anchor, event.text) for event in events]
        return [place for place in places if place.text.strip()]


class MastheadRole(models.Model):
    """编辑委员会: a role and its names in printed order."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="masthead", verbose_name="期次")
    position = models.PositiveSmallIntegerField("次序")
    role = models.CharField("职务", max_length=40)
    names = ArrayField(models.CharField(max_length=30), verbose_name="姓名", default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "编辑委员会"
        constraints = [
            models.UniqueConstraint(fields=["issue", "position"], name="masthead_position_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {'、'.join(self.names)}"


class Entry(models.Model):
    """目录: a line of the printed contents; it leads to a document or to the chronicle."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="entries", verbose_name="期次")
    position = models.PositiveSmallIntegerField("次序")
    column = models.ForeignKey(
        Column, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name="栏目"
    )
    title = models.CharField("目录标题（原样）", max_length=400)
    page = models.PositiveSmallIntegerField("页码", null=True, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name="公文"
    )
    is_chronicle = models.BooleanField("指向大事记", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "目录"
        constraints = [
            models.UniqueConstraint(fields=["issue", "position"], name="entry_position_unique"),
            models.CheckConstraint(
                condition=Q(document__isnull=True) | Q(is_chronicle=False),
                name="entry_leads_to_one_place",
                violation_error_message="目录条目不能同时指向公文和大事记。",
            ),
        ]

    def __str__(self) -> str:
        return self.title
