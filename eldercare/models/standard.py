"""等级评定标准: editions of the standard and their criteria. A published edition never changes (a trigger)."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from eldercare.rating_vocabulary import EditionStatus, Level
from eldercare.rules.standard import FACT_LABELS, CriterionText, Requirement, is_scored
from foundation.constraints import is_known

PER_LEVEL = {
    Level.A: ("level_a", "need_a"),
    Level.AA: ("level_aa", "need_aa"),
    Level.AAA: ("level_aaa", "need_aaa"),
}
FACTS = [(fact.value, label) for fact, (label, _unit) in FACT_LABELS.items()]
NEED = r"^((>=|>)\d{1,6}(\.\d{1,2})?)?$"


class StandardEditionQuerySet(models.QuerySet["StandardEdition"]):
    def published(self) -> Self:
        """The one that is in use."""
        return self.filter(status=EditionStatus.PUBLISHED)

    def public(self) -> Self:
        """What citizens may read: in use or once used."""
        return self.exclude(status=EditionStatus.DRAFT)


class StandardEdition(models.Model):
    """One edition. `eldercare.actions` alone writes its status: draft → published → retired."""

    code = models.CharField(
        "版本", max_length=20, unique=True, help_text="如 2024，用在网址里：数字、字母和短横。"
    )
    name = models.CharField("名称", max_length=120)
    notice = models.CharField(
        "发布文件", max_length=80, help_text="文号和附件，如“临民联发〔2024〕23号 附件1”。"
    )
    issued_on = models.DateField("发布日期", help_text="文件的成文日期。")
    based_on = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="由哪一版修改",
        editable=False,
    )
    status = models.CharField(
        "状态", max_length=10, choices=EditionStatus, default=EditionStatus.DRAFT, editable=False
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="施行经办人",
        editable=False,
    )
    published_at = models.DateTimeField("施行时间", null=True, blank=True, editable=False)
    retired_at = models.DateTimeField("停用时间", null=True, blank=True, editable=False)

    objects = StandardEditionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评定标准"
        permissions = [("publish_standardedition", "Can put editions of the standard in force")]
        constraints = [
            is_known("standard_edition", "status", EditionStatus),
            models.CheckConstraint(
                name="standard_edition_code_fits_address",
                condition=Q(code__regex=r"^[a-z0-9]+(-[a-z0-9]+)*$"),
                violation_error_message="版本只能用小写字母、数字和短横，如 2024。",
            ),
            models.UniqueConstraint(
                name="standard_edition_in_force_is_one",
                fields=["status"],
                condition=Q(status=EditionStatus.PUBLISHED),
                violation_error_message="已有一版标准在施行。",
            ),
            models.CheckConstraint(
                name="standard_edition_status_has_times",
                condition=Q(
                    status=EditionStatus.DRAFT,
                    published_at__isnull=True,
                    published_by__isnull=True,
                    retired_at__isnull=True,
                )
                | Q(
                    status=EditionStatus.PUBLISHED,
                    published_at__isnull=False,
                    published_by__isnull=False,
                    retired_at__isnull=True,
                )
                | Q(
                    status=EditionStatus.RETIRED,
                    published_at__isnull=False,
                    published_by__isnull=False,
                    retired_at__isnull=False,
                ),
                violation_error_message="施行和停用须记明时间和经办人。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.code}）"

    @property
    def is_draft(self) -> bool:
        return self.status == EditionStatus.DRAFT


class Criterion(models.Model):
    """One printed row of the standard, with what each level asks."""

    edition = models.ForeignKey(StandardEdition, models.CASCADE, related_name="criteria", verbose_name="版本")
    position = models.PositiveSmallIntegerField("次序")
    code = models.CharField("编号", max_length=6, help_text="如 R10；同一条在各版里用同一编号，便于对比。")
    category = models.CharField("类别", max_length=30)
    group = models.CharField("分组", max_length=30, blank=True)
    item = models.CharField("评定内容", max_length=60)
    level_a = models.CharField(
        "A 级要求", max_length=160, help_text="不要求的写“不强制要求”，原件缺失的写“条文缺失”。"
    )
    level_aa = models.CharField("2A 级要求", max_length=160)
    level_aaa = models.CharField("3A 级要求", max_length=160)
    fact = models.CharField(
        "据以判断的数据",
        max_length=20,
        choices=FACTS,
        blank=True,
        help_text="由登记的数据判断的选一项，由人判断的留空。",
    )
    need_a = models.CharField(
        "A 级数值", max_length=12, blank=True, help_text="如 >=300 或 >400；留空由人判断。"
    )
    need_aa = models.CharField("2A 级数值", max_length=12, blank=True)
    need_aaa = models.CharField("3A 级数值", max_length=12, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    printed = models.CharField("原件印文", max_length=120, blank=True, help_text="与要求读法不同的原印文字。")

    class Meta:
        verbose_name = verbose_name_plural = "评定内容"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="criterion_code_is_once",
                fields=["edition", "code"],
                violation_error_message="这一版里已有这个编号。",
            ),
            models.UniqueConstraint(
                name="criterion_position_is_once",
                fields=["edition", "position"],
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="这一版里已有这个次序。",
            ),
            models.CheckConstraint(
                name="criterion_asks_something",
                condition=~Q(code="")
                & ~Q(category="")
                & ~Q(item="")
                & ~Q(level_a="")
                & ~Q(level_aa="")
                & ~Q(level_aaa=""),
                violation_error_message="编号、类别、内容和三级要求都要填写；不要求的写“不强制要求”。",
            ),
            models.CheckConstraint(
                name="criterion_needs_are_figures",
                condition=Q(need_a__regex=NEED, need_aa__regex=NEED, need_aaa__regex=NEED),
                violation_error_message="数值写成 >=300 或 >400。",
            ),
            models.CheckConstraint(
                name="criterion_figures_have_a_fact",
                condition=Q(need_a="", need_aa="", need_aaa="") | ~Q(fact=""),
                violation_error_message="填写了数值的，须选择据以判断的数据。",
            ),
            models.CheckConstraint(
                name="criterion_fact_is_known",
                condition=Q(fact__in=["", *(value for value, _label in FACTS)]),
                violation_error_message="请从列出的各项中选择。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.item}"

    @property
    def text(self) -> CriterionText:
        """The row as the rules read it."""
        cells = [Requirement(getattr(self, asks), getattr(self, need)) for asks, need in PER_LEVEL.values()]
        return CriterionText(self.code, self.category, self.item, (cells[0], cells[1], cells[2]), self.fact)

    @property
    def is_scored(self) -> bool:
        return is_scored(self.text)
