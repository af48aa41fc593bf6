"""The confined process: limits itself first, then opens one picture, PDF or table. Not imported by the portal.

`python -m foundation.opening.child jpeg|png|pdf|words|xlsx|csv MEGABYTES SECONDS < file` answers one line of JSON, ``{}`` or
``{"refused": name of the refusal, "detail": …}``, and after it the bytes to keep (none for a PDF: it stays as it is;
of a table its rows, see foundation.opening.tables; ``words`` of a PDF, see foundation.opening.pdf_words).
"""

from __future__ import annotations

import json
import sys

from foundation.confined import confine, lacked_memory
from foundation.opening.refused import CannotOpen


def kept_bytes(kind: str, raw: bytes) -> bytes:
    if kind == "pdf":
        from foundation.opening.pdfs import require_harmless_pdf

        require_harmless_pdf(raw)
        return b""
    if kind == "words":
        from foundation.opening.pdf_words import words_as_json

        return words_as_json(raw)
    if kind in ("xlsx", "csv"):
        sys.modules["numpy"] = None  # type: ignore[assignment]  # openpyxl would load it: half of a child's time
        from foundation.opening.tables import sheets_as_json

        return sheets_as_json(kind, raw)
    from foundation.opening.pictures import clean_picture

    return clean_picture(raw, kind)


def answer_to(kind: str, raw: bytes) -> tuple[dict[str, str], bytes]:
    """Any failure of a parser on a foreign file means that the file is broken."""
    try:
        return {}, kept_bytes(kind, raw)
    except CannotOpen as refusal:
        return {"refused": refusal.reason, "detail": refusal.detail}, b""
    except Exception as error:
        return {"refused": _reason(error), "detail": ""}, b""


def _reason(error: Exception) -> str:
    if lacked_memory(error):
        return "FileTooComplex"
    return "LockedPdf" if type(error).__name__ in _LOCKS else "DamagedFile"


_LOCKS = ("PDFPasswordIncorrect", "PDFEncryptionError")


def main() -> None:
    kind, megabytes, seconds = sys.argv[1:]
    confine(int(megabytes), int(seconds))
    answer, content = answer_to(kind, sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + content)


if __name__ == "__main__":
    main()
