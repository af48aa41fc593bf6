"""The staff's help: there for everybody who sits at the desk, and true."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Group
from django.test import Client, override_settings
from django.urls import reverse

from documents.together import MOST_TOGETHER
from tests.staff import log_in

pytestmark = pytest.mark.django_db


def shown(client: Client) -> str:
    return client.get(reverse("admin:help")).content.decode()


def test_everybody_at_the_desk_finds_it_in_the_menu(client: Client) -> None:
    for role in Group.objects.values_list("name", flat=True):
        log_in(client, role)
        assert f'href="{reverse("admin:help")}"' in client.get(reverse("admin:index")).content.decode(), role
        assert "怎样使用后台" in shown(client), role


def test_the_doors_of_the_page_lead_to_its_parts_and_a_liaison_officer_has_one_more(client: Client) -> None:
    doors = {}
    for role in ("责任编辑", "联络员"):
        log_in(client, role)
        page = shown(client)
        doors[role] = re.findall(r'href="#([a-z]+)"', page)
        assert all(f'id="{name}"' in page for name in doors[role])
    assert set(doors["联络员"]) - set(doors["责任编辑"]) == {"send"}


@override_settings(AXES_FAILURE_LIMIT=4, LOCKOUT_MINUTES=25, SESSION_IDLE_SECONDS=50 * 60)
def test_its_numbers_are_those_of_the_program(client: Client) -> None:
    log_in(client, "主编")
    page = shown(client)
    assert f"一次最多 {MOST_TOGETHER} 篇" in page
    assert "错 4 次，这个账号在这个地址锁定 25 分钟" in page
    assert "50 分钟不动" in page


def test_without_a_log_in_it_is_shut(client: Client) -> None:
    assert client.get(reverse("admin:help")).status_code == 302


@pytest.mark.parametrize("page", ["index", "help", "documents_document_changelist", "documents_document_add"])
def test_every_page_is_shown_without_scripts_and_leads_past_the_menu(client: Client, page: str) -> None:
    log_in(client, "责任编辑")
    shown_page = client.get(reverse(f"admin:{page}")).content.decode()
    assert "admin-desk/without-scripts" in shown_page
    assert '<a class="skip-menu" href="#main">' in shown_page and 'id="main"' in shown_page
