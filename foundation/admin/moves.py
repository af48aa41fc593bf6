"""The desk of what is published: status shown, never typed; 发布 and 撤回 as buttons that call one action."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from unfold.decorators import action, display
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminTextareaWidget

from foundation.admin.desk import DeskAdmin
from foundation.admin.history import changes_link
from foundation.lifecycle import AFTER_PUBLICATION, MOVES, Publishable, Status, Verb
from foundation.permissions import moving
from foundation.refusals import Refusal

BADGES = {
    Status.DRAFT: "info",
    Status.FIRST_REVIEW: "warning",
    Status.SECOND_REVIEW: "warning",
    Status.FINAL_REVIEW: "warning",
    Status.PUBLISHED: "success",
    Status.WITHDRAWN: "danger",
}
STATUS_FIELDS = ("status_badge", "published_at", "withdrawn_at", "withdrawal_reason", "history_link")


class RemarkForm(forms.Form):
    """Why: the only thing a move asks for."""

    remark = forms.CharField(
        label="原因",
        max_length=1000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        error_messages={"required": "请写明原因。"},
    )

    def __init__(self, *args: Any, verb: Verb, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not MOVES[verb].needs_remark:
            del self.fields["remark"]


def _is_offered(deed: str, status: str | None) -> bool:
    """A preview until there is a public page; a move from where the lifecycle allows it; what is no move, always."""
    if deed == "preview":
        return status not in AFTER_PUBLICATION
    if deed not in Verb.values:
        return True
    return status in MOVES[Verb(deed)].sources


class PublishableAdmin(DeskAdmin):
    """A noun with a life from draft to withdrawal. A subclass says how it is published and withdrawn."""

    actions = None
    actions_detail: tuple[str, ...] = ("preview", "publish", "withdraw")
    preview_template = ""
    confirm_template = "admin/move_confirm.html"

    def publish_object(self, obj: Any, *, by: User, at: datetime) -> Any:
        raise NotImplementedError

    def withdraw_object(self, obj: Any, *, by: User, at: datetime, reason: str) -> Any:
        raise NotImplementedError

    def preview_context(self, obj: Any) -> dict[str, Any]:
        """What the public page of the object shows."""
        raise NotImplementedError

    def notes_before(self, verb: Verb, obj: Any) -> list[str]:
        """What the editor should know before pressing the button, a sentence each."""
        return []

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*super().get_readonly_fields(request, obj), *STATUS_FIELDS)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """While a form is saved the row is locked, so that saving never writes back an older status."""
        obj = super().get_object(request, object_id, from_field)
        if obj is not None and request.method == "POST" and connection.in_atomic_block:
            obj.refresh_from_db(from_queryset=self.model._base_manager.select_for_update(of=("self",)))
        return obj

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A withdrawn text is a tombstone: nobody edits it."""
        allowed: bool = super().has_change_permission(request, obj)
        return allowed and getattr(obj, "status", None) != Status.WITHDRAWN

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only what was never public may go."""
        allowed: bool = super().has_delete_permission(request, obj)
        return allowed and getattr(obj, "status", Status.DRAFT) == Status.DRAFT

    def has_publish_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, Verb.PUBLISH)

    def has_withdraw_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, Verb.WITHDRAW)

    def _may(self, request: HttpRequest, verb: Verb) -> bool:
        return request.user.has_perm(moving(self.opts.app_label, str(self.opts.model_name), verb))

    def view_on_site(self, obj: Any) -> str | None:
        """The public page, once there is one."""
        return str(obj.get_absolute_url()) if obj.is_public else None

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Only what can be done from where the object stands."""
        status = self.model._base_manager.filter(pk=object_id).values_list("status", flat=True).first()
        buttons = super().get_actions_detail(request, object_id)
        return [button for button in buttons if _is_offered(button.path, status)]

    @action(description="预览", url_path="preview", icon="visibility", permissions=["view"])
    def preview(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The public page as it will look, for the staff's eyes."""
        obj = self._found(request, object_id)
        return render(request, self.preview_template, {**self.preview_context(obj), "desk": self._page(obj)})

    @action(
        description="发布",
        url_path="publish",
        icon="send",
        variant=ActionVariant.PRIMARY,
        permissions=["publish"],
    )
    def publish(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._confirm(request, object_id, Verb.PUBLISH)

    @action(
        description="撤回",
        url_path="withdraw",
        icon="undo",
        variant=ActionVariant.DANGER,
        permissions=["withdraw"],
    )
    def withdraw(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._confirm(request, object_id, Verb.WITHDRAW)

    def _confirm(self, request: HttpRequest, object_id: str, verb: Verb) -> HttpResponse:
        """Asking shows what will happen; only sending the form makes it happen."""
        obj = self._found(request, object_id)
        form = RemarkForm(request.POST if request.method == "POST" else None, verb=verb)
        if request.method == "POST" and form.is_valid():
            try:
                self._move(obj, verb, by=request.user, remark=form.cleaned_data.get("remark", ""))
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                self.message_user(request, f"已{verb.label}：{obj}", messages.SUCCESS)
                return redirect(self._page(obj))
        return self._ask(request, obj, verb, form)

    def _found(self, request: HttpRequest, object_id: str) -> Any:
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404
        return obj

    def _move(self, obj: Publishable, verb: Verb, *, by: Any, remark: str) -> None:
        at = timezone.localtime()
        if verb == Verb.PUBLISH:
            self.publish_object(obj, by=by, at=at)
        else:
            self.withdraw_object(obj, by=by, at=at, reason=remark)

    def _ask(self, request: HttpRequest, obj: Any, verb: Verb, form: RemarkForm) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": f"{verb.label}{self.opts.verbose_name}",
            "opts": self.opts,
            "object": obj,
            "verb": verb,
            "form": form,
            "notes": self.notes_before(verb, obj),
            "page": self._page(obj),
        }
        refused = request.method == "POST"
        return TemplateResponse(request, self.confirm_template, context, status=422 if refused else 200)

    def _page(self, obj: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[obj.pk])

    @display(
        description="状态", ordering="status", label={status.label: badge for status, badge in BADGES.items()}
    )
    def status_badge(self, obj: Publishable) -> str:
        return Status(obj.status).label

    @display(description="状态变更")
    def history_link(self, obj: Any) -> str:
        return changes_link(obj) if obj.pk else "—"
