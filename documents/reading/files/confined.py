"""Word and PDF files are foreign programs' data: a child process with little memory and time opens them.

The child gets the bytes on standard input and no environment of ours; it answers with one JSON object:
``{"lines": [[text, page, furniture, goes_on], …], "doubts": [[line, kind, message], …]}`` or ``{"refused": sentence}``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from documents.reading.files.printed import Doubt, Extraction, PrintedLine, Refused

SECONDS = 120
MEGABYTES = 1536
_PROJECT = Path(__file__).resolve().parents[3]
_PASSED = ("PATH", "SYSTEMROOT", "VIRTUAL_ENV", "LD_LIBRARY_PATH")


def read_confined(
    kind: str, raw: bytes, *, seconds: float = SECONDS, megabytes: int = MEGABYTES
) -> Extraction:
    """Raises Refused when the file is refused, takes too long, or needs too much memory."""
    command = [
        sys.executable,
        "-m",
        "documents.reading.files.child",
        kind,
        str(megabytes),
        str(int(seconds) + 1),
    ]
    environment = {key: os.environ[key] for key in _PASSED if key in os.environ} | {"PYTHONUTF8": "1"}
    try:
        done = subprocess.run(
            command,
            input=raw,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            cwd=_PROJECT,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Refused(f"读了{seconds:g}秒还没有读完，已经停止；请拆分，或另存为 .txt 后再导入。") from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:  # killed for memory or time, or crashed
        raise Refused("太复杂，读取时超出了内存或时间的限制；请拆分，或另存为 .txt 后再导入。") from None
    if "refused" in answer:
        raise Refused(answer["refused"])
    return Extraction(
        tuple(PrintedLine(*line) for line in answer["lines"]),
        tuple(Doubt(*doubt) for doubt in answer["doubts"]),
    )
