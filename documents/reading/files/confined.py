"""Word and PDF files are foreign programs' data: a confined process opens them (foundation.confined).

It answers with one JSON object:
``{"lines": [[text, page, furniture, goes_on], …], "doubts": [[line, kind, message], …]}`` or ``{"refused": sentence}``.
"""

from __future__ import annotations

import json

from documents.reading.files.printed import Doubt, Extraction, PrintedLine, Refused
from foundation.confined import TookTooLong, run_confined

SECONDS = 120
MEGABYTES = 1536


def read_confined(
    kind: str, raw: bytes, *, seconds: float = SECONDS, megabytes: int = MEGABYTES
) -> Extraction:
    """Raises Refused when the file is refused, takes too long, or needs too much memory."""
    child = "documents.reading.files.child"
    try:
        answer = json.loads(run_confined(child, kind, raw=raw, seconds=seconds, megabytes=megabytes))
    except TookTooLong:
        raise Refused(f"读了{seconds:g}秒还没有读完，已经停止；请拆分，或另存为 .txt 后再导入。") from None
    except ValueError:  # killed for memory or time, or crashed
        raise Refused("太复杂，读取时超出了内存或时间的限制；请拆分，或另存为 .txt 后再导入。") from None
    if "refused" in answer:
        raise Refused(answer["refused"])
    return Extraction(
        tuple(PrintedLine(*line) for line in answer["lines"]),
        tuple(Doubt(*doubt) for doubt in answer["doubts"]),
    )
