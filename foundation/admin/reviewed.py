"""For the desk of what passes reviews: the page of its remarks, and who is in charge of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import urlencode

from foundation import remark_actions
from foundation.admin.deeds import AsksBeforeActing, user_of
from foundation.admin.kept import KeepsWhatWasTyped
from foundation.lifecycle import Publishable, Status, Verb
from foundation.models import EditorialDuty, Remark
from foundation.models.remark import LONGEST_REMARK
from foundation.permissions import ADD_REMARK
from foundation.refusals import Refusal
from foundation.review_sheet import sheet_of

# For each anchor of the text, in reading order: the kind of its row and what the template needs for it.
Shown = dict[str, tuple[str, Any]]

# The steps that follow from a review, and the names of their pages.
STEPS = {
    Verb.FIRST_REVIEW: "first_review",
    Verb.SECOND_REVIEW: "second_review",
    Verb.FINAL_REVIEW: "final_review",
    Verb.RETURN: "send_back",
    Verb.PUBLISH: "publish",
}


@dataclass(frozen=True)
class Refused:
    """What was typed and not taken: shown again where it was typed, with the reason."""

    deed: str
    key: str  # the anchor, or the number of the remark
    text: str
    follows: str
    said: str


def there(desk: Any, request: HttpRequest, object_id: str) -> Any:
    """The object of a page of its own: for who may view the noun (403), and only if there is one (404)."""
    if not desk.has_view_permission(request):
        raise PermissionDenied
    if not desk._may_be_a_key(object_id):
        raise Http404
    return desk.found(request, object_id)


def address_of(page: str, obj: Publishable) -> str:
    """One of the pages of an object besides its form."""
    noun = obj._meta
    return reverse(f"admin:{noun.app_label}_{noun.model_name}_{page}", args=[obj.pk])


class Reviewed(AsksBeforeActing, KeepsWhatWasTyped):
    """For a PublishableAdmin: `…/review/`. The noun says what its page shows at each place."""

    place_template: ClassVar[str]  # shows one row of the page
    beside_template: ClassVar[str] = ""  # what the page shows besides, above the text
    whole_word: ClassVar[str]  # 篇, 期

    def laid_out(self, obj: Any) -> tuple[Shown, dict[str, Any]]:
        """What stands at each place, and what else the templates of the noun need."""
        raise NotImplementedError

    def get_urls(self) -> list[URLPattern]:
        noun = f"{self.opts.app_label}_{self.opts.model_name}"  # type: ignore[attr-defined]
        own = path("<path:object_id>/review/", self.keeps(self.review), name=f"{noun}_review")
        return [own, *super().get_urls()]  # type: ignore[misc]

    def review(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The text with its remarks; every form on it comes back here."""
        obj = there(self, request, object_id)
        refused = None
        if request.method == "POST":
            try:
                remark = _done(request, obj)
            except Refusal as refusal:
                refused = _typed(request, str(refusal))
                obj = there(self, request, object_id)  # as it stands now: it may have changed meanwhile
            else:
                return redirect(f"{address_of('review', obj)}#remark-{remark.pk}")
        return self._sheet(request, obj, refused)

    def _sheet(self, request: HttpRequest, obj: Any, refused: Refused | None) -> HttpResponse:
        user = user_of(request)
        shown, besides = self.laid_out(obj)
        if refused and refused.deed == "remark" and refused.key not in shown:
            refused = Refused("remark", "", refused.text, refused.follows, refused.said)
        context = {
            "title": f"审阅：{obj}",
            "object": obj,
            "opts": self.opts,  # type: ignore[attr-defined]
            "status": Status(obj.status),
            "sheet": sheet_of(obj, shown, user=user),
            "refused": refused,
            "may_remark": user.has_perm(ADD_REMARK) and obj.status != Status.WITHDRAWN,
            "longest": LONGEST_REMARK,
            "duty": EditorialDuty.objects.of(obj).current().select_related("person").first(),
            "today": timezone.localdate(),
            "page": self.page_of(obj),
            "list": self._list(),
            "steps": self._steps(request, obj),
            "place_template": self.place_template,
            "beside_template": self.beside_template,
            "whole_word": self.whole_word,
            **besides,
        }
        return TemplateResponse(request, "admin/review.html", context, status=422 if refused else 200)

    def remedies(self, obj: Publishable) -> list[tuple[str, str]]:
        return [*super().remedies(obj), ("审阅", address_of("review", obj))]  # type: ignore[misc]

    def _steps(self, request: HttpRequest, obj: Publishable) -> list[tuple[str, str]]:
        """What this person may do with the text now; who signs from here, signs what stands on this page."""
        desk: Any = self
        offered = {button.path for button in desk.get_actions_detail(request, obj.pk)}
        seen = urlencode({"seen": desk.seen_of(obj)})
        return [
            (verb.label, f"{address_of(STEPS[verb], obj)}?{seen}")
            for verb in STEPS
            if verb.value in offered and desk.may_move(request, verb)
        ]

    def _list(self) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")  # type: ignore[attr-defined]


def _done(request: HttpRequest, obj: Publishable) -> Remark:
    """Do what the form asks; answers the remark to go to."""
    deed, by, at = request.POST.get("deed"), user_of(request), timezone.localtime()
    text = _text(request, "text")
    if deed == "remark":
        follows = _remark(obj, _text(request, "follows")) if _text(request, "follows") else None
        made = remark_actions.add_remark(
            obj,
            text=text,
            anchor=_text(request, "anchor")[:60],
            seen=_text(request, "seen"),
            follows=follows,
            by=by,
            at=at,
        )
        messages.success(request, "已提出批注。")
        return made
    remark = _remark(obj, _text(request, "remark"))
    if deed == "reply":
        remark_actions.reply(remark, text=text, by=by, at=at)
        messages.success(request, "已回复。")
    elif deed == "resolve":
        remark_actions.resolve(remark, resolution=text, by=by, at=at)
        messages.success(request, "已办结这条批注。")
    else:
        raise Http404
    return remark


def _remark(obj: Publishable, number: str) -> Remark:
    """One of this subject's own: the number of another one's is no remark here."""
    found = (
        Remark.objects.of(obj).filter(pk=number).first() if number.isdecimal() and len(number) < 19 else None
    )
    if found is None:
        raise Http404
    found.subject = obj
    return found


def _text(request: HttpRequest, name: str) -> str:
    """No column holds a NUL; no person types one."""
    return request.POST.get(name, "").replace("\0", "")


def _typed(request: HttpRequest, said: str) -> Refused:
    deed = request.POST.get("deed", "")
    key = _text(request, "anchor" if deed == "remark" else "remark")
    return Refused(deed, key, _text(request, "text"), _text(request, "follows"), said)
