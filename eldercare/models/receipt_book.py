"""备案回执编号簿: how far each county has counted."""

from django.db import models


class ReceiptBook(models.Model):
    """The last number each county gave in a year; its row is locked while a filing is accepted, so that numbers have
    no gap and no duplicate (a trigger on filings holds both)."""

    county = models.CharField("县代码", max_length=6)
    year = models.PositiveSmallIntegerField("年份")
    last = models.PositiveIntegerField("最后序号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "回执编号簿"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="receipt_book_is_one",
                fields=["county", "year"],
                violation_error_message="这个县（区）这一年已有编号簿。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.county} {self.year}: {self.last}"
