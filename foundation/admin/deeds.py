"""A button that asks before it acts: what will happen, what must be said, and one action behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.db import IntegrityError, models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from foundation.constraints import refusal_of
from foundation.refusals import Refusal


@dataclass(frozen=True)
class Deed:
    """One button's page. `act` gets the cleaned fields and answers where to go next (None: back to the object)."""

    title: str
    form: Callable[..., forms.BaseForm]
    act: Callable[[dict[str, Any]], str | None]
    done: str  # the sentence afterwards
    explanation: str = ""
    notes: Sequence[str] = field(default_factory=list)
    button: str = ""
    blocked: bool = False  # the notes stand in the way: no button
    template: str = "admin/deed.html"
    context: dict[str, Any] = field(default_factory=dict)


class AsksBeforeActing:
    """For a ModelAdmin: `return self.ask(request, obj, Deed(...))`."""

    def found(self, request: HttpRequest, object_id: str) -> Any:
        """The object, if this person may see it; unseen is not there."""
        obj = self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]
        if obj is None:
            raise Http404
        return obj

    def page_of(self, obj: models.Model) -> str:
        noun = obj._meta
        return reverse(f"admin:{noun.app_label}_{noun.model_name}_change", args=[obj.pk])

    def ask(self, request: HttpRequest, obj: models.Model, deed: Deed) -> HttpResponse:
        """Asking shows what will happen; only sending the form makes it happen. A refusal is said in place."""
        sent = request.method == "POST"
        form = deed.form(request.POST, request.FILES) if sent else deed.form()
        if sent and not deed.blocked and form.is_valid():
            try:
                page = deed.act(form.cleaned_data)
            except Refusal as refusal:
                at = getattr(refusal, "field", "")
                form.add_error(at if at in form.fields else None, str(refusal))
            except IntegrityError as error:
                form.add_error(None, f"没有办成：{refusal_of(error)}")
            else:
                messages.success(request, deed.done)
                return redirect(page or self.page_of(obj))
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": obj._meta,
            "title": deed.title,
            "object": obj,
            "deed": deed,
            "form": form,
            "page": self.page_of(obj),
            **deed.context,
        }
        return TemplateResponse(request, deed.template, context, status=422 if sent else 200)


def user_of(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # the admin lets nobody else in
    return request.user
