"""Who saves what was withdrawn, locked or deleted meanwhile is told so, and gets back what was typed."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from documents.admin.typed_text import MetText, typed_columns, typed_rows
from foundation.admin.review_record import name_of
from foundation.lifecycle import AFTER_PUBLICATION, Publishable, Status
from foundation.models import StatusChange

_GONE = "它在您打开以后被删除了。"
_TAKEN = "您没有修改它的权限，可能刚被收回。"
_ADVICE = {
    "": "需要的请从下面复制，交给有权限的同事，或请账号管理核对您的角色。",
    "gone": "需要的请从下面复制，另建一份。",
    Status.PUBLISHED: "印刷的内容已经锁定。要改的，请有更正权限的人办理更正，需要的从下面复制过去。",
    Status.WITHDRAWN: "撤回的不能再改。要重新刊登的，请另建一份，需要的从下面复制过去。",
}


class GivesBackTyping:
    """For a ModelAdmin, before the desk's own class."""

    def whole(self, obj: Any) -> Any:
        """What is published or withdrawn: the object, or what it is a part of."""
        return obj

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        view = super().changeform_view  # type: ignore[misc]
        if request.method != "POST" or object_id is None or not self._may_be_a_key(object_id):  # type: ignore[attr-defined]
            response: HttpResponse = view(request, object_id, *args, **kwargs)
            return response
        there = self.model._base_manager.filter(pk=unquote(object_id))  # type: ignore[attr-defined]
        if self.has_change_permission(request) and not there.exists():  # type: ignore[attr-defined]
            return self._given_back(request, None, _GONE, _ADVICE["gone"], status=409)
        try:
            response = view(request, object_id, *args, **kwargs)
        except PermissionDenied:
            return self._refused(request, there.first())
        return response

    def typed(
        self, request: HttpRequest, stored: Any, *, fields: Collection[str] = (), rows: Collection[str] = ()
    ) -> list[MetText]:
        """What was typed into other fields and rows than these, and is not stored."""
        model, inlines = self.model, self.inlines  # type: ignore[attr-defined]
        texts = typed_columns(request, model, stored, but=fields)
        return texts + typed_rows(request, model, inlines, stored, but=rows)

    def _refused(self, request: HttpRequest, stored: Any) -> HttpResponse:
        """Who may not even look learns nothing of what is stored."""
        if stored is None or not self.has_view_permission(request, stored):  # type: ignore[attr-defined]
            return self._given_back(request, None, _TAKEN, _ADVICE[""], status=403)
        whole = self.whole(stored)
        if not self.has_change_permission(request) or whole.status not in AFTER_PUBLICATION:  # type: ignore[attr-defined]
            return self._given_back(request, stored, _TAKEN, _ADVICE[""], status=403)
        return self._given_back(request, stored, _told(whole), _ADVICE[whole.status], status=403)

    def _given_back(
        self, request: HttpRequest, stored: Any, happened: str, advice: str, *, status: int
    ) -> HttpResponse:
        name = f"{self.opts.app_label}_{self.opts.model_name}"  # type: ignore[attr-defined]
        list_page = reverse(f"admin:{name}_changelist")
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "title": "没有保存",
            "opts": self.opts,  # type: ignore[attr-defined]
            "object": stored,
            "happened": happened,
            "advice": advice,
            "texts": self.typed(request, stored),
            "files": [getattr(file, "name", "") for file in request.FILES.values()],
            "page": reverse(f"admin:{name}_change", args=[stored.pk]) if stored else list_page,
        }
        return TemplateResponse(request, "admin/given_back.html", context, status=status)


def _told(whole: Publishable) -> str:
    """Who did it and when, as far as the history knows."""
    deed = Status(whole.status).label.removeprefix("已")
    steps = StatusChange.objects.of(whole).filter(to_status=whole.status).select_related("by")
    last = steps.order_by("-pk").first()
    if last is None:
        return f"“{whole}”已经{deed}。"
    reason = f"，原因：{last.remark.rstrip('。')}" if last.remark else ""
    return (
        f"{name_of(last.by)}在{timezone.localtime(last.at):%Y年%-m月%-d日 %H:%M}{deed}了“{whole}”{reason}。"
    )
