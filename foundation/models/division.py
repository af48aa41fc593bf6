"""Places: the city, its counties and districts, their townships and streets."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Concat, Left


class DivisionQuerySet(models.QuerySet["Division"]):
    def counties(self) -> Self:
        return self.filter(level=Division.Level.COUNTY)

    def townships(self) -> Self:
        return self.filter(level=Division.Level.TOWNSHIP)


class Division(models.Model):
    """One administrative division, known by its national statistical code (GB/T 2260, GB/T 10114)."""

    class Level(models.TextChoices):
        CITY = "city", "市级"
        COUNTY = "county", "县级"
        TOWNSHIP = "township", "乡级"

    class Kind(models.TextChoices):
        CITY = "city", "市"
        DISTRICT = "district", "区"
        COUNTY = "county", "县"
        AUTONOMOUS_COUNTY = "autonomous_county", "自治县"
        STREET = "street", "街道"
        TOWN = "town", "镇"
        TOWNSHIP = "township", "乡"
        ETHNIC_TOWNSHIP = "ethnic_township", "民族乡"

    code = models.CharField(
        "区划代码",
        max_length=9,
        unique=True,
        help_text="市、县为 6 位数字，乡镇（街道）为 9 位，前 6 位是所属县的代码。",
    )
    name = models.CharField("名称", max_length=40, help_text="法定全称，如“双江拉祜族佤族布朗族傣族自治县”。")
    short_name = models.CharField("简称", max_length=20, help_text="日常称呼，如“双江”“临翔”。")
    level = models.CharField("层级", max_length=10, choices=Level)
    kind = models.CharField("建制", max_length=20, choices=Kind)
    parent = models.ForeignKey(
        "self",
        verbose_name="上级",
        to_field="code",
        db_column="parent_code",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        help_text="县（区）的上级是市，乡镇（街道）的上级是县（区）；只有市没有上级。",
    )

    objects = DivisionQuerySet.as_manager()

    class Meta:
        verbose_name = "行政区划"
        verbose_name_plural = "行政区划"
        constraints = [
            models.CheckConstraint(
                name="division_code_fits_level",
                condition=Q(level="city", code__regex=r"^\d{4}00$")
                | Q(level="county", code__regex=r"^\d{4}(?!00)\d{2}$")
                | Q(level="township", code__regex=r"^\d{4}(?!00)\d{2}(?!000)\d{3}$"),
                violation_error_message="区划代码与层级不符：市、县为 6 位数字，乡镇（街道）为 9 位数字。",
            ),
            models.CheckConstraint(
                name="division_parent_fits_code",
                condition=Q(level="city", parent__isnull=True)
                | Q(level="county", parent__isnull=False, parent=Concat(Left("code", 4), models.Value("00")))
                | Q(level="township", parent__isnull=False, parent=Left("code", 6)),
                violation_error_message="上级不符：市没有上级，县（区）和乡镇（街道）的代码须以上级代码开头。",
            ),
            models.CheckConstraint(
                name="division_kind_fits_level",
                condition=Q(level="city", kind="city")
                | Q(level="county", kind__in=["district", "county", "autonomous_county"])
                | Q(level="township", kind__in=["street", "town", "township", "ethnic_township"]),
                violation_error_message="建制与层级不符。",
            ),
            models.CheckConstraint(
                name="division_has_names",
                condition=~Q(name="") & ~Q(short_name=""),
                violation_error_message="名称和简称不能为空。",
            ),
        ]

    def __str__(self) -> str:
        return self.name
