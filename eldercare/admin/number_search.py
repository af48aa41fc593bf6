"""Finding institutions by a person's number: sent by POST, so that no address, log or history holds it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from unfold.decorators import action
from unfold.widgets import UnfoldAdminTextInputWidget

from eldercare.models import Institution
from eldercare.permissions import CHANGE_INSTITUTION
from eldercare.standing import state_of, with_state
from foundation.admin.deeds import user_of
from foundation.refusals import TooManyVisits
from foundation.throttling import Limit, Window, count_in

MOST = 50
# Trying out the numbers a person may have would tell theirs, without the permission, reason and record of looking.
ASKED = Limit("by-number", 60, "您按号码查找的次数太多，请一小时以后再试。", Window.HOUR)


class NumberForm(forms.Form):
    number = forms.CharField(
        label="身份证号码或电话",
        max_length=40,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
        help_text="写完整的号码，按全号查找；号码不留在网址和记录里。",
        error_messages={"required": "请写完整的号码。"},
    )


class FindsByNumber:
    """For the desk of institutions."""

    def has_find_by_number_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(CHANGE_INSTITUTION)

    @action(
        description="按号码查找", url_path="by-number", icon="person_search", permissions=["find_by_number"]
    )
    def find_by_number(self, request: HttpRequest) -> HttpResponse:
        form = NumberForm(request.POST if request.method == "POST" else None)
        found: list[Any] | None = None
        if form.is_bound and form.is_valid():
            try:
                with transaction.atomic():
                    count_in(ASKED, str(user_of(request).pk), at=timezone.now())
            except TooManyVisits as refusal:
                form.add_error("number", str(refusal))
            else:
                found = _with_number(request, form.cleaned_data["number"])
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": Institution._meta,
            "title": "按号码查找",
            "form": form,
            "found": [(institution, state_of(institution)) for institution in found or []],
            "asked": found is not None,
        }
        response = TemplateResponse(
            request, "admin/eldercare/by_number.html", context, status=422 if form.errors else 200
        )
        response["Cache-Control"] = "no-store"
        return response


def _with_number(request: HttpRequest, number: str) -> list[Any]:
    """Institutions within reach whose person in charge or contact has this number, whichever key it lies under."""
    wanted = (
        Q(identity_number__matches=number)
        | Q(person_phone__matches=number)
        | Q(contact_phone__matches=number)
    )
    institutions = with_state(Institution.objects.visible_to(request.user).filter(wanted))
    return list(institutions.select_related("township__parent").order_by("name", "pk")[:MOST])
