"""Which papers of rating there are beside an application, a decision and an institution."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from eldercare import papers, rating_papers
from eldercare.admin.filing_papers import RevealForm
from eldercare.admin.printing import Paper, PrintsPapers
from eldercare.admin.rating_grids import figures_now
from eldercare.decision_letters import decision_letter_of
from eldercare.gaps import gap_list, level_wanted
from eldercare.levels import level_held
from eldercare.models import Filing, Institution, Rating, RatingApplication, RatingDecision
from eldercare.rating_printing import application_form_of, certificate_of, gap_sheet_of
from eldercare.rating_vocabulary import Level, RatingStatus
from eldercare.refusals import NotInDirectory
from foundation import actions as foundation_actions
from foundation.admin.deeds import user_of
from foundation.permissions import REVEAL_PROTECTED
from foundation.refusals import Refusal
from foundation.site_address import full_address

LETTER = ("institution__township__parent", "operator", "authority", "application__edition", "rectification")
FORM = "等级评定申请表"


class ApplicationPrints(PrintsPapers):
    """附件2, and with the permission and a reason the same with its protected numbers; the letters of what was decided."""

    def get_urls(self) -> list[URLPattern]:
        site = self.admin_site  # type: ignore[attr-defined]
        name = "eldercare_ratingapplication_full_form"
        return [
            path("<int:pk>/papers/full/", site.admin_view(self.full_form), name=name),
            *super().get_urls(),
        ]

    def papers_of(self, request: HttpRequest, obj: RatingApplication) -> list[Paper]:
        form = application_form_of(obj, numbers={})
        at = obj.submitted_at or timezone.localtime()
        note = f"{form.mark}。" if form.mark else ""
        own = Paper(
            "form",
            FORM,
            lambda: rating_papers.application_form(form, at=at),
            note=f"{note}号码留空，打印后手填。",
            gaps=papers.to_write_by_hand(form),
        )
        decisions = _readable_decisions(request).filter(application=obj).order_by("pk")
        return [own, *(_letter(row, f"letter-{row.pk}") for row in decisions)]

    def show_papers(
        self, request: HttpRequest, obj: Any, *, refused: str = "", **context: Any
    ) -> HttpResponse:
        if request.user.has_perm(REVEAL_PROTECTED):
            full = reverse("admin:eldercare_ratingapplication_full_form", args=[obj.pk])
            context = {"form": RevealForm(), "full_form": full, "full_name": FORM, **context}
        return super().show_papers(request, obj, refused=refused, **context)

    def full_form(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form with identity number and telephone: by permission and reason, on record first."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        application: RatingApplication = self._readable(request, str(pk))
        if not request.user.has_perm(REVEAL_PROTECTED):
            raise PermissionDenied
        form = RevealForm(request.POST)
        if not form.is_valid():
            return self.show_papers(request, application, form=form)
        at = timezone.localtime()
        try:
            numbers = _numbers(application, reason=form.cleaned_data["reason"], request=request)
            content = rating_papers.application_form(application_form_of(application, numbers=numbers), at=at)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.show_papers(request, application, form=form)
        return self.handed_out(request, application, FORM, content)


class DecisionPrints(PrintsPapers):
    def papers_of(self, request: HttpRequest, obj: RatingDecision) -> list[Paper]:
        levels = Rating.objects.filter(decision=obj)
        return [_letter(obj, "letter"), *_certificate(request, levels, on=timezone.localdate())]

    def title_of(self, obj: RatingDecision) -> str:
        return f"{obj.institution}-{obj.letter_number}"


class InstitutionPrints(PrintsPapers):
    def papers_of(self, request: HttpRequest, obj: Institution) -> list[Paper]:
        """The gap sheet to the level asked for, or to the next; the certificate of the level that holds."""
        today = timezone.localdate()
        held = level_held(obj, on=today)
        asked = request.GET.get("level", "")
        wanted = Level(asked) if asked in Level.values else level_wanted(held)
        sheet = gap_sheet_of(obj, gap_list(wanted, figures_now(obj, on=today)), held, on=today)
        gaps = Paper(
            "gaps",
            f"{wanted.label}差距清单",
            lambda: rating_papers.gap_sheet(sheet, at=timezone.localtime()),
            note="按今天登记的资料。",
            gaps=papers.to_write_by_hand(sheet),
        )
        levels = Rating.objects.visible_to(request.user).filter(institution=obj)
        return [gaps, *_certificate(request, levels, on=today)]


def _letter(decision: RatingDecision, slug: str) -> Paper:
    letter = decision_letter_of(decision)
    return Paper(
        slug,
        letter.title.removeprefix("社区居家养老服务机构"),
        lambda: rating_papers.decision_letter(letter, at=decision.decided_at),
        note=f"编号 {letter.number}。{letter.mark}",
        gaps=papers.to_write_by_hand(letter),
    )


def _certificate(request: HttpRequest, levels: QuerySet[Rating], *, on: date) -> list[Paper]:
    """Of the level that holds that day, or the next that will; of one that has ended there is none."""
    related = ("institution__township__parent", "decision__application", "decision__authority")
    rows = levels.filter(superseded_at__isnull=True, period__endswith__gt=on).order_by("period")
    rating = rows.select_related(*related).first()
    if rating is None:
        return []
    certificate = certificate_of(rating, url=full_address(request, rating.institution.get_absolute_url()))

    def typeset() -> bytes:
        if not Filing.objects.public().filter(institution=rating.institution).exists():
            raise NotInDirectory(
                "这个机构不在公开的名录里（没有有效的备案，或已停业），扫码打不开，不能打印证书。"
            )
        return rating_papers.certificate(certificate, at=rating.recorded_at)

    note = f"{rating.get_level_display()}，{rating.first_day} 至 {rating.last_day}。二维码：{certificate.url}"
    return [Paper("certificate", "等级证书", typeset, note=note, gaps=papers.to_write_by_hand(certificate))]


def _readable_decisions(request: HttpRequest) -> QuerySet[RatingDecision]:
    rows = RatingDecision.objects.visible_to(request.user)
    return rows.select_related(*LETTER, "incident", "supersedes", "superseded_by")


def _numbers(application: RatingApplication, *, reason: str, request: HttpRequest) -> dict[str, str]:
    """Of a draft those of the institution, as they would be handed in; else those that were."""
    is_draft = application.status == RatingStatus.DRAFT
    holder: Any = application.institution if is_draft else application
    phone = "contact_phone" if is_draft and not holder.person_phone else "person_phone"
    wanted = [name for name in ("identity_number", phone) if getattr(holder, name)]
    at = timezone.localtime()
    found = foundation_actions.reveal(holder, fields=wanted, reason=reason, by=user_of(request), at=at)
    return {
        "identity_number": found.get("identity_number", ""),
        "person_phone": found.get(phone, ""),
    }
