"""补助规则: what the money comes to, by year. A draft may change or go; an edition in force never changes (a trigger)."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from eldercare.models.person import person
from eldercare.money_vocabulary import PartYear
from eldercare.rating_vocabulary import EditionStatus, Level
from eldercare.rules.subsidy import Rules
from foundation.constraints import is_known
from foundation.yuan import YuanField, is_money, is_to_the_fen

AMOUNTS = {Level.A: "amount_a", Level.AA: "amount_aa", Level.AAA: "amount_aaa"}
RATES = (*AMOUNTS.values(), "new_building", "conversion")
SHORT_MONTHS = (4, 6, 9, 11)
UNPUBLISHED = Q(published_by__isnull=True, published_at__isnull=True)
PUBLISHED = Q(published_by__isnull=False, published_at__isnull=False)
IN_USE = Q(retired_by__isnull=True, retired_at__isnull=True, retire_reason="")


class MoneyRulesQuerySet(models.QuerySet["MoneyRules"]):
    def published(self) -> Self:
        """Those in force, each from its year on."""
        return self.filter(status=EditionStatus.PUBLISHED)

    def until(self, year: int) -> Self:
        """Those in force that began in that year or before, the one that counts first."""
        return self.published().filter(year_from__lte=year).order_by("-year_from")

    def for_year(self, year: int) -> MoneyRules | None:
        """The edition in force that year; None before the first."""
        return self.until(year).first()


class MoneyRules(models.Model):
    """One edition, in force until the next begins. `eldercare.actions` alone writes its status: draft → published → retired."""

    year_from = models.PositiveSmallIntegerField("从哪一年度起", help_text="到下一版开始的年度为止。")
    amount_a = YuanField("A 级每年补贴", help_text="元。")
    amount_aa = YuanField("2A 级每年补贴", help_text="元。")
    amount_aaa = YuanField("3A 级每年补贴", help_text="元。")
    cut_off_month = models.PositiveSmallIntegerField("基准日的月份", default=12)
    cut_off_day = models.PositiveSmallIntegerField(
        "基准日的日", default=31, help_text="当年的补贴从这一天起核定；“看基准日”的也看这一天。"
    )
    part_year = models.CharField("等级不满一年的", max_length=10, choices=PartYear)
    level_change = models.CharField("年内等级有变化的", max_length=10, choices=PartYear)
    new_building = YuanField("新建每平方米补助", help_text="元，按建筑面积。")
    conversion = YuanField("改建每平方米补助", help_text="元，按建筑面积。")
    source = models.CharField("依据", max_length=200, help_text="文件名称、文号和条款。")
    remark = models.CharField(
        "说明", max_length=500, blank=True, help_text="文件没有规定、这一版怎样处理，写在这里。"
    )
    status = models.CharField(
        "状态", max_length=10, choices=EditionStatus, default=EditionStatus.DRAFT, editable=False
    )
    published_by = person("施行经办人", null=True)
    published_at = models.DateTimeField("施行时间", null=True, blank=True, editable=False)
    retired_by = person("停用经办人", null=True)
    retired_at = models.DateTimeField("停用时间", null=True, blank=True, editable=False)
    retire_reason = models.CharField("停用原因", max_length=300, blank=True, editable=False)

    objects = MoneyRulesQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "补助规则"
        permissions = [
            ("publish_moneyrules", "Can put editions of the rules of money in force and retire them")
        ]
        constraints = [
            is_known("money_rules", "status", EditionStatus),
            models.UniqueConstraint(
                name="money_rules_of_a_year_are_one",
                fields=["year_from"],
                condition=Q(status=EditionStatus.PUBLISHED),
                violation_error_message="这一年度起的补助规则已有一版在施行。",
            ),
            models.CheckConstraint(
                name="money_rules_status_is_whole",
                condition=Q(UNPUBLISHED & IN_USE, status=EditionStatus.DRAFT)
                | Q(PUBLISHED & IN_USE, status=EditionStatus.PUBLISHED)
                | Q(
                    PUBLISHED & ~Q(retire_reason=""),
                    status=EditionStatus.RETIRED,
                    retired_by__isnull=False,
                    retired_at__isnull=False,
                    retired_at__gte=models.F("published_at"),
                ),
                violation_error_message="施行和停用须记明时间和经办人，停用还须写明原因。",
            ),
            is_known("money_rules", "part_year", PartYear),
            is_known("money_rules", "level_change", PartYear),
            *(is_money("money_rules", rate) for rate in RATES),
            *(is_to_the_fen("money_rules", rate) for rate in RATES),
            models.CheckConstraint(
                name="money_rules_year_is_plausible",
                condition=Q(year_from__gte=2024, year_from__lte=2100),
                violation_error_message="年度从 2024 年起。",
            ),
            models.CheckConstraint(
                name="money_rules_cut_off_is_a_day_of_every_year",
                condition=Q(cut_off_month__gte=1, cut_off_month__lte=12)
                & Q(cut_off_day__gte=1, cut_off_day__lte=31)
                & (~Q(cut_off_month__in=SHORT_MONTHS) | Q(cut_off_day__lte=30))
                & (~Q(cut_off_month=2) | Q(cut_off_day__lte=28)),
                violation_error_message="基准日须是每年都有的一天（2 月 29 日不行）。",
            ),
            models.CheckConstraint(
                name="money_rules_higher_levels_get_no_less",
                condition=Q(amount_aa__gte=models.F("amount_a"), amount_aaa__gte=models.F("amount_aa")),
                violation_error_message="等级高的补贴不能比等级低的少。",
            ),
            models.CheckConstraint(
                name="money_rules_have_source",
                condition=~Q(source=""),
                violation_error_message="请写明依据的文件和条款。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year_from} 年起的补助规则"

    @property
    def is_draft(self) -> bool:
        return self.status == EditionStatus.DRAFT

    @property
    def is_published(self) -> bool:
        return self.status == EditionStatus.PUBLISHED

    @property
    def cut_off(self) -> str:
        return f"{self.cut_off_month} 月 {self.cut_off_day} 日"

    def cut_off_in(self, year: int) -> date:
        return date(year, self.cut_off_month, self.cut_off_day)

    def as_rules(self) -> Rules:
        """For the reckoning."""
        return Rules(
            name=str(self),
            amounts={level: getattr(self, column) for level, column in AMOUNTS.items()},
            cut_off=(self.cut_off_month, self.cut_off_day),
            part_year=PartYear(self.part_year),
            level_change=PartYear(self.level_change),
            new_building=self.new_building,
            conversion=self.conversion,
        )
