"""What reading a file gave: the source, the balance of its characters, and the problems for the editor."""

from django.db import models
from django.db.models import F, Q


class Reading(models.Model):
    """One file that was read and saved. Nothing is lost: characters = placed + furniture + unplaced."""

    source_name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    characters = models.PositiveIntegerField("字符数", help_text="不计空白。")
    placed = models.PositiveIntegerField("已归位")
    furniture = models.PositiveIntegerField("版面附件", help_text="页眉、页码、目录引导点等。")
    unplaced = models.JSONField("未归位", default=list, blank=True)
    unplaced_characters = models.PositiveIntegerField("未归位字符数", default=0)
    read_at = models.DateTimeField("读入时间")

    class Meta:
        verbose_name = verbose_name_plural = "读入记录"
        constraints = [
            models.CheckConstraint(
                condition=Q(characters=F("placed") + F("furniture") + F("unplaced_characters")),
                name="reading_loses_nothing",
                violation_error_message="读入的字符数不平衡：有文字丢失。",
            ),
        ]

    def __str__(self) -> str:
        return self.source_name


class Problem(models.Model):
    """Something the reader was not sure of; it never corrects in silence."""

    reading = models.ForeignKey(Reading, models.CASCADE, related_name="problems", verbose_name="读入记录")
    position = models.PositiveIntegerField("次序")
    line = models.PositiveIntegerField("行号")
    kind = models.CharField("类别", max_length=40)
    message = models.TextField("说明")
    printed = models.TextField("原样", blank=True)
    suggestion = models.TextField("建议", blank=True)
    settled = models.BooleanField("已处理", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "读入问题"
        constraints = [
            models.UniqueConstraint(fields=["reading", "position"], name="problem_position_unique"),
        ]

    def __str__(self) -> str:
        return f"第{self.line}行：{self.message}"
