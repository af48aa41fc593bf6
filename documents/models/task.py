"""任务 and 责任清单 with the units that answer for them."""

from __future__ import annotations

from decimal import Decimal
from typing import Self

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from documents.models.document import Document
from documents.official_text import anchor_of
from foundation.models import Unit

MONEY_MEASURES = {"元": 1, "万元": 10_000, "百万元": 1_000_000, "千万元": 10_000_000, "亿元": 100_000_000}


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Tasks of the documents that the user may see."""
        return self.filter(document__in=Document.objects.visible_to(user))

    def engaging(self, unit: Unit, *, role: str = "") -> Self:
        """Tasks of the unit or of a group it belongs to, in one role or in any."""
        named = Assignment.objects.filter(unit__in=Unit.objects.standing_for(unit), task__isnull=False)
        return self.filter(pk__in=(named.filter(role=role) if role else named).values("task"))

    def in_document_order(self) -> Self:
        """The newest document's tasks first, each in the order of its text."""
        return self.order_by(F("document__year").desc(nulls_last=True), "-document_id", "position", "pk")

    def under(self, path: str) -> Self:
        """Tasks at a place of the text and below it."""
        path = path.strip().strip("/")
        return self.filter(Q(path=path) | Q(path__startswith=f"{path}/"))

    def with_money(self, *, at_least: Decimal) -> Self:
        """Tasks that name a sum of so many yuan or more, whatever measure it is printed in."""
        enough = Q()
        for measure, yuan in MONEY_MEASURES.items():
            enough |= Q(measure=measure, number__gte=at_least / yuan)
        return self.filter(pk__in=Amount.objects.filter(enough, kind=AmountKind.MONEY).values("task"))


class Task(models.Model):
    """责任事项: a numbered passage whose annotation names who must do it."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="tasks", verbose_name="公文")
    position = models.PositiveSmallIntegerField("次序")
    path = models.CharField("层次", max_length=80, blank=True, help_text="如“一/（一）/1”。")
    title = models.CharField("事项", max_length=200)
    text = models.TextField("内容", blank=True)
    annotation = models.TextField("责任标注（原样）", blank=True)
    deadline = models.CharField("时限（原样）", max_length=60, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "责任事项"
        constraints = [
            models.UniqueConstraint(fields=["document", "position"], name="task_position_unique"),
            models.CheckConstraint(
                condition=~Q(title=""), name="task_has_title", violation_error_message="责任事项必须有标题。"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def anchor(self) -> str:
        return anchor_of(self.path)

    def get_absolute_url(self) -> str:
        return f"{self.document.get_absolute_url()}#{self.anchor}"


class AmountKind(models.TextChoices):
    MONEY = "money", "金额"
    TARGET = "target", "指标"


class Amount(models.Model):
    """A number with its unit as printed: money or another target."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="amounts", verbose_name="责任事项")
    position = models.PositiveSmallIntegerField("次序")
    kind = models.CharField("类别", max_length=8, choices=AmountKind.choices)
    printed = models.CharField("原样", max_length=60)
    number = models.DecimalField("数值", max_digits=18, decimal_places=4)
    measure = models.CharField("单位", max_length=20)

    class Meta:
        verbose_name = verbose_name_plural = "金额与指标"
        constraints = [models.UniqueConstraint(fields=["task", "position"], name="amount_position_unique")]

    def __str__(self) -> str:
        return self.printed


class ChecklistItem(models.Model):
    """One row of a 责任清单: what is judged, how, and who answers for it."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="checklist", verbose_name="公文")
    position = models.PositiveSmallIntegerField("次序")
    number = models.PositiveSmallIntegerField("序号", null=True, blank=True, help_text="原表缺失时留空。")
    section = models.CharField("部分", max_length=120, blank=True)
    point = models.CharField("评价要点", max_length=200, blank=True)
    points = models.CharField("分值", max_length=40, blank=True)
    content = models.TextField("评价内容", blank=True)
    method = models.CharField("评价方式", max_length=120, blank=True)
    tasks = ArrayField(models.TextField(), verbose_name="任务清单", default=list, blank=True)
    veto = models.BooleanField("否决项", default=False)
    damaged = models.BooleanField("原表残损", default=False, help_text="原文缺字、串行或合并，需对照纸质版。")

    class Meta:
        verbose_name = verbose_name_plural = "责任清单"
        constraints = [
            models.UniqueConstraint(fields=["document", "position"], name="checklist_position_unique"),
            models.UniqueConstraint(fields=["document", "number"], name="checklist_number_unique"),
        ]

    def __str__(self) -> str:
        return f"（{self.number}）{self.content[:20]}" if self.number else self.content[:24]

    @property
    def anchor(self) -> str:
        return f"c{self.number}" if self.number else f"c-{self.position}"


class Role(models.TextChoices):
    LEAD = "lead", "牵头"
    SUPPORT = "support", "配合"
    RESPONSIBLE = "responsible", "负责"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Assignments in the documents that the user may see."""
        seen = Document.objects.visible_to(user)
        return self.filter(Q(task__document__in=seen) | Q(item__document__in=seen))


class Assignment(models.Model):
    """Which unit answers for a task or a checklist item; the printed name stands beside the parsed unit."""

    task = models.ForeignKey(
        Task, models.CASCADE, null=True, blank=True, related_name="assignments", verbose_name="责任事项"
    )
    item = models.ForeignKey(
        ChecklistItem,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name="清单条目",
    )
    position = models.PositiveSmallIntegerField("次序")
    printed = models.CharField("单位（原样）", max_length=120)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="assignments", verbose_name="单位"
    )
    role = models.CharField("职责", max_length=12, choices=Role.choices)
    implied = models.BooleanField(
        "由通则推定", default=False, help_text="原文以“下同”“不再列出”等统一规定的。"
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "责任单位"
        constraints = [
            models.CheckConstraint(
                condition=Q(task__isnull=False, item__isnull=True) | Q(task__isnull=True, item__isnull=False),
                name="assignment_has_one_object",
                violation_error_message="责任单位要么属于一个事项，要么属于一个清单条目。",
            ),
            models.UniqueConstraint(fields=["task", "position"], name="assignment_task_position_unique"),
            models.UniqueConstraint(fields=["item", "position"], name="assignment_item_position_unique"),
            models.UniqueConstraint(fields=["task", "role", "printed"], name="assignment_task_unit_unique"),
            models.UniqueConstraint(fields=["item", "role", "printed"], name="assignment_item_unit_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.printed}（{self.get_role_display()}）"

    @property
    def document(self) -> Document:
        """The document of the task or of the checklist item."""
        owner = self.task or self.item
        assert owner is not None  # assignment_has_one_object
        return owner.document
