"""The confined process: limits itself first, then opens one Word or PDF file. Not imported by the portal.

`python -m documents.reading.files.child word|pdf MEGABYTES SECONDS < file > answer.json`
"""

from __future__ import annotations

import json
import sys

from documents.reading.files.kinds import WORD
from documents.reading.files.printed import Extraction, Refused, require_bounded
from foundation.confined import confine, lacked_memory

_BROKEN = "已损坏或不合规范，打不开；请用原来的软件打开检查，另存一份后再导入。"
_TOO_LARGE = "太复杂，读取时超出了内存的限制；请拆分，或另存为 .txt 后再导入。"


def answer_to(kind: str, raw: bytes) -> dict[str, object]:
    """The lines, or why not. Any failure of a parser on a foreign file means that the file is broken."""
    try:
        extraction = _open(kind, raw)
        require_bounded(extraction.lines)
    except Refused as refusal:
        return {"refused": str(refusal)}
    except Exception as error:
        return {"refused": _TOO_LARGE if lacked_memory(error) else _BROKEN}
    return {
        "lines": [[line.text, line.page, line.furniture, line.goes_on] for line in extraction.lines],
        "doubts": [[doubt.line, doubt.kind, doubt.message] for doubt in extraction.doubts],
    }


def _open(kind: str, raw: bytes) -> Extraction:
    if kind == WORD:
        from documents.reading.files.word_file import read_word

        return read_word(raw)
    from documents.reading.files.pdf_file import read_pdf

    return read_pdf(raw)


def main() -> None:
    kind, megabytes, seconds = sys.argv[1:]
    confine(int(megabytes), int(seconds))
    json.dump(answer_to(kind, sys.stdin.buffer.read()), sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
