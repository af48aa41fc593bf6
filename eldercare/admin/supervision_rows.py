"""Supervision on the page of an institution: inspections, orders to correct, accidents."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.decorators import display

from eldercare.models import Incident, Inspection, Rectification
from eldercare.rules.rectification import NAMES
from eldercare.supervision import stage_of, with_stage
from foundation.admin.desk import ListedRows


class InspectionRows(ListedRows):
    model = Inspection
    fields = ("inspected_on", "departments", "conclusion")
    readonly_fields = ("conclusion",)
    ordering: ClassVar[tuple[str, ...]] = ("-inspected_on", "-pk")
    verbose_name_plural = "检查"
    adds_elsewhere = False

    @display(description="结论")
    def conclusion(self, obj: Inspection) -> str:
        return "符合要求" if obj.meets_standard else "不符合要求"


class OrderRows(ListedRows):
    model = Rectification
    fields = ("kind", "ordered_on", "due", "state")
    readonly_fields = ("due", "state")
    ordering: ClassVar[tuple[str, ...]] = ("-ordered_on", "-pk")
    verbose_name_plural = "限期整改"
    adds_elsewhere = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return with_stage(super().get_queryset(request), on=timezone.localdate())

    @display(description="期限")
    def due(self, obj: Any) -> date:
        found: date = obj.due_on
        return found

    @display(description="进展")
    def state(self, obj: Any) -> str:
        return NAMES[stage_of(obj, on=timezone.localdate())]


class IncidentRows(ListedRows):
    model = Incident
    fields = ("happened_on", "kind", "state")
    readonly_fields = ("state",)
    ordering: ClassVar[tuple[str, ...]] = ("-happened_on", "-pk")
    verbose_name_plural = "事故"
    adds_elsewhere = False

    @display(description="认定")
    def state(self, obj: Incident) -> str:
        return {None: "待认定", True: "重大责任事故", False: "不是重大责任事故"}[obj.is_major]
