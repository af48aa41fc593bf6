"""Papers of a filing as PDF: the form, and once it is accepted the receipt, the notice and the list of measures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from unfold.decorators import action
from unfold.widgets import UnfoldAdminTextInputWidget

from eldercare import papers
from eldercare.admin.printing import shown_pdf
from eldercare.models import Filing
from eldercare.printing import filing_form_of, measures_of, receipt_of
from eldercare.vocabulary import FilingStatus
from foundation import actions as foundation_actions
from foundation.admin.deeds import user_of
from foundation.permissions import REVEAL_PROTECTED
from foundation.refusals import Refusal

NAMES = {
    "form": "备案书",
    "receipt": "备案回执",
    "conditions": "基本条件告知书",
    "measures": "扶持政策措施清单",
}
AFTER_ACCEPTANCE = ("receipt", "conditions", "measures")
NUMBERS = ("identity_number", "contact_phone")


class RevealForm(forms.Form):
    reason = forms.CharField(
        label="理由",
        max_length=500,
        widget=UnfoldAdminTextInputWidget(),
        help_text="写明办什么事，如“打印后交负责人签字”。记入查看记录，不要写号码。",
        error_messages={"required": "请写明理由。"},
    )


class FilingPapers:
    """For the desk of filings."""

    actions_detail: tuple[Any, ...] = ("print_papers",)

    def get_urls(self) -> list[URLPattern]:
        site = self.admin_site  # type: ignore[attr-defined]
        own = [
            path(
                "<int:pk>/papers/<slug:paper>.pdf", site.admin_view(self.paper), name="eldercare_filing_paper"
            ),
            path("<int:pk>/papers/full/", site.admin_view(self.full_form), name="eldercare_filing_full_form"),
        ]
        return [*own, *super().get_urls()]  # type: ignore[misc]

    @action(description="打印文书", url_path="papers", icon="print")
    def print_papers(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Which papers there are, and what must be written on them by hand."""
        filing: Filing = self.found(request, object_id)  # type: ignore[attr-defined]
        return self._ask(request, filing, RevealForm())

    def paper(self, request: HttpRequest, pk: int, paper: str) -> HttpResponse:
        """One paper without protected numbers."""
        filing = self._visible(request, pk)
        if paper not in NAMES or (paper in AFTER_ACCEPTANCE and filing.accepted_on is None):
            raise Http404("没有这份文书。")
        try:
            content = _typeset(filing, paper)
        except Refusal as refusal:
            return self._ask(request, filing, RevealForm(), refused=str(refusal))
        return shown_pdf(content, f"{NAMES[paper]}-{_title(filing)}")

    def full_form(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form with the identity number and the telephone: by permission and reason, on record first."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        filing = self._visible(request, pk)
        if not request.user.has_perm(REVEAL_PROTECTED):
            raise PermissionDenied
        form = RevealForm(request.POST)
        if not form.is_valid():
            return self._ask(request, filing, form)
        try:
            content = self._with_numbers(request, filing, form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self._ask(request, filing, form)
        return shown_pdf(content, f"{NAMES['form']}-{_title(filing)}")

    def _with_numbers(self, request: HttpRequest, filing: Filing, reason: str) -> bytes:
        holder = filing.institution if filing.status == FilingStatus.DRAFT else filing
        wanted = [name for name in NUMBERS if getattr(holder, name)]
        at = timezone.localtime()
        numbers = foundation_actions.reveal(holder, fields=wanted, reason=reason, by=user_of(request), at=at)
        return papers.filing_form(filing_form_of(filing, numbers=numbers), at=at)

    def _visible(self, request: HttpRequest, pk: int) -> Filing:
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        filings = Filing.objects.visible_to(request.user)
        related = ("institution__township__parent", "authority", "operator")
        return get_object_or_404(filings.select_related(*related), pk=pk)

    def _ask(
        self, request: HttpRequest, filing: Filing, form: RevealForm, *, refused: str = ""
    ) -> HttpResponse:
        offered = [name for name in NAMES if name not in AFTER_ACCEPTANCE or filing.accepted_on is not None]
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": Filing._meta,
            "title": "打印文书",
            "filing": filing,
            "offered": [(name, NAMES[name], _gaps(filing, name)) for name in offered],
            "may_reveal": request.user.has_perm(REVEAL_PROTECTED),
            "form": form,
            "refused": refused,
        }
        wrong = bool(refused or form.errors)
        return TemplateResponse(
            request, "admin/eldercare/filing_papers.html", context, status=422 if wrong else 200
        )


def _typeset(filing: Filing, paper: str) -> bytes:
    """A paper that was issued keeps the time of its issue, so that it is the same file again."""
    at = filing.decided_at or filing.submitted_at or timezone.localtime()
    if paper == "form":
        return papers.filing_form(filing_form_of(filing, numbers={}), at=at)
    if paper == "receipt":
        return papers.receipt(receipt_of(filing), at=at)
    if paper == "conditions":
        return papers.basic_conditions_notice(at=at)
    assert filing.accepted_on is not None
    return papers.support_measures(measures_of(filing, on=filing.accepted_on), at=at)


def _gaps(filing: Filing, paper: str) -> str:
    """What the typefaces lack, in a sentence; "" for nothing."""
    if paper == "form":
        return papers.to_write_by_hand(filing_form_of(filing, numbers={}))
    return papers.to_write_by_hand(receipt_of(filing)) if paper == "receipt" else ""


def _title(filing: Filing) -> str:
    return filing.name or filing.institution.name
