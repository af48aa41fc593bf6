"""What changed since somebody looked: the staff's side of the difference that readers see."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from unfold.decorators import action

from documents.admin.other_editor import MindsOtherEditors
from documents.content_difference import compare_contents
from documents.models import Correction, Document
from documents.seeing import note_own_edit, note_seen, seen_before
from documents.snapshot import snapshot
from foundation.admin.deeds import user_of


class ShowsChanges(MindsOtherEditors):
    """For the desk of a text: its page and preview note what was seen, and lead to what changed since the last look."""

    change_form_before_template = "admin/text_top.html"
    changes_template = "admin/changes.html"

    def get_urls(self) -> list[URLPattern]:
        noun = f"{self.opts.app_label}_{self.opts.model_name}"  # type: ignore[attr-defined]
        view = self.admin_site.admin_view(self.changes)  # type: ignore[attr-defined]
        own = [path("<path:object_id>/changes/", view, name=f"{noun}_changes")]
        return [*own, *super().get_urls()]  # type: ignore[misc]

    def changes(self, request: HttpRequest, object_id: str) -> HttpResponse:
        obj = self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]
        if obj is None:
            raise Http404
        if not self.has_view_permission(request, obj):  # type: ignore[attr-defined]
            raise PermissionDenied
        content = note_seen(obj, by=user_of(request), at=timezone.localtime())
        earlier = seen_before(obj, content, by=user_of(request))
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "title": "自您上次查看以来的改动",
            "opts": self.opts,  # type: ignore[attr-defined]
            "object": obj,
            "page": self._page(obj),  # type: ignore[attr-defined]
            "earlier": earlier,
            "difference": compare_contents(earlier.read(), content) if earlier else None,
            **self.more_changes(obj),
        }
        return TemplateResponse(request, self.changes_template, context)

    def doors(self, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
        """Where else one goes from here: a name and an address each."""
        return []

    def more_changes(self, obj: Any) -> dict[str, Any]:
        """What the page of changes shows besides."""
        return {}

    def changes_page(self, obj: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changes", args=[obj.pk])  # type: ignore[attr-defined]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """The page is looked at: only when it is opened, not when a form comes back."""
        obj = context.get("original")
        if obj is not None:
            context |= {"changes_page": self.changes_page(obj), "doors": self.doors(request, obj)}
            if request.method == "GET":
                self.note(request, obj, context)
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]

    def note(self, request: HttpRequest, obj: Document | Correction, context: Any) -> None:
        content = note_seen(obj, by=user_of(request), at=timezone.localtime())
        context["seen_earlier"] = seen_before(obj, content, by=user_of(request))

    @action(description="预览", url_path="preview", icon="visibility", permissions=["view"])
    def preview(self, request: HttpRequest, object_id: str) -> HttpResponse:
        response: HttpResponse = super().preview(request, object_id)  # type: ignore[misc]
        note_seen(
            self.model._base_manager.get(pk=unquote(object_id)),  # type: ignore[attr-defined]
            by=user_of(request),
            at=timezone.localtime(),
        )
        return response

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)  # type: ignore[misc]
        stored = self.model._base_manager.get(pk=form.instance.pk)  # type: ignore[attr-defined]
        note_own_edit(stored, by=user_of(request), at=timezone.localtime())

    def _ask(self, request: HttpRequest, obj: Any, *args: Any) -> HttpResponse:
        """Who signs is led to what changed since they looked."""
        response: HttpResponse = super()._ask(request, obj, *args)  # type: ignore[misc]
        if isinstance(response, TemplateResponse) and response.context_data is not None:
            content = snapshot(obj)
            earlier = seen_before(obj, content, by=user_of(request))
            compared = self.changes_page(obj) if earlier or self.more_changes(obj) else ""
            response.context_data |= {"changes_page": compared, "seen_earlier": earlier}
        return response
