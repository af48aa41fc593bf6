"""How the staff's desk looks and is grouped: django-unfold's settings."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse, reverse_lazy


def _may_view(*permissions: str) -> Callable[[HttpRequest], bool]:
    return lambda request: any(request.user.has_perm(name) for name in permissions)


def _desk(title: str, icon: str, app: str, model: str) -> dict[str, Any]:
    """A line of the side bar; it is there for those who may see the list."""
    return {
        "title": title,
        "icon": icon,
        "link": reverse_lazy(f"admin:{app}_{model}_changelist"),
        "permission": _may_view(f"{app}.view_{model}", f"{app}.change_{model}"),
    }


def _page(title: str, icon: str, address: str, permission: str) -> dict[str, Any]:
    """The same for a page that is no list."""
    return {
        "title": title,
        "icon": icon,
        "link": reverse_lazy(address),
        "permission": _may_view(permission),
    }


def _within(address: str, *, but: str) -> Callable[[HttpRequest], bool]:
    """Marked while below that address, except below another that has its own line."""

    def active(request: HttpRequest) -> bool:
        return request.path.startswith(reverse(address)) and not request.path.startswith(reverse(but))

    return active


def _group(title: str, *desks: dict[str, Any]) -> dict[str, Any]:
    return {"title": title, "separator": True, "items": list(desks)}


def _is_desk_of_institutions(request: HttpRequest) -> bool:
    """The radar has its own line, below the same address."""
    desk, radar = reverse("admin:eldercare_institution_changelist"), reverse("admin:eldercare_radar")
    return request.path.startswith(desk) and not request.path.startswith(radar)


NAVIGATION = [
    {
        "items": [
            {"title": "工作台", "icon": "dashboard", "link": reverse_lazy("admin:index")},
            {"title": "怎样使用", "icon": "help", "link": reverse_lazy("admin:help")},
        ],
    },
    _group(
        "公报编辑部",
        _desk("报送", "outbox", "gazette", "submission")
        | {"permission": _may_view("gazette.view_submission", "gazette.send_submission")},
        _desk("导入", "upload_file", "gazette", "upload"),
        _desk("公报期次", "menu_book", "gazette", "issue"),
        _desk("批注", "rate_review", "foundation", "remark"),
        _desk("大事记", "calendar_month", "gazette", "chronicleentry"),
        _desk("大事", "event_note", "gazette", "event"),
        _desk("人物", "person", "gazette", "official"),
        _desk("读入记录", "receipt", "documents", "reading"),
        _desk("读入问题", "rule", "documents", "problem"),
        _desk("检查的理由", "fact_check", "documents", "defecttick"),
        _desk("统计", "monitoring", "gazette", "yearlyreport"),
    ),
    _group(
        "公文",
        _desk("公文", "article", "documents", "document"),
        _desk("更正", "edit_note", "documents", "correction"),
        _desk("责任事项", "task_alt", "documents", "task"),
        _desk("责任清单", "table_rows", "documents", "checklistitem"),
        _desk("文种", "category", "documents", "kind"),
        _desk("栏目", "view_list", "documents", "column"),
    ),
    _group(
        "养老服务",
        {
            "title": "期限雷达",
            "icon": "radar",
            "link": reverse_lazy("admin:eldercare_radar"),
            "permission": _may_view("eldercare.view_institution"),
        },
        _desk("机构", "home_health", "eldercare", "institution") | {"active": _is_desk_of_institutions},
        _desk("备案", "fact_check", "eldercare", "filing"),
        _desk("登记", "badge", "eldercare", "registration"),
        _desk("运营主体", "corporate_fare", "eldercare", "operator"),
        _desk("材料", "folder_open", "eldercare", "evidence"),
        _desk("扶持措施", "volunteer_activism", "eldercare", "supportmeasure"),
        _desk("变更记录", "manage_history", "eldercare", "carechange"),
    ),
    _group(
        "等级评定",
        _desk("评定申请", "workspace_premium", "eldercare", "ratingapplication"),
        _desk("评定决定", "gavel", "eldercare", "ratingdecision"),
        _desk("评定年度", "event_repeat", "eldercare", "ratinground"),
        _desk("评定标准", "rule_settings", "eldercare", "standardedition"),
        _desk("利害关系", "handshake", "eldercare", "affiliation"),
    ),
    _group(
        "监督",
        _desk("检查", "search_check", "eldercare", "inspection"),
        _desk("限期整改", "assignment_late", "eldercare", "rectification"),
        _desk("事故", "emergency_home", "eldercare", "incident"),
        _desk("投诉", "feedback", "eldercare", "complaint"),
    ),
    _group(
        "补助",
        _desk("补助核定", "payments", "eldercare", "award")
        | {"active": _within("admin:eldercare_award_changelist", but="admin:eldercare_forecast")},
        _desk("记账凭证", "receipt", "eldercare", "voucher"),
        _desk("资金使用", "shopping_cart", "eldercare", "funduse"),
        _page("补助测算", "query_stats", "admin:eldercare_forecast", "eldercare.view_award"),
        _desk("补助规则", "request_quote", "eldercare", "moneyrules"),
    ),
    _group(
        "基础数据",
        _desk("单位", "apartment", "foundation", "unit"),
        _desk("联络员", "contact_mail", "foundation", "liaison"),
        _desk("待确认单位", "domain_verification", "foundation", "unitproposal"),
        _desk("行政区划", "map", "foundation", "division"),
        _desk("工作日历", "event_available", "foundation", "workyear"),
        _desk("同义词", "sync_alt", "foundation", "synonym"),
    ),
    _group(
        "系统",
        _desk("账号", "manage_accounts", "auth", "user"),
        _desk("角色", "badge", "auth", "group"),
        _desk("安全记录", "shield_person", "foundation", "securityevent"),
        _desk("账号权限变动", "manage_history", "foundation", "accountchange"),
        _desk("审核、发布记录", "history", "foundation", "statuschange"),
        _desk("受保护信息的查看记录", "policy", "foundation", "protectedreveal"),
        _desk("操作日志", "receipt_long", "admin", "logentry"),
    ),
]

# A calm vermilion on warm paper greys.
VERMILION = {
    "50": "#fdf5f3",
    "100": "#fae7e3",
    "200": "#f4cdc5",
    "300": "#eaa99c",
    "400": "#da7c6a",
    "500": "#c45a46",
    "600": "#a8402d",
    "700": "#8c3324",
    "800": "#742d21",
    "900": "#612a20",
    "950": "#34120d",
}
PAPER = {
    "50": "#faf9f7",
    "100": "#f3f1ed",
    "200": "#e5e1da",
    "300": "#d0cac0",
    "400": "#8f887d",
    "500": "#6b655c",
    "600": "#504b44",
    "700": "#3f3b36",
    "800": "#292623",
    "900": "#1b1917",
    "950": "#0f0e0d",
}

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "临沧市人民政府公报 · 编辑后台",
    "SITE_HEADER": "政府公报",
    "SITE_SUBHEADER": "编辑后台",
    "SITE_SYMBOL": "history_edu",
    "SITE_URL": "/",
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("img/icon.svg")},
    ],
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": True,
    "THEME": "light",
    "BORDER_RADIUS": "4px",
    "COLORS": {"base": PAPER, "primary": VERMILION},
    "ACCOUNT": {"navigation": [{"title": "两步验证", "link": reverse_lazy("admin:second_factor")}]},
    "DASHBOARD_CALLBACK": "portal.board.show",
    "STYLES": [
        lambda request: static("admin-desk/desk.css"),
        lambda request: static("admin-desk/board.css"),
        lambda request: static("admin-desk/versions.css"),
        lambda request: static("admin-desk/care.css"),
        lambda request: static("admin-desk/rating.css"),
        lambda request: static("admin-desk/rating-grid.css"),
        lambda request: static("admin-desk/money.css"),
        lambda request: static("admin-desk/radar.css"),
        lambda request: static("admin-desk/submission.css"),
        lambda request: static("admin-desk/accounts.css"),
    ],
    "SIDEBAR": {"show_search": False, "show_all_applications": False, "navigation": NAVIGATION},
}
