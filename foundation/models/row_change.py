"""What became of every row of the tables that ask for it: who changed what, when, from what, to what."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q


class RowChangeQuerySet(models.QuerySet["RowChange"]):
    def of(self, row: models.Model) -> Self:
        """The history of one row."""
        return self.filter(table_name=row._meta.db_table, row_id=row.pk)

    def owned_by(self, owner: models.Model) -> Self:
        """Changes of the rows that belong to an owner, e.g. to an institution."""
        return self.filter(owner_table=owner._meta.db_table, owner_id=owner.pk)

    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")


class RowChange(models.Model):
    """One row inserted, updated or deleted. The trigger of `foundation.row_audit` writes it in the transaction of the
    change itself, however the change was made; another trigger refuses to rewrite it.

    `before` and `after` hold columns by name: those that changed, or all of them when the row came or went.
    """

    class Deed(models.TextChoices):
        INSERT = "insert", "新增"
        UPDATE = "update", "修改"
        DELETE = "delete", "删除"

    table_name = models.CharField("表", max_length=63)
    row_id = models.BigIntegerField("行号")
    deed = models.CharField("动作", max_length=10, choices=Deed)
    before = models.JSONField("原值", null=True)
    after = models.JSONField("新值", null=True)
    owner_table = models.CharField(
        "所属表", max_length=63, blank=True, help_text="这一行属于谁，如所属机构；没有则空。"
    )
    owner_id = models.BigIntegerField("所属行号", null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="经办人",
        on_delete=models.PROTECT,
        null=True,
        related_name="row_changes",
        help_text="空：不是由登录的人员经程序改的。",
    )
    via = models.CharField("途径", max_length=200, blank=True, help_text="请求的地址或命令的名称。")
    at = models.DateTimeField("时间")
    transaction_id = models.BigIntegerField("事务号", help_text="同一事务里的修改号码相同。")

    objects = RowChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "修改记录"
        verbose_name_plural = "修改记录"
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["-at", "-id"], name="row_change_newest"),
            models.Index(fields=["table_name", "row_id", "-at"], name="row_change_by_row"),
            models.Index(fields=["owner_table", "owner_id", "-at"], name="row_change_by_owner"),
        ]
        constraints = [
            models.CheckConstraint(
                name="row_change_holds_what_its_deed_leaves",
                condition=Q(deed="insert", before__isnull=True, after__isnull=False)
                | Q(deed="update", before__isnull=False, after__isnull=False)
                | Q(deed="delete", before__isnull=False, after__isnull=True),
                violation_error_message="新增只有新值，删除只有原值，修改两者都有。",
            ),
            models.CheckConstraint(
                name="row_change_owner_is_whole",
                condition=Q(owner_table="", owner_id__isnull=True)
                | (~Q(owner_table="") & Q(owner_id__isnull=False)),
                violation_error_message="所属表和所属行号须同时有或同时没有。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_deed_display()} {self.table_name} {self.row_id}"
