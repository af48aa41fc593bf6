"""What one document says of another: it cites, repeals, amends or interprets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import Expression


class RelationKind(models.TextChoices):
    CITES = "cites", "引用"
    REPEALS = "repeals", "废止"
    AMENDS = "amends", "修改"
    INTERPRETS = "interprets", "解读"


class Relation(models.Model):
    """What a document says of another, as printed; the target is matched when it is (or comes) on record.

    The match changes no content. To point elsewhere or nowhere afterwards does: the database voids the reviews.
    """

    source = models.ForeignKey(
        "documents.Document", models.CASCADE, related_name="outgoing_relations", verbose_name="公文"
    )
    kind = models.CharField("关系", max_length=12, choices=RelationKind.choices)
    position = models.PositiveSmallIntegerField("次序")
    title = models.CharField("所指文件标题（原样）", max_length=400, blank=True)
    document_number = models.CharField("所指文号（原样）", max_length=80, blank=True)
    target = models.ForeignKey(
        "documents.Document",
        models.DO_NOTHING,  # the database empties it itself, and knows by that from a link that was taken away
        null=True,
        blank=True,
        related_name="incoming_relations",
        verbose_name="所指公文",
    )

    class Meta:
        verbose_name = verbose_name_plural = "文件关系"
        constraints = [
            models.UniqueConstraint(
                fields=["source", "kind", "title", "document_number"], name="relation_unique"
            ),
            models.CheckConstraint(
                condition=~Q(title="", document_number=""),
                name="relation_names_its_object",
                violation_error_message="请填写所指文件的标题或文号。",
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=True) | ~Q(target=models.F("source")),
                name="relation_not_to_itself",
                violation_error_message="文件不能指向自己。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.document_number or self.title}"

    @staticmethod
    def repeal_in_force(*, on: date | Expression, prefix: str = "") -> Q:
        """The condition of a repeal by a published document that has begun to apply on that day."""
        source = f"{prefix}source__"
        begun = (
            Q(**{f"{source}effective_from__lte": on})
            | Q(**{f"{source}effective_from__isnull": True, f"{source}written_on__lte": on})
            | Q(**{f"{source}effective_from__isnull": True, f"{source}written_on__isnull": True})
        )
        return Q(**{f"{prefix}kind": RelationKind.REPEALS, f"{source}status": "published"}) & begun
