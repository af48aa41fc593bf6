"""登记: the legal person behind an institution, as market supervision or civil affairs registered it, and its changes."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q

from eldercare.models.institution import Institution
from eldercare.models.operator import Operator
from eldercare.vocabulary import RegistrationKind
from foundation.constraints import is_known
from foundation.scope import ScopedQuerySet


class RegistrationQuerySet(ScopedQuerySet["Registration"]):
    def in_force(self) -> Self:
        return self.filter(ended_on__isnull=True)


class Registration(models.Model):
    """One registration. A number belongs to one operator (a trigger holds it across rows): an operator with one
    licence for several sites gives the same number at each."""

    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="registrations", verbose_name="机构"
    )
    operator = models.ForeignKey(
        Operator,
        models.PROTECT,
        related_name="registrations",
        verbose_name="登记的法人",
        help_text="登记证书上的法人，一般就是运营主体。",
    )
    kind = models.CharField("登记类别", max_length=20, choices=RegistrationKind)
    authority = models.CharField(
        "法人登记机关", max_length=60, help_text="如“云县市场监督管理局”“云县民政局”。"
    )
    number = models.CharField(
        "法人登记号码", max_length=40, help_text="登记证书上的统一社会信用代码；旧证没有代码的，写登记证号。"
    )
    registered_on = models.DateField("登记日期")
    valid_until = models.DateField("有效期至", null=True, blank=True, help_text="长期有效的留空。")
    ended_on = models.DateField(
        "终止日期", null=True, blank=True, help_text="注销，或运营主体承接后不再适用的日期。"
    )

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "登记"
        constraints = [
            is_known("registration", "kind", RegistrationKind),
            models.CheckConstraint(
                name="registration_has_number",
                condition=Q(number__regex=r"^[\u4e00-\u9fff0-9A-Z〔〕（）—-]{4,40}$"),
                violation_error_message="法人登记号码不能为空，不能有空格和小写字母。",
            ),
            models.CheckConstraint(
                name="registration_has_authority",
                condition=~Q(authority=""),
                violation_error_message="请写明登记机关。",
            ),
            models.CheckConstraint(
                name="registration_days_are_in_order",
                condition=(Q(valid_until__isnull=True) | Q(valid_until__gte=F("registered_on")))
                & (Q(ended_on__isnull=True) | Q(ended_on__gte=F("registered_on"))),
                violation_error_message="有效期和终止日期不能早于登记日期。",
            ),
            models.UniqueConstraint(
                name="registration_in_force_is_one",
                fields=["institution"],
                condition=Q(ended_on__isnull=True),
                violation_error_message="这个机构已有一个有效的登记；换了登记的，先填写原登记的终止日期。",
            ),
            models.UniqueConstraint(
                name="registration_is_once_at_a_site",
                fields=["institution", "number"],
                violation_error_message="这个机构已经录入过这个登记号码。",
            ),
        ]
        indexes = [models.Index(fields=["number"], name="registration_by_number")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"


class ChangedItem(models.TextChoices):
    NAME = "name", "名称"
    ADDRESS = "address", "住所"
    PERSON = "person", "法定代表人（负责人）"
    SCOPE = "scope", "业务（经营）范围"
    CAPITAL = "capital", "注册资金"
    OTHER = "other", "其他"


class RegistrationChangeQuerySet(ScopedQuerySet["RegistrationChange"]):
    place = "registration__institution__township"


class RegistrationChange(models.Model):
    """变更登记: what the registering authority changed (N036)."""

    registration = models.ForeignKey(
        Registration, models.PROTECT, related_name="changes", verbose_name="登记"
    )
    item = models.CharField("变更事项", max_length=10, choices=ChangedItem)
    before = models.CharField("变更前", max_length=200, blank=True)
    after = models.CharField("变更后", max_length=200)
    changed_on = models.DateField("变更日期")

    objects = RegistrationChangeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "变更登记"
        constraints = [
            is_known("registration_change", "item", ChangedItem),
            models.CheckConstraint(
                name="registration_change_changes",
                condition=~Q(after="") & ~Q(after=F("before")),
                violation_error_message="变更后的内容不能为空，也不能与变更前相同。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_item_display()}：{self.after}"
