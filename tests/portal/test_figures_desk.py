"""The desks of liaison officers and of figures: who appoints, who answers for a year, and what is told them."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from foundation.models import Liaison
from tests import make
from tests.staff import log_in
from tests.submitting import person

pytestmark = pytest.mark.django_db


def test_liaison_officers_are_appointed_and_ended_at_the_desk(client: Client) -> None:
    unit, officer = make.unit(), person("联络员")
    person("责任编辑", "没有角色的")
    log_in(client, "账号管理")
    add = reverse("admin:foundation_liaison_add")
    form = {"unit": unit.pk, "user": officer.pk, "since": "2026-01-01", "until": "", "note": "示例名单"}
    assert "没有角色的" not in client.get(add).content.decode()
    assert client.post(add, form).status_code == 302
    again = client.post(add, form)
    assert again.status_code == 200 and "已经是这个单位的联络员" in again.content.decode()
    made = Liaison.objects.get()
    end = reverse("admin:foundation_liaison_end", args=[made.pk])
    assert client.post(end, {"until": "2025-12-31"}).status_code == 422
    assert client.post(end, {"until": "2026-06-30"}).status_code == 302
    assert f"{Liaison.objects.get().until}" == "2026-06-30"


def test_figures_are_confirmed_by_the_chief_only(client: Client) -> None:
    year = timezone.localdate().year - 1
    addresses = {
        deed: reverse(f"admin:gazette_yearlyreport_{deed}", args=[year]) for deed in ("year", "confirm")
    }
    log_in(client, "副主编")
    assert client.get(addresses["year"]).status_code == 200
    assert client.post(addresses["confirm"]).status_code == 403
    log_in(client, "主编")
    assert client.get(addresses["confirm"]).status_code == 200
    assert client.post(addresses["confirm"], {"confirm": "1"}).status_code == 302
    assert "确认，已在" in client.get(addresses["year"]).content.decode()
    revoke = reverse("admin:gazette_yearlyreport_revoke", args=[year])
    assert client.post(revoke, {"reason": ""}).status_code == 422
    assert client.post(revoke, {"reason": "示例"}).status_code == 302
    assert client.get(reverse("admin:gazette_yearlyreport_year", args=[9999])).status_code == 404
    for asked in ("x", "0020269", f"002026{'9' * 5000}"):  # years that no calendar has
        assert (
            client.get(reverse("admin:gazette_yearlyreport_changelist"), {"year": asked}).status_code == 200
        )


def test_days_of_an_issue_are_noted_at_the_desk(client: Client) -> None:
    issue = make.issue(2024, 9)
    log_in(client, "责任编辑")
    address = reverse("admin:gazette_yearlyreport_dates", args=[issue.pk])
    assert client.post(address, {"proof_on": "2024-10-02", "printed_on": "2024-10-01"}).status_code == 422
    assert client.post(address, {"proof_on": "2024-09-27", "printed_on": "2024-10-01"}).status_code == 302
    assert (
        "2024-09-27"
        in client.get(reverse("admin:gazette_yearlyreport_changelist"), {"year": "2024"}).content.decode()
    )
