"""Bringing a table in, or trying it out: the same steps, and the second time they are taken back."""

from __future__ import annotations

from datetime import date

from django.db import OperationalError, connection, transaction
from import_export.results import Result

from eldercare.refusals import SpreadsheetRefused
from eldercare.spreadsheets.known import Known
from eldercare.spreadsheets.report import Report, report_of
from eldercare.spreadsheets.resource import InstitutionResource, dataset_of
from eldercare.spreadsheets.sheet import Table
from foundation.scope import Reader

BUSY = "有人正在改动同样的机构，没有办成：请过一会儿再试。"
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended('spreadsheet of institutions', 0))"


@transaction.atomic
def bring_in(table: Table, *, reader: Reader, on: date, dry_run: bool) -> Report:
    """Every row that can be is written, and all of it taken back again in a dry run. Spreadsheets come in one after the
    other: two that name the same operators would wait for each other for ever.

    Raises SpreadsheetRefused when the database has no turn for it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ONE_AT_A_TIME)
    known = Known(table.entries, reader=reader, on=on, lock=not dry_run)
    resource = InstitutionResource(table.columns, known=known)
    try:
        result = resource.import_data(dataset_of(table), use_transactions=False)
        _raise_errors(result)
    except OperationalError:
        raise SpreadsheetRefused(BUSY) from None
    transaction.set_rollback(dry_run)
    return report_of(table, result)


def _raise_errors(result: Result) -> None:
    """What is no fault of a row: the library collects it, here it stops everything."""
    for error in (*result.base_errors, *(error for _, errors in result.row_errors() for error in errors)):
        raise error.error
