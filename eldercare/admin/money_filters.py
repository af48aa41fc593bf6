"""What the lists of money are narrowed by: years, and what waits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from eldercare import money_standing
from eldercare.admin.filters import CountyFilter
from eldercare.models import FundUse, MoneyRules

Waiting = dict[str, tuple[str, Callable[[User], QuerySet[Any]]]]


class AwardYearFilter(SimpleListFilter):
    """The years there are rules for, this one first."""

    title = "年度"
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        first = MoneyRules.objects.order_by("year_from").values_list("year_from", flat=True).first()
        this = timezone.localdate().year
        return [(str(year), f"{year} 年") for year in range(this, (first or this) - 1, -1)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value() or ""
        return queryset.filter(year=value) if value.isdecimal() and len(value) == 4 else queryset


class _WaitingFilter(SimpleListFilter):
    title = "待办"
    parameter_name = "waiting"
    waiting: Waiting = {}

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, label) for name, (label, _) in self.waiting.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in self.waiting:
            return queryset
        assert isinstance(request.user, User)
        _, found = self.waiting[str(self.value())]
        return queryset.filter(pk__in=found(request.user).values("pk"))


class AwardWaitingFilter(_WaitingFilter):
    waiting: Waiting = {
        "check": ("等我核准", money_standing.awards_to_check),
        "adjust": ("等级或备案已变，须调整", money_standing.awards_to_adjust),
        "pay": ("待拨付", money_standing.awards_to_pay),
        "recover": ("待收回", money_standing.awards_to_recover),
    }


class VoucherWaitingFilter(_WaitingFilter):
    waiting: Waiting = {"check": ("等我复核", money_standing.vouchers_to_check)}


class UseWaitingFilter(_WaitingFilter):
    title = "提示"
    waiting: Waiting = {
        "look": ("用于其他，值得一看", lambda user: FundUse.objects.visible_to(user).worth_a_look())
    }


class OfAwardCountyFilter(CountyFilter):
    path = "award__institution__township__parent"
