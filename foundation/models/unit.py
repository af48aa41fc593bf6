"""Units: who issues, leads, supports and answers for; with every name they are printed under."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import F, Q

from foundation.fields import FoldedField
from foundation.models.division import Division
from foundation.unit_names import UnitLexicon


class UnitQuerySet(models.QuerySet["Unit"]):
    def standing_for(self, unit: "Unit") -> Self:
        """The unit itself and every group it belongs to: what is asked of these is asked of it."""
        return self.filter(Q(pk=unit.pk) | Q(group_rows__member=unit)).distinct()

    def lexicon(self) -> UnitLexicon:
        """All names of these units, in two queries."""
        return UnitLexicon(
            (unit.name, [unit.short_name, *(variant.printed for variant in unit.variants.all())])
            for unit in self.order_by("pk").prefetch_related("variants")
        )

    def resolve_all(self, printed: Iterable[str]) -> dict[str, "Unit"]:
        """The unit of each printed name that is known, in a fixed number of queries."""
        names = set(printed)
        lexicon = self.lexicon()
        canonical = {name: known for name in names if (known := lexicon.resolve(name)) is not None}
        units = {unit.name: unit for unit in self.filter(name__in=set(canonical.values()))}
        return {name: units[known] for name, known in canonical.items()}


class Unit(models.Model):
    """An office, enterprise or body, or a group of them such as “各县（区）人民政府”."""

    class Level(models.TextChoices):
        NATIONAL = "national", "国家级"
        PROVINCE = "province", "省级"
        CITY = "city", "市级"
        COUNTY = "county", "县级"
        TOWNSHIP = "township", "乡级"
        OTHER = "other", "其他"

    name = models.CharField(
        "规范名称",
        max_length=120,
        unique=True,
        help_text="机构全称，如“临沧市发展和改革委员会”；不含空格，括号用全角（ ）。",
    )
    short_name = models.CharField(
        "简称", max_length=60, blank=True, help_text="公文中的规范化简称，如“市发展改革委”；没有可留空。"
    )
    level = models.CharField("层级", max_length=10, choices=Level)
    division = models.ForeignKey(
        Division,
        verbose_name="所在区划",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="units",
    )
    is_group = models.BooleanField(
        "是一组单位", default=False, help_text="如“各县（区）人民政府”，其任务同时算在每个成员名下。"
    )
    successor = models.ForeignKey(
        "self",
        verbose_name="承接单位",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        help_text="机构改革后承接其职责的单位。",
    )
    succeeded_on = models.DateField(
        "承接日期", null=True, blank=True, help_text="确知日期才填写，不清楚时留空。"
    )
    members: "models.ManyToManyField[Unit, UnitMembership]" = models.ManyToManyField(
        "self",
        verbose_name="成员单位",
        through="UnitMembership",
        through_fields=("group", "member"),
        symmetrical=False,
        blank=True,
        related_name="member_of",
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "单位"
        verbose_name_plural = "单位"
        constraints = [
            models.CheckConstraint(
                name="unit_name_is_canonical",
                condition=Q(name__regex=r"^[^\s()\[\]〔〕【】［］]+$"),
                violation_error_message="规范名称不能为空，不能有空格，括号须用全角（ ）。",
            ),
            models.UniqueConstraint(
                name="unit_short_name_is_unique",
                fields=["short_name"],
                condition=~Q(short_name=""),
                violation_error_message="这个简称已是另一单位的简称。",
            ),
            models.CheckConstraint(
                name="unit_level_is_known",
                condition=Q(level__in=["national", "province", "city", "county", "township", "other"]),
                violation_error_message="没有这种层级。",
            ),
            models.CheckConstraint(
                name="unit_is_not_its_successor",
                condition=Q(successor__isnull=True) | ~Q(successor=F("id")),
                violation_error_message="单位不能由自己承接。",
            ),
            models.CheckConstraint(
                name="unit_succession_date_needs_successor",
                condition=Q(succeeded_on__isnull=True) | Q(successor__isnull=False),
                violation_error_message="填写承接日期须同时填写承接单位。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """What a crowded list shows."""
        return self.short_name or self.name


class UnitMembership(models.Model):
    """One office in one group. Triggers hold what crosses rows: only a group has members, and no group is one."""

    group = models.ForeignKey(
        Unit,
        verbose_name="组",
        on_delete=models.CASCADE,
        related_name="group_rows",
        limit_choices_to={"is_group": True},
    )
    member = models.ForeignKey(
        Unit,
        verbose_name="成员",
        on_delete=models.PROTECT,
        related_name="member_rows",
        limit_choices_to={"is_group": False},
    )

    class Meta:
        verbose_name = "成员单位"
        verbose_name_plural = "成员单位"
        constraints = [
            models.UniqueConstraint(
                name="unit_membership_is_once",
                fields=["group", "member"],
                violation_error_message="该成员已在组内。",
            ),
            models.CheckConstraint(
                name="unit_membership_is_not_self",
                condition=~Q(group=F("member")),
                violation_error_message="一组单位不能以自己为成员。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} · {self.member}"


class UnitVariant(models.Model):
    """Another name a unit is printed under."""

    unit = models.ForeignKey(Unit, verbose_name="单位", on_delete=models.CASCADE, related_name="variants")
    printed = FoldedField(
        "印刷名称",
        max_length=120,
        unique=True,
        help_text="公报里出现过的写法，如“市发展改革委”“人民银行临沧市分行”。全角半角、括号样式、空格不同算同一写法。",
    )

    class Meta:
        verbose_name = "单位别名"
        verbose_name_plural = "单位别名"
        constraints = [
            models.CheckConstraint(
                name="unit_variant_is_printed",
                condition=Q(printed__regex=r"^\S+$"),
                violation_error_message="印刷名称不能为空。",
            ),
        ]

    def __str__(self) -> str:
        return self.printed


class UnitProposalQuerySet(models.QuerySet["UnitProposal"]):
    def open(self) -> Self:
        """What still waits for an editor."""
        return self.filter(settled_as__isnull=True, dismissed=False)


class UnitProposal(models.Model):
    """A printed name no unit is known under: the editor settles it as a unit, or dismisses it."""

    printed = FoldedField("印刷名称", max_length=120, unique=True)
    first_seen_in = models.TextField("首次出现处", blank=True, help_text="第一次读到这个名称的原文片段。")
    settled_as = models.ForeignKey(
        Unit,
        verbose_name="确认为",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="settled_proposals",
    )
    dismissed = models.BooleanField("不是单位", default=False, help_text="编辑认定这不是一个单位名称。")

    objects = UnitProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "待确认单位"
        verbose_name_plural = "待确认单位"
        constraints = [
            models.CheckConstraint(
                name="unit_proposal_is_printed",
                condition=Q(printed__regex=r"^\S+$"),
                violation_error_message="印刷名称不能为空。",
            ),
            models.CheckConstraint(
                name="unit_proposal_has_one_answer",
                condition=Q(settled_as__isnull=True) | Q(dismissed=False),
                violation_error_message="不能既确认为单位又认定不是单位。",
            ),
        ]

    def __str__(self) -> str:
        return self.printed
