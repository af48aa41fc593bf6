"""The confirmation: all or nothing, only what was looked at, and only by who looked at it."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.test import override_settings
from django.utils import timezone

from eldercare import actions
from eldercare.models import Institution, Operator, SpreadsheetUpload
from eldercare.refusals import SpreadsheetChanged, SpreadsheetRefused
from foundation.refusals import FileRefused, MoveNotAllowed, NotPermitted
from tests import care, sheets
from tests.numbers import identity_number_of
from tests.sheets import AT, confirmed, mistakes, only, read_back, received, row

pytestmark = pytest.mark.django_db


def test_wrong_rows_stop_everything_unless_they_are_left_out() -> None:
    by = sheets.officer()
    upload = received([row(1), row(2, 建筑面积=0)], by=by)
    with pytest.raises(SpreadsheetRefused, match="有 1 行有问题，没有导入"):
        confirmed(upload, by=by)
    assert not Institution.objects.exists()
    done = confirmed(upload, by=by, only_sound=True)
    assert (done.new, done.wrong, Institution.objects.count()) == (1, 1, 1)


def test_what_was_left_out_comes_back_as_it_was_typed_with_the_problem() -> None:
    by = sheets.officer()
    wrong = row(2, 建筑面积=0, 登记日期="2026-04-31", 服务范围="=1+1", 养老床位数量="=2+3")
    done = confirmed(received([row(1), wrong], by=by), by=by, only_sound=True)
    from foundation.protected import open_bytes

    content = open_bytes(bytes(done.leftovers))
    headings, left = read_back(content)
    assert headings[-1] == "问题"
    back = dict(zip(headings, left, strict=True))
    assert back["公民身份号码"] == identity_number_of(2)
    assert (back["建筑面积"], back["登记日期"], back["名称"]) == (0, "2026-04-31", wrong["名称"])
    assert "建筑面积：建筑面积应在 1 至" in back["问题"]
    assert "登记日期：2026 年 4 月没有 31 日" in back["问题"]
    mended = {heading: value for heading, value in back.items() if heading != "问题"}
    again = received(
        [mended | {"建筑面积": 420, "登记日期": "2026-04-30", "养老床位数量": 5, "问题": "已改"}], by=by
    )
    assert (again.new, again.wrong) == (1, 0)


def test_another_file_than_the_one_looked_at_is_not_imported() -> None:
    by = sheets.officer()
    upload = received([row(1)], by=by)
    with pytest.raises(SpreadsheetRefused, match="不是刚才核对的那个文件"):
        actions.import_spreadsheet(upload, digest="0" * 64, by=by, at=AT)
    assert not Institution.objects.exists()


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda: Institution.objects.update(beds=11),
        lambda: Institution.objects.get().services.all().delete(),
        lambda: Institution.objects.update(township=care.township("530922102")),
        lambda: Operator.objects.update(kind="company"),
        lambda: Institution.objects.update(identity_number=identity_number_of(100)),
    ],
)
def test_what_changed_meanwhile_stops_the_import_and_is_shown(meanwhile: Any) -> None:
    by = sheets.officer()
    sheets.brought_in([row(1)], by=by)
    cells = {"养老床位数量": 12, "服务项目": "助餐", "公民身份号码": identity_number_of(200)}
    upload = received([row(1, **cells), row(2)], by=by)
    meanwhile()
    before = Institution.objects.count()
    with pytest.raises(SpreadsheetChanged, match="第 2 行“示例老年人日间照料中心之1”的结果和刚才不一样"):
        confirmed(upload, by=by)
    assert Institution.objects.count() == before
    upload.refresh_from_db()
    assert upload.is_waiting
    fresh = sheets.report(upload)
    assert fresh.lines[1].fate == "new"
    if not upload.wrong:
        confirmed(upload, by=by)
        assert Institution.objects.count() == before + upload.new


def test_changes_that_do_not_concern_the_rows_do_not_stop_them() -> None:
    by = sheets.officer()
    sheets.brought_in([row(1)], by=by)
    upload = received([only(row(1), 养老床位数量=12)], by=by)
    Institution.objects.update(opening_hours="每天 8:30—17:30", building_area=300)
    assert confirmed(upload, by=by).changed == 1


def test_an_import_happens_once() -> None:
    by = sheets.officer()
    upload = received([row(1)], by=by)
    confirmed(upload, by=by)
    with pytest.raises(MoveNotAllowed, match="已导入，不能再导入或放弃"):
        confirmed(upload, by=by)
    with pytest.raises(MoveNotAllowed):
        actions.discard_spreadsheet(upload, by=by, at=AT)


def test_only_the_uploader_goes_on_and_only_with_the_permission() -> None:
    by, other = sheets.officer(), care.officer()
    upload = received([row(1)], by=by)
    for deed in (confirmed, lambda upload, by: actions.discard_spreadsheet(upload, by=by, at=AT)):
        with pytest.raises(NotPermitted, match="不是您上传的"):
            deed(upload, by=other)
    for role in ("养老乡镇经办", "养老市级管理", "养老审计（只读）"):
        with pytest.raises(NotPermitted, match="没有导入表格的权限"):
            received([row(1)], by=care.officer(role))


def test_a_township_officer_touches_no_other_township() -> None:
    sheets.officer()
    by = care.officer("养老县区经办", care.township())
    other = care.institution(township=care.township("530922102"))
    mine = care.institution()
    rows = [
        {"县（区）": "云县", "乡镇（街道）": each.township.name, "名称": each.name, "养老床位数量": 99}
        for each in (other, mine)
    ]
    upload = received([*rows, row(1, **{"乡镇（街道）": "示例102镇"})], by=by)
    first, second, third = sheets.report(upload).lines
    assert mistakes(first)["乡镇（街道）"] == "云县示例102镇不在您的辖区，不能导入。"
    assert mistakes(third)["乡镇（街道）"] == "云县示例102镇不在您的辖区，不能导入。"
    assert second.fate == "changed"
    confirmed(upload, by=by, only_sound=True)
    other.refresh_from_db()
    assert (other.beds, Institution.objects.get(pk=mine.pk).beds) == (10, 99)


def test_the_place_is_looked_at_again_when_it_is_confirmed() -> None:
    by = sheets.officer()
    upload = received([row(1)], by=by)
    by.jurisdictions.all().delete()
    with pytest.raises(SpreadsheetChanged):
        confirmed(upload, by=by)
    assert not Institution.objects.exists()


def test_nothing_lies_in_the_open() -> None:
    by = sheets.officer()
    upload = received([row(1, 建筑面积=0), row(2)], by=by)
    number = identity_number_of(1).encode()
    for sealed in (upload.content, upload.report):
        assert number not in bytes(sealed)
        assert "示例".encode() not in bytes(sealed)
    done = confirmed(upload, by=by, only_sound=True)
    assert "示例".encode() not in bytes(done.leftovers)


def test_a_key_that_was_taken_away_is_told() -> None:
    by = sheets.officer()
    upload = received([row(1)], by=by)
    from cryptography.fernet import Fernet

    with (
        override_settings(PROTECTED_DATA_KEYS=(Fernet.generate_key().decode(),)),
        pytest.raises(SpreadsheetRefused, match="密钥已经更换"),
    ):
        confirmed(upload, by=by)


def test_discarding_and_a_day_wipe_the_content() -> None:
    by = sheets.officer()
    discarded = actions.discard_spreadsheet(received([row(1)], by=by), by=by, at=AT)
    waiting = received([row(2)], by=by, at=timezone.now() - timedelta(hours=25))
    fresh = received([row(3)], by=by, at=timezone.now() - timedelta(hours=23))
    left = confirmed(received([row(4), row(5, 建筑面积=0)], by=by), by=by, only_sound=True)
    SpreadsheetUpload.objects.filter(pk=left.pk).update(uploaded_at=timezone.now() - timedelta(hours=25))
    call_command("sweep_spreadsheets")
    call_command("sweep_spreadsheets")
    held = {
        each.pk: bool(bytes(each.content) + bytes(each.report) + bytes(each.leftovers))
        for each in SpreadsheetUpload.objects.all()
    }
    assert held == {discarded.pk: False, waiting.pk: False, fresh.pk: True, left.pk: False}
    states = dict(SpreadsheetUpload.objects.values_list("pk", "state"))
    assert states == {
        discarded.pk: "discarded",
        waiting.pk: "discarded",
        fresh.pk: "waiting",
        left.pk: "imported",
    }


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        (
            "spreadsheet_upload_state_is_known",
            {"state": "lost", "content": b"", "report": b"", "closed_at": AT},
        ),
        ("spreadsheet_upload_has_file", {"size": 0}),
        ("spreadsheet_upload_has_file", {"size": (5 << 20) + 1}),
        ("spreadsheet_upload_has_file", {"sha256": ""}),
        ("spreadsheet_upload_has_file", {"name": ""}),
        ("spreadsheet_upload_content_waits", {"content": b""}),
        ("spreadsheet_upload_content_waits", {"report": b""}),
        ("spreadsheet_upload_content_waits", {"closed_at": AT}),
        ("spreadsheet_upload_content_waits", {"state": "imported", "closed_at": AT}),
        ("spreadsheet_upload_content_waits", {"state": "discarded", "content": b"", "report": b""}),
        ("spreadsheet_upload_leftovers_are_of_an_import", {"leftovers": b"x"}),
        (
            "spreadsheet_upload_leftovers_are_of_an_import",
            {
                "state": "imported",
                "content": b"",
                "report": b"",
                "closed_at": AT,
                "leftovers": b"x",
                "wrong": 0,
            },
        ),
    ],
)
def test_the_database_holds_what_an_upload_is(name: str, fields: dict[str, Any]) -> None:
    sound = {
        "name": "示例.xlsx",
        "size": 1,
        "sha256": "0" * 64,
        "content": b"x",
        "report": b"x",
        "uploaded_by": sheets.officer(),
        "uploaded_at": AT,
        **dict.fromkeys(("new", "changed", "unchanged"), 0),
        "wrong": 1,
    }
    with pytest.raises(IntegrityError, match=name):
        SpreadsheetUpload.objects.create(**sound | fields)


@pytest.mark.parametrize(
    "missing", ["name", "size", "sha256", "content", "report", "new", "wrong", "uploaded_at"]
)
def test_nothing_of_an_upload_may_be_missing(missing: str) -> None:
    upload = received([row(1)], by=sheets.officer())
    with pytest.raises(IntegrityError, match=missing):
        SpreadsheetUpload.objects.filter(pk=upload.pk).update(**{missing: None})


def test_a_file_that_is_no_table_is_refused_and_leaves_nothing() -> None:
    by = sheets.officer()
    with pytest.raises(FileRefused):
        received(b"%PDF-1.7", by=by)
    assert not SpreadsheetUpload.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_one_institution_take_turns() -> None:
    """The second one waits for the first, sees what it wrote, and stops."""
    by, other = sheets.officer(), care.officer()
    uploads = [received([row(1)], by=by), received([row(1)], by=other)]
    told: list[str] = []

    def bring_in(upload: SpreadsheetUpload, who: Any) -> None:
        try:
            told.append(confirmed(upload, by=who).state)
        except SpreadsheetChanged:
            told.append("changed")
        finally:
            connection.close()

    threads = [
        threading.Thread(target=bring_in, args=pair) for pair in zip(uploads, (by, other), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["changed", "imported"]
    assert Institution.objects.count() == 1
