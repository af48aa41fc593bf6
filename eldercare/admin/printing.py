"""A page of papers beside an object: each opens as PDF, and that it was printed stands in the log of the desk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.http import content_disposition_header
from unfold.decorators import action

from foundation.admin.deeds import AsksBeforeActing, user_of
from foundation.refusals import Refusal


@dataclass(frozen=True)
class Paper:
    """One paper that can be printed now. `typeset` raises a Refusal where it cannot after all."""

    slug: str
    name: str
    typeset: Callable[[], bytes]
    note: str = ""
    gaps: str = ""  # what must be written by hand because no typeface has it


class PrintsPapers(AsksBeforeActing):
    """For a desk that names "print_papers" among its buttons and says in `papers_of` what there is."""

    def papers_of(self, request: HttpRequest, obj: Any) -> Sequence[Paper]:
        raise NotImplementedError

    def title_of(self, obj: Any) -> str:
        return str(obj)

    def get_urls(self) -> list[URLPattern]:
        site, noun = self.admin_site, self.model._meta  # type: ignore[attr-defined]
        address = "<int:pk>/papers/<slug:slug>.pdf"
        own = path(address, site.admin_view(self.paper), name=f"eldercare_{noun.model_name}_paper")
        return [own, *super().get_urls()]  # type: ignore[misc]

    @action(description="打印文书", url_path="papers", icon="print")
    def print_papers(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Which papers there are, and what must be written on them by hand."""
        return self.show_papers(request, self._readable(request, object_id))

    def paper(self, request: HttpRequest, pk: int, slug: str) -> HttpResponse:
        """One of them; nothing protected is on it."""
        obj = self._readable(request, str(pk))
        wanted = next((paper for paper in self.papers_of(request, obj) if paper.slug == slug), None)
        if wanted is None:
            raise Http404("没有这份文书。")
        try:
            content = wanted.typeset()
        except Refusal as refusal:
            return self.show_papers(request, obj, refused=str(refusal))
        return self.handed_out(request, obj, wanted.name, content)

    def handed_out(self, request: HttpRequest, obj: Model, name: str, content: bytes) -> HttpResponse:
        LogEntry.objects.create(
            user=user_of(request),
            content_type=ContentType.objects.get_for_model(obj),
            object_id=str(obj.pk),
            object_repr=str(obj)[:200],
            action_flag=CHANGE,
            change_message=f"打印{name}",
        )
        return shown_pdf(content, f"{name}-{self.title_of(obj)}")

    def show_papers(
        self, request: HttpRequest, obj: Model, *, refused: str = "", **context: Any
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": obj._meta,
            "title": "打印文书",
            "object": obj,
            "address": f"admin:eldercare_{obj._meta.model_name}_paper",
            "offered": self.papers_of(request, obj),
            "page": self.page_of(obj),
            "refused": refused,
            **context,
        }
        wrong = bool(refused or (context.get("form") and context["form"].errors))
        template = "admin/eldercare/object_papers.html"
        return TemplateResponse(request, template, context, status=422 if wrong else 200)

    def _readable(self, request: HttpRequest, object_id: str) -> Any:
        obj = self.found(request, object_id)
        if not self.has_view_permission(request, obj):  # type: ignore[attr-defined]
            raise PermissionDenied
        return obj


def shown_pdf(content: bytes, name: str) -> HttpResponse:
    """Shown in the browser, from where it is printed; kept by nobody on the way."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = str(content_disposition_header(False, f"{name}.pdf"))
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
