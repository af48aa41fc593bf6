"""Lines of the log for machines: one JSON object a line, without anybody's numbers."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

from foundation.redaction import redacted


class JsonFormatter(logging.Formatter):
    """Only what the program says: neither addresses of visitors nor what they sent."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "process": record.process,
            "request": getattr(record, "request_id", "-"),
            "message": redacted(record.getMessage()),
        }
        if record.exc_info:
            line["traceback"] = redacted(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)
