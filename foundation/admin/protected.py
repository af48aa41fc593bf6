"""Looking at protected data from the desk: a button, a reason, and the numbers once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from unfold.decorators import action
from unfold.widgets import UnfoldAdminTextareaWidget

from foundation import actions
from foundation.fields import protected_fields
from foundation.permissions import REVEAL_PROTECTED
from foundation.refusals import Refusal


class RevealForm(forms.Form):
    """Which numbers, and why; the action says whether the reason will do."""

    wanted = forms.MultipleChoiceField(
        label="要查看的信息",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选择要查看的信息。"},
    )
    reason = forms.CharField(
        label="理由",
        max_length=500,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text="写明办什么事、依据什么，如“核对备案材料”。记入查看记录，不要写号码。",
        error_messages={"required": "请写明查看的理由。"},
    )

    def __init__(self, *args: Any, obj: models.Model, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = self.fields["wanted"]
        assert isinstance(wanted, forms.MultipleChoiceField)
        wanted.choices = [
            (field.name, f"{field.verbose_name}（{getattr(obj, field.name)}）")
            for field in protected_fields(obj)
            if getattr(obj, field.name)
        ]


class RevealsProtected:
    """A desk whose objects hold protected data; before DeskAdmin among the bases.

    It adds the button “查看证件号码和电话” for holders of `foundation.reveal_protected`. A desk with buttons of its own
    names "reveal" among its `actions_detail`. Only objects of the desk's own `get_queryset` can be asked about.
    """

    actions_detail: tuple[Any, ...] = ("reveal",)

    def has_reveal_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Asked by name, not as "foundation.reveal_protected": unfold would look that up while an empty database is made."""
        return request.user.has_perm(REVEAL_PROTECTED)

    @action(
        description="查看证件号码和电话",
        url_path="reveal",
        icon="visibility_lock",
        permissions=["reveal"],
    )
    def reveal(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Asking shows masks; sending a reason shows the numbers, in this one answer and nowhere else."""
        obj = self._within_scope(request, object_id)
        form = RevealForm(request.POST if request.method == "POST" else None, obj=obj)
        if request.method == "POST" and form.is_valid():
            try:
                numbers = actions.reveal(
                    obj,
                    fields=form.cleaned_data["wanted"],
                    reason=form.cleaned_data["reason"],
                    by=request.user,  # type: ignore[arg-type]  # admin_view lets nobody else in
                    at=timezone.localtime(),
                )
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                return self._show(request, obj, numbers)
        return self._answer(request, "admin/protected_ask.html", obj, form=form, refused=bool(form.errors))

    def _within_scope(self, request: HttpRequest, object_id: str) -> Any:
        obj = self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]
        if obj is None:
            raise Http404
        if not self.has_view_permission(request, obj):  # type: ignore[attr-defined]
            raise PermissionDenied
        return obj

    def _show(self, request: HttpRequest, obj: Any, numbers: dict[str, str]) -> HttpResponse:
        labels = {field.name: field.verbose_name for field in protected_fields(obj)}
        shown = [(labels[name], number) for name, number in numbers.items()]
        return self._answer(request, "admin/protected_shown.html", obj, shown=shown)

    def _answer(
        self, request: HttpRequest, template: str, obj: Any, *, refused: bool = False, **more: Any
    ) -> HttpResponse:
        noun = obj._meta
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "title": "查看证件号码和电话",
            "opts": noun,
            "object": obj,
            "page": reverse(f"admin:{noun.app_label}_{noun.model_name}_change", args=[obj.pk]),
            **more,
        }
        response = TemplateResponse(request, template, context, status=422 if refused else 200)
        response["Cache-Control"] = "no-store"
        return response
