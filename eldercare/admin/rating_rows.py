"""Rating on the page of an institution: its applications, its levels over time, the decisions on it."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import display

from eldercare.models import Rating, RatingApplication, RatingDecision
from foundation.admin.desk import ListedRows


class ApplicationRows(ListedRows):
    model = RatingApplication
    fields = ("round", "level_shown", "state", "applied_on")
    readonly_fields = ("level_shown", "state")
    related = ("round", "institution")
    ordering: ClassVar[tuple[str, ...]] = ("-round__year", "-pk")
    verbose_name_plural = "评定申请"
    adds_elsewhere = False

    @display(description="申请等级")
    def level_shown(self, obj: RatingApplication) -> str:
        return obj.get_level_applied_display() or "—"

    @display(description="状态")
    def state(self, obj: RatingApplication) -> str:
        return obj.get_status_display()


class LevelRows(ListedRows):
    """Levels as they are known today, and what was known before: nothing is rewritten."""

    model = Rating
    fields = ("level", "first", "last", "by_decision", "state", "recorded_at")
    related = ("decision", "superseded_by")
    ordering: ClassVar[tuple[str, ...]] = ("-period", "-pk")
    verbose_name_plural = "等级"
    adds_elsewhere = False

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        return list(self.fields)

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        return list(self.fields)

    @display(description="起始日期")
    def first(self, obj: Rating) -> date:
        return obj.first_day

    @display(description="到期日期")
    def last(self, obj: Rating) -> date:
        return obj.last_day

    @display(description="决定")
    def by_decision(self, obj: Rating) -> Any:
        return _door(obj.decision)

    @display(description="状态")
    def state(self, obj: Rating) -> Any:
        if obj.superseded_by is not None and obj.superseded_at is not None:
            return format_html(
                "{} 起由 {} 代替", timezone.localdate(obj.superseded_at), _door(obj.superseded_by)
            )
        today = timezone.localdate()
        if obj.last_day < today:
            return "已到期"
        return "现行" if obj.first_day <= today else "未生效"


class DecisionRows(ListedRows):
    model = RatingDecision
    fields = ("letter", "outcome_shown", "effective_on", "decided_on", "state")
    readonly_fields = ("letter", "outcome_shown", "state")
    related = ("superseded_by",)
    ordering: ClassVar[tuple[str, ...]] = ("-pk",)
    verbose_name_plural = "评定决定"
    adds_elsewhere = False

    @display(description="编号")
    def letter(self, obj: RatingDecision) -> str:
        return obj.letter_number

    @display(description="决定")
    def outcome_shown(self, obj: RatingDecision) -> str:
        return obj.outcome

    @display(description="状态")
    def state(self, obj: RatingDecision) -> str:
        return "已更正" if hasattr(obj, "superseded_by") else "有效"


def _door(decision: RatingDecision) -> Any:
    page = reverse("admin:eldercare_ratingdecision_change", args=[decision.pk])
    return format_html('<a class="desk-link" href="{}">{}</a>', page, decision.letter_number)
