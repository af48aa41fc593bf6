"""The verbs of home care."""

from eldercare.actions.evidence import add_evidence, void_evidence
from eldercare.actions.filings import (
    accept_filing,
    cancel_filing,
    discard_filing,
    note_copy,
    open_filing,
    return_filing,
    submit_filing,
)
from eldercare.actions.spreadsheets import (
    discard_spreadsheet,
    import_spreadsheet,
    receive_spreadsheet,
    wipe_spreadsheets,
)
from eldercare.actions.succession import succeed

__all__ = [
    "accept_filing",
    "add_evidence",
    "cancel_filing",
    "discard_filing",
    "discard_spreadsheet",
    "import_spreadsheet",
    "note_copy",
    "open_filing",
    "receive_spreadsheet",
    "return_filing",
    "submit_filing",
    "succeed",
    "void_evidence",
    "wipe_spreadsheets",
]
