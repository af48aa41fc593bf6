"""The working calendar kept by hand: years the library does not know yet, and years in which it is wrong."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import ExtractYear

from foundation.work_days import LIBRARY, SpecialDate, WorkCalendar

SATURDAY, SUNDAY = 6, 7  # ISO


class WorkYearQuerySet(models.QuerySet["WorkYear"]):
    def calendar(self) -> WorkCalendar:
        """What the library knows, with every complete year of this table in its place; one query.

        A year without a single day off is no calendar, whatever its tick says. Ask once a request or command and hand
        the answer down: nothing is kept between calls.
        """
        years: dict[int, list[SpecialDate]] = {}
        for day in SpecialDay.objects.filter(work_year__in=self.filter(is_complete=True)):
            years.setdefault(day.work_year_id, []).append(day.as_special_date)
        return LIBRARY.corrected(years)


class WorkYear(models.Model):
    """One calendar year as the State Council's notices have it. Only a complete year counts."""

    year = models.PositiveSmallIntegerField("年份", unique=True)
    notice_number = models.CharField(
        "通知文号",
        max_length=60,
        blank=True,
        help_text="如“国办发明电〔2025〕7号”。同一年又有通知调整的，写最近的一份。",
    )
    notice_title = models.CharField(
        "通知标题", max_length=120, blank=True, help_text="如“国务院办公厅关于2026年部分节假日安排的通知”。"
    )
    notice_on = models.DateField("通知日期", null=True, blank=True)
    is_complete = models.BooleanField(
        "已核对完整",
        default=False,
        help_text="这一年的放假和上班日期都已照通知核对无误。勾选后，期限按这里的日期计算；不勾选，这里的日期不起作用。",
    )

    objects = WorkYearQuerySet.as_manager()

    class Meta:
        verbose_name = "年度工作日历"
        verbose_name_plural = "工作日历"
        constraints = [
            models.CheckConstraint(
                name="work_year_is_plausible",
                condition=Q(year__gte=2000, year__lte=2100),
                violation_error_message="年份应在 2000 到 2100 之间。",
            ),
            models.CheckConstraint(
                name="work_year_complete_names_its_notice",
                condition=Q(is_complete=False)
                | (~Q(notice_number="") & ~Q(notice_title="") & Q(notice_on__isnull=False)),
                violation_error_message="勾选“已核对完整”须写明所依据通知的文号、标题和日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年"

    @property
    def working_days(self) -> int | None:
        """How many days of the year are worked by what is entered here, complete or not."""
        entered = {self.year: [day.as_special_date for day in self.days.all()]}
        return LIBRARY.corrected(entered).working_days_of(self.year)


class SpecialDay(models.Model):
    """A day off, or a weekend day worked. A notice that moves days of last December is entered under that year."""

    class Kind(models.TextChoices):
        OFF = "off", "休息"
        WORKED = "worked", "上班"

    work_year = models.ForeignKey(
        WorkYear,
        verbose_name="年份",
        to_field="year",
        db_column="year",
        on_delete=models.CASCADE,
        related_name="days",
    )
    date = models.DateField(
        "日期",
        unique=True,
        help_text="放假的每一天（包括其中的周末）和调休上班的每个周末日。",
        error_messages={"unique": "这一天已经填写过了。"},
    )
    kind = models.CharField("安排", max_length=10, choices=Kind)
    name = models.CharField("节日", max_length=40, help_text="放的是什么假，或因什么假上班，如“春节”。")

    class Meta:
        verbose_name = "放假或上班的日子"
        verbose_name_plural = "放假和调休上班的日子"
        constraints = [
            models.CheckConstraint(
                name="special_day_lies_in_its_year",
                condition=Q(work_year=ExtractYear("date")),
                violation_error_message="日期不在这一年：请填到日期所在的那一年。",
            ),
            models.CheckConstraint(
                name="special_day_kind_is_known",
                condition=Q(kind__in=["off", "worked"]),
                violation_error_message="安排只能是休息或上班。",
            ),
            models.CheckConstraint(
                name="special_day_worked_is_a_weekend",
                condition=~Q(kind="worked") | Q(date__iso_week_day__in=[SATURDAY, SUNDAY]),
                violation_error_message="调休上班的只能是星期六或星期日：平日本来就上班，不用填写。",
            ),
            models.CheckConstraint(
                name="special_day_has_a_name",
                condition=Q(name__regex=r"\S"),
                violation_error_message="请写明是什么节日。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.get_kind_display()}（{self.name}）"

    @property
    def as_special_date(self) -> SpecialDate:
        return SpecialDate(self.date, self.kind == self.Kind.WORKED, self.name)
