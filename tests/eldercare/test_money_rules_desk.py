"""The desk of the rules of money: drafted from the last, put in force and retired by the city alone."""

from __future__ import annotations

from typing import Any

import pytest

from eldercare.models import MoneyRules
from tests import care, money, rating
from tests.eldercare.desk import add_page, client_of, list_of, page_of, sent_from
from tests.eldercare.money_desk import buttons, done, refusal, send

pytestmark = pytest.mark.django_db


def add(**typed: Any) -> Any:
    """Open the empty form, type these over, and send it."""
    client = client_of(rating.city_officer())
    return client.post(add_page(MoneyRules), sent_from(client.get(add_page(MoneyRules)), **typed))


def test_the_next_edition_starts_from_the_last_in_force() -> None:
    money.rules(amount_aaa="31000.00", source="示例〔2024〕9号")
    assert add(year_from="2029", amount_aaa="36000").status_code == 302
    draft = MoneyRules.objects.get(year_from=2029)
    assert (draft.status, draft.amount_aaa, draft.amount_a, draft.source) == (
        "draft",
        36000,
        20000,
        "示例〔2024〕9号",
    )


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"year_from": "2023"}, "年度从 2024 年起。"),
        ({"cut_off_month": "2", "cut_off_day": "29"}, "2 月 29 日不行"),
        ({"amount_a": "25000.01"}, "等级高的补贴不能比等级低的少。"),
        ({"amount_aaa": "0"}, "金额须大于 0"),
        ({"new_building": "-3000"}, "金额须大于 0"),
        ({"source": ""}, "必填项"),
    ],
)
def test_what_cannot_be_is_said_beside_the_form(typed: dict[str, str], told: str) -> None:
    money.rules()
    answer = add(**{"year_from": "2029"} | typed)
    assert answer.status_code == 200
    assert told in answer.content.decode()
    assert not MoneyRules.objects.filter(status="draft").exists()


def test_a_draft_is_changed_put_in_force_and_then_stays() -> None:
    draft = money.draft_rules()
    by = rating.city_officer()
    client = client_of(by)
    assert buttons(by, draft) == {"publish"}
    assert (
        client.post(page_of(draft), sent_from(client.get(page_of(draft)), remark="示例。")).status_code == 302
    )
    done(by, draft, "publish")
    draft.refresh_from_db()
    assert (draft.status, draft.remark, draft.published_by) == ("published", "示例。", by)
    assert buttons(by, draft) == {"retire"}
    assert "不能再施行" in refusal(send(by, draft, "publish"))
    assert client.post(page_of(draft), {"remark": "另一句。"}).status_code == 403
    assert client.post(page_of(draft, "delete"), {"post": "yes"}).status_code == 403


def test_publishing_says_what_goes_and_retiring_why() -> None:
    rules, draft = money.rules(), money.draft_rules()
    by = rating.city_officer()
    assert f"现在施行的{rules}同时停用" in client_of(by).get(page_of(draft, "publish")).content.decode()
    assert "请写明原因。" in refusal(send(by, rules, "retire"))
    done(by, rules, "retire", reason="示例：年度写错。")
    page = client_of(by).get(page_of(rules)).content.decode()
    assert "停用" in page and "示例：年度写错。" in page
    assert buttons(by, rules) == set()


def test_a_draft_may_be_deleted() -> None:
    draft = money.draft_rules()
    assert client_of(rating.city_officer()).post(page_of(draft, "delete"), {"post": "yes"}).status_code == 302
    assert not MoneyRules.objects.exists()


@pytest.mark.parametrize("role", ["养老县区经办", "养老乡镇经办", "养老审计（只读）"])
def test_others_read_and_change_nothing(role: str) -> None:
    rules, draft = money.rules(), money.draft_rules()
    by = care.officer(role, care.city())
    client = client_of(by)
    assert client.get(list_of(MoneyRules)).status_code == 200
    assert buttons(by, rules) == buttons(by, draft) == set()
    assert client.get(add_page(MoneyRules)).status_code == 403
    for row, deed in ((rules, "retire"), (draft, "publish"), (draft, "delete")):
        assert client.post(page_of(row, deed)).status_code == 403
