"""load_reference brings the database up to the files, and a second run touches nothing."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from documents.models import Column, Kind
from foundation.models import Division, Unit, UnitMembership, UnitVariant
from foundation.reference import load_folder
from tests import make

pytestmark = pytest.mark.django_db
TABLES = [model._meta.db_table for model in (Division, Unit, UnitVariant, UnitMembership, Kind, Column)]


def load() -> str:
    output = StringIO()
    call_command("load_reference", stdout=output)
    return output.getvalue()


def row_versions() -> dict[str, list[tuple[int, int, str]]]:
    """Identity and place of every row: an update, even one to the same values, moves the row."""
    versions = {}
    for table in TABLES:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id, xmin::text::bigint, ctid::text FROM {table} ORDER BY id")
            versions[table] = cursor.fetchall()
    return versions


def test_the_first_run_fills_every_list() -> None:
    report = load()
    assert Division.objects.townships().count() == 77
    assert Kind.objects.filter(is_official=True).count() == 15
    assert Column.objects.filter(name="大事记").exists()
    assert f"行政区划：新增 {Division.objects.count()}，更正 0，不变 0" in report
    assert f"单位：新增 {Unit.objects.count()}，更正 0，不变 0" in report


def test_the_second_run_changes_no_row() -> None:
    load()
    before = row_versions()
    report = load()
    assert row_versions() == before
    assert "新增 0，更正 0" in report
    assert all("新增 0，更正 0" in line for line in report.splitlines())


def test_loading_takes_few_queries_and_writes_only_once() -> None:
    with CaptureQueriesContext(connection) as first:
        load()
    with CaptureQueriesContext(connection) as second:
        load()
    assert len(first) <= 40
    assert not [query["sql"] for query in second if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_units_are_tied_together() -> None:
    load()
    group = Unit.objects.get(name="各县（区）人民政府")
    assert group.is_group
    assert group.members.count() == 8
    former = Unit.objects.get(name="中国银行保险监督管理委员会临沧监管分局")
    assert former.successor == Unit.objects.get(name="国家金融监督管理总局临沧监管分局")
    assert Unit.objects.get(name="云县人民政府").division == Division.objects.get(code="530922")


def test_what_differs_is_mended_and_what_editors_added_stays() -> None:
    load()
    bureau = Unit.objects.get(name="临沧市财政局")
    Unit.objects.filter(pk=bureau.pk).update(short_name="市财局")
    moved, added = UnitVariant.objects.get(printed="市发改委"), make.unit("示例新设局")
    UnitVariant.objects.filter(pk=moved.pk).update(unit=added)
    UnitVariant.objects.create(unit=bureau, printed="示例财政")
    report = load()
    assert Unit.objects.get(pk=bureau.pk).short_name == "市财政局"
    assert "单位：新增 0，更正 1" in report
    assert set(bureau.variants.values_list("printed", flat=True)) == {"示例财政"}
    assert UnitVariant.objects.get(printed="市发改委").unit == added
    assert Unit.objects.filter(pk=added.pk).exists()


def test_a_broken_file_loads_nothing(tmp_path: Path) -> None:
    kinds = {"model": "documents.kind", "key": "name", "rows": [{"name": "通知", "is_official": True}]}
    units = {
        "model": "foundation.unit",
        "key": "name",
        "rows": [{"name": "示例 局", "short_name": "", "level": "city"}],
    }
    (tmp_path / "a.json").write_text(json.dumps(kinds), "utf-8")
    (tmp_path / "b.json").write_text(json.dumps(units), "utf-8")
    with pytest.raises(IntegrityError, match="unit_name_is_canonical"):
        load_folder(tmp_path)
    assert not Kind.objects.exists()
