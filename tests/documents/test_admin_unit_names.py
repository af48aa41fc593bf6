"""The desk of units and of names that no unit is known under yet."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from foundation.models import Unit, UnitProposal
from foundation.permissions import SETTLE_UNIT_PROPOSAL
from tests import make
from tests.staff import log_in

pytestmark = pytest.mark.django_db
PROPOSALS = "admin:foundation_unitproposal_changelist"


def test_a_name_is_settled_once_and_reaches_what_was_read(client: Client) -> None:
    log_in(client, "单位维护")
    unit = make.unit("示例水务局")
    task = make.task(make.document(published=False))
    row = task.assignments.create(position=1, printed="示例水利局", role="lead")
    proposal = UnitProposal.objects.create(printed="示例水利局")
    page = reverse("admin:foundation_unitproposal_change", args=[proposal.pk])
    assert "请选择单位" in client.post(page, {}).content.decode()
    assert client.post(page, {"settled_as": unit.pk}).status_code == 302
    row.refresh_from_db()
    assert row.unit == unit
    assert unit.variants.get().printed == "示例水利局"
    other = make.unit("示例林草局")
    assert client.post(page, {"settled_as": other.pk}).status_code == 403


def test_a_taken_name_is_refused_with_a_sentence(client: Client) -> None:
    log_in(client, "单位维护")
    make.unit("示例水务局", variants=["示例水利局"])
    proposal = UnitProposal.objects.create(printed="示例水利局")
    page = reverse("admin:foundation_unitproposal_change", args=[proposal.pk])
    answer = client.post(page, {"settled_as": make.unit("示例林草局").pk}, follow=True)
    assert answer.status_code == 200
    assert "已经是示例水务局的名称" in answer.content.decode()
    proposal.refresh_from_db()
    assert proposal.settled_as is None


def test_names_are_dismissed_from_the_list_by_who_may(client: Client) -> None:
    proposals = [UnitProposal.objects.create(printed=name) for name in ("有关方面", "各地", "某局")]
    sent = {"action": "dismiss", "_selected_action": [row.pk for row in proposals[:2]]}
    user = log_in(client, "审计（只读）")
    assert not user.has_perm(SETTLE_UNIT_PROPOSAL)
    client.post(reverse(PROPOSALS), sent)
    assert UnitProposal.objects.open().count() == 3
    log_in(client, "责任编辑")
    client.post(reverse(PROPOSALS), sent)
    assert list(UnitProposal.objects.open()) == [proposals[2]]
    assert client.get(reverse(PROPOSALS)).context["cl"].result_count == 1


def test_a_group_with_members_stays_a_group(client: Client) -> None:
    log_in(client, "单位维护")
    group = make.unit("各示例局", members=[make.unit()])
    page = reverse("admin:foundation_unit_change", args=[group.pk])
    sent: dict[str, Any] = {"name": group.name, "level": group.level}
    for rows in ("variants", "group_rows"):
        sent |= {f"{rows}-TOTAL_FORMS": 0, f"{rows}-INITIAL_FORMS": 0}
    answer = client.post(page, sent, follow=True)
    assert answer.status_code == 200
    assert "没有保存：" in answer.content.decode()
    assert Unit.objects.get(pk=group.pk).is_group
