"""The money of one institution: what each year comes to, line by line, and what was awarded and paid beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from unfold.decorators import action

from eldercare import actions
from eldercare.actions.adjustments import RECLAIMING
from eldercare.admin import money_fields
from eldercare.models import Award, Institution, MoneyRules, Rectification
from eldercare.models.award import BALANCES
from eldercare.money_facts import Reckoned, reckon_years
from eldercare.money_vocabulary import BuildWork, CheckStatus, FundSource
from eldercare.permissions import PREPARE_AWARD, VIEW_AWARD
from eldercare.rating_vocabulary import OrderStatus
from foundation.admin.deeds import AsksBeforeActing, Deed, user_of
from foundation.scope import is_on_duty_at
from foundation.yuan import NOTHING, in_yuan

OPERATING_FUNDS = (FundSource.GRANT, FundSource.SYSTEM, FundSource.LOTTERY)
BUILDING_FUNDS = (FundSource.SYSTEM, FundSource.LOTTERY, FundSource.CENTRAL)


class OperatingForm(forms.Form):
    amount = money_fields.amount(
        "核定金额", required=False, help_text="元；留空照核算的金额，须由经办人决定的必须填写。"
    )
    reason = money_fields.reason(
        required=False, help_text="与核算金额不同的，或规则没有规定、由您决定的，写明理由。"
    )
    fund = money_fields.choice("资金来源", [(fund.value, fund.label) for fund in OPERATING_FUNDS])
    basis = money_fields.line("依据文件", most=120, required=False, help_text="资金下达文件的名称、文号。")


class BuildingForm(forms.Form):
    project = money_fields.line("项目名称", most=120)
    works = money_fields.choice("建设方式", BuildWork.choices)
    area = forms.DecimalField(
        label="建筑面积",
        max_digits=8,
        decimal_places=2,
        widget=money_fields.amount().widget,
        help_text="平方米，不超过机构资料里登记的建筑面积。",
    )
    fund = money_fields.choice("资金来源", [(fund.value, fund.label) for fund in BUILDING_FUNDS])
    amount = money_fields.amount(
        "核定金额", required=False, help_text="元；留空照面积核算。中央预算内投资填写文件上的金额。"
    )
    basis = money_fields.line(
        "依据文件", most=120, required=False, help_text="中央预算内投资必须填写计划文件的名称、文号。"
    )
    reason = money_fields.reason(required=False, help_text="少于核算金额的写明理由。")


@dataclass(frozen=True)
class Year:
    """One year: what it comes to today, and the award there is."""

    year: int
    reckoned: Reckoned
    award: Any = None  # with balances
    is_out_of_step: bool = False

    @property
    def may_be_prepared(self) -> bool:
        return self.award is None and self.reckoned.most > NOTHING


class InstitutionMoney(AsksBeforeActing):
    """For the desk of institutions."""

    def get_urls(self) -> list[URLPattern]:
        site = self.admin_site  # type: ignore[attr-defined]
        own = [
            path("<int:pk>/money/", site.admin_view(self.money_page), name="eldercare_institution_money"),
            path(
                "<int:pk>/money/<int:year>/",
                site.admin_view(self.prepare_operating),
                name="eldercare_institution_operating",
            ),
            path(
                "<int:pk>/money/project/",
                site.admin_view(self.prepare_building),
                name="eldercare_institution_building",
            ),
            path(
                "<int:pk>/money/reclaim/<int:order>/",
                site.admin_view(self.reclaim),
                name="eldercare_institution_reclaim",
            ),
        ]
        return [*own, *super().get_urls()]  # type: ignore[misc]

    def has_money_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(VIEW_AWARD)

    @action(description="补助", url_path="subsidies", icon="payments", permissions=["money"])
    def subsidies(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if not self._may_be_a_key(object_id):  # type: ignore[attr-defined]
            raise Http404
        return redirect("admin:eldercare_institution_money", int(object_id))

    def money_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        institution = self._institution(request, pk, VIEW_AWARD)
        today = timezone.localdate()
        awards: list[Any] = list(
            institution.awards.with_balances().select_related("prepared_by", "rules").order_by("pk")
        )
        out_of_step = set(institution.awards.out_of_step().values_list("pk", flat=True))
        orders = institution.rectifications.filter(kind__in=RECLAIMING, status=OrderStatus.FAILED)
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": Institution._meta,
            "title": f"补助：{institution}",
            "institution": institution,
            "years": _years(institution, awards, out_of_step, today.year),
            "sums": sums_of(awards),
            "projects": [award for award in awards if award.year is None],
            "orders": list(orders.order_by("-ended_on", "-pk")),
            "may_prepare": request.user.has_perm(PREPARE_AWARD)
            and is_on_duty_at(request.user, institution.county),
        }
        return TemplateResponse(request, "admin/eldercare/institution_money.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """On the page of the institution, for whom money concerns: its balance."""
        context = {**(extra_context or {}), **self._balance(request, object_id)}
        response: HttpResponse = super().change_view(request, object_id, form_url, context)  # type: ignore[misc]
        return response

    def _balance(self, request: HttpRequest, object_id: str) -> dict[str, Any]:
        is_key = self._may_be_a_key(object_id)  # type: ignore[attr-defined]
        if not is_key or not request.user.has_perm(VIEW_AWARD):
            return {}
        awards = Award.objects.visible_to(request.user).in_force().filter(institution_id=int(object_id))
        return {"money_sums": sums_of(awards.with_balances())}

    def prepare_operating(self, request: HttpRequest, pk: int, year: int) -> HttpResponse:
        institution = self._institution(request, pk, PREPARE_AWARD)
        today = timezone.localdate()
        if not 2024 <= year <= today.year:
            raise Http404
        reckoned = reckon_years(institution, [year], on=today)[year]

        def act(said: dict[str, Any]) -> str:
            return _page(
                actions.prepare_operating_award(
                    institution, year=year, **said, by=user_of(request), at=timezone.localtime()
                )
            )

        deed = Deed(
            title=f"核定 {year} 年度运营补贴",
            form=OperatingForm,
            act=act,
            done="已提出核定，等待另一位工作人员核准。",
            explanation=f"核算 {in_yuan(reckoned.computed)}，最高可定 {in_yuan(reckoned.most)}；领款单位：{institution.operator}。",
            notes=_in_words(reckoned),
            blocked=not reckoned.most,
        )
        return self._ask(request, institution, deed)

    def prepare_building(self, request: HttpRequest, pk: int) -> HttpResponse:
        institution = self._institution(request, pk, PREPARE_AWARD)
        rules = MoneyRules.objects.for_year(timezone.localdate().year)

        def act(said: dict[str, Any]) -> str:
            return _page(
                actions.prepare_construction_award(
                    institution, **said, by=user_of(request), at=timezone.localtime()
                )
            )

        rates = (
            f"新建每平方米 {in_yuan(rules.new_building)}，改建每平方米 {in_yuan(rules.conversion)}。"
            if rules
            else "还没有补助规则。"
        )
        initial = {"area": institution.building_area}
        deed = Deed(
            title="核定建设补助",
            form=lambda *sent: BuildingForm(*sent) if sent else BuildingForm(initial=initial),
            act=act,
            done="已提出核定，等待另一位工作人员核准。",
            explanation=f"{rates}中央预算内投资按中央的要求申请，这里只登记金额和依据。领款单位：{institution.operator}。",
            notes=["用福彩公益金资助的，机构挂上“彩票公益金资助——中国福利彩票”标识以后才能拨付。"],
        )
        return self._ask(request, institution, deed)

    def reclaim(self, request: HttpRequest, pk: int, order: int) -> HttpResponse:
        institution = self._institution(request, pk, PREPARE_AWARD)
        found = get_object_or_404(
            Rectification.objects.filter(institution=institution, kind__in=RECLAIMING), pk=order
        )

        def act(said: dict[str, Any]) -> None:
            actions.claim_all(found, **said, by=user_of(request), at=timezone.localtime())

        deed = Deed(
            title="收回全部补助",
            form=money_fields.ReasonForm,
            act=act,
            done="已逐笔提出收回，等待另一位工作人员核准。",
            explanation="责令改正而拒不整改的，建设补助和运营补贴都收回：没有拨付的不再拨付，已经拨付的列为应收回。",
            notes=[
                f"所据：{found.ordered_on} {found.get_kind_display()}，{found.get_status_display()}。{found.outcome}"
            ],
        )
        return self._ask(request, institution, deed)

    def _ask(self, request: HttpRequest, institution: Institution, deed: Deed) -> HttpResponse:
        """Back to the money, not to the form of the institution."""
        page = reverse("admin:eldercare_institution_money", args=[institution.pk])

        def act(said: dict[str, Any]) -> str:
            return deed.act(said) or page

        return self.ask(request, institution, Deed(**{**vars(deed), "act": act, "context": {"page": page}}))

    def _institution(self, request: HttpRequest, pk: int, permission: str) -> Institution:
        """Unseen is not there; what may not be done is forbidden."""
        rows = Institution.objects.visible_to(request.user).select_related("township__parent", "operator")
        institution = get_object_or_404(rows, pk=pk)
        if not request.user.has_perm(permission):
            raise PermissionDenied
        return institution


def _years(institution: Institution, awards: list[Any], out_of_step: set[int], this: int) -> list[Year]:
    """Every year there are rules for, the newest first."""
    first = MoneyRules.objects.order_by("year_from").values_list("year_from", flat=True).first()
    years = list(range(this, (first or this) - 1, -1))
    reckoned = reckon_years(institution, years, on=timezone.localdate())
    standing = {award.year: award for award in awards if award.status != CheckStatus.REJECTED}
    return [
        Year(year, reckoned[year], award := standing.get(year), bool(award and award.pk in out_of_step))
        for year in years
    ]


def sums_of(awards: Iterable[Any]) -> dict[str, Decimal]:
    """Balances and use of all awards in force together."""
    found = [vars(award) for award in awards if award.status == CheckStatus.APPROVED]
    return {name: sum((one[name] for one in found), NOTHING) for name in (*BALANCES, "used")}


def _in_words(reckoned: Reckoned) -> list[str]:
    lines = [f"{line.days} {line.reason}：{in_yuan(line.amount)}" for line in reckoned.shown_lines]
    return [*lines, *reckoned.notes]


def _page(award: Award) -> str:
    return reverse("admin:eldercare_award_change", args=[award.pk])
