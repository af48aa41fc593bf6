"""One signature for several documents of the list: a page tells of each what would happen, and all are signed or none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from documents.models import Document
from documents.together import SomeRefused, TooManyTogether, move_documents, refusals_of
from foundation.admin.deeds import user_of
from foundation.admin.move_form import EXPLANATIONS, MoveForm, done
from foundation.admin.moves import mark_of
from foundation.lifecycle import Verb


def _for_chosen(verb: Verb) -> Any:
    """The choice below the list; it is there for those who may pass that review."""

    def choose(
        self: SignsTogether, request: HttpRequest, queryset: QuerySet[Document]
    ) -> HttpResponse | None:
        return self.sign_together(request, queryset, verb)

    choose.__name__ = f"{verb.value}_together"
    return admin.action(description=f"{verb.label}（选中的）", permissions=[verb.value])(choose)


class SignsTogether:
    """For the list of documents."""

    actions: Sequence[str] | None = (
        "first_review_together",
        "second_review_together",
        "final_review_together",
    )
    first_review_together = _for_chosen(Verb.FIRST_REVIEW)
    second_review_together = _for_chosen(Verb.SECOND_REVIEW)
    final_review_together = _for_chosen(Verb.FINAL_REVIEW)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Nothing is deleted by the dozen: of what was public not even one may go."""
        offered: dict[str, Any] = super().get_actions(request)  # type: ignore[misc]
        offered.pop("delete_selected", None)
        return offered

    def sign_together(
        self, request: HttpRequest, chosen: QuerySet[Document], verb: Verb
    ) -> HttpResponse | None:
        """Asking rehearses the step; only sending the page takes it. None leads back to the list."""
        documents = list(chosen.order_by("pk"))
        by, at = user_of(request), timezone.localtime()
        sent = request.POST if "confirm" in request.POST else None
        form = MoveForm(sent, verb=verb)
        refused: SomeRefused | None = None
        try:
            if sent is not None and form.is_valid():
                seen = {one.pk: mark_of(sent.get(f"seen-{one.pk}", "")) for one in documents}
                moved = move_documents(
                    documents, verb=verb, by=by, at=at, remark=form.cleaned_data["remark"], seen=seen
                )
                messages.success(request, f"{done(verb)} {len(moved)} 篇公文。")
                return redirect(request.get_full_path())
            sentences = refusals_of(documents, verb=verb, by=by, at=at)
        except TooManyTogether as refusal:
            messages.error(request, str(refusal))
            return None
        except SomeRefused as some:
            refused, sentences = some, dict(some.sentences)
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "title": f"{verb.deed} {len(documents)} 篇公文",
            "opts": self.opts,  # type: ignore[attr-defined]
            "verb": verb,
            "action": f"{verb.value}_together",
            "chosen_name": ACTION_CHECKBOX_NAME,
            "form": form,
            "refused": refused,
            "explanation": EXPLANATIONS[verb],
            "rows": [(one, _review_page(one), sentences.get(one.pk, "")) for one in documents],
            "able": len(documents) - len(sentences),
            "back": request.get_full_path(),
        }
        return TemplateResponse(
            request, "admin/documents/sign_together.html", context, status=422 if refused else 200
        )


def _review_page(document: Document) -> str:
    return reverse("admin:documents_document_review", args=[document.pk])
