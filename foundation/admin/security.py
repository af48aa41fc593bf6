"""The security record and what became of accounts and roles, to be read only."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from unfold.decorators import display

from foundation.admin.desk import RecordAdmin
from foundation.admin.row_changes import shown
from foundation.models import AccountChange, SecurityEvent

LINES_SHOWN = 8


class OfAccount(SimpleListFilter):
    """One account, as its page asks for it; there is nothing to choose from here."""

    title = "账号"
    parameter_name = "account"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        asked = request.GET.get(self.parameter_name, "")
        if not (asked.isdecimal() and len(asked) < 10):
            return []
        found = User.objects.filter(pk=asked).first()
        return [(asked, str(found))] if found else []

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if not self.value():
            return queryset
        if not self.lookup_choices:
            return queryset.none()
        account = User.objects.get(pk=self.value() or 0)
        return queryset.about(account) if queryset.model is SecurityEvent else queryset.owned_by(account)


@admin.register(SecurityEvent)
class SecurityEventAdmin(RecordAdmin):
    list_display = ("at", "deed", "account", "doer", "network", "detail", "rows")
    list_display_links = ("at",)
    list_filter = (OfAccount, "deed", "at")
    search_fields = ("user__username", "user__first_name", "by__username", "by__first_name", "detail")
    ordering = ("-at", "-pk")
    fields = ("at", "deed", "account", "doer", "network", "detail", "rows")
    readonly_fields = ("account", "doer")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[SecurityEvent]:
        events: QuerySet[SecurityEvent] = super().get_queryset(request)
        return events.select_related("user", "by")

    @display(description="账号", ordering="user")
    def account(self, obj: SecurityEvent) -> str:
        return _named(obj.user) or "（没有这个账号）"

    @display(description="经办人", ordering="by")
    def doer(self, obj: SecurityEvent) -> str:
        return _named(obj.by) or "—"


@admin.register(AccountChange)
class AccountChangeAdmin(RecordAdmin):
    list_display = ("at", "who", "what", "whose", "lines", "via")
    list_display_links = ("at",)
    list_filter = (OfAccount, "deed")
    list_per_page = 30
    ordering = ("-at", "-pk")
    fields = ("at", "who", "what", "whose", "lines", "via")
    readonly_fields = ("who", "what", "whose", "lines")
    actions = None

    def get_queryset(self, request: HttpRequest) -> Any:
        return AccountChange.objects.of_accounts().order_by(*self.ordering)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The page in words, in a fixed number of queries."""
        changelist = super().get_changelist_instance(request)
        changelist.result_list = _put_into_words(changelist.result_list)
        return changelist

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        change = super().get_object(request, object_id, from_field)
        return _put_into_words([change])[0] if change is not None else None

    @display(description="经办人")
    def who(self, obj: Any) -> str:
        return str(obj.words.by)

    @display(description="内容")
    def what(self, obj: Any) -> str:
        return f"{obj.words.deed}{_NOUNS.get(obj.table_name, obj.words.noun)}"

    @display(description="谁的")
    def whose(self, obj: Any) -> str:
        return obj.owner_name or "—"

    @display(description="从什么改成什么")
    def lines(self, obj: Any) -> SafeString:
        told = [line for line in obj.words.lines if line.label != "ID"][:LINES_SHOWN]
        return format_html_join("；", "{}：{}", ((line.label, _both(line)) for line in told))


_NOUNS = {
    "auth_user": "账号",
    "auth_user_groups": "账号的角色",
    "auth_user_user_permissions": "账号的个别权限",
    "auth_group": "角色",
    "auth_group_permissions": "角色的权限",
}


def _both(line: Any) -> str:
    return f"{line.before} → {line.after}" if line.before and line.after else line.before or line.after


def _put_into_words(changes: Any) -> list[Any]:
    page: list[Any] = list(changes)
    accounts = {change.owner_id for change in page if change.owner_table == "auth_user"}
    names = {user.pk: _named(user) for user in User.objects.filter(pk__in=accounts)}
    for change, words in zip(page, shown(page), strict=True):
        change.words = words
        change.owner_name = names.get(change.owner_id, "") if change.owner_table == "auth_user" else ""
    return page


def _named(person: User | None) -> str:
    if person is None:
        return ""
    name = person.get_full_name()
    return f"{name}（{person.get_username()}）" if name else person.get_username()
