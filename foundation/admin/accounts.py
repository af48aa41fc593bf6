"""Accounts and roles of the staff."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.decorators import display
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from foundation.admin.account_deeds import KeepsAccounts
from foundation.admin.desk import DeskAdmin, RecordAdmin, Rows
from foundation.models import Jurisdiction
from foundation.scope import about_what_is_seen

User = get_user_model()
admin.site.unregister(User)
admin.site.unregister(Group)

FOR_SUPERUSERS = ("is_superuser", "user_permissions")


class JurisdictionRows(Rows):
    """Where the person is on duty; for those who work for a county or township."""

    model = Jurisdiction
    fields = ("division",)
    related = ("division",)
    autocomplete_fields = ("division",)
    tab = False


@admin.register(User)
class AccountAdmin(KeepsAccounts, DeskAdmin, DjangoUserAdmin):  # type: ignore[misc, type-arg]
    """Who keeps accounts gives roles, never more than roles, and never to themselves."""

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("username", "full_name", "roles", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "groups")
    ordering = ("username",)
    filter_horizontal = ()
    autocomplete_fields = ("groups",)
    fieldsets = (
        ("账号", {"fields": ("username", "password", "first_name", "email")}),
        (
            "角色",
            {
                "fields": ("is_active", "is_staff", "groups"),
                "description": "离岗人员取消“有效”，不要删除：发布记录要查得到经办人。日常工作只给角色，不给超级用户。",
            },
        ),
        ("超级用户", {"fields": ("is_superuser", "user_permissions"), "classes": ("collapse",)}),
        ("时间", {"fields": (("last_login", "date_joined"),)}),
    )
    add_fieldsets = (  # unfold's own are empty and stand before Django's
        (
            "新账号",
            {
                "fields": ("username", "first_name", "password1", "password2"),
                "description": "密码是临时的，本人登录后必须先换成自己的。保存以后再给角色和辖区。",
            },
        ),
    )
    readonly_fields = ("last_login", "date_joined")
    inlines = (JurisdictionRows,)

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> tuple[type[Rows], ...]:
        """A new account gets its places once it is there."""
        return (JurisdictionRows,) if obj is not None else ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        accounts: QuerySet[Any] = super().get_queryset(request)
        return accounts.prefetch_related("groups")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Making superusers is for superusers; others do not even see the fields."""
        fieldsets = super().get_fieldsets(request, obj)
        if getattr(request.user, "is_superuser", False):
            return fieldsets
        return [part for part in fieldsets if not set(part[1]["fields"]) & set(FOR_SUPERUSERS)]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed: bool = super().has_change_permission(request, obj)
        if obj is None or getattr(request.user, "is_superuser", False):
            return allowed
        return allowed and not obj.is_superuser and obj != request.user

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A Chinese name stands in one field."""
        if db_field.name == "first_name":
            kwargs |= {"label": "姓名", "help_text": "全名，姓在前。"}
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @display(description="姓名", ordering="first_name")
    def full_name(self, obj: Any) -> str:
        return obj.get_full_name() or "—"

    @display(description="角色")
    def roles(self, obj: Any) -> str:
        return "、".join(sorted(group.name for group in obj.groups.all())) or "—"


@admin.register(Group)
class RoleAdmin(RecordAdmin, DjangoGroupAdmin):  # type: ignore[misc]
    """The roles are kept by `manage.py ensure_roles`; here they are only looked at."""

    list_display = ("name",)
    search_fields = ("name",)
    ordering = ("name",)
    fields = ("name", "permission_names")
    readonly_fields = ("name", "permission_names")
    filter_horizontal = ()

    @display(description="权限")
    def permission_names(self, obj: Group) -> str:
        words = {
            "add": "新增",
            "change": "修改",
            "delete": "删除",
            "view": "查看",
            "publish": "发布",
            "withdraw": "撤回",
        }
        named = []
        for permission in obj.permissions.select_related("content_type").order_by("content_type", "codename"):
            verb, _, _ = permission.codename.partition("_")
            noun = permission.content_type.name
            named.append(f"{words[verb]}{noun}" if verb in words else permission.name)
        return "、".join(named) or "—"


@admin.register(LogEntry)
class LogAdmin(RecordAdmin):
    """Who did what at the desk, to be read only."""

    list_display = ("action_time", "user", "content_type", "object_repr", "action_flag", "get_change_message")
    list_display_links = ("object_repr",)
    list_filter = ("action_flag",)
    list_select_related = ("user", "content_type")
    search_fields = ("object_repr",)
    ordering = ("-action_time", "-pk")
    fields = ("action_time", "user", "content_type", "object_repr", "action_flag", "get_change_message")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Lines about what lies in one's places, and about what lies nowhere."""
        lines: QuerySet[Any] = super().get_queryset(request)
        return lines.filter(about_what_is_seen(request.user, kind="content_type", number="object_id"))
