"""Reference lists of documents: 文种 and 栏目."""

from django.db import models


class Kind(models.Model):
    """文种: fifteen are official (党政机关公文处理工作条例 第八条); others name what a gazette also carries."""

    name = models.CharField("文种", max_length=20, unique=True)
    is_official = models.BooleanField(
        "法定文种", default=False, help_text="《党政机关公文处理工作条例》规定的15种之一。"
    )
    position = models.PositiveSmallIntegerField("排序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "文种"

    def __str__(self) -> str:
        return self.name


class Column(models.Model):
    """栏目: the part of a gazette in which a document or a line of the contents stands."""

    name = models.CharField("栏目", max_length=60, unique=True)
    slug = models.SlugField("网址名", max_length=60, unique=True, allow_unicode=True)
    position = models.PositiveSmallIntegerField("排序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "栏目"

    def __str__(self) -> str:
        return self.name
