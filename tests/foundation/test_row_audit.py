"""The log of rows: every way to change one is logged, in full for what changed, never what must stay hidden."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from foundation.models import Division, RowChange, SpecialDay, Unit, UnitVariant, WorkYear
from foundation.row_audit import HIDDEN, audited, no_longer_audited, unaudited_tables
from tests import make
from tests.databases import Database
from tests.foundation.conftest import audited_table

UNITS = audited("foundation_unit", owner=("foundation_division", "division_id"))


@pytest.fixture
def units(db: None) -> Iterator[None]:
    with audited_table(UNITS):
        yield


@pytest.fixture
def place(db: None) -> Division:
    return Division.objects.create(code="530900", name="临沧市", short_name="临沧", level="city", kind="city")


def logged() -> list[tuple[Any, ...]]:
    changes = RowChange.objects.exclude(table_name__startswith="auth_").order_by("pk")
    return list(changes.values_list("deed", "before", "after"))


def run(sql: str, *params: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def test_a_row_that_comes_and_goes_is_logged_whole(units: None) -> None:
    unit = make.unit("示例局")
    whole = {
        "id": unit.pk,
        "name": "示例局",
        "short_name": "",
        "level": "city",
        "division_id": None,
        "is_group": False,
        "successor_id": None,
        "succeeded_on": None,
    }
    unit.delete()
    assert logged() == [("insert", None, whole), ("delete", whole, None)]
    change = RowChange.objects.newest_first()[0]
    assert (change.table_name, change.row_id) == ("foundation_unit", whole["id"])
    assert (change.by, change.via) == (None, "")
    assert abs((timezone.now() - change.at).total_seconds()) < 60


def test_of_a_changed_row_only_what_changed_is_logged(units: None) -> None:
    unit = make.unit("示例局", short_name="示局")
    unit.short_name, unit.is_group = "例局", True
    unit.save()
    assert logged()[1:] == [
        ("update", {"short_name": "示局", "is_group": False}, {"short_name": "例局", "is_group": True})
    ]


def test_an_update_that_changes_nothing_writes_nothing(units: None) -> None:
    unit = make.unit("示例局")
    unit.save()
    Unit.objects.update(name=F("name"))
    run("UPDATE foundation_unit SET level = level")
    assert len(logged()) == 1


def test_every_way_to_change_rows_is_logged(units: None) -> None:
    units_made = Unit.objects.bulk_create([Unit(name=f"示例{n}局", level="city") for n in range(3)])
    for unit in units_made:
        unit.short_name = unit.name[:2] + str(unit.pk)
    Unit.objects.bulk_update(units_made, ["short_name"])
    Unit.objects.update(level="county")
    run("UPDATE foundation_unit SET succeeded_on = NULL, is_group = TRUE WHERE name LIKE %s", "示例1%")
    run("DELETE FROM foundation_unit WHERE is_group")
    Unit.objects.filter(name="示例2局").delete()
    deeds = [deed for deed, _, _ in logged()]
    assert deeds == ["insert"] * 3 + ["update"] * 3 + ["update"] * 3 + ["update"] + ["delete"] * 2
    run(
        "INSERT INTO foundation_unit (name, short_name, level, is_group) VALUES ('示例0局', '', 'city', FALSE)"
        " ON CONFLICT (name) DO UPDATE SET level = 'city'"
    )
    assert logged()[-1] == ("update", {"level": "county"}, {"level": "city"})


def test_changes_of_one_transaction_can_be_told_together(units: None) -> None:
    make.unit()
    make.unit()
    assert RowChange.objects.values("transaction_id").distinct().count() == 1
    times = list(RowChange.objects.order_by("pk").values_list("at", flat=True))
    assert times[0] < times[1]  # the clock's, not the transaction's


def test_a_row_is_found_by_whom_it_belongs_to(units: None, place: Division) -> None:
    mine, other = make.unit(division=place), make.unit()
    Unit.objects.filter(pk=mine.pk).update(level="county")
    assert [change.deed for change in RowChange.objects.owned_by(place).order_by("pk")] == [
        "insert",
        "update",
    ]
    assert RowChange.objects.of(other).get().owner_table == ""
    mine.delete()
    assert RowChange.objects.owned_by(place).count() == 3
    with audited_table(audited("foundation_division", owner=("foundation_division", "id"))):
        Division.objects.filter(pk=place.pk).update(short_name="临")
        assert RowChange.objects.owned_by(place).newest_first()[0].after == {"short_name": "临"}


def test_what_is_hidden_never_enters_the_log(db: None) -> None:
    with audited_table(audited("foundation_unitvariant", hidden=["printed"])):
        variant = UnitVariant.objects.create(unit=make.unit(), printed="只给自己看")
        UnitVariant.objects.update(printed="还是只给自己看")
        variant.delete()
    (_, _, inserted), changed, (_, deleted, _) = logged()
    assert inserted["printed"] == deleted["printed"] == HIDDEN
    assert changed == ("update", {"printed": HIDDEN}, {"printed": HIDDEN})
    assert "自己看" not in str(list(RowChange.objects.values()))


def test_whether_a_hidden_value_is_there_may_be_seen(db: None) -> None:
    with audited_table(audited("foundation_workyear", hidden=["notice_on"])):
        make.work_year(2027)
        WorkYear.objects.update(notice_on=None, is_complete=False)
    assert logged()[1][1:] == (
        {"notice_on": HIDDEN, "is_complete": True},
        {"notice_on": None, "is_complete": False},
    )


def test_bytes_are_logged_by_their_size_and_texts_in_full(db: None) -> None:
    run("ALTER TABLE foundation_unit ADD content bytea, ADD body text NOT NULL DEFAULT ''")
    run("ALTER TABLE foundation_unit ADD letters integer GENERATED ALWAYS AS (length(body)) STORED")
    with audited_table(audited("foundation_unit", hidden=["short_name"])):
        unit = make.unit("示例局")
        run("UPDATE foundation_unit SET content = %s, body = %s", bytes(5000), "长" * 100_000)
        run("UPDATE foundation_unit SET content = %s", b"\1" * 5000)
        run("UPDATE foundation_unit SET content = ''")
        unit.delete()
    (_, _, inserted), first, second, third, (_, deleted, _) = logged()
    assert (inserted["content"], "letters" in inserted) == (None, False)
    assert first == (
        "update",
        {"content": None, "body": ""},
        {"content": "〔5000 字节〕", "body": "长" * 100_000},
    )
    assert second == ("update", {"content": "〔5000 字节〕"}, {"content": "〔5000 字节〕"})
    assert third == ("update", {"content": "〔5000 字节〕"}, {"content": "〔0 字节〕"})
    assert deleted["content"] == "〔0 字节〕"


@pytest.mark.parametrize("operation", [
    audited("foundation_unit", hidden=["no_such_column"]),
    audited("foundation_unit", owner=("foundation_division", "no_such_column")),
])  # fmt: skip
def test_a_table_whose_hidden_column_is_gone_takes_no_change(db: None, operation: Any) -> None:
    unit = make.unit()
    with audited_table(operation):
        for change in (lambda: make.unit(), lambda: Unit.objects.update(level="other"), unit.delete):
            with pytest.raises(DatabaseError, match="缺少修改记录所需的列"), transaction.atomic():
                change()
    assert logged() == []


def test_a_rolled_back_change_was_none(units: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make.unit("示例局")
        make.unit("示例局")
    assert logged() == []


def test_the_log_only_grows(units: None) -> None:
    make.unit()
    for rewrite in (lambda: RowChange.objects.update(via="改写"), lambda: RowChange.objects.all().delete()):
        with pytest.raises(IntegrityError, match="修改记录只能追加"), transaction.atomic():
            rewrite()
    assert RowChange.objects.get().via == ""


@pytest.mark.parametrize(
    ("broken", "constraint"),
    [
        ({"after": None}, "row_change_holds_what_its_deed_leaves"),
        ({"before": {"a": 1}}, "row_change_holds_what_its_deed_leaves"),
        ({"deed": "update"}, "row_change_holds_what_its_deed_leaves"),
        ({"deed": "delete", "before": {"a": 1}}, "row_change_holds_what_its_deed_leaves"),
        ({"deed": "truncate"}, "row_change_holds_what_its_deed_leaves"),
        ({"owner_table": "foundation_unit"}, "row_change_owner_is_whole"),
        ({"owner_id": 1}, "row_change_owner_is_whole"),
        ({"deed": None}, "null value"),
        ({"table_name": None}, "null value"),
        ({"row_id": None}, "null value"),
        ({"owner_table": None}, "null value"),
        ({"via": None}, "null value"),
        ({"at": None}, "null value"),
        ({"transaction_id": None}, "null value"),
    ],
)
def test_the_database_refuses_a_line_that_cannot_be(
    db: None, broken: dict[str, Any], constraint: str
) -> None:
    line = {"table_name": "t", "row_id": 1, "deed": "insert", "after": {"a": 1}, "at": timezone.now()}
    with pytest.raises(IntegrityError, match=constraint):
        RowChange.objects.create(**line | {"transaction_id": 1} | broken)


def test_an_app_can_ask_which_of_its_tables_are_not_logged(db: None) -> None:
    all_tables = unaudited_tables("foundation")
    assert {"foundation_unit", "foundation_unitmembership", "foundation_rowchange"} <= all_tables
    with audited_table(UNITS):
        assert unaudited_tables("foundation") == all_tables - {"foundation_unit"}
        run("ALTER TABLE foundation_unit DISABLE TRIGGER log_row_change")
        assert unaudited_tables("foundation") == all_tables


def test_what_is_hidden_can_be_told_anew(db: None) -> None:
    with audited_table(UNITS), audited_table(no_longer_audited("foundation_unit")):
        make.unit()
        assert logged() == []


@pytest.mark.parametrize("wrong", ["x; DROP TABLE foundation_unit", "a'b", 'a"b', "", "大写"])
def test_only_names_become_part_of_a_statement(wrong: str) -> None:
    with pytest.raises(ValueError, match="not names"):
        audited(wrong)
    with pytest.raises(ValueError, match="not names"):
        audited("foundation_unit", hidden=[wrong or "A"])


def test_the_days_of_a_year_are_logged_through_their_odd_key(db: None) -> None:
    """A foreign key to something else than the id, a date, and rows deleted with their year."""
    with audited_table(audited("foundation_specialday")):
        year = make.work_year(2027, off=[date(2027, 1, 1)], is_complete=False)
        SpecialDay.objects.update(date=date(2027, 1, 2))
        year.delete()
    (_, _, inserted), changed, (_, deleted, _) = logged()
    assert (inserted["year"], inserted["date"]) == (2027, "2027-01-01")
    assert changed == ("update", {"date": "2027-01-01"}, {"date": "2027-01-02"})
    assert deleted["date"] == "2027-01-02"


@pytest.mark.django_db(transaction=True)
def test_somebody_at_psql_is_logged_without_a_name() -> None:
    database = Database(connection.settings_dict["NAME"])
    with audited_table(UNITS):
        unit = make.unit()
        database.ask(f"UPDATE foundation_unit SET level = 'other' WHERE id = {unit.pk} RETURNING id")
        change = RowChange.objects.of(unit).newest_first()[0]
    assert (change.deed, change.after, change.by, change.via) == ("update", {"level": "other"}, None, "")
