"""The search index: entries, and the segments their postings lie in. How it works: `foundation/search/__init__.py`."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from foundation.fields import FoldedField


class SearchEntry(models.Model):
    """One place that can be found. Never updated: a place that changed is a new entry, so an id stands for one text."""

    kind = models.CharField("类别", max_length=20, help_text="如 document、task；见各应用的 searchables.py。")
    subject = models.CharField("对象类型", max_length=40, help_text="如 documents.document：谁变了就重编谁。")
    subject_id = models.BigIntegerField("对象编号")
    address = models.CharField("地址", max_length=300)
    anchors = models.JSONField(
        "各段的锚点", default=list, blank=True, help_text="正文每一行一个，没有的留空。"
    )
    whole = models.TextField(
        "整体的标题", blank=True, help_text="所在公文的标题；查几个词时，其中的词可以在这里。"
    )
    trail = models.TextField("所在", blank=True, help_text="上级标题，只显示，不参加匹配。")
    title = models.TextField("标题", blank=True)
    number = models.CharField("文号", max_length=120, blank=True)
    heading = models.TextField("层次标题", blank=True)
    body = models.TextField("正文", blank=True)
    folded = models.TextField(
        "用于匹配的文字", help_text="标题和文号、层次标题、正文、整体的标题，各为一区。"
    )
    day = models.DateField("日期", null=True, blank=True)
    facets = models.JSONField("筛选项", default=dict, blank=True)
    effective_from = models.DateField("施行日期", null=True, blank=True)
    effective_until = models.DateField("有效期至", null=True, blank=True)
    repealed_from = models.DateField("废止日期", null=True, blank=True)
    digest = models.CharField("摘要", max_length=32, help_text="全部内容的摘要，用来比较和核对。")

    class Meta:
        verbose_name = verbose_name_plural = "检索条目"
        default_permissions = ()
        indexes = [models.Index(fields=["subject", "subject_id"], name="search_entry_by_subject")]
        constraints = [
            models.CheckConstraint(
                name="search_entry_has_kind_and_subject",
                condition=~Q(kind="") & ~Q(subject=""),
                violation_error_message="检索条目须写明类别和对象。",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.folded[:40]


class SearchFresh(models.Model):
    """An entry that stands in no segment yet: it is found by looking through its text."""

    entry_id = models.BigIntegerField("条目", primary_key=True)

    class Meta:
        verbose_name = verbose_name_plural = "未编入的检索条目"
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.entry_id)


class SearchGrave(models.Model):
    """An entry that is no more, though a segment may still hold its postings."""

    entry_id = models.BigIntegerField("条目", primary_key=True)

    class Meta:
        verbose_name = verbose_name_plural = "已删除的检索条目"
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.entry_id)


class SearchSegment(models.Model):
    """Postings of many entries, never changed: it is read while it is current, and dropped when another holds its entries."""

    is_current = models.BooleanField("在用", default=False)
    entries = models.PositiveIntegerField("条目数")
    characters = models.PositiveIntegerField("字数")
    pieces = models.PositiveIntegerField("片段数", default=0)
    shelf = models.BinaryField(
        "条目表", help_text="条目的编号、日期、筛选项和各区的起点；见 foundation/search/shelf.py。"
    )
    digest = models.CharField("摘要", max_length=32)

    class Meta:
        verbose_name = verbose_name_plural = "检索分段"
        default_permissions = ()

    def __str__(self) -> str:
        return f"分段 {self.pk}"


class SearchPosting(models.Model):
    """Where a piece of one or two characters stands in a segment; see `foundation/search/postings.py`."""

    pk = models.CompositePrimaryKey("segment_id", "piece")
    segment_id = models.BigIntegerField("分段")
    piece = models.BigIntegerField("字或两字")
    positions = models.BinaryField("位置", null=True)
    slots = models.BinaryField("所在区", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "检索位置"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.segment_id}:{self.piece}"


class Synonym(models.Model):
    """A word that is looked for together with the other words of its group; names of units need none."""

    group = models.CharField(
        "通用名称", max_length=60, help_text="同一组写同一个名称，如“发展和改革委员会”。"
    )
    word = FoldedField(
        "别的说法",
        max_length=60,
        unique=True,
        help_text="如“发改委”“发展改革委”；查其中一个，也找到同组的其他说法。",
    )

    class Meta:
        verbose_name = verbose_name_plural = "同义词"
        constraints = [
            models.CheckConstraint(
                name="synonym_is_a_word",
                condition=Q(word__regex=r"^\S{2,}$") & Q(group__regex=r"^\S{2,}$"),
                violation_error_message="同义词至少两个字，中间没有空格。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.word}（{self.group}）"
