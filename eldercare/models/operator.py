"""运营主体: who runs an institution."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from eldercare.vocabulary import SELF_RUNNING, OperatorKind
from foundation.constraints import is_known
from foundation.models import Division


class OperatorQuerySet(models.QuerySet["Operator"]):
    """Operators hold no protected data and run sites in several counties: whoever may view them sees all."""


class Operator(models.Model):
    """A legal person, township or village that runs institutions; not the site itself."""

    name = models.CharField(
        "名称",
        max_length=120,
        help_text="登记证书上的全称；乡镇、社区（村）自己运营的，写乡镇人民政府、居（村）民委员会全称。",
    )
    kind = models.CharField(
        "类型",
        max_length=20,
        choices=OperatorKind,
        help_text="决定由谁登记、向谁备案：企业向市场监管部门登记，社会服务机构向民政部门登记；"
        "乡镇（街道）、社区（村）自行运营的不登记，向乡镇（街道）备案。",
    )
    county = models.ForeignKey(
        Division,
        models.PROTECT,
        related_name="operators",
        verbose_name="所在县（区）",
        limit_choices_to={"level": Division.Level.COUNTY},
    )
    credit_code = models.CharField(
        "统一社会信用代码",
        max_length=18,
        blank=True,
        help_text="18 位数字和大写字母，没有 I、O、S、V、Z；没有代码的村（社区）可留空。",
    )
    established_on = models.DateField(
        "成立日期", null=True, blank=True, help_text="登记证书上的成立日期；不知道可留空。"
    )

    objects = OperatorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "运营主体"
        constraints = [
            models.CheckConstraint(
                name="operator_has_name",
                condition=Q(name__regex=r"^\S(.*\S)?$"),
                violation_error_message="名称不能为空，首尾不能有空格。",
            ),
            is_known("operator", "kind", OperatorKind),
            models.UniqueConstraint(
                name="operator_name_is_once_in_a_county",
                fields=["county", "name"],
                violation_error_message="这个县（区）已经有同名的运营主体，请直接选用。",
            ),
            models.UniqueConstraint(
                name="operator_credit_code_is_once",
                fields=["credit_code"],
                condition=~Q(credit_code=""),
                violation_error_message="这个统一社会信用代码已属于另一个运营主体。",
            ),
            models.CheckConstraint(
                name="operator_credit_code_is_written",
                condition=Q(credit_code="") | Q(credit_code__regex=r"^[0-9A-HJ-NPQRTUWXY]{18}$"),
                violation_error_message="统一社会信用代码是 18 位数字和大写字母，没有 I、O、S、V、Z。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_self_running(self) -> bool:
        """Whether no third party is brought in (N037)."""
        return self.kind in SELF_RUNNING
