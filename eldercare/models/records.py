"""What is on record of an institution beside its own row: staff, licences, services, checks on the spot."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from eldercare.models.institution import Institution
from eldercare.vocabulary import CheckResult, Fee, LicenceKind, Service
from foundation.constraints import is_known
from foundation.scope import ScopedQuerySet

STAFF_PARTS = ("full_time", "nurses", "social_workers", "cooks", "medical")


class StaffCountQuerySet(ScopedQuerySet["StaffCount"]):
    pass


class StaffCount(models.Model):
    """服务工作人员 on one day. One person may count in several parts (a nurse who also cooks), none beyond the total."""

    institution = models.ForeignKey(
        Institution, models.CASCADE, related_name="staff_counts", verbose_name="机构"
    )
    counted_on = models.DateField("统计日期")
    total = models.PositiveSmallIntegerField("服务工作人员总数", help_text="人。")
    full_time = models.PositiveSmallIntegerField("其中专职服务人员", default=0, help_text="人。")
    nurses = models.PositiveSmallIntegerField("护理员", default=0, help_text="人。")
    social_workers = models.PositiveSmallIntegerField("社会工作者", default=0, help_text="人，可兼职。")
    cooks = models.PositiveSmallIntegerField("厨师", default=0, help_text="人，持健康证，可兼职。")
    medical = models.PositiveSmallIntegerField("医护人员", default=0, help_text="人，持证，可兼职。")

    objects = StaffCountQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "人员统计"
        constraints = [
            models.UniqueConstraint(
                name="staff_count_is_once_a_day",
                fields=["institution", "counted_on"],
                violation_error_message="这一天已经有一次人员统计。",
            ),
            models.CheckConstraint(
                name="staff_count_parts_fit_total",
                condition=Q(total__lte=1000, **{f"{part}__lte": F("total") for part in STAFF_PARTS}),
                violation_error_message="各类人员都不能多于总数，总数不超过 1000 人。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.counted_on:%Y-%m-%d} {self.total} 人"


class LicenceQuerySet(ScopedQuerySet["Licence"]):
    def valid(self, *, on: date) -> Self:
        """Licences in force that day."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on), issued_on__lte=on)


class Licence(models.Model):
    """许可证 that a service needs (N059, N060)."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="licences", verbose_name="机构")
    kind = models.CharField("许可种类", max_length=10, choices=LicenceKind)
    number = models.CharField("许可证编号", max_length=60)
    authority = models.CharField("发证机关", max_length=60, blank=True)
    issued_on = models.DateField("发证日期")
    valid_until = models.DateField("有效期至", null=True, blank=True, help_text="长期有效的留空。")

    objects = LicenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "许可证"
        constraints = [
            is_known("licence", "kind", LicenceKind),
            models.CheckConstraint(
                name="licence_has_number",
                condition=Q(number__regex=r"^\S{4,60}$"),
                violation_error_message="许可证编号至少 4 个字符，不能有空格。",
            ),
            models.UniqueConstraint(
                name="licence_is_once",
                fields=["institution", "kind", "number"],
                violation_error_message="这个许可证已经录入。",
            ),
            models.CheckConstraint(
                name="licence_days_are_in_order",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("issued_on")),
                violation_error_message="有效期不能早于发证日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"


class ServiceOfferQuerySet(ScopedQuerySet["ServiceOffer"]):
    pass


class ServiceOffer(models.Model):
    """One service the institution gives, and at what fee (N040 to N047)."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="services", verbose_name="机构")
    service = models.CharField("服务项目", max_length=20, choices=Service)
    fee = models.CharField("收费方式", max_length=10, choices=Fee, default=Fee.FREE)
    price = models.CharField("收费标准", max_length=60, blank=True, help_text="如“每餐 8 元”；无偿的留空。")
    detail = models.CharField("说明", max_length=100, blank=True, help_text="向群众公开，如“工作日午餐”。")

    objects = ServiceOfferQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "服务项目"
        constraints = [
            is_known("service_offer", "service", Service),
            is_known("service_offer", "fee", Fee),
            models.UniqueConstraint(
                name="service_offer_is_once",
                fields=["institution", "service"],
                violation_error_message="这个服务项目已经列出。",
            ),
            models.CheckConstraint(
                name="service_offer_free_has_no_price",
                condition=~Q(fee=Fee.FREE) | Q(price=""),
                violation_error_message="无偿服务不填收费标准。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_service_display()


class ConditionCheckQuerySet(ScopedQuerySet["ConditionCheck"]):
    def newest_of_each(self) -> Self:
        """The last word on each rule."""
        return self.order_by("rule", "-checked_on", "-pk").distinct("rule")


class ConditionCheck(models.Model):
    """What a person found of a rule that no figure decides (fire gear, ventilation, posted fees …)."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="checks", verbose_name="机构")
    rule = models.CharField("检查项", max_length=4, help_text="通知中须由人判断的条款。")
    result = models.CharField("结果", max_length=20, choices=CheckResult)
    checked_on = models.DateField("检查日期")
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="检查人", editable=False
    )
    remark = models.CharField("说明", max_length=200, blank=True, help_text="不符合的，写明哪里不符合。")

    objects = ConditionCheckQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "现场核查"
        constraints = [
            models.CheckConstraint(
                name="condition_check_names_a_rule",
                condition=Q(rule__regex=r"^N\d{3}$"),
                violation_error_message="请从列出的检查项中选择。",
            ),
            is_known("condition_check", "result", CheckResult),
            models.CheckConstraint(
                name="condition_check_unmet_has_remark",
                condition=~Q(result=CheckResult.UNMET) | ~Q(remark=""),
                violation_error_message="不符合的，请写明哪里不符合。",
            ),
            models.UniqueConstraint(
                name="condition_check_is_once_a_day",
                fields=["institution", "rule", "checked_on"],
                violation_error_message="这一项在这一天已经有核查结果。",
            ),
        ]
        indexes = [models.Index(fields=["institution", "rule", "-checked_on"], name="condition_check_newest")]

    def __str__(self) -> str:
        return f"{self.rule} {self.get_result_display()}"
