"""The desk of what is published: status shown, never typed; a button for every step this person may take from here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, ClassVar

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

from foundation.actions import change_status
from foundation.admin.deeds import user_of
from foundation.admin.desk import DeskAdmin
from foundation.admin.history import changes_link
from foundation.admin.move_form import EXPLANATIONS, MoveForm, done
from foundation.admin.review_record import history_of, history_shown, last_setback, stages_of
from foundation.lifecycle import AFTER_PUBLICATION, MOVES, REVIEWERS, UNDER_REVIEW, Publishable, Status, Verb
from foundation.objections import objections_to
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
STATUS_FIELDS = (
    "status_badge",
    "published_at",
    "withdrawn_at",
    "withdrawal_reason",
    "move_history",
    "history_link",
)
VOIDED = "内容有改动，原来通过的审核已经失效：回到草稿，须从初审重新办理。"
LONGEST_MARK = 20  # digits: more than a bigint has
# Steps whose button remembers what the person looks at while pressing it.
SIGNING = (*(verb for verb in Verb if MOVES[verb].is_review), Verb.PUBLISH)


def _button(verb: Verb, *, icon: str, name: str = "", variant: ActionVariant = ActionVariant.DEFAULT) -> Any:
    def press(self: PublishableAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._confirm(request, object_id, verb)

    press.__name__ = name or verb.value
    return action(
        description=verb.label, url_path=verb.value, icon=icon, variant=variant, permissions=[verb.value]
    )(press)


def _right(verb: Verb) -> Callable[..., bool]:
    def may(self: PublishableAdmin, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_move(request, verb)

    return may


class PublishableAdmin(DeskAdmin):
    """A noun with a life from draft to withdrawal. A subclass says by which action it moves."""

    actions: Sequence[str] | None = None
    actions_detail: tuple[str, ...] = (
        "preview",
        "first_review",
        "second_review",
        "final_review",
        "publish",
        "schedule",
        "unschedule",
        "send_back",
        "withdraw",
    )
    preview_template = ""
    confirm_template = "admin/move_confirm.html"
    change_form_outer_before_template = "admin/review_stages.html"
    object_history_template = "admin/moved_history.html"
    move_form: ClassVar[type[MoveForm]] = MoveForm

    first_review = _button(Verb.FIRST_REVIEW, icon="fact_check", variant=ActionVariant.PRIMARY)
    second_review = _button(Verb.SECOND_REVIEW, icon="fact_check", variant=ActionVariant.PRIMARY)
    final_review = _button(Verb.FINAL_REVIEW, icon="verified", variant=ActionVariant.PRIMARY)
    publish = _button(Verb.PUBLISH, icon="send", variant=ActionVariant.PRIMARY)
    schedule = _button(Verb.SCHEDULE, icon="schedule")
    unschedule = _button(Verb.UNSCHEDULE, icon="event_busy")
    send_back = _button(Verb.RETURN, icon="reply", name="send_back")
    withdraw = _button(Verb.WITHDRAW, icon="undo", variant=ActionVariant.DANGER)

    has_first_review_permission = _right(Verb.FIRST_REVIEW)
    has_second_review_permission = _right(Verb.SECOND_REVIEW)
    has_final_review_permission = _right(Verb.FINAL_REVIEW)
    has_publish_permission = _right(Verb.PUBLISH)
    has_schedule_permission = _right(Verb.SCHEDULE)
    has_unschedule_permission = _right(Verb.UNSCHEDULE)
    has_return_permission = _right(Verb.RETURN)
    has_withdraw_permission = _right(Verb.WITHDRAW)

    def move_object(self, obj: Any, *, verb: Verb, by: User, at: datetime, **said: Any) -> Any:
        """The action that takes the step; `said` is what the form asked for besides, `seen` a mark of `seen_of`."""
        return change_status(obj, verb=verb, by=by, at=at, **said | {"seen": seen_mark(said)})

    def seen_of(self, obj: Any) -> str:
        """Which content somebody who looks at the object now looks at."""
        return str(obj.content_mark)

    def preview_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """What the public page of the object shows."""
        raise NotImplementedError

    def notes_before(self, verb: Verb, obj: Any) -> list[str]:
        """What the editor should know before pressing the button, a sentence each."""
        return []

    def remedies(self, obj: Any) -> list[tuple[str, str]]:
        """The pages where what stands in the way is settled: a name and an address each."""
        return []

    def may_move(self, request: HttpRequest, verb: Verb) -> bool:
        return request.user.has_perm(moving(self.opts.app_label, str(self.opts.model_name), verb))

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

    def view_on_site(self, obj: Any) -> str | None:
        """The public page, once there is one."""
        return str(obj.get_absolute_url()) if obj.is_public else None

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        obj = context.get("original")
        if obj is not None:
            history = obj.desk_history = history_of(obj)
            context |= {"stages": stages_of(obj, history), "setback": last_setback(history)}
        return super().render_change_form(request, context, *args, **kwargs)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What became of it, not only what was saved at the desk."""
        obj = self.get_object(request, unquote(object_id))
        moves = {"moves": history_of(obj) if obj is not None else []}
        response: HttpResponse = super().history_view(request, object_id, {**(extra_context or {}), **moves})
        return response

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Who changes what has been reviewed is told what that did."""
        was_reviewed = obj.status in UNDER_REVIEW  # as loaded: the database itself takes the reviews back
        if was_reviewed and self.model._base_manager.filter(pk=obj.pk, status=Status.DRAFT).exists():
            self.message_user(request, VOIDED, messages.WARNING)
        response: HttpResponse = super().response_change(request, obj)
        return response

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Only what this person can do from where the object stands."""
        obj = self.model._base_manager.only("status", "scheduled_for", *REVIEWERS.values()).filter(
            pk=object_id
        )
        found = obj.first()
        buttons = super().get_actions_detail(request, object_id)
        return [button for button in buttons if _is_offered(button.path, found, request)]

    def _get_actions_navigation(self, provided: Any, allowed: Any, object_id: Any = None) -> list[Any]:
        """The address of a signing step carries what is looked at now; a later change is then told before signing."""
        entries: list[Any] = super()._get_actions_navigation(provided, allowed, object_id)
        signing = {f"{verb.value}/" for verb in SIGNING}
        steps = [one for one in entries if one.get("path", "").rpartition(f"/{object_id}/")[2] in signing]
        obj = self.model._base_manager.filter(pk=object_id).first() if steps else None
        for step in steps if obj is not None else []:
            step["path"] += f"?seen={self.seen_of(obj).replace(' ', '+')}"
        return entries

    @action(description="预览", url_path="preview", icon="visibility", permissions=["view"])
    def preview(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The public page as it will look, for the staff's eyes."""
        obj = self._found(request, object_id)
        return render(
            request, self.preview_template, {**self.preview_context(request, obj), "desk": self._page(obj)}
        )

    def _confirm(self, request: HttpRequest, object_id: str, verb: Verb) -> HttpResponse:
        """Asking shows what will happen; only sending the form makes it happen."""
        obj = self._found(request, object_id)
        seen = request.GET.get("seen") or self.seen_of(obj)
        sent = request.POST if request.method == "POST" else None
        form = self.move_form(sent, initial={"seen": seen}, verb=verb)
        if sent is not None and form.is_valid():
            try:
                self.move_object(
                    obj, verb=verb, by=user_of(request), at=timezone.localtime(), **form.cleaned_data
                )
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                self.message_user(request, f"{done(verb)}：{obj}", messages.SUCCESS)
                return redirect(self._page(obj))
        return self._ask(request, obj, verb, form)

    def _found(self, request: HttpRequest, object_id: str) -> Any:
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404
        return obj

    def _ask(self, request: HttpRequest, obj: Any, verb: Verb, form: MoveForm) -> HttpResponse:
        refused = request.method == "POST"
        context = {
            **self.admin_site.each_context(request),
            "title": f"{verb.deed}{self.opts.verbose_name}",
            "opts": self.opts,
            "object": obj,
            "verb": verb,
            "form": form,
            "explanation": EXPLANATIONS[verb],
            "notes": self.notes_before(verb, obj),
            "objections": [] if refused else objections_to(obj, verb),
            "remedies": self.remedies(obj),
            "page": self._page(obj),
        }
        return TemplateResponse(request, self.confirm_template, context, status=422 if refused else 200)

    def _page(self, obj: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[obj.pk])

    @display(
        description="状态", ordering="status", label={status.label: badge for status, badge in BADGES.items()}
    )
    def status_badge(self, obj: Publishable) -> str:
        return Status(obj.status).label

    @display(description="办理记录")
    def move_history(self, obj: Any) -> Any:
        return history_shown(getattr(obj, "desk_history", [])) if obj.pk else "—"

    @display(description="状态变更")
    def history_link(self, obj: Any) -> str:
        return changes_link(obj) if obj.pk else "—"


def seen_mark(said: dict[str, Any]) -> int | None:
    """The content mark of the form; nonsense is the mark of no content."""
    seen = str(said.get("seen") or "")
    return mark_of(seen) if seen else None


def mark_of(typed: str) -> int:
    """A content mark as a page sends it back; Python reads no number of thousands of digits."""
    return int(typed) if typed.isdecimal() and len(typed) < LONGEST_MARK else -1


def _is_offered(deed: str, obj: Publishable | None, request: HttpRequest) -> bool:
    """A preview until there is a public page; a move from where the lifecycle allows it, to whom the door lets pass; what
    is no move, always."""
    if obj is None:
        return False
    if deed == "preview":
        return obj.status not in AFTER_PUBLICATION
    if deed not in Verb:
        return True
    verb = Verb(deed)
    if obj.status not in MOVES[verb].sources or (verb == Verb.UNSCHEDULE and obj.scheduled_for is None):
        return False
    signed = {getattr(obj, f"{column}_id") for column in REVIEWERS.values()}
    return not (MOVES[verb].is_review and request.user.pk in signed)
