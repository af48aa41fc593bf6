"""On the page of an institution: what supervision begins with. An accident, an inspection, an order to correct."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from unfold.decorators import action

from eldercare import actions
from eldercare.admin.supervision_forms import (
    IncidentForm,
    InspectionForm,
    OrderForm,
    choosing,
)
from eldercare.models import Institution
from eldercare.permissions import ADD_INCIDENT, ADD_INSPECTION, ORDER_RECTIFICATION
from foundation.admin.deeds import AsksBeforeActing, Deed, user_of
from foundation.admin.kept import KeepsDeeds


class InstitutionSupervision(KeepsDeeds, AsksBeforeActing):
    kept_deeds: ClassVar[dict[str, str]] = {"inspect": "inspect", "order": "order", "incident": "incident"}

    def has_incident_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(ADD_INCIDENT)

    def has_inspect_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(ADD_INSPECTION)

    def has_order_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(ORDER_RECTIFICATION)

    @action(description="登记检查", url_path="inspect", icon="search_check", permissions=["inspect"])
    def inspect(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._record(
            request,
            object_id,
            actions.record_inspection,
            title="登记检查",
            form=InspectionForm,
            first={"inspected_on": timezone.localdate()},
            done="已登记检查。不符合要求的，可以责令整改。",
            explanation="检查登记后不能改动；写错的，再登记一次说明更正。",
        )

    @action(description="责令整改", url_path="order", icon="assignment_late", permissions=["order"])
    def order(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._record(
            request,
            object_id,
            actions.order_rectification,
            title="责令整改",
            form=OrderForm,
            first={},
            done="已责令整改。期限出现在期限雷达里；期满由人复查、认定，不会自动处理。",
            explanation="由县（区）民政局责令。整改要求和期限登记后不能改动，期限只能延长。",
        )

    @action(description="登记事故", url_path="incident", icon="emergency_home", permissions=["incident"])
    def incident(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._record(
            request,
            object_id,
            actions.record_incident,
            title="登记事故",
            form=IncidentForm,
            first={},
            done="已登记事故。有了认定文书后，登记是不是重大责任事故。",
            explanation="何时知道都可以补登。登记后不能改动；是否重大责任事故由县（区）照认定文书另行登记。",
        )

    def _record(
        self,
        request: HttpRequest,
        object_id: str,
        act: Callable[..., Any],
        *,
        title: str,
        form: type[forms.Form],
        first: dict[str, Any],
        done: str,
        explanation: str,
    ) -> HttpResponse:
        institution: Institution = self.found(request, object_id)

        def acted(said: dict[str, Any]) -> str:
            made = act(institution, **said, by=user_of(request), at=timezone.localtime())
            return reverse(f"admin:eldercare_{made._meta.model_name}_change", args=[made.pk])

        deed = Deed(
            title=title,
            form=choosing(form, institution, first=first),
            act=acted,
            done=done,
            explanation=explanation,
        )
        return self.ask(request, institution, deed)
