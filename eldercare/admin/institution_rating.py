"""On the page of an institution: apply for a rating, and what is missing for the next level."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from unfold.decorators import action
from unfold.widgets import UnfoldAdminSelectWidget

from eldercare import actions
from eldercare.admin.rating_grids import figures_now
from eldercare.gaps import gap_list, level_wanted
from eldercare.levels import level_held
from eldercare.models import Institution, RatingApplication, RatingRound
from eldercare.permissions import APPLY_RATING
from eldercare.rating_facts import rating_facts
from eldercare.rating_vocabulary import Level
from eldercare.rules.answer import Answer
from eldercare.rules.eligibility import MAY_APPLY
from foundation.admin.deeds import AsksBeforeActing, Deed, user_of
from foundation.scope import Reader

NO_ROUND = "现在没有正在受理申请的评定年度；由市民政局设立年度后再申请。"


class ApplyForm(forms.Form):
    round = forms.ModelChoiceField(
        label="评定年度",
        queryset=RatingRound.objects.none(),
        empty_label=None,
        widget=UnfoldAdminSelectWidget(),
        error_messages={"required": "请选择评定年度。", "invalid_choice": "这个年度现在不受理申请。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["round"]
        assert isinstance(chosen, forms.ModelChoiceField)
        chosen.queryset = RatingRound.objects.taking_applications(on=timezone.localdate()).order_by("-year")


class InstitutionRating(AsksBeforeActing):
    def has_rate_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(APPLY_RATING)

    @action(description="申请评定", url_path="rate", icon="workspace_premium", permissions=["rate"])
    def rate(self, request: HttpRequest, object_id: str) -> HttpResponse:
        institution: Institution = self.found(request, object_id)
        answers = may_apply(institution)

        def act(said: dict[str, Any]) -> str:
            application = actions.open_application(
                institution, round=said["round"], by=user_of(request), at=timezone.localtime()
            )
            return reverse("admin:eldercare_ratingapplication_change", args=[application.pk])

        deed = Deed(
            title="申请评定",
            form=ApplyForm,
            act=act,
            done="已建立申请。请先自评、核对材料，然后提交。",
            explanation="申请用这个年度的评定标准，以后不变。先逐条自评，核对十种材料，再提交。",
            notes=[] if answers else [NO_ROUND],
            blocked=not answers or any(answer.stops for answer in answers),
            template="admin/eldercare/institution_apply.html",
            context={"answers": answers},
        )
        return self.ask(request, institution, deed)

    @action(description="差距清单", url_path="gaps", icon="stairs")
    def gaps(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What stands between the record and a level: the next one, or the one that is asked for."""
        institution: Institution = self.found(request, object_id)
        if not self.has_view_permission(request, institution):  # type: ignore[attr-defined]
            raise PermissionDenied
        today = timezone.localdate()
        held = level_held(institution, on=today)
        asked = request.GET.get("level", "")
        wanted = Level(asked) if asked in Level.values else level_wanted(held)
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": Institution._meta,
            "title": "差距清单",
            "object": institution,
            "page": self.page_of(institution),
            "held": held,
            "wanted": wanted,
            "levels": list(Level),
            "gaps": gap_list(wanted, figures_now(institution, on=today)),
        }
        return TemplateResponse(request, "admin/eldercare/institution_gaps.html", context)


def may_apply(institution: Institution) -> list[Answer]:
    """The rules of applying, asked of the round that takes applications today; nothing where there is none."""
    today = timezone.localdate()
    current = RatingRound.objects.taking_applications(on=today).order_by("-year").first()
    if current is None:
        return []
    facts = rating_facts(institution, current, on=today)
    return [rule(facts) for rule in MAY_APPLY]


def has_open_application(user: Reader, institution: Any) -> bool:
    return RatingApplication.objects.visible_to(user).open().filter(institution=institution).exists()
