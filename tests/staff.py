"""The staff for tests of the desk: someone who holds a role, and what a browser sends from a page."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from documents.models import Document

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext
    from pytest_django.live_server_helper import LiveServer

ROWS = ("organs", "attachments", "outgoing_relations", "tasks", "checklist")


def log_in(client: Client, role: str) -> User:
    """Someone with this role and nothing else, logged in."""
    user = User.objects.create_user(f"{role}某", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    return user


def sit_down(windows: "BrowserContext", live_server: "LiveServer", user: User) -> None:
    """From now on these windows are this person's, whoever's they were.

    The session is given: the form of the log-in is tried by itself, in `test_accounts_browser` and `test_admin_browser`.
    """
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    windows.clear_cookies()
    windows.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])


def document_page(document: Document, deed: str = "change") -> str:
    return reverse(f"admin:documents_document_{deed}", args=[document.pk])


def rows_of(prefix: str, rows: list[dict[str, Any]], *, stored: int) -> dict[str, Any]:
    sent: dict[str, Any] = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": stored}
    for number, row in enumerate(rows):
        sent |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return sent


def filled(document: Document, **changes: Any) -> dict[str, Any]:
    """What the browser sends when the page is saved with these changes."""
    values: dict[str, Any] = {
        "title": document.title,
        "kind": document.kind_id or "",
        "column": document.column_id or "",
        "document_number": document.document_number,
        "series": document.series,
        "year": document.year or "",
        "serial": document.serial or "",
        "enclosed_title": document.enclosed_title,
        "body": document.body,
        "text_status": document.text_status,
        "addressees": "\n".join(document.addressees),
        "written_on": document.written_on or "",
        "written_on_printed": document.written_on_printed,
        "note": document.note,
        "disclosure": document.disclosure,
    }
    for rows in ROWS:
        values |= {f"{rows}-TOTAL_FORMS": 0, f"{rows}-INITIAL_FORMS": 0}
    return values | changes
