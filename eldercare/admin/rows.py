"""What stands on the page of an institution beside its own fields."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import User
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from eldercare.admin.rating_rows import ApplicationRows, DecisionRows, LevelRows
from eldercare.admin.registration_form import RegistrationForm
from eldercare.admin.row_forms import ChangeForm, CheckForm, LicenceForm, RegistrationRowset, StaffForm
from eldercare.admin.supervision_rows import IncidentRows, InspectionRows, OrderRows
from eldercare.models import (
    ConditionCheck,
    Evidence,
    Filing,
    Institution,
    Licence,
    Registration,
    RegistrationChange,
    ServiceOffer,
    StaffCount,
    Succession,
)
from eldercare.rules.judged import JUDGED
from foundation.admin.desk import Blocks, ListedRows, Rows
from foundation.admin.ordered import InlineRows
from foundation.admin.scoped import ChoosesInScope


class RegistrationBlocks(ChoosesInScope, Blocks):
    """The registration in force, and those before it."""

    model = Registration
    form = RegistrationForm
    formset = RegistrationRowset
    fields = (
        ("kind", "authority", "number"),
        ("operator", "registered_on"),
        ("valid_until", "ended_on"),
    )
    related = ("operator",)
    autocomplete_fields = ("operator",)
    can_delete = False
    verbose_name_plural = "登记"


class ServiceRows(Rows):
    model = ServiceOffer
    fields = ("service", "fee", "price", "detail")
    verbose_name_plural = "服务项目"


class StaffRows(Rows):
    model = StaffCount
    form = StaffForm
    fields = ("counted_on", "total", "full_time", "nurses", "social_workers", "cooks", "medical")
    ordering: ClassVar[tuple[str, ...]] = ("-counted_on", "pk")
    verbose_name_plural = "人员"


class LicenceRows(Rows):
    model = Licence
    form = LicenceForm
    fields = ("kind", "number", "authority", "issued_on", "valid_until")
    verbose_name_plural = "许可证"


class CheckFormset(InlineRows):
    """Who looked is who saves. (`request` is a name the base class overwrites.)"""

    looker: User

    def save_new(self, form: Any, commit: bool = True) -> Any:
        form.instance.checked_by = self.looker
        return super().save_new(form, commit)


class CheckRows(Rows):
    """Checks are added; an earlier word is never rewritten, a later one counts."""

    model = ConditionCheck
    form = CheckForm
    fields = ("rule", "result", "checked_on", "remark", "checker")
    readonly_fields = ("checker",)
    related = ("checked_by",)
    formset = CheckFormset
    ordering: ClassVar[tuple[str, ...]] = ("-checked_on", "rule", "pk")
    can_delete = False
    verbose_name_plural = "现场核查"

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        formset.looker = request.user
        return formset

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name == "rule":
            choices = [("", "---------"), *((rule, f"{rule} {title}") for rule, title in JUDGED.items())]
            return forms.ChoiceField(
                label="检查项", choices=choices, widget=UnfoldAdminSelectWidget(choices=choices)
            )
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "checked_on" and field is not None:
            field.initial = timezone.localdate
        return field

    @display(description="检查人")
    def checker(self, obj: ConditionCheck) -> str:
        return (obj.checked_by.get_full_name() or obj.checked_by.get_username()) if obj.pk else "—"


class FilingRows(ListedRows):
    """Every version of the filing form, the newest first; each has its own page."""

    model = Filing
    fields = ("label", "state", "receipt", "filed_on", "due_on", "late")
    readonly_fields = ("label", "state", "receipt", "late")
    related = ("institution",)
    ordering: ClassVar[tuple[str, ...]] = ("-version", "pk")
    verbose_name_plural = "备案"
    adds_elsewhere = False

    @display(description="版次")
    def label(self, obj: Filing) -> str:
        return obj.label

    @display(description="状态")
    def state(self, obj: Filing) -> str:
        return obj.standing

    @display(description="回执编号")
    def receipt(self, obj: Filing) -> str:
        return obj.receipt_number or "—"

    @display(description="是否逾期")
    def late(self, obj: Filing) -> str:
        return {None: "—", True: "逾期", False: "按期"}[obj.is_late]


class EvidenceRows(ListedRows):
    """Files on record; each is opened from its own page."""

    model = Evidence
    fields = ("kind", "file_name", "uploaded_at", "standing")
    readonly_fields = ("file_name", "standing")
    ordering: ClassVar[tuple[str, ...]] = ("kind", "-uploaded_at", "pk")
    verbose_name_plural = "材料"
    adds_elsewhere = False

    @display(description="文件")
    def file_name(self, obj: Evidence) -> str:
        return format_html(
            '<a class="desk-link" href="{}">{}</a>',
            reverse("admin:eldercare_evidence_file", args=[obj.pk]),
            obj.name,
        )

    @display(description="状态")
    def standing(self, obj: Evidence) -> str:
        return f"已作废：{obj.void_reason}" if obj.voided_at else "有效"


class SuccessionRows(ListedRows):
    model = Succession
    fields = ("on", "predecessor", "successor", "basis")
    related = ("predecessor", "successor")
    ordering: ClassVar[tuple[str, ...]] = ("-on", "pk")
    verbose_name_plural = "运营主体承接"
    adds_elsewhere = False

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        return list(self.fields)

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        return list(self.fields)


class ChangeRows(Rows):
    """变更登记 of a registration."""

    model = RegistrationChange
    form = ChangeForm
    fields = ("item", "before", "after", "changed_on")
    ordering: ClassVar[tuple[str, ...]] = ("-changed_on", "pk")
    tab = False


def rows_of(institution: Institution | None) -> tuple[type[Rows | Blocks], ...]:
    """A new institution first gets what the paper form asks for; the rest when it is there."""
    entry = (RegistrationBlocks, ServiceRows, StaffRows, LicenceRows)
    if institution is None:
        return entry
    rated = (ApplicationRows, LevelRows, DecisionRows)
    supervised = (InspectionRows, OrderRows, IncidentRows)
    return (FilingRows, *rated, *supervised, *entry, CheckRows, EvidenceRows, SuccessionRows)
