"""The three steps at the desk, and who may take them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from eldercare.models import Institution, SpreadsheetUpload
from foundation.models import RowChange
from tests import care, sheets
from tests.numbers import identity_number_of
from tests.sheets import only, read_back, row, workbook

pytestmark = pytest.mark.django_db
CHOOSE = "admin:eldercare_institution_import"


@pytest.fixture
def by(client: Client) -> User:
    officer = sheets.officer()
    client.force_login(officer)
    return officer


def sent(client: Client, raw: bytes, name: str = "示例.xlsx") -> Any:
    return client.post(reverse(CHOOSE), {"file": ContentFile(raw, name=name)})


def page(upload: SpreadsheetUpload, deed: str = "preview") -> str:
    return reverse(f"{CHOOSE}_{deed}", args=[upload.pk])


def fresh(rows: list[dict[str, Any]], *, by: User) -> SpreadsheetUpload:
    return sheets.received(rows, by=by, at=timezone.now())


def test_from_the_list_to_the_institutions(client: Client, by: User) -> None:
    listed = client.get(reverse("admin:eldercare_institution_changelist"))
    assert reverse(CHOOSE) in listed.content.decode()
    chosen = client.get(reverse(CHOOSE)).content.decode()
    assert reverse(f"{CHOOSE}_template") in chosen
    assert "空着的格什么也不改" in chosen
    answer = sent(client, workbook([row(1), row(2)]))
    upload = SpreadsheetUpload.objects.get()
    assert answer.url == page(upload)
    preview = client.get(answer.url)
    assert "no-store" in preview["Cache-Control"]
    assert "将新建 2 个机构，改动 0 个" in preview.content.decode()
    assert not Institution.objects.exists()
    done = client.post(page(upload, "confirm"), {"digest": upload.sha256}, follow=True)
    assert "已导入：新建 2 个，改动 0 个，不变 0 个。" in done.content.decode()
    assert Institution.objects.count() == 2
    logged = LogEntry.objects.get()
    assert (logged.user, logged.object_repr) == (by, "导入机构表格“示例.xlsx”")
    changes = RowChange.objects.filter(table_name="eldercare_institution")
    assert set(changes.values_list("by", "via")) == {(by.pk, page(upload, "confirm"))}


def test_wrong_rows_stand_first_with_every_sentence(client: Client, by: User) -> None:
    number = identity_number_of(9)
    sheets.brought_in([row(1)], by=by)
    rows = [row(1, 养老床位数量=12), row(2), row(3, 建筑面积=0, 联系人="13800138000", 负责人电话=number)]
    sent(client, workbook(rows))
    upload = SpreadsheetUpload.objects.latest("pk")
    text = client.get(page(upload)).content.decode()
    places = [text.index(f'id="row-{number}"') for number in (4, 2, 3)]
    assert places == sorted(places)
    assert "建筑面积应在 1 至 99999.99 平方米之间" in text
    assert "填的是“0”" in text
    assert "<del>10</del>" in text
    assert "<ins>12</ins>" in text
    for secret in (number, "13800138000", identity_number_of(2)):
        assert secret not in text
    assert "138****8001" in text
    narrowed = client.get(page(upload), {"show": "changed"}).content.decode()
    assert 'id="row-2"' in narrowed
    assert 'id="row-4"' not in narrowed


def test_wrong_headings_are_told_one_by_one(client: Client, by: User) -> None:
    answer = sent(client, workbook([row(1, 联系电话="x", 备注="y")]))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "是不是“联系人”？" in text
    assert "“备注”不认识" in text
    assert 'role="alert"' in text
    assert not SpreadsheetUpload.objects.exists()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "请选择一个文件"),
        ({"file": ContentFile(b"", name="空.xlsx")}, "文件“空.xlsx”是空的"),
        ({"file": ContentFile(b"%PDF-1.7 x", name="甲.pdf")}, "PDF，不是表格"),
        ({"file": ContentFile(b"x" * ((5 << 20) + 1), name="大.csv")}, "超过 5 MB"),
    ],
)
def test_bad_files_get_a_sentence(client: Client, by: User, data: dict[str, Any], said: str) -> None:
    answer = client.post(reverse(CHOOSE), data)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_confirmation_with_wrong_rows_asks_for_the_tick(client: Client, by: User) -> None:
    upload = fresh([row(1), row(2, 建筑面积=0)], by=by)
    refused = client.post(page(upload, "confirm"), {"digest": upload.sha256})
    assert refused.status_code == 422
    assert "有 1 行有问题，没有导入" in refused.content.decode()
    done = client.post(page(upload, "confirm"), {"digest": upload.sha256, "only_sound": "1"}, follow=True)
    assert "1 行有问题没有导入" in done.content.decode()
    left = client.get(page(upload, "wrong_rows"))
    assert "no-store" in left["Cache-Control"]
    assert len(read_back(left.content)) == 2


def test_wrong_rows_can_be_taken_away_before_the_import(client: Client, by: User) -> None:
    upload = fresh([row(1, 建筑面积=0)], by=by)
    headings, left = read_back(client.get(page(upload, "wrong_rows")).content)
    assert dict(zip(headings, left, strict=True))["名称"] == "示例老年人日间照料中心之1"


def test_what_changed_meanwhile_is_shown_in_place(client: Client, by: User) -> None:
    sheets.brought_in([row(1)], by=by)
    upload = fresh([only(row(1), 养老床位数量=12)], by=by)
    Institution.objects.update(beds=11)
    answer = client.post(page(upload, "confirm"), {"digest": upload.sha256})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "什么也没有导入" in text
    assert "<del>11</del>" in text
    assert client.post(page(upload, "confirm"), {"digest": upload.sha256}).status_code == 302


def test_a_tampered_address_is_not_there(client: Client, by: User) -> None:
    mine = fresh([row(1)], by=by)
    other = fresh([row(2)], by=care.officer())
    old = sheets.received([row(3)], by=by, at=timezone.now() - timedelta(hours=25))
    for deed in ("preview", "confirm", "discard", "wrong_rows"):
        for upload in (other, old):
            answer = (
                client.post(page(upload, deed))
                if deed in ("confirm", "discard")
                else client.get(page(upload, deed))
            )
            assert answer.status_code == 404, (deed, upload)
        assert client.get(reverse(f"{CHOOSE}_{deed}", args=[mine.pk + 1000])).status_code == 404
    boss = User.objects.create_superuser("boss")
    client.force_login(boss)
    assert client.get(page(mine)).status_code == 404


def test_discarding_goes_back_to_the_choice(client: Client, by: User) -> None:
    upload = fresh([row(1)], by=by)
    assert upload.name in client.get(reverse(CHOOSE)).content.decode()
    assert client.get(page(upload, "discard")).status_code == 405
    answer = client.post(page(upload, "discard"), follow=True)
    assert "已放弃“示例.xlsx”，什么也没有导入。" in answer.content.decode()
    upload.refresh_from_db()
    assert bytes(upload.content) == b""
    assert "已放弃" in client.get(page(upload)).content.decode()
    assert client.get(page(upload, "wrong_rows")).status_code == 404


@pytest.mark.parametrize("role", ["养老乡镇经办", "养老市级管理", "养老审计（只读）", "责任编辑"])
def test_without_the_permission_there_is_neither_button_nor_page(client: Client, role: str) -> None:
    client.force_login(care.officer(role))
    listed = client.get(reverse("admin:eldercare_institution_changelist"))
    assert reverse(CHOOSE) not in listed.content.decode()
    upload = fresh([row(1)], by=sheets.officer())
    for address in (reverse(CHOOSE), reverse(f"{CHOOSE}_template"), page(upload), page(upload, "wrong_rows")):
        assert client.get(address).status_code == 403, address
    assert sent(client, workbook([row(1)])).status_code == 403
    assert client.post(page(upload, "confirm"), {"digest": upload.sha256}).status_code == 403


def test_the_preview_asks_the_same_however_many_rows(client: Client, by: User) -> None:
    def asked(rows: list[dict[str, Any]]) -> int:
        upload = fresh(rows, by=by)
        client.get(page(upload))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page(upload)).status_code == 200
        return len(queries)

    few = asked([row(1)])
    assert asked([row(number) for number in range(60)]) == few <= 6
    assert client.get(page(SpreadsheetUpload.objects.latest("pk")), {"page": "2"}).status_code == 200


def questions(rows: list[dict[str, Any]], by: User) -> int:
    with CaptureQueriesContext(connection) as queries:
        sheets.received(rows, by=by)
    return len(queries)


def test_rows_ask_few_questions(by: User) -> None:
    """Sound rows are written a hundred at a time; a wrong one asks once a table it would write to."""
    sheets.brought_in([row(number) for number in range(10)], by=by)
    base = questions([row(0)], by)
    assert base <= 24

    def each(rows: list[dict[str, Any]]) -> float:
        return (questions(rows, by) - base) / len(rows)

    many = range(10, 40)
    assert each([row(number) for number in many]) <= 0.5
    assert each([only(row(number), 养老床位数量=30 + number) for number in range(10)]) <= 2
    assert each([row(number) for number in range(10)]) == 0
    assert each([row(number, 建筑面积="x") for number in many]) <= 6
    assert each([row(number, 建筑面积=0 if number == 20 else 300) for number in many]) <= 10
