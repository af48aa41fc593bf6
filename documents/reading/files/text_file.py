"""A text file (UTF-8 with or without BOM, or GB18030) becomes printed lines. Pure."""

from __future__ import annotations

import re

from documents.reading.files.printed import MAX_LINES, TOO_MANY_LINES, Extraction, PrintedLine, Refused

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_BREAK = re.compile(r"\r\n|\r|\n|\x0c")


def read_text(raw: bytes) -> Extraction:
    """Raises Refused for what is binary or in another encoding."""
    text = decode(raw)
    if text.count("\n") + text.count("\r") > 2 * MAX_LINES:
        raise Refused(TOO_MANY_LINES)
    return Extraction(tuple(PrintedLine(line) for line in _BREAK.split(text)))


def decode(raw: bytes) -> str:
    """Raises Refused; the line named is where the encoding that got further gave up."""
    furthest = 0
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError as error:
            furthest = max(furthest, error.start)
            continue
        if match := _CONTROL.search(text):
            line = text[: match.start()].count("\n") + 1
            raise Refused(f"第{line}行含有二进制内容，不是文本文件。")
        return text
    line = raw[:furthest].count(b"\n") + 1
    raise Refused(f"第{line}行起无法按 UTF-8 或 GB18030 解码，请转换编码后再导入。")
