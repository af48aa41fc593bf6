"""How often a visitor came for something within a minute, an hour or a day: for throttling, forgotten an hour after it."""

from django.db import models
from django.db.models import F, Q


class VisitTally(models.Model):
    """Written by `foundation/throttling.py` alone. The table is unlogged: after a crash of the server it is empty."""

    what = models.CharField("事由", max_length=20)
    visitor = models.CharField(
        "访问者", max_length=64, help_text="网络地址的带密钥摘要，每天更换，不能还原；all 是全部合计。"
    )
    since = models.DateTimeField("起于")
    until = models.DateTimeField("止于")
    count = models.PositiveIntegerField("次数")

    class Meta:
        verbose_name = verbose_name_plural = "访问次数"
        default_permissions = ()
        indexes = [models.Index(fields=["until"], name="visit_tally_by_age")]
        constraints = [
            models.UniqueConstraint(
                name="visit_tally_is_once_a_window",
                fields=["what", "visitor", "since", "until"],
                violation_error_message="同一访问者在同一时段只记一行。",
            ),
            models.CheckConstraint(
                name="visit_tally_names_a_visitor",
                condition=~Q(what="") & ~Q(visitor="") & Q(count__gte=1, until__gt=F("since")),
                violation_error_message="访问次数须写明事由、访问者和时段，至少一次。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.since:%H:%M} {self.count}"
