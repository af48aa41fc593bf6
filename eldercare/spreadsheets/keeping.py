"""A table and its report between preview and confirmation: packed, and sealed under the keys of protected data."""

from __future__ import annotations

import json
import zlib

from eldercare.models import SpreadsheetUpload
from eldercare.refusals import SpreadsheetRefused
from eldercare.spreadsheets.columns import BY_KEY
from eldercare.spreadsheets.report import Report
from eldercare.spreadsheets.sheet import Entry, Table
from foundation.protected import open_bytes, seal_bytes
from foundation.refusals import KeyDoesNotFit
from foundation.tables import Cell


def sealed_table(table: Table) -> bytes:
    """Only the cells that are read: what else the file held is not kept."""
    kept = {
        "columns": [column.key for column in table.columns],
        "entries": [
            [entry.number, {key: [cell.text, cell.kind] for key, cell in entry.cells.items()}]
            for entry in table.entries
        ],
        "samples": table.samples,
        "other_sheets": table.other_sheets,
    }
    return _sealed(json.dumps(kept, ensure_ascii=False).encode())


def opened_table(upload: SpreadsheetUpload) -> Table:
    """Raises SpreadsheetRefused."""
    kept = json.loads(_opened(upload.content))
    entries = (
        Entry(number, {key: Cell(*cell) for key, cell in cells.items()}) for number, cells in kept["entries"]
    )
    columns = tuple(BY_KEY[key] for key in kept["columns"])
    return Table(columns, tuple(entries), kept["samples"], tuple(kept["other_sheets"]))


def sealed_report(report: Report) -> bytes:
    return _sealed(report.as_bytes())


def opened_report(upload: SpreadsheetUpload) -> Report:
    """Raises SpreadsheetRefused."""
    return Report.from_bytes(_opened(upload.report))


def _sealed(content: bytes) -> bytes:
    return seal_bytes(zlib.compress(content))


def _opened(sealed: bytes | memoryview) -> bytes:
    try:
        return zlib.decompress(open_bytes(bytes(sealed)))
    except KeyDoesNotFit:
        raise SpreadsheetRefused("上传以后密钥已经更换，这个文件打不开了：请放弃它，重新上传。") from None
